/** The machine room itself: the core, its guests and their run loop, on the thread that this is called on. */

import type { TypingRule } from '../console/typist'
import { HOST_BASE, HostLayout } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { BalloonStatistics } from '../guest/balloon'
import type { PciErrorPlan } from '../guest/pci-error'
import type { Registers } from '../guest/registers'
import { monotonicNs } from '../platform/clock'
import type { RandomSource } from '../platform/random-access'
import type { StorageDoor } from '../storage/volume-calls'
import { EventLog } from './event-log'
import type { HostSample, HostStatistics } from './host-statistics'
import { Housing } from './housing'
import { closeMachine, type Machine, openMachine } from './machine'
import type {
  BlkPlan,
  ForkPlan,
  FunctionPlan,
  GuestChange,
  GuestPlan,
  IdentityPlan,
  MachineRoom,
  NicPlan,
  NicPortFields,
  NicPortState,
  PlugPlan,
  RestoredGuest,
  RestorePlan,
  RoomGuestStatistics,
  RoomListener,
  RoomOptions,
  SnapshotPlan,
} from './protocol'
import { giveBack, openDisks } from './resident-disks'
import type { ResidentGuest } from './resident-guest'
import { Residents } from './residents'
import { RunLoop } from './run-loop'
import { readPcpuStatistics } from './statistics'

const frameBytes = 4096

export class LocalRoom implements MachineRoom {
  readonly #residents = new Residents()
  readonly #loop = new RunLoop({
    next: () => this.#machine?.core.exports.pcpuNext() ?? -1,
    run: (pcpu) => this.#run(pcpu),
    sleepNs: () => this.#machine?.core.exports.hostSleepNs() ?? Number.POSITIVE_INFINITY,
    onError: (error) => this.#breakDown(error),
  })
  #machine: Machine | undefined
  #listener: RoomListener = () => {}
  /** Resolves when the caller has heard of all states so far: it may hear of them on another way than that of the answers to its calls. */
  #heard: Promise<unknown> = Promise.resolve()
  readonly #log = new EventLog((event) => this.#tell({ type: 'event', event }))
  readonly #housing: Housing

  /** `ownsThread`: this thread is there for the guests alone, and nobody else's event loop is held up when it waits. */
  constructor({ ownsThread = false } = {}) {
    this.#housing = new Housing({
      residents: this.#residents,
      machine: () => this.#running,
      ownsThread,
      record: (event) => this.#log.record(event),
      send: (event) => this.#listener(event),
      tell: (event) => this.#tell(event),
      onState: (guest, state, exit) => {
        this.#heard = this.#tell(exit === undefined ? { type: 'state', guest, state } : { type: 'state', guest, state, exit })
        this.#machine?.keeper.changed()
      },
      onWake: () => {
        if (this.#machine?.threads === undefined) this.#loop.wake()
      },
    })
  }

  async open(options: RoomOptions, listener: RoomListener): Promise<void> {
    this.#listener = listener
    this.#machine = await openMachine(options, {
      residents: this.#residents,
      record: (event) => this.#log.record(event),
      tell: (event) => this.#tell(event),
      sendNic: (event) => this.#listener(event),
      onAttention: () => this.#lookAtGuests(),
      onFailure: (error) => this.#breakDown(error),
    })
  }

  async close(): Promise<void> {
    this.#loop.close()
    for (const id of this.#residents.ids) await this.destroyGuest(id)
    if (this.#machine !== undefined) await closeMachine(this.#machine)
    this.#machine = undefined
  }

  async hostStatistics(): Promise<HostStatistics> {
    const { core, keeper, translator, threads, options } = this.#running
    const { regions, modules, compileTimeNs } = threads?.translation ?? translator
    const { unavailable } = translator
    const pcpus = readPcpuStatistics(core)
    return {
      memoryBytes: options.memoryBytes,
      freeMemory: core.exports.hostFreeFrames() * frameBytes,
      cpu: {
        '%USED': pcpus.reduce((sum, pcpu) => sum + pcpu['%USED'], 0),
        reserved: pcpus.reduce((sum, pcpu) => sum + pcpu.reserved, 0),
        pcpus,
      },
      memory: keeper.statistics(),
      guests: this.#residents.count,
      translator: {
        regions,
        modules,
        compileTimeNs: Math.round(compileTimeNs),
        ...(unavailable === undefined ? {} : { unavailable }),
      },
    }
  }

  async createGuest(plan: GuestPlan): Promise<number> {
    return this.#housing.create(plan)
  }

  async forkGuest(id: number, plan: ForkPlan): ReturnType<MachineRoom['forkGuest']> {
    return this.#housing.fork(this.#guest(id), plan)
  }

  async plugGuest(id: number, plan: PlugPlan): Promise<void> {
    this.#housing.plug(this.#guest(id), plan)
  }

  async attachFunction(id: number, plan: FunctionPlan): Promise<void> {
    const guest = this.#guest(id)
    guest.devices.functions.attach(plan)
    guest.wake()
  }

  async detachFunction(id: number, place: number, isForced: boolean): Promise<void> {
    const guest = this.#guest(id)
    const gone = guest.devices.functions.detach(place, { isForced, action: 'detachNic' })
    guest.wake()
    await gone
  }

  async injectError(id: number, place: number, plan: PciErrorPlan): Promise<void> {
    const guest = this.#guest(id)
    guest.devices.functions.injectError(place, plan)
    guest.wake()
  }

  async attachDisk(id: number, plan: BlkPlan): Promise<void> {
    const { core, volumes } = this.#running
    const guest = this.#guest(id)
    const [disk] = await openDisks(core, [plan], volumes)
    if (disk === undefined) return
    try {
      this.#guest(id).devices.hotDisks.attach(disk)
    } catch (error) {
      await giveBack(disk)
      throw error
    }
    guest.wake()
  }

  async detachDisk(id: number, disk: number, isForced: boolean): Promise<void> {
    const guest = this.#guest(id)
    const gone = guest.devices.hotDisks.detach(disk, isForced)
    guest.wake()
    await gone
  }

  async identify(id: number, identity: IdentityPlan): Promise<void> {
    this.#guest(id).identify(identity)
  }

  async snapshotGuest(id: number, plan: SnapshotPlan, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
    await this.#housing.snapshot(this.#guest(id), plan, take)
  }

  async restoreGuest(sources: readonly RandomSource[], plan: RestorePlan): Promise<RestoredGuest> {
    return this.#housing.restore(sources, plan)
  }

  async destroyGuest(id: number): Promise<void> {
    await this.#housing.destroy(id)
    this.#machine?.keeper.changed()
  }

  async start(id: number): Promise<void> {
    this.#guest(id).start()
    await this.#heard
  }

  async pause(id: number): Promise<void> {
    this.#guest(id).pause()
    await this.#heard
  }

  async resume(id: number): Promise<void> {
    this.#guest(id).resume()
    await this.#heard
  }

  async reset(id: number): Promise<void> {
    this.#guest(id).reset()
    await this.#heard
  }

  async stop(id: number): Promise<void> {
    this.#guest(id).stop()
    await this.#heard
  }

  async reconfigure(id: number, change: GuestChange): Promise<void> {
    this.#guest(id).reconfigure(change)
    this.#running.keeper.changed()
  }

  async sample(): Promise<HostSample> {
    const guests = [...this.#residents.entries].map(([id, guest]) => ({ id, ...guest.sample() }))
    return { atNs: monotonicNs(), host: await this.hostStatistics(), guests }
  }

  async statistics(id: number, wantsStateHash: boolean): Promise<RoomGuestStatistics> {
    return this.#guest(id).statistics(wantsStateHash)
  }

  async readRegisters(id: number, hart: number): Promise<Registers> {
    return this.#guest(id).readRegisters(hart)
  }

  async readMemory(id: number, gpa: bigint, bytes: number): Promise<Uint8Array> {
    return this.#guest(id).memory.read(gpa, bytes)
  }

  async writeMemory(id: number, gpa: bigint, bytes: Uint8Array): Promise<void> {
    this.#guest(id).memory.write(gpa, bytes)
  }

  storage: StorageDoor = (call, ...args) => {
    const { volumes } = this.#running
    return (volumes[call] as (...values: typeof args) => ReturnType<StorageDoor>).apply(volumes, args) as never
  }

  async consoleWrite(id: number, bytes: Uint8Array): Promise<void> {
    const guest = this.#guest(id)
    guest.console.write(bytes)
    guest.wake()
  }

  async portWrite(id: number, port: number, bytes: Uint8Array): Promise<void> {
    const guest = this.#guest(id)
    const written = guest.devices.ports.write(port, bytes)
    guest.wake()
    await written
  }

  async vsockSend(id: number, packet: Uint8Array): Promise<void> {
    const guest = this.#guest(id)
    guest.devices.ports.sendPacket(packet)
    guest.wake()
  }

  async consoleType(id: number, rule: TypingRule): Promise<void> {
    const guest = this.#guest(id)
    guest.console.type(rule)
    guest.wake()
  }

  async createNic(plan: NicPlan): Promise<number> {
    return this.#running.nics.create(plan)
  }

  async destroyNic(nic: number): Promise<void> {
    this.#running.nics.destroy(nic)
  }

  async setNicPort(nic: number, port: number, fields: NicPortFields): Promise<void> {
    this.#running.nics.set(nic, port, fields)
    this.#loop.wake()
  }

  async nicPorts(nic: number): Promise<NicPortState[]> {
    return this.#running.nics.ports(nic)
  }

  async sendFrames(nic: number, port: number, frames: readonly Uint8Array[], dropped?: number): Promise<void> {
    this.#running.nics.send(nic, port, frames, dropped)
    this.#loop.wake()
  }

  /** Guests ran on other threads: their consoles are looked at. */
  #lookAtGuests(): void {
    if (this.#machine === undefined) return
    const { core, nics, keeper } = this.#machine
    // Who runs now tells again.
    Atomics.store(new Int32Array(core.memory.buffer), (HOST_BASE + HostLayout.attentionTold.offset) / 4, 0)
    for (let guest = core.exports.takeAttention(); guest !== 0; guest = core.exports.takeAttention())
      this.#residents.at(guest)?.exchange()
    nics.exchange()
    keeper.betweenSlices()
  }

  /** A stretch of a physical CPU; then the consoles of the guests that ran, and what became hot. */
  #run(pcpu: number): void {
    const { core, keeper, translator, nics, options } = this.#running
    core.exports.pcpuRun(pcpu, BigInt(options.translator.sliceInstructions))
    for (let guest = core.exports.takeAttention(); guest !== 0; guest = core.exports.takeAttention())
      this.#residents.at(guest)?.exchange()
    translator.advance()
    nics.exchange()
    keeper.betweenSlices()
  }

  async setBalloon(id: number, bytes: number): Promise<void> {
    this.#guest(id).devices.balloon.setTarget(bytes)
    this.#guest(id).wake()
  }

  async takeFreePages(id: number): Promise<boolean> {
    const isAsked = this.#running.core.exports.guestAskFreePages(this.#guest(id).pointer) !== 0
    this.#guest(id).wake()
    return isAsked
  }

  async balloonStatistics(id: number): Promise<BalloonStatistics> {
    const statistics = this.#guest(id).devices.balloon.statistics()
    this.#guest(id).wake()
    return statistics
  }

  get #running(): Machine {
    if (this.#machine === undefined) throw new VmHostError('ERR_INVALID_STATE', 'the host is closed')
    return this.#machine
  }

  #guest(id: number): ResidentGuest {
    return this.#residents.get(id)
  }

  #tell(event: Parameters<RoomListener>[0]): Promise<void> {
    return Promise.resolve(this.#listener(event)).catch(() => {})
  }

  /** An invariant of the core is broken: every guest of this host ends, loudly. */
  #breakDown(error: unknown): void {
    this.#loop.close()
    this.#machine?.translator.close()
    void this.#machine?.threads?.close()
    const detail = `the core failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    for (const id of this.#residents.ids) {
      this.#tell({ type: 'state', guest: id, state: 'crashed', exit: { reason: 'crash', code: 0, detail } })
    }
    this.#residents.clear()
    this.#machine = undefined
  }
}
