/** Random page tables in a sequence's scratch pages, and virtual addresses that reach or just miss its data pages through them. */
import type { Random } from '../support/random'

const PAGE = 4096n

export const PTE = { V: 1n, R: 2n, W: 4n, X: 8n, U: 16n, G: 32n, A: 64n, D: 128n, PBMT: 3n << 61n, N: 1n << 63n } as const

/** satp.MODE by the number of levels. */
const satpModes: Readonly<Record<number, bigint>> = { 3: 8n, 4: 9n, 5: 10n }

export interface AddressSpace {
  readonly satp: bigint
  /** Addresses of data pages, each with the offset in its page left at zero. */
  readonly pages: readonly bigint[]
}

export interface PageTableOptions {
  readonly levels: number
  readonly scratch: Uint8Array
  /** Physical address of the scratch memory. */
  readonly base: bigint
  /** Pages of scratch memory that are tables; the others hold data. */
  readonly tables: number
}

/** Nearly always a leaf that allows much; sometimes one that allows nothing or is reserved. */
function leafFlags(random: Random): bigint {
  const permissions = random.oneIn(3)
    ? random.u64() & 0xffn
    : PTE.V | PTE.R | (random.u64() & 0xfen) | PTE.A | (random.oneIn(3) ? 0n : PTE.D)
  const valid = random.oneIn(16) ? permissions & ~PTE.V : permissions | PTE.V
  const software = random.oneIn(8) ? 3n << 8n : 0n
  const pbmt = random.oneIn(6) ? BigInt(random.below(4)) << 61n : 0n
  const reserved = random.oneIn(24) ? 1n << BigInt(random.between(54, 60)) : 0n
  return valid | software | pbmt | reserved
}

/** V alone points to a table; other bits beside it are reserved there. */
function pointerFlags(random: Random): bigint {
  return random.oneIn(12) ? PTE.V | random.pick([PTE.A, PTE.D, PTE.U, PTE.G, PTE.N, 1n << 61n, 1n << 54n]) : PTE.V
}

/**
 * A 64 KiB leaf says so in its lowest page-number bits (Svnapot); other bits there are reserved, and then have A and D set, because
 * QEMU sets them before it looks.
 */
function withNapot(random: Random, pte: bigint): bigint {
  const low = random.oneIn(4) ? BigInt(random.below(16)) : 8n
  const bits = low === 8n ? PTE.N : PTE.N | PTE.A | PTE.D
  return (pte & ~(15n << 10n)) | (low << 10n) | bits
}

/** Above the lowest level V alone would make a pointer of it, to wherever the superpage starts: QEMU's boot ROM, perhaps. */
const isPointer = (pte: bigint): boolean => (pte & (PTE.R | PTE.W | PTE.X)) === 0n

const signExtended = (address: bigint, levels: number): bigint => BigInt.asUintN(64, BigInt.asIntN(12 + 9 * levels, address))

export function buildAddressSpace(random: Random, options: PageTableOptions): AddressSpace {
  const { levels, scratch, base, tables } = options
  const view = new DataView(scratch.buffer, scratch.byteOffset)
  const dataPages = scratch.length / 4096 - tables
  const tableAddress = (index: number): bigint => base + BigInt(index) * PAGE
  const write = (table: number, index: number, pte: bigint): void => view.setBigUint64(table * 4096 + index * 8, pte, true)

  const pages: bigint[] = []
  const path = Array.from({ length: levels }, () => random.pick([0, 1, 2, 255, 256, 510, 511]))
  const prefix = (level: number): bigint =>
    path
      .slice(0, levels - 1 - level)
      .reduce((sum, index, depth) => sum | (BigInt(index) << BigInt(12 + 9 * (levels - 1 - depth))), 0n)

  for (let level = levels - 1; level >= 0; level--) {
    const table = levels - 1 - level
    const size = PAGE << BigInt(9 * level)
    const next = path[table] ?? 0
    for (let entry = 0; entry < (level === 0 ? 12 : 2); entry++) {
      const isNapot = random.oneIn(8)
      // A crossing of a superpage's end leads to the next physical page, so the last one is not for superpages.
      const target = base + BigInt(tables + random.below(level === 0 ? dataPages : dataPages - 1)) * PAGE
      const index = level > 0 ? (next + 3 + entry) % 512 : isNapot ? Number((target >> 12n) & 15n) : entry
      const start = target & ~(size - 1n)
      const misaligned = level > 0 && random.oneIn(10) ? 1n << 10n : 0n
      const drawn = ((start >> 12n) << 10n) | misaligned | leafFlags(random)
      const pte = level > 0 && isPointer(drawn) ? drawn | PTE.R : drawn
      write(table, index, isNapot ? withNapot(random, pte) : pte)
      pages.push(signExtended(prefix(level) | (BigInt(index) << BigInt(12 + 9 * level)) | (target - start), levels))
    }
    if (level > 0) write(table, next, ((tableAddress(table + 1) >> 12n) << 10n) | pointerFlags(random))
  }
  const asid = BigInt(random.below(4)) << 44n
  return { satp: ((satpModes[levels] ?? 0n) << 60n) | asid | (base >> 12n), pages }
}
