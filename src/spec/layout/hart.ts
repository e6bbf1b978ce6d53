/** A hart's architectural state: all of it moves with the guest, none of it points into the host. */
import { array, i64, struct, u16, u32, u64 } from './struct'

/** More than any hart retires, and far from where sums wrap. */
const mostInstructions = 2n ** 60n

export const hartStruct = struct(
  'Hart',
  'One virtual hart; its TLBs follow at HART_CACHE.',
  [
    u64('retired', 'instructions retired since creation', { most: mostInstructions }),
    u64('limit', 'value of `retired` at which the current slice ends'),
    u64('pc', 'architectural pc while the hart is not inside the loop'),
    u64('pageVa', 'virtual address of the page that `codePage` decodes'),
    u32('codePtr', 'cache: host pointer of the current decoded record, 0 when only `pc` is valid'),
    u32('codePage', 'cache: host pointer of record 0 of the current decoded page'),
    u32('codePageNumber', 'cache: guest-physical page number of the current decoded page'),
    u32('readTlb', 'cache: host pointer of the current read TLB'),
    u32('writeTlb', 'cache: host pointer of the current write TLB'),
    u32('fetchTlb', 'cache: host pointer of the current fetch TLB'),
    u32('dataMode', 'TLB index of loads and stores (0 U, 1 S, 2 S with SUM, 3 M)', { most: 3 }),
    u32('attention', 'why the loop must be left (Attention); 0 while it may go on'),
    u32('privilege', '0 U, 1 S, 3 M', { of: [0, 1, 3] }),
    u32('id', 'mhartid', 'fixed'),
    u32('guest', 'cache: host pointer of the owning guest'),
    u32('hsm', 'SBI hart state (HsmState)', { most: 6 }),
    u32('misalignedMask', 'target bits that make a jump misaligned: 2 without C, else 0', { of: [0, 2] }),
    u64('extensions', 'bitmap of offered extensions', 'fixed'),
    u64('misa', 'misa'),

    u32('trapCause', 'pending exception: cause'),
    u32('instructionBytes', 'length of the instruction that is being completed', { of: [0, 2, 4] }),
    u64('trapTval', 'pending exception: value for mtval or stval'),

    u32('mmioState', 'replay of a device access (MmioState)', { most: 5 }),
    u32('mmioBytes', 'width of the device access', { of: [0, 1, 2, 4, 8] }),
    u64('mmioGpa', 'guest-physical address of the device access'),
    u64('mmioValue', 'value to write, or that was read'),

    u64('reservationGpa', 'LR reservation: guest-physical address, all ones when none'),
    u64('reservationValue', 'LR reservation: value that was read'),
    u32('reservationBytes', 'LR reservation: 4 or 8', { of: [0, 4, 8] }),

    u32('frm', 'dynamic rounding mode', { most: 7 }),
    u32('fflags', 'accrued floating-point exceptions', { most: 31 }),
    u32('wfiTimeout', '1 while a WRS.STO wait is bounded', { most: 1 }),
    u32('waiting', '1 while WFI waits for an interrupt', { most: 1 }),
    u64('clockMark', 'value of `retired` that guest.timeNs stands for (virtual clock)', { most: mostInstructions }),
    u64('barren', 'traps taken since the last instruction retired'),
    u64('trapMark', 'value of `retired` at the last trap'),
    u32('giveWay', 'cache: atomic: 1 when the physical CPU is wanted for another vCPU'),
    u64('stealGpa', 'SBI STA: where the guest wants to read its steal time, all ones when nowhere'),
    u64('stealNs', 'SBI STA: steal time that was told'),
    u64('stealBase', 'cache: time stolen from the vCPU up to then, all ones before it was told'),

    u64('mstatus', 'mstatus without SD, which is derived'),
    u64('medeleg', ''),
    u64('mideleg', ''),
    u64('mie', ''),
    u64('mip', 'software-writable bits of mip'),
    u64('lines', 'interrupt lines driven by devices and timers, at their bit in mip'),
    u64('mtvec', ''),
    u64('mscratch', ''),
    u64('mepc', ''),
    u64('mcause', ''),
    u64('mtval', ''),
    u64('menvcfg', ''),
    u64('mseccfg', ''),
    u64('mcounteren', ''),
    u64('mcountinhibit', ''),
    u64('mcycleOffset', 'mcycle minus retired'),
    u64('minstretOffset', 'minstret minus retired'),
    u64('stvec', ''),
    u64('sscratch', ''),
    u64('sepc', ''),
    u64('scause', ''),
    u64('stval', ''),
    u64('satp', ''),
    u64('senvcfg', ''),
    u64('scounteren', ''),
    u64('stimecmp', 'Sstc or SBI TIME deadline in ticks, all ones when none'),
    u64('sie', 'AIA: bits of sie that mvien frees from mie'),
    u64('mvien', ''),
    u64('mvip', ''),
    u64('miselect', ''),
    u64('siselect', ''),
    u64('tselect', ''),

    u64('largePageLow', 'cache: lowest virtual address filled from a superpage'),
    u64('largePageHigh', 'cache: highest virtual address filled from a superpage'),
    u64('pmpCount', 'cache: PMP entries that are on'),
    i64('entryReserve', 'cache: instructions that must be left of a slice for a region to be entered'),
    u64('budgetEnd', 'cache: value of `retired` at which the budget of translated code is used up'),
    u32('heatLimit', 'cache: executions that make a place hot'),
    u32('tlbModes', 'cache: bitmap of the modes whose TLBs hold something'),
    u32('holdsLocal', 'cache: 1 when a TLB entry of S-mode may have come from a page that is not global'),
    u32('kick', 'cache: atomic: 1 when the hart has to leave its loop soon'),
    u32('isExclusive', 'cache: 1 while no other hart of the guest runs'),
    u32('codeCache', 'cache: host pointer of the CodeCache that codePtr and the fetch TLB lead into'),
    u32('codeEpoch', 'cache: its epoch then'),
    u32('recordsAhead', 'cache: what was read only to have it in the caches of the machine'),
    u32('codeChanged', 'cache: 1 when a region was dropped while this hart was in translated code'),
    u32('jumpCount', 'cache: atomic: how often jumps of any mode were forgotten'),
    u32('dropsSeen', "cache: value of the translator's `drops` that the jump cache is good for"),

    u64('tlbMisses', 'statistics: read, write and fetch TLB fills'),
    u64('modeSince', 'statistics: `retired` when the current mode was entered'),

    array('u64', 'x', 33, 'integer registers; slot 32 takes writes to x0'),
    array('u64', 'f', 32, 'floating-point registers'),
    array('u8', 'pmpcfg', 16, ''),
    array('u64', 'pmpaddr', 16, ''),
    array('u64', 'hpmcounter', 32, 'mhpmcounter3..31 at their number'),
    array('u64', 'hpmevent', 32, 'mhpmevent3..31 at their number'),
    array('u8', 'miprio', 64, 'AIA: machine-level iprio array'),
    array('u8', 'siprio', 64, 'AIA: supervisor-level iprio array'),
    array('u64', 'exceptions', 32, 'statistics: exceptions taken by cause'),
    array('u64', 'interrupts', 64, 'statistics: interrupts taken by cause'),
    array('u64', 'exits', 16, 'statistics: exits to the hypervisor by reason'),
    array('u64', 'modeInstructions', 4, 'statistics: instructions retired by privilege'),
    array('u64', 'sitePages', 4, 'cache: by mode, a bit for each page that a site may have, at its number modulo 64'),
  ],
  4096,
)

/** Why a hart leaves its loop before its slice ends. */
export const attentions = {
  none: 0,
  /** An exception waits in trapCause and trapTval. */
  trap: 1,
  /** The instruction is complete; state that the loop caches changed (privilege, satp, interrupts). */
  resume: 2,
  /** A device access waits in mmioGpa. */
  mmio: 3,
  /** ECALL from S-mode that the hypervisor answers. */
  sbi: 4,
  /** WFI with nothing pending. */
  wait: 5,
  /** A store to tohost that the hypervisor answers. */
  htif: 6,
  /** No frame could be had for the guest's page. */
  memory: 7,
  /** The code that is executed lies in another frame from now on: the instruction is executed again. */
  moved: 8,
  /** The instruction has to be executed while no other hart runs. */
  exclusive: 9,
} as const

export const mmioStates = { none: 0, read: 1, write: 2, readDone: 3, writeDone: 4, htifDone: 5 } as const

/** What a mode's read TLB or write TLB knows beyond its entries. */
export const spanStruct = struct(
  'Span',
  'Pages in a row, of a mode and a kind of access, whose host pages are in the same row: one comparison finds the pointer.',
  [
    u64('low', 'virtual address of the first byte'),
    u64('reach', 'offsets from it below which an access of any width may begin, 0 when the span is empty'),
    u64('groupReach', 'the same for accesses off one register, which are looked up together'),
    u32('shift', 'from the low half of a virtual address in it to the host pointer'),
    u32('pages', 'how many pages'),
    u32('fills', 'TLB entries of the mode that were filled'),
    u32('strays', 'and how many of them were not where the span could be extended'),
    u32('misses', 'accesses of translated code that looked into the span in vain'),
    u64('looked', 'pages looked at to extend the span'),
    u64('missesSince', 'instructions retired when they began to be counted'),
  ],
  16,
)

/** Found by bits of its address (assembly/memory/jump-cache.ts). */
export const jumpStruct = struct(
  'Jump',
  'An entry of the jump cache: the region that is entered at an address.',
  [
    u64('pc', 'the address'),
    u32('generation', 'that of the mode then; with another one the entry is empty'),
    u16('position', "place in the region's window"),
    u16('slot', 'slot of its function'),
  ],
  16,
)

/**
 * TLB geometry: entries of 16 bytes (tag u64, host pointer u32, spare). Sites are entries that accesses of translated code have to themselves.
 * The jump cache, of all modes together, leads from addresses to regions.
 */
export const tlb = {
  modes: 4,
  spans: 2,
  dataEntries: 1024,
  fetchEntries: 1024,
  siteEntries: 1024,
  entryBytes: 16,
  jumpEntries: 1024,
} as const

/**
 * Bits of a decoded record (assembly/hart/record.ts): those of the operation, and the one beside it in an instruction of two bytes, for which the
 * main loop has cases of their own.
 */
export const decodedRecord = { operationMask: 0x1ff, compressedBit: 0x200, lengthShift: 12 } as const

/** A decoded page: a record per halfword, then two that mark its end, behind a header. */
export const decodedPage = {
  headerBytes: 64,
  records: 2048,
  endRecords: 2,
  recordBytes: 8,
  pageEndRecord: 1,
  straddleRecord: 2,
  illegalRecord: 3,
  enterRecord: 4,
} as const

/** SBI HSM states (SBI specification, chapter 9). */
export const hsmStates = {
  started: 0,
  stopped: 1,
  startPending: 2,
  stopPending: 3,
  suspended: 4,
  suspendPending: 5,
  resumePending: 6,
} as const
