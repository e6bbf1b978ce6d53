/** The machine room itself: the core, its guests and their run loop, on the thread that this is called on. */

import type { TypingRule } from '../console/typist'
import { Core } from '../core/core'
import { HOST_BASE, HostLayout } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { BalloonStatistics } from '../guest/balloon'
import type { PciErrorPlan } from '../guest/pci-error'
import type { Registers } from '../guest/registers'
import { monotonicNs } from '../platform/clock'
import type { RandomSource } from '../platform/random-access'
import { openSwap, type SwapBackend } from '../platform/swap'
import { loadCoreModule } from '../platform/wasm'
import { interruptControllers } from '../spec/platform'
import type { StorageDoor, VolumeFacts } from '../storage/volume-calls'
import { Translator } from '../translator/translator'
import { admit, type Claim } from './admission'
import { CpuThreads } from './cpu-threads'
import { EventLog } from './event-log'
import { createForkChunks, enterForkVolumes } from './fork-volumes'
import { type GuestOrigin, GuestRecords } from './guest-records'
import type { TakenRegion } from './guest-region'
import type { HostSample, HostStatistics } from './host-statistics'
import { MemoryKeeper } from './memory-keeper'
import { plugFunctions, withoutPlugs } from './pci-functions'
import {
  type BlkPlan,
  type DeviceFacts,
  deviceFacts,
  type ForkPlan,
  type FunctionPlan,
  type GuestChange,
  type GuestPlan,
  type GuestState,
  type IdentityPlan,
  type MachineRoom,
  type NicPlan,
  type NicPortFields,
  type NicPortState,
  type PlugPlan,
  type RestoredGuest,
  type RestorePlan,
  type RoomGuestStatistics,
  type RoomListener,
  type RoomOptions,
  type SnapshotPlan,
} from './protocol'
import { giveBack, type OpenDisk, openDisks } from './resident-disks'
import { ResidentGuest, type ResidentGuestOptions } from './resident-guest'
import { ResidentNics } from './resident-nics'
import { ResidentVolumes } from './resident-volumes'
import { RunLoop } from './run-loop'
import { SharingDomains } from './sharing-domains'
import { readSnapshot, writeSnapshot } from './snapshots'
import { readPcpuStatistics } from './statistics'

const frameBytes = 4096

/** What there is while the room is open. */
interface Machine {
  readonly core: Core
  readonly swap: SwapBackend
  readonly keeper: MemoryKeeper
  readonly translator: Translator
  readonly nics: ResidentNics
  readonly volumes: ResidentVolumes
  /** Those of the physical CPUs; without them this one has them all. */
  readonly threads: CpuThreads | undefined
  readonly options: RoomOptions
}

export class LocalRoom implements MachineRoom {
  readonly #guests = new Map<number, ResidentGuest>()
  /** The guests by the pointer that the core knows them by. */
  readonly #byPointer = new Map<number, ResidentGuest>()
  readonly #loop = new RunLoop({
    next: () => this.#machine?.core.exports.pcpuNext() ?? -1,
    run: (pcpu) => this.#run(pcpu),
    sleepNs: () => this.#machine?.core.exports.hostSleepNs() ?? Number.POSITIVE_INFINITY,
    onError: (error) => this.#breakDown(error),
  })
  readonly #ownsThread: boolean
  #machine: Machine | undefined
  #listener: RoomListener = () => {}
  /** Resolves when the caller has heard of all states so far: it may hear of them on another way than that of the answers to its calls. */
  #heard: Promise<unknown> = Promise.resolve()
  #nextId = 1
  readonly #log = new EventLog((event) => this.#tell({ type: 'event', event }))
  readonly #domains = new SharingDomains()

  /** `ownsThread`: this thread is there for the guests alone, and nobody else's event loop is held up when it waits. */
  constructor({ ownsThread = false } = {}) {
    this.#ownsThread = ownsThread
  }

  async open(options: RoomOptions, listener: RoomListener): Promise<void> {
    this.#listener = listener
    const { memoryBytes, cpus, isShared } = options
    const module = typeof options.core === 'string' ? await loadCoreModule(new URL(options.core)) : options.core
    // A backend belongs to one thread: on several, pages are only compressed.
    const swap = await openSwap(isShared ? 'none' : options.swap)
    const bringPage = (pointer: number, page: number): boolean => this.#bringPage(pointer, page)
    const core = await Core.create({ module, memoryBytes, cpus, isShared, monotonicNs, swap, bringPage })
    const keeper = new MemoryKeeper({ core, guests: () => this.#guests.values(), record: (event) => this.#log.record(event) })
    const nics = new ResidentNics(core, (event) => this.#listener(event))
    const translator = this.#translator(core, options)
    const threads = isShared ? this.#threads(core, options) : undefined
    const volumes = new ResidentVolumes(core, (event) => this.#log.record(event))
    this.#machine = { core, swap, keeper, translator, nics, volumes, threads, options }
  }

  async close(): Promise<void> {
    this.#loop.close()
    for (const id of [...this.#guests.keys()]) await this.destroyGuest(id)
    await this.#machine?.volumes.closeAll()
    this.#machine?.translator.close()
    await this.#machine?.threads?.close()
    this.#machine?.swap.close()
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
      guests: this.#guests.size,
      translator: {
        regions,
        modules,
        compileTimeNs: Math.round(compileTimeNs),
        ...(unavailable === undefined ? {} : { unavailable }),
      },
    }
  }

  async createGuest(plan: GuestPlan): Promise<number> {
    const { core, volumes } = this.#running
    return this.#house(plan, { disks: await openDisks(core, plan.devices, volumes), origin: { kind: 'new' } }).id
  }

  async forkGuest(
    id: number,
    { name, identity, network, disks: wanted }: ForkPlan,
  ): Promise<{ id: number; state: GuestState; volumes: VolumeFacts[]; devices: DeviceFacts[] }> {
    const parent = this.#guest(id)
    this.#admit('fork', { ...parent.wantedClaim, name })
    const forked = await parent.fork(() => createForkChunks(parent.disks, wanted))
    const { devices, disks, volumes } = enterForkVolumes(this.#running.volumes, wanted, {
      disks: forked.disks,
      devices: forked.plan.devices,
    })
    // Prepared answers, the text to stop at and what it is plugged into are the parent's.
    const functions = withoutPlugs(forked.plan.functions)
    const plan = { ...forked.plan, name, devices, console: {}, functions }
    let clone: { id: number; guest: ResidentGuest } | undefined
    try {
      clone = this.#house(plan, {
        disks,
        taken: forked.taken,
        sharingDomain: parent.sharingDomain,
        origin: { kind: 'fork', of: parent.name },
      })
      clone.guest.identify(identity)
      await this.#plugOrDestroy(clone.id, network)
      if (parent.state === 'running') clone.guest.resume()
      return { id: clone.id, state: clone.guest.state, volumes, devices: deviceFacts(devices) }
    } catch (error) {
      if (clone !== undefined) await this.destroyGuest(clone.id)
      for (const volume of volumes) await this.#running.volumes.close(volume.id)
      throw error
    }
  }

  async plugGuest(id: number, plan: PlugPlan): Promise<void> {
    const { pointer, plan: own } = this.#guest(id)
    plugFunctions(pointer, { functions: own.functions, nics: this.#running.nics }, plan)
  }

  async attachFunction(id: number, plan: FunctionPlan): Promise<void> {
    const guest = this.#guest(id)
    guest.functions.attach(plan)
    guest.wake()
  }

  async detachFunction(id: number, place: number, isForced: boolean): Promise<void> {
    const guest = this.#guest(id)
    const gone = guest.functions.detach(place, { isForced, action: 'detachNic' })
    guest.wake()
    await gone
  }

  async injectError(id: number, place: number, plan: PciErrorPlan): Promise<void> {
    const guest = this.#guest(id)
    guest.functions.injectError(place, plan)
    guest.wake()
  }

  async attachDisk(id: number, plan: BlkPlan): Promise<void> {
    const { core, volumes } = this.#running
    const guest = this.#guest(id)
    const [disk] = await openDisks(core, [plan], volumes)
    if (disk === undefined) return
    try {
      this.#guest(id).hotDisks.attach(disk)
    } catch (error) {
      await giveBack(disk)
      throw error
    }
    guest.wake()
  }

  async detachDisk(id: number, disk: number, isForced: boolean): Promise<void> {
    const guest = this.#guest(id)
    const gone = guest.hotDisks.detach(disk, isForced)
    guest.wake()
    await gone
  }

  async #plugOrDestroy(id: number, plan: PlugPlan): Promise<void> {
    try {
      await this.plugGuest(id, plan)
    } catch (error) {
      await this.destroyGuest(id)
      throw error
    }
  }

  async identify(id: number, identity: IdentityPlan): Promise<void> {
    this.#guest(id).identify(identity)
  }

  async snapshotGuest(id: number, plan: SnapshotPlan, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
    const guest = this.#guest(id)
    await writeSnapshot({ core: this.#running.core, guest, plan, take })
    this.#recordsOf(guest.name).saved(plan)
  }

  async restoreGuest(sources: readonly RandomSource[], given: RestorePlan): Promise<RestoredGuest> {
    const { core, nics, volumes, threads } = this.#running
    const ownsThread = this.#ownsThread
    const { region, disks, plan, header } = await readSnapshot({
      core,
      nics,
      volumes,
      sources,
      plan: given,
      threads,
      ownsThread,
    })
    const { id, guest } = this.#house(plan, { disks, taken: region, origin: { kind: 'snapshot', id: header.id } })
    void guest.pager?.prefetch()
    const { identity, htif, state } = header
    const { name, clock, functions } = plan
    const ports = plan.devices.flatMap((device) => (device.kind === 'console' ? device.names : []))
    const cid = plan.devices.find((device) => device.kind === 'vsock')?.cid
    const devices = deviceFacts(plan.devices)
    const wasRunning = state === 'running'
    const facts = { id, name, clock, identity, functions, devices, ports, machine: machineOf(plan), wasRunning }
    return { ...facts, ...(cid === undefined ? {} : { cid }), ...(htif === undefined ? {} : { htif }) }
  }

  #house(
    plan: GuestPlan,
    {
      disks,
      origin,
      taken,
      sharingDomain,
    }: { disks: OpenDisk[]; origin: GuestOrigin; taken?: TakenRegion; sharingDomain?: number },
  ): { id: number; guest: ResidentGuest } {
    const { core, keeper, translator, threads, options } = this.#running
    const id = this.#nextId++
    const guest = makeGuest({
      core,
      plan,
      taken,
      disks,
      nics: this.#running.nics,
      translator: threads === undefined ? translator : threads.withTotals(translator),
      knobs: options.translator,
      onConsole: async (bytes) => this.#listener({ type: 'console', guest: id, bytes }),
      sharingDomain: sharingDomain ?? this.#domains.idOf(plan.sharingDomain),
      admit: (action, claim) => this.#admit(action, claim, id),
      record: (event) => this.#log.record(event),
      onState: (state, exit) => {
        this.#heard = this.#tell(
          exit === undefined ? { type: 'state', guest: id, state } : { type: 'state', guest: id, state, exit },
        )
        keeper.changed()
      },
      onStorageError: (failure) => {
        this.#tell({ type: 'storage-error', guest: id, failure })
        this.#log.record({ type: 'storage.error', guest: plan.name, message: failure.message, details: { ...failure } })
      },
      onPort: (port, bytes) => this.#tell({ type: 'port', guest: id, port, bytes }),
      onVsock: (packet) => this.#listener({ type: 'vsock', guest: id, packet }),
      onVsockReset: () => this.#tell({ type: 'vsock-reset', guest: id }),
      onReset: () => this.#tell({ type: 'reset', guest: id }),
      onWake: () => {
        if (threads === undefined) this.#loop.wake()
      },
    })
    this.#guests.set(id, guest)
    this.#byPointer.set(guest.pointer, guest)
    this.#recordsOf(plan.name).created(guest.state, guest.plan, origin)
    return { id, guest }
  }

  #recordsOf(name: string): GuestRecords {
    return new GuestRecords(name, (event) => this.#log.record(event))
  }

  async destroyGuest(id: number): Promise<void> {
    const guest = this.#guests.get(id)
    this.#guests.delete(id)
    if (guest !== undefined) this.#byPointer.delete(guest.pointer)
    const before = guest?.state
    await guest?.destroy()
    if (guest !== undefined)
      this.#log.record({ type: 'guest.destroyed', guest: guest.name, message: 'destroyed', before: { state: before } })
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
    const guests = [...this.#guests].map(([id, guest]) => ({ id, ...guest.sample() }))
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
    const written = guest.ports.write(port, bytes)
    guest.wake()
    await written
  }

  async vsockSend(id: number, packet: Uint8Array): Promise<void> {
    const guest = this.#guest(id)
    guest.ports.sendPacket(packet)
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
      this.#byPointer.get(guest)?.exchange()
    nics.exchange()
    keeper.betweenSlices()
  }

  #threads(core: Core, { name, cpus, workerUrl, translator, wantsModules }: RoomOptions): CpuThreads {
    return new CpuThreads({
      core,
      name,
      count: cpus,
      workerUrl,
      translator,
      wantsModules,
      onAttention: () => this.#lookAtGuests(),
      onModule: (module) => this.#tell({ type: 'translated', module }),
      onUnavailable: (reason) => this.#tell({ type: 'translator-unavailable', reason }),
      onFailure: (error) => this.#breakDown(error),
      onPageLost: (guest, detail) => this.#byPointer.get(guest)?.pager?.lose(detail),
    })
  }

  /** A stretch of a physical CPU; then the consoles of the guests that ran, and what became hot. */
  #run(pcpu: number): void {
    const { core, keeper, translator, nics, options } = this.#running
    core.exports.pcpuRun(pcpu, BigInt(options.translator.sliceInstructions))
    for (let guest = core.exports.takeAttention(); guest !== 0; guest = core.exports.takeAttention())
      this.#byPointer.get(guest)?.exchange()
    translator.advance()
    nics.exchange()
    keeper.betweenSlices()
  }

  /** Throws ERR_ADMISSION, which goes into the log as well. */
  #admit(action: string, claim: Claim, id?: number): void {
    const others = [...this.#guests].flatMap(([other, { claim: held }]) => (other === id || held === undefined ? [] : [held]))
    try {
      admit({ action, claim, others, hostBytes: this.#running.options.memoryBytes })
    } catch (error) {
      if (error instanceof VmHostError)
        this.#log.record({
          type: 'admission.refused',
          guest: claim.name,
          message: error.message,
          ...(error.details === undefined ? {} : { details: error.details }),
        })
      throw error
    }
  }

  async setBalloon(id: number, bytes: number): Promise<void> {
    this.#guest(id).balloonDevice.setTarget(bytes)
    this.#guest(id).wake()
  }

  async takeFreePages(id: number): Promise<boolean> {
    const isAsked = this.#running.core.exports.guestAskFreePages(this.#guest(id).pointer) !== 0
    this.#guest(id).wake()
    return isAsked
  }

  async balloonStatistics(id: number): Promise<BalloonStatistics> {
    const statistics = this.#guest(id).balloonDevice.statistics()
    this.#guest(id).wake()
    return statistics
  }

  get #running(): Machine {
    if (this.#machine === undefined) throw new VmHostError('ERR_INVALID_STATE', 'the host is closed')
    return this.#machine
  }

  /** A guest that came out of a snapshot touches a page that is not there yet. */
  #bringPage(pointer: number, page: number): boolean {
    return this.#byPointer.get(pointer)?.pager?.bringIn(page) ?? false
  }

  #translator(core: Core, { translator, wantsModules }: RoomOptions): Translator {
    return new Translator({
      core,
      synchronous: translator.synchronous,
      regionLimit: translator.regionLimit,
      without: translator.without,
      deadModuleLimit: translator.deadModuleLimit,
      onModule: wantsModules ? (module) => this.#tell({ type: 'translated', module }) : undefined,
      onUnavailable: (reason) => this.#tell({ type: 'translator-unavailable', reason }),
      onFailure: (error) => this.#breakDown(error),
    })
  }

  #guest(id: number): ResidentGuest {
    const guest = this.#guests.get(id)
    if (guest === undefined) throw new VmHostError('ERR_INVALID_STATE', `guest ${id} was destroyed`)
    return guest
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
    for (const id of this.#guests.keys()) {
      this.#tell({ type: 'state', guest: id, state: 'crashed', exit: { reason: 'crash', code: 0, detail } })
    }
    this.#guests.clear()
    this.#byPointer.clear()
    this.#machine = undefined
  }
}

/** What decides on functions that come later. */
const machineOf = ({ harts, interruptController, pciPlaces }: GuestPlan): RestoredGuest['machine'] => ({
  vcpus: harts,
  interruptController: interruptController === interruptControllers.aia ? 'aia' : 'plic',
  pciPlaces,
})

/** Disks of a guest that cannot be are nobody's. */
function makeGuest(options: ResidentGuestOptions): ResidentGuest {
  try {
    return new ResidentGuest(options)
  } catch (error) {
    void options.taken?.pager?.close()
    for (const disk of options.disks) void giveBack(disk)
    throw error
  }
}
