/** Compares what two machines left in the slots of the same programs. */
import type { Difference } from '../compare'
import type { Program } from './generate'
import { slotAddress } from './image'
import { CONTROL, END_CSRS, LOG_ENTRIES, LOG_ENTRY_SHIFT, LOG_FIELDS, offsetOf, PAGE, PART, RAM_BASE, SLOT_BYTES } from './slot'

export interface ProgramDivergence {
  readonly program: Program
  readonly slot: number
  readonly differences: readonly Difference[]
}

/** What QEMU counts otherwise. */
export const notComparedWithQemu: ReadonlySet<number> = new Set([CONTROL.instructions])

function nameOf(offset: number): string {
  const within = (start: number, words: number): number | undefined =>
    offset >= start && offset < start + 8 * words ? (offset - start) >> 3 : undefined
  const control = Object.entries(CONTROL).find(([name, at]) => at === offset && !['x', 'f', 'csrs', 'log'].includes(name))
  if (control !== undefined) return control[0]
  for (const [letter, start] of [
    ['x', CONTROL.x],
    ['f', CONTROL.f],
  ] as const) {
    const index = within(start, 32)
    if (index !== undefined) return `${letter}${index}`
  }
  const csr = within(CONTROL.csrs, END_CSRS.length)
  if (csr !== undefined) return END_CSRS[csr] ?? ''
  const log = within(CONTROL.log, LOG_ENTRIES << (LOG_ENTRY_SHIFT - 3))
  if (log !== undefined) return `trap ${log >> (LOG_ENTRY_SHIFT - 3)} ${LOG_FIELDS[log % LOG_FIELDS.length]}`
  const [part] = Object.entries(PART).find(([, { page, pages }]) => offset >= page * PAGE && offset < (page + pages) * PAGE) ?? [
    '?',
  ]
  return `${part}+${(offset - (part === '?' ? 0 : offsetOf(part as keyof typeof PART))).toString(16)}`
}

/** The log first, for it tells what came first. */
const order = (offset: number): number => (offset >= CONTROL.log && offset < PAGE ? -1 : offset < PAGE ? 0 : 1)

function differencesOf(left: Uint8Array, right: Uint8Array, ignored: ReadonlySet<number>): Difference[] {
  if (Buffer.compare(left, right) === 0) return []
  const [a, b] = [left, right].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset)) as [DataView, DataView]
  const offsets: number[] = []
  for (let offset = 0; offset < SLOT_BYTES; offset += 8) {
    if (!ignored.has(offset) && a.getBigUint64(offset, true) !== b.getBigUint64(offset, true)) offsets.push(offset)
  }
  return offsets
    .sort((one, other) => order(one) - order(other) || one - other)
    .map((offset) => ({ what: nameOf(offset), left: a.getBigUint64(offset, true), right: b.getBigUint64(offset, true) }))
}

const slotOf = (memory: Uint8Array, slot: number): Uint8Array => {
  const at = slotAddress(slot) - RAM_BASE
  return memory.subarray(at, at + SLOT_BYTES)
}

/** The programs that left something else in the two memories. */
export function divergingPrograms(
  [left, right]: readonly [Uint8Array, Uint8Array],
  programs: readonly Program[],
  ignored: ReadonlySet<number>,
): ProgramDivergence[] {
  return programs.flatMap((program, slot) => {
    const differences = differencesOf(slotOf(left, slot), slotOf(right, slot), ignored)
    return differences.length === 0 ? [] : [{ program, slot, differences }]
  })
}
