/** The whole core with the functions inside it that tests call one by one, and a machine of the test's own on it. */
import { GUEST_HARTS, GuestLayout, HART_BLOCK_BYTES, HartLayout, TIMEBASE_FREQUENCY } from '../../../src/core/layout.gen'
import { assemble } from '../../../src/isa/assembler/index'
import { extensionBits } from '../../../src/spec/isa/extensions'
import { compileAssembly } from '../../support/assembly'

interface CoreExports {
  createHost(frames: number): number
  createGuest(harts: number, ramPages: number): number
  destroyGuest(guest: number): void
  resetGuest(guest: number): void
  setPrivilege(hart: number, privilege: number): void
  refreshMode(hart: number): void
  tlbFlushAll(hart: number): void
  translate(hart: number, gva: bigint, access: number, mode: number): bigint
  loadSlow(hart: number, gva: bigint, bytes: number): bigint
  storeSlow(hart: number, gva: bigint, value: bigint, bytes: number): void
  cboZero(hart: number, ea: bigint): void
  lrW(hart: number, gva: bigint): bigint
  lrD(hart: number, gva: bigint): bigint
  scW(hart: number, gva: bigint, value: bigint): bigint
  scD(hart: number, gva: bigint, value: bigint): bigint
  amoW(hart: number, gva: bigint, operand: bigint, operation: number): bigint
  amoD(hart: number, gva: bigint, operand: bigint, operation: number): bigint
  amocasW(hart: number, gva: bigint, expected: bigint, value: bigint): bigint
  amocasD(hart: number, gva: bigint, expected: bigint, value: bigint): bigint
  amocasQ(hart: number, w: bigint): void
  currentNs(hart: number): bigint
  currentTick(hart: number): bigint
  advanceClock(guest: number, hart: number): void
  instructionsUntil(guest: number, tick: bigint): bigint
  pauseClock(guest: number): void
  resumeClock(guest: number): void
  nextEventTick(guest: number): bigint
  runHart(guest: number, hart: number, instructions: bigint): void
  runRound(guest: number, instructions: bigint): number
  releaseGuest(guest: number): void
  guestExchanged(guest: number): void
  pcpuRun(index: number, instructions: bigint): number
  pcpuSleepNs(index: number): number
  wakeInterrupted(guest: number): void
  guestRead(guest: number, gpa: bigint, destination: number, bytes: number): number
  guestWrite(guest: number, gpa: bigint, source: number, bytes: number): number
  staging(): number
  heapEnd(): number
  cloneGuest(guest: number): number
  hashGuest(guest: number): bigint
  framesUsed(): number
  setFrameLimit(frames: number): void
}

const source = `
import { createTranslator } from './assembly/jit/create'
import { createHost as makeHost, host } from './assembly/memory/host'
import { createPcpus } from './assembly/scheduler/pcpu'
export function createHost(frames: u32): u32 { return makeHost(frames) && createTranslator() && createPcpus(1, false) ? 1 : 0 }
export { createGuest, destroyGuest, resetGuest } from './assembly/hypervisor/guest'
export { refreshMode, setPrivilege } from './assembly/hart/mode'
export { tlbFlushAll } from './assembly/memory/tlb'
export { translate } from './assembly/hart/translate'
export { loadSlow, storeSlow } from './assembly/hart/memory'
export { cboZero } from './assembly/hart/cache-block'
export { amoD, amoW, amocasD, amocasQ, amocasW, lrD, lrW, scD, scW } from './assembly/hart/atomic'
export { advanceClock, currentNs, currentTick, instructionsUntil, pauseClock, resumeClock } from './assembly/hart/clock'
export { nextEventTick } from './assembly/hypervisor/alarm'
export { runHart } from './assembly/hypervisor/vcpu'
export { runRound } from './assembly/hypervisor/round'
export { releaseGuest } from './assembly/hypervisor/power'
export { guestExchanged, pcpuRun, pcpuSleepNs } from './assembly/hypervisor/pcpu'
export { wakeInterrupted } from './assembly/hypervisor/wake'
export { guestRead, guestWrite } from './assembly/memory/physical'
export { cloneGuest } from './assembly/hypervisor/clone'
export { hashGuest } from './assembly/hypervisor/hash'
export function heapEnd(): u32 { return host().heapEnd }
export function staging(): usize { return host().staging }
export function framesUsed(): u32 { return host().framesUsed }
export function setFrameLimit(frames: u32): void { host().frameLimit = frames }
`

export const DRAM = 0x8000_0000n
export const NS_PER_TICK = 1_000_000_000n / BigInt(TIMEBASE_FREQUENCY)
const everyExtension = 'i m a f d c zca zicsr zifencei zicntr zicbom zicboz zacas sstc svinval svnapot svpbmt svadu'.split(' ')

interface MachineOptions {
  readonly harts?: number
  readonly ramPages?: number
  readonly frames?: number
  readonly extensions?: readonly string[]
  /** Start in M-mode, as firmware; otherwise in S-mode with the SBI. */
  readonly firmware?: boolean
  readonly realClock?: boolean
}

type HartField = Exclude<keyof typeof HartLayout, 'bytes'>
type GuestField = Exclude<keyof typeof GuestLayout, 'bytes'>

export class Machine {
  readonly call: CoreExports
  readonly guest: number
  /** What the embedder's monotonic clock says next. */
  monotonicNs = 0
  readonly #memory: WebAssembly.Memory

  private constructor(call: CoreExports, memory: WebAssembly.Memory, guest: number) {
    this.call = call
    this.#memory = memory
    this.guest = guest
  }

  static async create(options: MachineOptions = {}): Promise<Machine> {
    let machine: Machine | undefined
    const imports = { monotonicNs: () => machine?.monotonicNs ?? 0 }
    const { exports, memory } = await compileAssembly<CoreExports>('core-piece.ts', { source, imports })
    if (exports.createHost(options.frames ?? 4096) !== 1) throw new Error('createHost: expected a host')
    const guest = exports.createGuest(options.harts ?? 1, options.ramPages ?? 256)
    machine = new Machine(exports, memory, guest)
    machine.setGuest('start', options.firmware === true ? 1n : 0n)
    machine.setGuest('clock', options.realClock === true ? 0n : 1n)
    machine.setGuest('sbi', 0xffffn)
    if ('paging' in GuestLayout) machine.setGuest('paging' as GuestField, 10n)
    machine.setGuest('extensions', extensionBits(options.extensions ?? everyExtension))
    exports.resetGuest(guest)
    return machine
  }

  /** A machine of the same host that goes on from where this one is. */
  clone(): Machine {
    const guest = this.call.cloneGuest(this.guest)
    if (guest === 0) throw new Error('cloneGuest: expected a guest')
    return new Machine(this.call, this.#memory, guest)
  }

  get view(): DataView {
    return new DataView(this.#memory.buffer)
  }

  hart(index = 0): number {
    return this.guest + GUEST_HARTS + index * HART_BLOCK_BYTES
  }

  get(field: HartField, index = 0): bigint {
    return this.#load(this.hart(index), HartLayout[field])
  }

  set(field: HartField, value: bigint, index = 0): void {
    this.#store(this.hart(index), HartLayout[field], value)
  }

  getGuest(field: GuestField): bigint {
    return this.#load(this.guest, GuestLayout[field])
  }

  setGuest(field: GuestField, value: bigint): void {
    this.#store(this.guest, GuestLayout[field], value)
  }

  x(register: number, index = 0): bigint {
    return this.view.getBigUint64(this.hart(index) + HartLayout.x.offset + register * 8, true)
  }

  setX(register: number, value: bigint, index = 0): void {
    this.view.setBigUint64(this.hart(index) + HartLayout.x.offset + register * 8, value, true)
  }

  /** The exception raised since the last look, and what it says of the address; undefined when there was none. */
  takeException(): { cause: number; tval: bigint } | undefined {
    const attention = this.get('attention')
    this.set('attention', 0n)
    return attention === 1n ? { cause: Number(this.get('trapCause')), tval: this.get('trapTval') } : undefined
  }

  write(gpa: bigint, bytes: Uint8Array): void {
    const staging = this.call.staging()
    new Uint8Array(this.#memory.buffer, staging, bytes.length).set(bytes)
    if (this.call.guestWrite(this.guest, gpa, staging, bytes.length) !== 1) throw new RangeError(`write: ${gpa} is not RAM`)
  }

  read(gpa: bigint, length: number): Uint8Array {
    const staging = this.call.staging()
    if (this.call.guestRead(this.guest, gpa, staging, length) !== 1) throw new RangeError(`read: ${gpa} is not RAM`)
    return new Uint8Array(this.#memory.buffer, staging, length).slice()
  }

  writeU64(gpa: bigint, value: bigint): void {
    this.write(gpa, new Uint8Array(BigUint64Array.of(value).buffer))
  }

  readU64(gpa: bigint): bigint {
    return new DataView(this.read(gpa, 8).buffer).getBigUint64(0, true)
  }

  /** Puts assembly text at `gpa`, and hart `index` before the first of it. */
  program(text: string, { gpa = DRAM, index = 0 } = {}): void {
    this.write(gpa, assemble(text, { base: gpa }).bytes)
    this.set('pc', gpa, index)
    this.set('codePtr', 0n, index)
  }

  #load(base: number, { offset, type }: { offset: number; type: string }): bigint {
    return type === 'u32' ? BigInt(this.view.getUint32(base + offset, true)) : this.view.getBigUint64(base + offset, true)
  }

  #store(base: number, { offset, type }: { offset: number; type: string }, value: bigint): void {
    if (type === 'u32') this.view.setUint32(base + offset, Number(value), true)
    else this.view.setBigUint64(base + offset, value, true)
  }
}
