/** The memory of the harness: where code, header and slots lie, what a slot holds, and the assembler's view of all that. */
import { csrs } from './csr-list'

export const RAM_BASE = 0x8000_0000
export const HEADER = RAM_BASE + 0x2000
export const FIRST_SLOT = RAM_BASE + 0x1_0000

/**
 * Where the header keeps the address behind the last slot, of the slot that runs, and of the first; a word for a store; how often each
 * sequence runs, and how often the one that runs still has to.
 */
export const HEADER_FIELD = { end: 0, progress: 8, dummy: 16, start: 24, passes: 32, left: 40 } as const

/**
 *     0x0000  pc of the code, pc of its last ebreak, mstatus, landing allowed, fcsr, number of traps, pc to begin at
 *     0x0040  x0 .. x31
 *     0x0140  f0 .. f31
 *     0x0240  CSRs at the end, in the order of `csrs`
 *     0x0400  log of traps, 12 entries of 8 words
 *     0x0700  code
 *     0x1000  x, f and fcsr to start with
 *     0x1400  literals
 *     0x2000  scratch memory, pages
 */
export const SLOT = {
  code: 0x00,
  end: 0x08,
  mstatus: 0x10,
  landing: 0x18,
  fcsr: 0x20,
  traps: 0x28,
  entry: 0x30,
  x: 0x40,
  f: 0x140,
  csrs: 0x240,
  log: 0x400,
  text: 0x700,
  start: 0x1000,
  literals: 0x1400,
  scratch: 0x2000,
} as const

/** Accesses around the bases may reach so far below the scratch memory. */
const GUARD_BYTES = 64
export const TEXT_BYTES = SLOT.start - SLOT.text
/** Where bases point in the scratch page: no 12-bit offset leads from there out of the page, but for the guard. */
export const BASE_OFFSET = 2048 - GUARD_BYTES / 2
export const LOG_ENTRIES = 12
export const LOG_ENTRY_SHIFT = 6
/** What an entry of the log holds, a word each. */
export const LOG_FIELDS = ['mcause', 'mepc', 'mtval', 'mstatus', 'scause', 'sepc', 'stval', 'mip'] as const

const equates = (slotBytes: number): Record<string, number> => ({
  HEADER,
  HEADER_END: HEADER_FIELD.end,
  HEADER_PROGRESS: HEADER_FIELD.progress,
  HEADER_DUMMY: HEADER_FIELD.dummy,
  HEADER_START: HEADER_FIELD.start,
  HEADER_PASSES: HEADER_FIELD.passes,
  HEADER_LEFT: HEADER_FIELD.left,
  SLOT_SIZE: slotBytes,
  SLOT_CODE: SLOT.code,
  SLOT_ENTRY: SLOT.entry,
  SLOT_BEGIN: SLOT.start,
  SLOT_END: SLOT.end,
  SLOT_MSTATUS: SLOT.mstatus,
  SLOT_LANDING: SLOT.landing,
  SLOT_FCSR: SLOT.fcsr,
  SLOT_TRAPS: SLOT.traps,
  SLOT_X: SLOT.x,
  SLOT_F: SLOT.f,
  LOG_ENTRIES,
  LOG_ENTRY_SHIFT,
  CAUSE_BREAKPOINT: 3,
  MSTATUS_FS: 0x6000,
  MSTATUS_MPP: 0x1800,
  MTIMECMP: 0x200_4000,
  STIMECMP: 0x14d,
  FINISHER: 0x10_0000,
  FINISHER_PASS: 0x5555,
})

const macro = (head: string, lines: readonly string[]): string =>
  `.macro ${head}\n${lines.map((line) => `    ${line}\n`).join('')}.endm\n`

/** x6, the pc of a trap of cause x5 inside the sequence, becomes the address behind the instruction; else the landing. */
const lengthLines = [
  'ld x7, SLOT_CODE(x1)',
  'bltu x6, x7, landing',
  'bgtu x6, x9, landing',
  ...[0, 1, 12].flatMap((fetchCause) => [`li x7, ${fetchCause}`, 'beq x5, x7, landing']),
  'lhu x7, 0(x6)',
  'not x7, x7',
  'andi x7, x7, 3',
  'seqz x7, x7',
  'slli x7, x7, 1',
  'addi x6, x6, 2',
  'add x6, x6, x7',
]

/** The text that comes before harness.S: constants and macros printed from the tables. */
export function prelude(slotBytes: number): string {
  const log = LOG_FIELDS.flatMap((name, word) => [`csrr x3, ${name}`, `sd x3, (${SLOT.log + word * 8})(x4)`])
  const store = csrs.flatMap(({ number }, word) => [`csrr x3, ${number}`, `sd x3, ${SLOT.csrs + word * 8}(x1)`])
  const reset = csrs.flatMap(({ number, reset }) => (reset === undefined ? [] : [`li x3, ${reset}`, `csrw ${number}, x3`]))
  return [
    ...Object.entries(equates(slotBytes)).map(([name, value]) => `.equ ${name}, ${value}\n`),
    '.altmacro\n',
    macro('LOAD_X n', ['ld x\\n, (SLOT_X + 8 * \\n)(x1)']),
    macro('STORE_X n', ['sd x\\n, (SLOT_X + 8 * \\n)(x1)']),
    macro('LOAD_F n', ['fld f\\n, (SLOT_F + 8 * \\n)(x1)']),
    macro('STORE_F n', ['fsd f\\n, (SLOT_F + 8 * \\n)(x1)']),
    macro('LOG_TRAP', log),
    macro('STORE_CSRS', store),
    macro('RESET_CSRS', [...reset, 'sfence.vma x0, x0']),
    macro('call_length', lengthLines),
  ].join('')
}
