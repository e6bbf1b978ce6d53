/** A machine room in a worker, called as if it were here; calls fail when the worker dies instead of waiting for ever. */
import { proxy, releaseProxy, transfer, wrap } from 'comlink'
import { VmHostError } from '../error'
import type { GuestPlan, MachineRoom, RoomListener, RoomOptions } from '../host/protocol'
import { startThread, type Thread } from '../platform/thread'
import type { StorageDoor } from '../storage/volume-calls'
import { keepErrorsAcrossThreads } from './error-transfer'

export interface RemoteRoomOptions {
  name: string
  workerUrl?: string | URL | undefined
  /** The worker died by itself. */
  onFailure(error: VmHostError): void
}

export function remoteRoom(options: RemoteRoomOptions): MachineRoom {
  keepErrorsAcrossThreads()
  const calls = new PendingCalls()
  const fail = (error: Error): void => {
    const failure = VmHostError.wrap('ERR_WORKER', `worker of host ${JSON.stringify(options.name)} failed`, error)
    calls.rejectAll(failure)
    options.onFailure(failure)
  }
  const thread = startThread({ name: options.name, workerUrl: options.workerUrl, onFailure: fail })
  return guarded(thread, calls)
}

function guarded(thread: Thread, calls: PendingCalls): MachineRoom {
  const room = wrap<MachineRoom>(thread.endpoint)
  const open = (options: RoomOptions, listener: RoomListener): Promise<void> => room.open(options, proxy(listener))
  const close = async (): Promise<void> => {
    // The room writes back what its guests' disks hold; a worker that died has nothing left to write.
    await calls.add(() => room.close()).catch(() => {})
    calls.rejectAll(new VmHostError('ERR_INVALID_STATE', 'the host is closed'))
    room[releaseProxy]()
    await thread.terminate()
  }
  const storage = room.storage as unknown as StorageDoor
  return {
    open: (options, listener) => calls.add(() => open(options, listener)),
    close,
    hostStatistics: () => calls.add(() => room.hostStatistics()),
    createGuest: (plan) => calls.add(() => room.createGuest(handedOver(plan))),
    forkGuest: (guest, plan) => calls.add(() => room.forkGuest(guest, plan)),
    identify: (guest, identity) => calls.add(() => room.identify(guest, identity)),
    snapshotGuest: (guest, plan, take) => calls.add(() => room.snapshotGuest(guest, plan, proxy(take))),
    restoreGuest: (sources, plan) => calls.add(() => room.restoreGuest([...sources], plan)),
    destroyGuest: (guest) => calls.add(() => room.destroyGuest(guest)),
    start: (guest) => calls.add(() => room.start(guest)),
    pause: (guest) => calls.add(() => room.pause(guest)),
    resume: (guest) => calls.add(() => room.resume(guest)),
    reset: (guest) => calls.add(() => room.reset(guest)),
    stop: (guest) => calls.add(() => room.stop(guest)),
    reconfigure: (guest, change) => calls.add(() => room.reconfigure(guest, change)),
    sample: () => calls.add(() => room.sample()),
    statistics: (guest, wantsStateHash) => calls.add(() => room.statistics(guest, wantsStateHash)),
    readRegisters: (guest, hart) => calls.add(() => room.readRegisters(guest, hart)),
    readMemory: (guest, gpa, bytes) => calls.add(() => room.readMemory(guest, gpa, bytes)),
    writeMemory: (guest, gpa, bytes) => calls.add(() => room.writeMemory(guest, gpa, bytes)),
    plugGuest: (guest, plan) => calls.add(() => room.plugGuest(guest, plan)),
    attachFunction: (guest, plan) => calls.add(() => room.attachFunction(guest, plan)),
    detachFunction: (guest, place, isForced) => calls.add(() => room.detachFunction(guest, place, isForced)),
    injectError: (guest, place, plan) => calls.add(() => room.injectError(guest, place, plan)),
    attachDisk: (guest, plan) => calls.add(() => room.attachDisk(guest, plan)),
    detachDisk: (guest, disk, isForced) => calls.add(() => room.detachDisk(guest, disk, isForced)),
    createNic: (plan) => calls.add(() => room.createNic(plan)),
    destroyNic: (nic) => calls.add(() => room.destroyNic(nic)),
    setNicPort: (nic, port, fields) => calls.add(() => room.setNicPort(nic, port, fields)),
    nicPorts: (nic) => calls.add(() => room.nicPorts(nic)),
    sendFrames: (nic, port, frames, dropped) => calls.add(() => room.sendFrames(nic, port, frames, dropped)),
    storage: (call, ...args) => calls.add<unknown>(() => storage(call, ...args)) as never,
    consoleWrite: (guest, bytes) => calls.add(() => room.consoleWrite(guest, bytes)),
    portWrite: (guest, port, bytes) => calls.add(() => room.portWrite(guest, port, bytes)),
    vsockSend: (guest, packet) => calls.add(() => room.vsockSend(guest, packet)),
    consoleType: (guest, rule) => calls.add(() => room.consoleType(guest, rule)),
    setBalloon: (guest, bytes) => calls.add(() => room.setBalloon(guest, bytes)),
    takeFreePages: (guest) => calls.add(() => room.takeFreePages(guest)),
    balloonStatistics: (guest) => calls.add(() => room.balloonStatistics(guest)),
  }
}

/** The images go to the worker as they are: nobody here holds them any more. */
function handedOver(plan: GuestPlan): GuestPlan {
  return transfer(plan, [...new Set(plan.writes.map(({ bytes }) => bytes.buffer as ArrayBuffer))])
}

/** Calls under way, so that they can all be refused at once. */
class PendingCalls {
  readonly #rejects = new Set<(error: VmHostError) => void>()
  #failure: VmHostError | undefined

  /** Calls nobody who is gone. */
  add<Value>(begin: () => Promise<Value>): Promise<Value> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise<Value>((resolve, reject) => {
      this.#rejects.add(reject)
      begin()
        .then(resolve, reject)
        .finally(() => this.#rejects.delete(reject))
    })
  }

  rejectAll(failure: VmHostError): void {
    this.#failure ??= failure
    for (const reject of this.#rejects) reject(failure)
    this.#rejects.clear()
  }
}
