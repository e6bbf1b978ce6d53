/** A guest where the core is: built from its plan, run slice by slice, and taken down. */

import type { Core } from '../core/core'
import { GuestMemory } from '../core/guest-memory'
import { hartView, readRegisters } from '../core/hart-view'
import { GuestEnd, GuestLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import type { Registers } from '../guest/registers'
import { checkOptions, integerBetween } from '../options/check'
import type { Pager } from '../snapshot/pager'
import type { Claim } from './admission'
import { ConsoleLine } from './console-line'
import { groupView, readVcpusOf } from './cpu-times'
import { crashDetail, whereabouts } from './crash-report'
import type { NewEvent } from './event-log'
import { GuestActivity } from './guest-activity'
import { type Fork, GuestClones } from './guest-clones'
import { loadGuest } from './guest-images'
import { GuestRecords } from './guest-records'
import { createRegion, type FrozenGuest, showGeneration, type TakenRegion } from './guest-region'
import type { GuestSample } from './host-statistics'
import { isOn, KeptMemory } from './kept-memory'
import { describeClaims } from './memory-claims'
import type {
  GuestChange,
  GuestExit,
  GuestPlan,
  GuestState,
  IdentityPlan,
  RoomGuestStatistics,
  SnapshotPlan,
  StorageFailure,
  TranslatorKnobs,
} from './protocol'
import { ResidentCpu } from './resident-cpu'
import { ResidentDevices } from './resident-devices'
import type { ForkChunks, OpenDisk } from './resident-disks'
import { ResidentMemory } from './resident-memory'
import type { ResidentNics } from './resident-nics'
import { runEnd } from './run-end'
import type { GuestTranslator } from './translation'
import { Watchdog } from './watchdog'

export interface ResidentGuestOptions {
  core: Core
  plan: GuestPlan
  /** A region that holds the guest already, where it is a clone or comes out of a snapshot. */
  taken?: TakenRegion | undefined
  translator: GuestTranslator
  nics: ResidentNics
  knobs: TranslatorKnobs
  /** Number of the domain in which its pages may be shared. */
  sharingDomain: number
  /** Throws when the host has no room for the claim. */
  admit(action: string, claim: Claim): void
  /** Puts something into the host's log. */
  record(event: NewEvent): void
  /** Its disks, opened; a guest that takes a region over has those that its slots say. */
  disks: readonly OpenDisk[]
  onConsole(bytes: Uint8Array): Promise<void>
  onState(state: GuestState, exit?: GuestExit): void
  onReset(): void
  onPort(port: number, bytes: Uint8Array): void
  onVsock(packet: Uint8Array): void | Promise<void>
  onVsockReset(): void
  onStorageError(failure: StorageFailure): void
  /** There is something to do again. */
  onWake(): void
}

/** The core's word for no limit, and for no moment. */
const never = 2n ** 64n - 1n

export class ResidentGuest {
  /** What the core knows it by. */
  readonly pointer: number
  readonly memory: GuestMemory
  readonly console: ConsoleLine
  readonly #options: ResidentGuestOptions
  readonly #struct: StructView<typeof GuestLayout>
  readonly devices: ResidentDevices
  /** What is looked after of its memory. */
  readonly kept: KeptMemory
  readonly #cpu: ResidentCpu
  readonly #ram: ResidentMemory
  readonly #activity: GuestActivity
  #state: GuestState = 'created'
  #isLoaded = false
  readonly #watchdog: Watchdog | undefined
  #pager: Pager | undefined
  readonly #clones: GuestClones
  readonly #records: GuestRecords
  #hasNoImages = false

  constructor(options: ResidentGuestOptions) {
    this.#options = options
    const { core, plan, translator, knobs } = options
    this.#records = new GuestRecords(plan.name, options.record)
    const engine = translator.engineOf(plan.engine)
    this.pointer = options.taken?.pointer ?? createRegion(core, plan, options)
    this.#struct = new StructView(core, GuestLayout, this.pointer)
    this.#ram = new ResidentMemory({ core, guest: this.pointer, plan, sharingDomain: options.sharingDomain })
    const { timeoutMs } = plan.watchdog ?? {}
    if (timeoutMs !== undefined) this.#watchdog = new Watchdog({ core, guest: this.pointer, harts: plan.harts, timeoutMs })
    this.#struct.set('engine', engine)
    this.#struct.set('hotThreshold', knobs.hotThreshold)
    groupView(core, this.#struct.get('cpu')).set('roundInstructions', BigInt(knobs.sliceInstructions))
    this.#cpu = this.#orDestroy(
      () => new ResidentCpu({ core, guest: this.pointer, name: plan.name, vcpus: plan.harts, claims: plan.cpu }),
    )
    this.devices = this.#orDestroy(() => this.#openDevices())
    this.kept = this.#keptMemory()
    this.memory = new GuestMemory(core, this.pointer)
    this.#activity = new GuestActivity({ core, guest: this.pointer, plan, cpu: this.#cpu, memory: this.#ram, translator })
    this.console = new ConsoleLine({
      core,
      guest: this.pointer,
      rules: plan.console,
      mayHoldBack: plan.clock === 'real',
      send: options.onConsole,
      onRoom: () => this.exchange(),
    })
    this.#clones = this.#openClones()
    this.#orDestroy(() => {
      if (options.taken === undefined) this.#load()
      else this.#takeOver(options.taken)
    })
  }

  #openDevices(): ResidentDevices {
    const { taken, ...options } = this.#options
    const nowNs = (): bigint => options.plan.epochNs + this.#struct.get('timeNs')
    const onDiskDone = (): void => this.#diskDone()
    return new ResidentDevices({ ...options, guest: this.pointer, trees: taken?.trees, nowNs, onDiskDone })
  }

  #keptMemory(): KeptMemory {
    const { core, plan } = this.#options
    const { balloon: balloonDevice } = this.devices
    const state = (): GuestState => this.#state
    return new KeptMemory({ core, guest: this.pointer, plan, ram: this.#ram, balloonDevice, state, wake: () => this.wake() })
  }

  #openClones(): GuestClones {
    const { core, onWake } = this.#options
    const { pointer: guest, name, console } = this
    const { disks, ports } = this.devices
    return new GuestClones({
      ...{ core, guest, name, disks, ports, console, onWake },
      plan: () => this.plan,
      pager: () => this.#pager,
      expectOn: (action) => this.#expect(action, ['running', 'paused']),
      isRunning: () => this.#state === 'running',
    })
  }

  /** What cannot be takes the guest with it, but not its disks, which are the caller's again. */
  #orDestroy<Result>(make: () => Result): Result {
    try {
      return make()
    } catch (error) {
      this.devices?.leave()
      this.#options.core.exports.guestDestroy(this.pointer)
      throw error
    }
  }

  get state(): GuestState {
    return this.#state
  }

  get name(): string {
    return this.#options.plan.name
  }

  /** What it is sure of when it is switched on. */
  get wantedClaim(): Claim {
    return this.#ram.claim()
  }

  get sharingDomain(): number {
    return this.#options.sharingDomain
  }

  /** Under the virtual clock no time passes while the outside serves a disk, so that each run finds the same. */
  get #standsStill(): boolean {
    return this.#options.plan.clock === 'virtual' && this.devices.disks.underWay > 0
  }

  #diskDone(): void {
    if (this.#options.plan.clock === 'virtual') this.exchange()
    this.wake()
  }

  start(): GuestState {
    this.#expect('start', ['created', 'stopped', 'crashed'])
    this.#options.admit('power-on', this.wantedClaim)
    if (!this.#isLoaded) {
      this.#expectImages('start')
      this.#reload()
    }
    this.#struct.set('instructionsLeft', BigInt(this.#options.plan.maxInstructions ?? never))
    return this.#run()
  }

  pause(): GuestState {
    this.#expect('pause', ['running', 'paused'])
    if (this.#options.plan.clock === 'real') this.exchange()
    if (this.#state !== 'running') return this.#state
    this.#options.core.exports.guestHold(this.pointer)
    return this.#enter('paused')
  }

  resume(): GuestState {
    this.#expect('resume', ['running', 'paused'])
    return this.#state === 'running' ? this.#state : this.#run()
  }

  /** A clone of this guest and of its disks, as it is now. */
  async fork(chunksFor: () => Promise<ForkChunks>): Promise<Fork> {
    const { taken, ...rest } = await this.#clones.fork(chunksFor)
    return { taken: { ...taken, hasNoImages: this.#hasNoImages }, ...rest }
  }

  /** A clone that is written to a snapshot, and what belongs to it. */
  freeze(plan: Pick<SnapshotPlan, 'id' | 'base'>): Promise<FrozenGuest> {
    return this.#clones.freeze(plan)
  }

  get pager(): Pager | undefined {
    return this.#pager
  }

  /** Tells the devices who the guest is from now on. */
  identify({ generationId, seed }: IdentityPlan): void {
    if (generationId !== undefined) showGeneration(this.#options.core, this.pointer, { id: generationId, isChange: true })
    this.wake()
    if (seed !== undefined) this.devices.reseed(seed)
  }

  get disks(): readonly OpenDisk[] {
    return this.devices.disks.disks
  }

  /** As it is now. */
  get plan(): GuestPlan {
    const claims = { cpu: this.#cpu.claims, memory: this.#ram.claims }
    return { ...this.#options.plan, ...claims, ...this.devices.plan }
  }

  /** As the button on the machine: memory is cleared, the images are loaded again, and a guest that ran runs on from its start. */
  reset(): GuestState {
    this.#expectImages('reset')
    const before = this.#state
    this.#reload()
    this.#records.reset(before)
    this.#options.onReset()
    if (before === 'running') return this.#run()
    return this.#enter(before === 'paused' ? 'paused' : 'created')
  }

  /** Switches the guest off; its memory stays readable until it starts again or is destroyed. */
  stop(): GuestState {
    if (this.#state === 'stopped' || this.#state === 'crashed') return this.#state
    return this.#end('stopped', { reason: 'stopped', code: 0 })
  }

  /** Changes what the guest has a claim to; admission decides first, so that a refusal changes nothing. */
  reconfigure({ cpu, memory }: GuestChange): void {
    const before = this.#ram.claims
    const cpuBefore = this.#cpu.claims
    const after = memory === undefined ? before : this.#ram.after(memory)
    if (memory !== undefined && isOn(this.#state)) this.#options.admit('reconfigure', this.#ram.claim(after))
    if (cpu !== undefined) this.#records.admitted(() => this.#cpu.change(cpu))
    this.#ram.change(after, isOn(this.#state))
    if (memory !== undefined) this.#records.changed('memory', { before: describeClaims(before), after: describeClaims(after) })
    if (cpu !== undefined) this.#records.changed('cpu', { before: cpuBefore, after: this.#cpu.claims })
    this.#options.onWake()
  }

  /** The part of its statistics that a table of guests shows. */
  sample(): Omit<GuestSample, 'id'> {
    const { cpuTimeNs: _, ...cpu } = this.#activity.cpuTimes
    const { instructions } = this.#activity
    const vcpus = readVcpusOf(this.#options.core, this.pointer)
    const memory = this.#ram.statistics()
    return { name: this.name, state: this.#state, residentMemory: this.#ram.residentBytes, instructions, cpu, vcpus, memory }
  }

  async destroy(): Promise<void> {
    this.stop()
    await this.devices.close()
    void this.#pager?.close()
    this.#options.core.exports.guestDestroy(this.pointer)
  }

  /** The guest ran: serves its disks, moves its console's bytes on, and sees whether its run is over. */
  exchange(): void {
    if (this.#state !== 'running') return
    this.devices.exchange()
    if (this.#standsStill) return
    if (this.#ram.beganToWait()) this.#records.stalled()
    // Under the virtual clock a guest that waits is in the middle of a round: nobody may look at it before its end.
    if (this.#ram.waits && this.#options.plan.clock === 'virtual') return
    this.#activity.note()
    const { isDone } = this.console.exchange()
    if (this.#struct.get('ended') !== GuestEnd.none) this.#ended()
    else if (isDone) this.#end('stopped', { reason: 'until', code: 0 })
    else if (this.#isStuck()) this.#stuck()
    else {
      const { exports } = this.#options.core
      exports.guestExchanged(this.pointer)
      exports.guestWake(this.pointer)
    }
  }

  /** Something came from outside, such as input: who waits for it runs. */
  wake(): void {
    if (this.#state !== 'running') return
    this.#options.core.exports.guestWake(this.pointer)
    this.#options.onWake()
  }

  statistics(wantsStateHash: boolean): RoomGuestStatistics {
    return this.#activity.statistics(this.#state === 'running', wantsStateHash)
  }

  readRegisters(hart: number): Registers {
    checkOptions(integerBetween(0, this.#options.plan.harts - 1), hart, 'number of a hart')
    return readRegisters(hartView(this.#options.core, this.pointer, hart))
  }

  /** The region's state is there, and waits to be continued. */
  #takeOver({ line, ports, pager, tracked, hasNoImages = false }: TakenRegion): void {
    // The host had room for a fork before it was made.
    if (pager !== undefined) this.#options.admit('restore', this.wantedClaim)
    this.#isLoaded = true
    if (ports !== undefined) this.devices.ports.restore(ports)
    if (line !== undefined) this.console.restore(line)
    this.#pager = pager
    this.#clones.track(tracked)
    this.#hasNoImages = hasNoImages
    this.#state = 'paused'
    this.#ram.apply(isOn(this.#state))
  }

  #load(): void {
    this.devices.start()
    loadGuest(this.#options.core, this.pointer, this.#options.plan)
    this.#isLoaded = true
  }

  #reload(): void {
    void this.#pager?.close()
    this.#pager = undefined
    this.#clones.track(undefined)
    this.#options.core.exports.guestReset(this.pointer)
    this.console.reset()
    this.#load()
  }

  #run(): GuestState {
    this.#records.admitted(() => this.#cpu.powerOn())
    this.#watchdog?.reset()
    this.#activity.start()
    this.#enter('running')
    this.#options.core.exports.guestRelease(this.pointer)
    this.devices.ports.resume()
    this.#options.onWake()
    return this.#state
  }

  #ended(): void {
    const [end, code] = [this.#struct.get('ended'), this.#struct.get('endCode')]
    if (end === GuestEnd.reboot && this.#options.plan.onReboot === 'reset' && !this.#hasNoImages) {
      this.reset()
      return
    }
    const crashed = { core: this.#options.core, guest: this.pointer, pageFailure: this.#pager?.failure }
    const { state, exit } = runEnd({ end, code }, () => crashDetail(crashed))
    this.#end(state, exit)
  }

  #end(state: 'stopped' | 'crashed', exit: GuestExit): GuestState {
    this.#isLoaded = false
    this.#options.core.exports.guestHold(this.pointer)
    this.#cpu.powerOff()
    this.devices.functions.poweredOff()
    return this.#enter(state, exit)
  }

  #isStuck(): boolean {
    if (this.#ram.waits) this.#watchdog?.reset()
    return this.#watchdog?.isExpired(Number(this.#struct.get('timeNs'))) ?? false
  }

  #stuck(): void {
    const { watchdog } = this.#options.plan
    this.#records.watchdogExpired(watchdog)
    if (watchdog?.action === 'reset') this.reset()
    else
      this.#end('crashed', {
        reason: 'crash',
        code: 0,
        detail: `watchdog: no progress for ${watchdog?.timeoutMs} ms, ${whereabouts(this.#options.core, this.pointer, 0)}`,
      })
  }

  #enter(state: GuestState, exit?: GuestExit): GuestState {
    if (state === this.#state && exit === undefined) return state
    this.#records.entered(state, this.#state, exit)
    this.#state = state
    this.#ram.apply(isOn(this.#state))
    this.#options.onState(state, exit)
    return state
  }

  #expectImages(action: string): void {
    if (!this.#hasNoImages) return
    const message = `${action} of guest ${JSON.stringify(this.#options.plan.name)}: it came out of a snapshot, without the images that it was started from`
    throw new VmHostError('ERR_INVALID_STATE', message, { details: { state: this.#state } })
  }

  #expect(action: string, states: readonly GuestState[]): void {
    if (states.includes(this.#state)) return
    const message = `${action} of guest ${JSON.stringify(this.#options.plan.name)}: it is ${this.#state}, expected ${states.join(' or ')}`
    throw new VmHostError('ERR_INVALID_STATE', message, { details: { state: this.#state } })
  }
}
