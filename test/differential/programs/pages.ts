/** The page table of a program: its slot in three windows, each with the pages' frames and permissions in it. */
import type { Random } from '../../support/random'
import { PTE } from '../page-tables'
import type { Setting } from './context'
import { offsetOf, PAGE, PART, WINDOW_PAGES } from './slot'

const READ_WRITE = PTE.R | PTE.W
const ALL = READ_WRITE | PTE.X
const USED = PTE.A | PTE.D

const permissions: Readonly<Record<keyof typeof PART, bigint>> = {
  control: 0n,
  table: READ_WRITE,
  stack: ALL,
  data: ALL,
  text: ALL,
  twins: ALL,
  supervisor: PTE.R | PTE.X,
  leaf: READ_WRITE,
  shadow: READ_WRITE,
  middle: 0n,
  root: 0n,
  otherLeaf: 0n,
  otherMiddle: 0n,
  otherRoot: 0n,
}
/** What users do not see. */
const supervisorOnly: ReadonlySet<string> = new Set(['supervisor', 'leaf', 'shadow'])

/** Window 1 belongs to the other of U and S. */
export const windowPrivilege = ({ privilege }: Setting, window: number): 0 | 1 => {
  const home = privilege === 0 ? 0 : 1
  return window === 1 ? ((1 - home) as 0 | 1) : home
}

/** The window whose pages the supervisor uses. */
export const supervisorWindow = (setting: Setting): number => (windowPrivilege(setting, 0) === 1 ? 0 : 1)

export const leafIndex = (window: number, page: number): number => window * WINDOW_PAGES + page

/** An entry for a page of the slot. */
export const entryFor = (slot: number, page: number, flags: bigint): bigint =>
  (BigInt((slot + page * PAGE) >>> 12) << 10n) | flags

export const pagesOf = (part: keyof typeof PART): number[] =>
  Array.from({ length: PART[part].pages }, (_, index) => PART[part].page + index)

function flagsOf(setting: Setting, part: keyof typeof PART, window: number): bigint {
  const isUsers = windowPrivilege(setting, window) === 0
  if (permissions[part] === 0n || (isUsers && supervisorOnly.has(part))) return 0n
  return permissions[part] | USED | PTE.V | (isUsers ? PTE.U : 0n)
}

/**
 * Takes something away that a handler gives back. Text stays executable: a trap between LR and SC may cost the reservation or not.
 */
function weakened(random: Random, entry: bigint, part: keyof typeof PART): bigint {
  if (entry === 0n || !['data', 'text', 'stack', 'twins'].includes(part) || !random.oneIn(10)) return entry
  return (
    entry & ~random.pick(part === 'text' ? [PTE.D, PTE.W] : [PTE.V, PTE.A, PTE.D, PTE.W, PTE.X, PTE.W | PTE.R, PTE.A | PTE.D])
  )
}

/** Pages of data and twins in the opposite order. */
function otherFrame(part: keyof typeof PART, page: number): number {
  if (part !== 'data' && part !== 'twins') return page
  return 2 * PART[part].page + PART[part].pages - 1 - page
}

const SV39 = 8n
/** Added to the ASID in the other space. */
const OTHER_ASID = 4

/** satp of a program's first address space, or of its other one. */
export function satpOf({ asid }: Setting, slot: number, isOther: boolean): bigint {
  const root = BigInt(slot + offsetOf(isOther ? 'otherRoot' : 'root')) >> 12n
  return (SV39 << 60n) | (BigInt(asid + (isOther ? OTHER_ASID : 0)) << 44n) | root
}

export const SUPERPAGE = 1n << 21n

/** Index in the middle table of the first of two superpages, which hold the slot wherever it begins in one of them: beside the windows. */
export function superIndex({ window }: Setting): number {
  const index = Number((window >> 21n) & 511n)
  return index < 509 ? index + 1 : index - 2
}

/** Virtual address of the first superpage from that of the first window. */
export const superDistance = (setting: Setting): bigint =>
  (BigInt(superIndex(setting)) - ((setting.window >> 21n) & 511n)) * SUPERPAGE

/** An entry for one of the two superpages, with the home privilege's rights. */
export function superEntry(setting: Setting, slot: number, which: number, flags: bigint): bigint {
  const user = windowPrivilege(setting, 0) === 0 ? PTE.U : 0n
  return (((BigInt(slot) / SUPERPAGE + BigInt(which)) * SUPERPAGE) >> 2n) | flags | user | PTE.V
}

/** Writes the tables of a program into its slot. */
export function writePageTables(random: Random, setting: Setting, slot: number, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const write = (part: keyof typeof PART, index: number, entry: bigint): void =>
    view.setBigUint64(offsetOf(part) + 8 * index, entry, true)
  for (const part of Object.keys(PART) as (keyof typeof PART)[]) {
    for (const page of pagesOf(part)) {
      for (const window of [0, 1, 2]) {
        const flags = flagsOf(setting, part, window)
        const entry = flags === 0n ? 0n : entryFor(slot, page, flags)
        write('shadow', leafIndex(window, page), entry)
        write('leaf', leafIndex(window, page), weakened(random, entry, part))
        const frame = window === 2 ? otherFrame(part, page) : page
        write('otherLeaf', leafIndex(window, page), flags === 0n ? 0n : entryFor(slot, frame, flags))
      }
    }
  }
  const index = (level: bigint): number => Number((setting.window >> (12n + 9n * level)) & 511n)
  write('middle', index(1n), entryFor(slot, PART.leaf.page, PTE.V))
  write('root', index(2n), entryFor(slot, PART.middle.page, PTE.V))
  for (const each of [0, 1]) write('middle', superIndex(setting) + each, superEntry(setting, slot, each, ALL | USED))
  write('otherMiddle', index(1n), entryFor(slot, PART.otherLeaf.page, PTE.V))
  write('otherRoot', index(2n), entryFor(slot, PART.otherMiddle.page, PTE.V))
}
