/** A hart of the test's own: the privileged architecture compiled with stand-ins for memory, clock and IMSIC. */

import { GuestLayout, HartLayout } from '../../../src/core/layout.gen'
import { csrs } from '../../../src/spec/csr/csrs'
import { extensionBits } from '../../../src/spec/isa/extensions'
import { compileAssembly } from '../../support/assembly'

interface HartExports {
  csrrw(hart: number, w: bigint): void
  csrrs(hart: number, w: bigint): void
  csrrc(hart: number, w: bigint): void
  csrrwi(hart: number, w: bigint): void
  csrrsi(hart: number, w: bigint): void
  csrrci(hart: number, w: bigint): void
  ecall(hart: number): void
  ebreak(hart: number): void
  mret(hart: number): void
  sret(hart: number): void
  wfi(hart: number): void
  wrsNto(hart: number): void
  sfenceVma(hart: number, w: bigint): void
  sinvalVma(hart: number, w: bigint): void
  sfenceWInval(hart: number): void
  cboZero(hart: number, ea: bigint): void
  cboManagement(hart: number, ea: bigint, kind: number): void
  takeTrap(hart: number, cause: bigint, tval: bigint): void
  pendingInterrupt(hart: number): number
  hasWakeup(hart: number): number
  updateTimerLine(hart: number): void
  pmpCheck(hart: number, gpa: bigint, bytes: number, access: number, privilege: number): number
  pmpPageUniform(hart: number, gpaPage: bigint): number
  resetHart(hart: number, direct: number): void
}

const source = `
export { csrrw, csrrs, csrrc, csrrwi, csrrsi, csrrci } from './assembly/hart/csr'
export { ecall, ebreak, mret, sret, wfi, wrsNto, sfenceVma, sinvalVma, sfenceWInval, cboZero, cboManagement } from './assembly/hart/system'
export { takeTrap } from './assembly/hart/trap'
export { pendingInterrupt, hasWakeup, updateTimerLine } from './assembly/hart/interrupt'
export { pmpCheck, pmpPageUniform } from './assembly/hart/pmp'
export { resetHart } from './assembly/hart/reset'
`

/** What the illegal instruction of every test looks like. */
export const INSTRUCTION = 0x1234_5673n

/** The stand-in for the IMSIC keeps its top identity in the first statistics word; loads above 2 MiB fault. */
const stubs = {
  'assembly/hart/mode.ts': `import { Hart } from '../abi/layout.gen'
    export function setPrivilege(hart: Hart, mode: u32): void { hart.privilege = mode; hart.dataMode = mode; hart.codePtr = 0 }
    export function refreshMode(hart: Hart): void {}`,
  'assembly/hart/fetch.ts': `import { Hart } from '../abi/layout.gen'
    export function currentInstruction(hart: Hart): u32 { return ${INSTRUCTION} }`,
  'assembly/hart/clock.ts': `import { Guest, Hart } from '../abi/layout.gen'
    export function currentTick(hart: Hart): u64 { return changetype<Guest>(hart.guest).timeNs / 100 }`,
  'assembly/hart/memory.ts': `import { Attention, Hart } from '../abi/layout.gen'
    export function tellCodeStore(pointer: usize, bytes: u32): void {}
    export function probe(hart: Hart, ea: u64, access: u32): bool {
      if (ea < 0x200000) return true
      hart.trapCause = 13; hart.trapTval = ea; hart.attention = Attention.trap
      return false
    }`,
  'assembly/hart/atomic.ts': `import { Hart } from '../abi/layout.gen'
    export function exclusive(hart: Hart, gva: u64, bytes: u32): usize { return <usize>gva }`,
  'assembly/memory/tlb.ts': `import { Hart } from '../abi/layout.gen'
    export function tlbFlushAll(hart: Hart): void { hart.tlbMisses += 1; hart.codePtr = 0 }
    export function tlbFlushLocal(hart: Hart): void { hart.tlbMisses += 1; hart.codePtr = 0 }
    export function tlbFlushAddress(hart: Hart, gva: u64): void { hart.tlbMisses += 1000; hart.codePtr = 0 }`,
  'assembly/irq/imsic.ts': `import { Hart, HART_EXITS } from '../abi/layout.gen'
    export function imsicHas(select: u32): bool { return select == 0x70 || select == 0x72 || (select >= 0x80 && select <= 0xff && (select & 1) == 0) }
    export function imsicGet(hart: Hart, machine: bool, select: u32): u64 { return <u64>select | (<u64>machine << 32) }
    export function imsicSet(hart: Hart, machine: bool, select: u32, value: u64): void { store<u64>(changetype<usize>(hart) + HART_EXITS, value, 8) }
    export function imsicTop(hart: Hart, machine: bool): u32 { return load<u32>(changetype<usize>(hart) + HART_EXITS) }
    export function imsicClaim(hart: Hart, machine: bool): u32 {
      const top = load<u32>(changetype<usize>(hart) + HART_EXITS)
      store<u32>(changetype<usize>(hart) + HART_EXITS, 0)
      return top
    }`,
}

const GUEST = 0x1_0000
const HART = 0x2_0000
/** Where the instruction under test is: record 4 of a decoded page. */
const CODE_PAGE = 0x4_0000
const PAGE_VA = 0x8000_0000n
export const PC = PAGE_VA + 8n
const numbers = new Map(csrs.map(({ name, number }) => [name, number]))

export const everyExtension =
  'i m a f d c zicsr zifencei zicntr zihpm zicbom zicboz zawrs sstc svinval svnapot svpbmt svadu smaia'.split(' ')

export const Attention = { none: 0, trap: 1, resume: 2, mmio: 3, sbi: 4, wait: 5 } as const

export interface HartOptions {
  readonly extensions?: readonly string[]
  readonly direct?: boolean
  readonly aia?: boolean
}

type HartField = keyof typeof HartLayout
type GuestField = keyof typeof GuestLayout

interface Place {
  readonly offset: number
  readonly type: string
}

export class HartPiece {
  readonly call: HartExports
  readonly hart = HART
  readonly view: DataView

  private constructor(exports: HartExports, view: DataView) {
    this.call = exports
    this.view = view
  }

  static async create(): Promise<HartPiece> {
    const { exports, view } = await compileAssembly<HartExports>('hart-piece.ts', { source, stubs })
    return new HartPiece(exports, view)
  }

  /** A hart as it is after reset, at an instruction. */
  reset({ extensions = everyExtension, direct = false, aia = true }: HartOptions = {}): this {
    new Uint8Array(this.view.buffer).fill(0, GUEST, HART + 0x4000)
    this.set('guest', BigInt(GUEST))
    this.set('extensions', extensionBits(extensions))
    this.setGuest('start', direct ? 0n : 1n)
    this.setGuest('interruptController', aia ? 1n : 0n)
    this.setGuest('paging', 10n)
    this.call.resetHart(HART, direct ? 1 : 0)
    return this.arrive()
  }

  /** Puts the hart at the instruction, with nothing to attend to. */
  arrive(): this {
    this.set('attention', 0n)
    this.set('pageVa', PAGE_VA)
    this.set('codePage', BigInt(CODE_PAGE))
    this.set('codePtr', BigInt(CODE_PAGE + 4 * 8))
    return this
  }

  get(field: HartField): bigint {
    return this.#load(HART, HartLayout[field] as unknown as Place)
  }

  set(field: HartField, value: bigint): this {
    this.#store(HART, HartLayout[field] as unknown as Place, value)
    return this
  }

  setGuest(field: GuestField, value: bigint): this {
    this.#store(GUEST, GuestLayout[field] as unknown as Place, value)
    return this
  }

  x(register: number): bigint {
    return this.view.getBigUint64(HART + HartLayout.x.offset + register * 8, true)
  }

  setX(register: number, value: bigint): void {
    this.view.setBigUint64(HART + HartLayout.x.offset + register * 8, value, true)
  }

  /** The value of a CSR as `csrr` gives it, or 'illegal'. */
  read(name: string): bigint | 'illegal' {
    this.arrive()
    this.call.csrrs(HART, record(name, 1, 0))
    return this.trapped() ? 'illegal' : this.x(1)
  }

  /** `csrw`; 'illegal' when it traps. */
  write(name: string, value: bigint): 'illegal' | 'written' {
    this.arrive()
    this.setX(2, value)
    this.call.csrrw(HART, record(name, 32, 2))
    return this.trapped() ? 'illegal' : 'written'
  }

  /** What a register reads after `value` was written to it. */
  writeRead(name: string, value: bigint): bigint | 'illegal' {
    return this.write(name, value) === 'illegal' ? 'illegal' : this.read(name)
  }

  trapped(): boolean {
    return this.get('attention') === BigInt(Attention.trap)
  }

  #load(base: number, { offset, type }: Place): bigint {
    return type === 'u64' ? this.view.getBigUint64(base + offset, true) : BigInt(this.view.getUint32(base + offset, true))
  }

  #store(base: number, { offset, type }: Place, value: bigint): void {
    if (type === 'u64') this.view.setBigUint64(base + offset, value, true)
    else this.view.setUint32(base + offset, Number(value), true)
  }
}

/** A decoded CSR instruction; rd 32 stands for x0. */
export function record(name: string, rd: number, rs1: number): bigint {
  const number = numbers.get(name)
  if (number === undefined) throw new RangeError(`CSR ${name}: expected a standard name`)
  return (BigInt(number) << 32n) | (BigInt(rs1) << 20n) | (BigInt(rd) << 14n)
}
