/** The memory of a program: the pages of its slot, what its control page holds, and the assembler's view of that. */

import { FIRST_SLOT, HEADER, HEADER_FIELD, RAM_BASE } from '../slot'

export { FIRST_SLOT, HEADER, HEADER_FIELD, RAM_BASE }

export const PAGE = 4096

/** First page of each part of a slot, and its pages. */
export const PART = {
  control: { page: 0, pages: 1 },
  /** Jump tables, where to land, and what the supervisor's handler keeps. */
  table: { page: 1, pages: 1 },
  stack: { page: 2, pages: 1 },
  data: { page: 3, pages: 6 },
  text: { page: 9, pages: 6 },
  /** The same code twice, with other constants. */
  twins: { page: 15, pages: 2 },
  supervisor: { page: 17, pages: 1 },
  /** Level 0, and the copy of it that handlers restore entries from. */
  leaf: { page: 18, pages: 1 },
  shadow: { page: 19, pages: 1 },
  middle: { page: 20, pages: 1 },
  root: { page: 21, pages: 1 },
  /** Another address space, in which the third window has other frames. */
  otherLeaf: { page: 22, pages: 1 },
  otherMiddle: { page: 23, pages: 1 },
  otherRoot: { page: 24, pages: 1 },
} as const

export const SLOT_PAGES = 25
export const SLOT_BYTES = SLOT_PAGES * PAGE

export const offsetOf = (part: keyof typeof PART): number => PART[part].page * PAGE

/** Words of the control page: what a program starts with, then what it ends with. */
export const CONTROL = {
  entry: 0x00,
  /** Of the last ecall. */
  end: 0x08,
  mstatus: 0x10,
  fcsr: 0x18,
  satp: 0x20,
  medeleg: 0x28,
  menvcfg: 0x30,
  stvec: 0x38,
  sscratch: 0x40,
  mie: 0x48,
  /** Virtual address of the first window. */
  window: 0x50,
  /** Seed of the intervals between timer interrupts. */
  interval: 0x58,
  traps: 0x60,
  digest: 0x68,
  interrupts: 0x70,
  /** Instructions that it took; QEMU counts otherwise. */
  instructions: 0x78,
  x: 0x100,
  f: 0x200,
  endFcsr: 0x300,
  csrs: 0x308,
  startX: 0x400,
  startF: 0x500,
  log: 0x600,
} as const

/** Words of the table page, from its start. */
export const TABLE = {
  /** Where a fetch that faults goes on, and with which stack pointer; 0 when nowhere. */
  landing: 0x00,
  landingStack: 0x08,
  jumpBuffer: 0x10,
  supervisorTraps: 0x20,
  supervisorDigest: 0x28,
  supervisorX: 0x100,
  /** Jump tables, from here to the end of the page. */
  free: 0x300,
} as const

/** gp points so far behind the start of the table page. */
export const TABLE_BIAS = 2048

export const LOG_ENTRIES = 16
export const LOG_ENTRY_SHIFT = 6
export const LOG_FIELDS = ['mcause', 'mepc', 'mtval', 'mstatus', 'scause', 'sepc', 'stval', 'satp'] as const
/** A program that traps more often than this ends. */
export const TRAP_LIMIT = 120
/** What remains of CSRs at the end. */
export const END_CSRS = [
  'mstatus',
  'mcause',
  'mepc',
  'mtval',
  'stvec',
  'sscratch',
  'sepc',
  'scause',
  'stval',
  'satp',
  'mie',
  'medeleg',
  'menvcfg',
] as const

/** Pages from a window to the next. */
export const WINDOW_PAGES = 128
export const WINDOW_BYTES = WINDOW_PAGES * PAGE

/** a7 of the calls that the monitor answers, and what a6 then asks for. */
export const SERVICE = 0x5ca1_1e50
export const SERVICES = { poke: 0, privilege: 1, setStatus: 2, clearStatus: 3, pokeEntry: 4 } as const

const equates: Record<string, number> = {
  HEADER,
  HEADER_END: HEADER_FIELD.end,
  HEADER_PROGRESS: HEADER_FIELD.progress,
  HEADER_DUMMY: HEADER_FIELD.dummy,
  HEADER_START: HEADER_FIELD.start,
  SLOT_BYTES,
  ...Object.fromEntries(Object.entries(CONTROL).map(([name, offset]) => [`SLOT_${name}`, offset])),
  ...Object.fromEntries(Object.entries(TABLE).map(([name, offset]) => [`TABLE_${name}`, offset])),
  ...Object.fromEntries(Object.keys(PART).map((name) => [`PART_${name}`, offsetOf(name as keyof typeof PART)])),
  LOG_ENTRIES,
  LOG_ENTRY_SHIFT,
  TRAP_LIMIT,
  SERVICE,
  ...Object.fromEntries(Object.entries(SERVICES).map(([name, number]) => [`SERVICE_${name}`, number])),
  MSTATUS_FS: 0x6000,
  MSTATUS_MPP: 0x1800,
  MSTATUS_MPRV_MXR: 0xa0000,
  SSTATUS_SUM_MXR: 0xc0000,
  MTIMECMP: 0x200_4000,
  MTIME: 0x200_bff8,
  STIMECMP: 0x14d,
  FINISHER: 0x10_0000,
  FINISHER_PASS: 0x5555,
}

const macro = (head: string, lines: readonly string[]): string =>
  `.macro ${head}\n${lines.map((line) => `    ${line}\n`).join('')}.endm\n`

/** The text that comes before the .S files: constants and macros printed from the tables. */
export function prelude(): string {
  const log = LOG_FIELDS.flatMap((name, word) => [`csrr x3, ${name}`, `sd x3, (SLOT_log + ${word * 8})(x4)`])
  const store = END_CSRS.flatMap((name, word) => [`csrr x3, ${name}`, `sd x3, (SLOT_csrs + ${word * 8})(x1)`])
  return [
    ...Object.entries(equates).map(([name, value]) => `.equ ${name}, ${value}\n`),
    '.altmacro\n',
    macro('LOAD_X n', ['ld x\\n, (SLOT_x + 8 * \\n)(x1)']),
    macro('STORE_X n', ['sd x\\n, (SLOT_x + 8 * \\n)(x1)']),
    macro('LOAD_F n', ['fld f\\n, (SLOT_f + 8 * \\n)(x1)']),
    macro('STORE_F n', ['fsd f\\n, (SLOT_f + 8 * \\n)(x1)']),
    macro('LOAD_KEPT n', ['ld x\\n, (TABLE_supervisorX + 8 * \\n)(x1)']),
    macro('STORE_KEPT n', ['sd x\\n, (TABLE_supervisorX + 8 * \\n)(x1)']),
    macro('LOG_TRAP', log),
    macro('STORE_CSRS', store),
  ].join('')
}
