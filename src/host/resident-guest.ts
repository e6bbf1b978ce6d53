/** A guest where the core is: built from its plan, run slice by slice, and taken down. */

import type { Core } from '../core/core'
import { GuestMemory } from '../core/guest-memory'
import { hartView, readCounts, readRegisters } from '../core/hart-view'
import { AllocationLayout, CrashReason, GUEST_ALLOCATION, GuestEnd, GuestLayout, HsmState } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import { dumpRegisters } from '../guest/register-dump'
import type { Registers } from '../guest/registers'
import { exceptionNames, type GuestMemoryStatistics } from '../guest/statistics'
import { monotonicNs } from '../platform/clock'
import type { Claim } from './admission'
import { ConsoleLine } from './console-line'
import { addUp } from './count-sum'
import { groupView, readCpuTimes } from './cpu-times'
import type { NewEvent } from './event-log'
import { describeClaims, memoryClaims } from './memory-claims'
import { attachFunctions } from './pci-functions'
import type {
  GuestChange,
  GuestExit,
  GuestPlan,
  GuestState,
  HostSample,
  IdentityPlan,
  MemoryClaims,
  RoomGuestStatistics,
  StorageFailure,
  TranslatorKnobs,
} from './protocol'
import { ResidentCpu, type ResidentCpuOptions } from './resident-cpu'
import { ResidentDevices } from './resident-devices'
import { type OpenDisk, ResidentDisks } from './resident-disks'
import type { ResidentNics } from './resident-nics'
import { Speed } from './speed'
import { type GuestTranslator, readTranslation } from './translation'
import { Watchdog } from './watchdog'

export interface ResidentGuestOptions {
  core: Core
  plan: GuestPlan
  /** A region that holds the guest already, where it is a clone or comes out of a snapshot. */
  region?: number | undefined
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
  onStorageError(failure: StorageFailure): void
  /** There is something to do again. */
  onWake(): void
}

/** The core's word for no limit, and for no moment. */
const never = 2n ** 64n - 1n
const pageBytes = 4096

export class ResidentGuest {
  /** What the core knows it by. */
  readonly pointer: number
  readonly memory: GuestMemory
  readonly console: ConsoleLine
  readonly #options: ResidentGuestOptions
  readonly #struct: StructView<typeof GuestLayout>
  readonly #devices: ResidentDevices
  readonly #cpu: ResidentCpu
  readonly #allocation: StructView<typeof AllocationLayout>
  readonly #disks: ResidentDisks
  readonly #speed = new Speed()
  #state: GuestState = 'created'
  #isLoaded = false
  #claims: MemoryClaims
  #wasStalled = false
  readonly #watchdog: Watchdog | undefined

  constructor(options: ResidentGuestOptions) {
    this.#options = options
    const { core, plan, translator, knobs } = options
    const engine = translator.engineOf(plan.engine)
    this.pointer = options.region ?? create(core, plan, options.nics)
    this.#struct = new StructView(core, GuestLayout, this.pointer)
    this.#allocation = new StructView(core, AllocationLayout, this.pointer + GUEST_ALLOCATION)
    this.#claims = plan.memory
    const { timeoutMs } = plan.watchdog ?? {}
    if (timeoutMs !== undefined) this.#watchdog = new Watchdog({ core, guest: this.pointer, harts: plan.harts, timeoutMs })
    this.#applyClaims()
    this.#struct.set('engine', engine)
    this.#struct.set('hotThreshold', knobs.hotThreshold)
    groupView(core, this.#struct.get('cpu')).set('roundInstructions', BigInt(knobs.sliceInstructions))
    const isTakenOver = options.region !== undefined
    this.#devices = new ResidentDevices(core, this.pointer, { plans: plan.devices, areAttached: isTakenOver })
    this.#disks = new ResidentDisks({
      core,
      guest: this.pointer,
      disks: options.disks,
      areAttached: isTakenOver,
      onFailure: options.onStorageError,
      onDone: () => this.#diskDone(),
    })
    this.memory = new GuestMemory(core, this.pointer)
    this.#cpu = cpuOrDestroy({ core, guest: this.pointer, name: plan.name, vcpus: plan.harts, claims: plan.cpu })
    this.console = new ConsoleLine({
      core,
      guest: this.pointer,
      rules: plan.console,
      mayHoldBack: plan.clock === 'real',
      send: options.onConsole,
      onRoom: () => this.exchange(),
    })
    if (isTakenOver) this.#takeOver()
    else this.#loadOrDestroy()
  }

  get state(): GuestState {
    return this.#state
  }

  get name(): string {
    return this.#options.plan.name
  }

  /** What it has a claim to, whether it is switched on or not. */
  get claims(): MemoryClaims {
    return this.#claims
  }

  /** What it is sure of when it is switched on. */
  get wantedClaim(): Claim {
    return this.#claim(this.#claims)
  }

  get sharingDomain(): number {
    return this.#options.sharingDomain
  }

  /** What is set aside for it: while it is switched on. */
  get reservationBytes(): number {
    return this.claim?.reservationBytes ?? 0
  }

  /** What it is sure of while it is switched on; undefined while it is off. */
  get claim(): Claim | undefined {
    return this.#isOn ? this.wantedClaim : undefined
  }

  /** Under the virtual clock no time passes while the outside serves a disk, so that each run finds the same. */
  get #standsStill(): boolean {
    return this.#options.plan.clock === 'virtual' && this.#disks.underWay > 0
  }

  #diskDone(): void {
    if (this.#options.plan.clock === 'virtual') this.exchange()
    this.wake()
  }

  get waitsForMemory(): boolean {
    return this.#allocation.get('waits') !== 0
  }

  start(): GuestState {
    this.#expect('start', ['created', 'stopped', 'crashed'])
    this.#options.admit('power-on', this.wantedClaim)
    if (!this.#isLoaded) this.#reload()
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

  /** Region of a clone of this guest, as it is now. */
  cloneRegion(): number {
    this.#expect('fork', ['running', 'paused'])
    const pointer = this.#options.core.exports.guestClone(this.pointer)
    if (pointer === 0) throw outOfTables(this.#options.core, this.#options.plan.name)
    return pointer
  }

  /** Tells the devices who the guest is from now on. */
  identify({ seed }: IdentityPlan): void {
    if (seed !== undefined) this.#devices.reseed(seed)
  }

  get disks(): readonly OpenDisk[] {
    return this.#disks.disks
  }

  get plan(): GuestPlan {
    return this.#options.plan
  }

  /** As the button on the machine: memory is cleared, the images are loaded again, and a guest that ran runs on from its start. */
  reset(): GuestState {
    const before = this.#state
    this.#reload()
    this.#options.record({ type: 'guest.reset', guest: this.name, message: 'reset' })
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
    const before = this.#claims
    const after = memory === undefined ? before : memoryClaims(memory, this.plan.ramPages * pageBytes, before)
    if (memory !== undefined && this.#isOn) this.#options.admit('reconfigure', this.#claim(after))
    if (cpu !== undefined) this.#cpu.change(cpu)
    this.#claims = after
    this.#applyClaims()
    this.#recordChange('memory', memory && { before: describeClaims(before), after: describeClaims(after) })
    this.#recordChange('cpu', cpu && { after: { ...cpu } })
    this.#options.onWake()
  }

  #recordChange(what: string, change: { before?: object; after: object } | undefined): void {
    if (change === undefined) return
    const { before, after } = change
    this.#options.record({
      type: 'guest.reconfigured',
      guest: this.name,
      message: `${what} reconfigured`,
      ...(before === undefined ? {} : { before: { [what]: before } }),
      after: { [what]: after },
    })
  }

  sampleActivity(): void {
    this.#options.core.exports.guestSampleActivity(this.pointer)
  }

  /** Somebody gave memory back: a guest that waits for some tries again. */
  findMemory(): void {
    if (this.waitsForMemory && this.#options.core.exports.guestFindMemory(this.pointer) !== 0) this.wake()
  }

  /** The part of its statistics that a table of guests shows. */
  sample(): Pick<HostSample['guests'][number], 'name' | 'state' | 'residentMemory' | 'instructions' | 'cpu'> {
    const { core, plan } = this.#options
    core.exports.guestAccount(this.pointer)
    const { cpuTimeNs: _, ...cpu } = readCpuTimes(core, this.#struct.get('cpu'))
    const residentMemory = Number(this.#struct.get('residentPages')) * 4096
    return { name: plan.name, state: this.#state, residentMemory, instructions: this.#instructions(), cpu }
  }

  async destroy(): Promise<void> {
    this.stop()
    await this.#disks.close()
    this.#options.core.exports.guestDestroy(this.pointer)
  }

  /** The guest ran: serves its disks, moves its console's bytes on, and sees whether its run is over. */
  exchange(): void {
    if (this.#state !== 'running') return
    this.#disks.serve()
    if (this.#standsStill) return
    this.#noteStall()
    // Under the virtual clock a guest that waits is in the middle of a round: nobody may look at it before its end.
    if (this.waitsForMemory && this.#options.plan.clock === 'virtual') return
    this.#speed.add(monotonicNs(), () => this.#sample())
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
    const { core, plan } = this.#options
    core.exports.guestAccount(this.pointer)
    const sum = addUp(Array.from({ length: plan.harts }, (_, hart) => readCounts(hartView(core, this.pointer, hart))))
    const { cpuTimeNs, ...cpu } = readCpuTimes(core, this.#struct.get('cpu'))
    const statistics: RoomGuestStatistics = {
      instructions: sum.retired,
      instructionsPerSecond: this.#state === 'running' ? this.#speed.perSecond(this.#sample()) : 0,
      cpuTimeNs,
      cpu: { ...cpu, shares: this.#cpu.shares, reservation: this.#cpu.claims.reservation, limit: this.#cpu.claims.limit },
      uptimeNs: this.#uptimeNs(),
      traps: { exceptions: sum.exceptions, interrupts: sum.interrupts },
      tlbMisses: sum.tlbMisses,
      exits: sum.exits,
      instructionsByMode: { U: sum.modeInstructions[0] ?? 0, S: sum.modeInstructions[1] ?? 0, M: sum.modeInstructions[3] ?? 0 },
      residentMemory: Number(this.#struct.get('residentPages')) * pageBytes,
      memory: this.#memoryStatistics(),
      unassignedAccesses: Number(this.#struct.get('mmioUnassigned')),
      rounds: Number(this.#struct.get('rounds')),
      translator: readTranslation({ guest: this.#struct, instructions: sum.retired, translator: this.#options.translator }),
    }
    if (wantsStateHash)
      statistics.stateHash = BigInt.asUintN(64, core.exports.guestStateHash(this.pointer)).toString(16).padStart(16, '0')
    return statistics
  }

  readRegisters(hart: number): Registers {
    return readRegisters(hartView(this.#options.core, this.pointer, hart))
  }

  #memoryStatistics(): GuestMemoryStatistics {
    const pages = (count: number | bigint): number => Number(count) * pageBytes
    const it = this.#allocation
    const consumed = pages(this.#struct.get('residentPages'))
    const { reservation = 0, limit = 0, shares = 0 } = describeClaims(this.#claims)
    return {
      size: pages(this.#options.plan.ramPages),
      granted: consumed,
      consumed: consumed,
      active: Math.min(pages(it.get('activePages')), consumed),
      shared: pages(it.get('sharedPages')),
      ballooned: pages(it.get('balloonedPages')),
      swapped: pages(it.get('swappedPages')),
      compressed: pages(it.get('compressedPages')),
      overhead: pages(it.get('overheadPages')),
      reservation,
      limit,
      shares,
      swappedIn: pages(it.get('swappedIn')),
      swappedOut: pages(it.get('swappedOut')),
      compressedIn: pages(it.get('compressed')),
      decompressed: pages(it.get('decompressed')),
      stalls: Number(it.get('stalls')),
    }
  }

  #uptimeNs(): number {
    if (this.#state !== 'running' || this.#options.plan.clock === 'virtual') return Number(this.#struct.get('timeNs'))
    return Math.floor(monotonicNs()) - Number(this.#struct.get('clockBaseNs'))
  }

  #instructions(): number {
    const { core, plan } = this.#options
    let sum = 0
    for (let hart = 0; hart < plan.harts; hart++) sum += Number(hartView(core, this.pointer, hart).get('retired'))
    return sum
  }

  #sample(): { atNs: number; instructions: number } {
    return { atNs: monotonicNs(), instructions: this.#instructions() }
  }

  #loadOrDestroy(): void {
    try {
      this.#load()
    } catch (error) {
      this.#options.core.exports.guestDestroy(this.pointer)
      throw error
    }
  }

  /** The region's state is there, and waits to be continued. */
  #takeOver(): void {
    this.#isLoaded = true
    this.#struct.set('instructionsLeft', BigInt(this.#options.plan.maxInstructions ?? never))
    this.#state = 'paused'
    this.#applyClaims()
  }

  #load(): void {
    const { core, plan } = this.#options
    this.#devices.start()
    for (const { gpa, bytes } of plan.writes) this.memory.write(BigInt(gpa), bytes)
    for (const { hart, pc, isMachineMode, a0, a1, a2 } of plan.entries) {
      core.exports.guestSetEntry(this.pointer, hart, pc, isMachineMode ? 1 : 0, a0, a1, a2)
      // Only hart 0 is started by a reset; what has an entry runs.
      hartView(core, this.pointer, hart).set('hsm', HsmState.started)
    }
    this.#struct.set('tohostGpa', plan.htif?.tohost ?? 0n)
    this.#struct.set('fromhostGpa', plan.htif?.fromhost ?? 0n)
    this.#isLoaded = true
  }

  #reload(): void {
    this.#options.core.exports.guestReset(this.pointer)
    this.console.reset()
    this.#load()
  }

  #run(): GuestState {
    this.#cpu.powerOn()
    this.#watchdog?.reset()
    this.#speed.start(this.#sample())
    this.#enter('running')
    this.#options.core.exports.guestRelease(this.pointer)
    this.#options.onWake()
    return this.#state
  }

  #ended(): void {
    const end = this.#struct.get('ended')
    const code = this.#struct.get('endCode')
    if (end === GuestEnd.reboot && this.#options.plan.onReboot === 'reset') this.reset()
    else if (end === GuestEnd.crash) this.#end('crashed', { reason: 'crash', code: 0, detail: this.#crashDetail() })
    else if (end === GuestEnd.reboot) this.#end('stopped', { reason: 'reboot', code: 0 })
    else if (end === GuestEnd.instructionLimit) this.#end('stopped', { reason: 'instruction-limit', code: 0 })
    else if (end === GuestEnd.fail) this.#end('stopped', { reason: 'failure', code })
    else this.#end('stopped', { reason: 'power-off', code: 0 })
  }

  #crashDetail(): string {
    const hart = this.#struct.get('crashHart')
    const what = Object.entries(CrashReason).find(([, reason]) => reason === this.#struct.get('crashReason'))?.[0] ?? 'unknown'
    const reasons: Record<string, string> = {
      trapLoop: `hart ${hart} traps in a loop without retiring an instruction`,
      swapFailed: 'a page of the guest could not be read back from the swap backend',
    }
    return `${reasons[what] ?? what}, ${this.#whereabouts(hart)}`
  }

  /** Where a hart is, why it was last there in a trap, and its registers. */
  #whereabouts(hart: number): string {
    const registers = this.readRegisters(hart)
    const { pc, csr, privilege } = registers
    const cause = Number(privilege === 'M' ? csr.mcause : csr.scause)
    const place = `at pc 0x${pc.toString(16)} in ${privilege}-mode, cause ${cause} (${exceptionNames[cause] ?? 'none known'})`
    return `${place}\n${dumpRegisters(registers)}`
  }

  #end(state: 'stopped' | 'crashed', exit: GuestExit): GuestState {
    this.#isLoaded = false
    this.#options.core.exports.guestHold(this.pointer)
    this.#cpu.powerOff()
    return this.#enter(state, exit)
  }

  get #isOn(): boolean {
    return this.#state === 'running' || this.#state === 'paused'
  }

  #claim({ reservationPages }: MemoryClaims): Claim {
    const overheadBytes = this.#allocation.get('overheadPages') * pageBytes
    return { name: this.#options.plan.name, reservationBytes: reservationPages * pageBytes, overheadBytes }
  }

  /** Memory is set aside while the guest is switched on; the limit and the shares always hold. */
  #applyClaims(): void {
    const { core, sharingDomain } = this.#options
    const { reservationPages, limitPages, shares } = this.#claims
    core.exports.guestSetAllocation(this.pointer, this.#isOn ? reservationPages : 0, limitPages, shares, sharingDomain)
  }

  #isStuck(): boolean {
    if (this.waitsForMemory) this.#watchdog?.reset()
    return this.#watchdog?.isExpired(Number(this.#struct.get('timeNs'))) ?? false
  }

  #stuck(): void {
    const { watchdog } = this.#options.plan
    const message = `the guest made no progress for ${watchdog?.timeoutMs} ms: ${watchdog?.action}`
    this.#options.record({ type: 'watchdog.expired', guest: this.name, message, details: { ...watchdog } })
    if (watchdog?.action === 'reset') this.reset()
    else
      this.#end('crashed', {
        reason: 'crash',
        code: 0,
        detail: `watchdog: no progress for ${watchdog?.timeoutMs} ms, ${this.#whereabouts(0)}`,
      })
  }

  /** A vCPU began to wait for memory: told once for each time. */
  #noteStall(): void {
    if (this.waitsForMemory && !this.#wasStalled) {
      const message = 'a virtual CPU waits for memory: no other guest has any above its reservation, or swap is full'
      this.#options.record({ type: 'memory.stalled', guest: this.name, message })
    }
    this.#wasStalled = this.waitsForMemory
  }

  #enter(state: GuestState, exit?: GuestExit): GuestState {
    if (state === this.#state && exit === undefined) return state
    this.#recordState(state, exit)
    this.#state = state
    this.#applyClaims()
    this.#options.onState(state, exit)
    return state
  }

  #recordState(state: GuestState, exit: GuestExit | undefined): void {
    const message = exit === undefined ? state : `${state} (${exit.reason})`
    const change = { guest: this.name, before: { state: this.#state }, after: { state, ...exit } }
    this.#options.record({ type: state === 'crashed' ? 'guest.crashed' : 'guest.state', message, ...change })
  }

  #expect(action: string, states: readonly GuestState[]): void {
    if (states.includes(this.#state)) return
    const message = `${action} of guest ${JSON.stringify(this.#options.plan.name)}: it is ${this.#state}, expected ${states.join(' or ')}`
    throw new VmHostError('ERR_INVALID_STATE', message, { details: { state: this.#state } })
  }
}

/** A claim that cannot be takes the guest with it. */
function cpuOrDestroy(options: ResidentCpuOptions): ResidentCpu {
  try {
    return new ResidentCpu(options)
  } catch (error) {
    options.core.exports.guestDestroy(options.guest)
    throw error
  }
}

function create(core: Core, plan: GuestPlan, nics: ResidentNics): number {
  const { harts, ramPages, interruptController, start, clock, sbi, extensions, epochNs, paging, functions } = plan
  const isVirtual = clock === 'virtual' ? 1 : 0
  const pointer = core.exports.guestCreate(
    harts,
    ramPages,
    interruptController,
    start,
    isVirtual,
    sbi,
    extensions,
    epochNs,
    paging,
    functions.length,
  )
  if (pointer === 0) throw outOfTables(core, plan.name)
  attachFunctions(core, pointer, { functions, nics })
  return pointer
}

function outOfTables(core: Core, name: string): VmHostError {
  const freeBytes = core.exports.hostFreeFrames() * 4096
  const message = `guest ${JSON.stringify(name)}: the host has no memory left for its tables (${freeBytes} bytes free)`
  return new VmHostError('ERR_OUT_OF_MEMORY', message)
}
