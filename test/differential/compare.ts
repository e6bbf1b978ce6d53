/** Compares what two machines left in the slots of the same sequences. */

import { csrs } from './csr-list'
import { slotAddress, slotBytesOf } from './program'
import type { Sequence } from './sequence'
import { LOG_ENTRIES, LOG_ENTRY_SHIFT, LOG_FIELDS, RAM_BASE, SLOT } from './slot'

export interface Difference {
  readonly what: string
  readonly left: bigint
  readonly right: bigint
}

interface Word {
  readonly what: string
  readonly offset: number
  readonly ignore: bigint
}

const word = (what: string, offset: number, ignore = 0n): Word => ({ what, offset, ignore })

const registers = (letter: string, start: number): Word[] =>
  Array.from({ length: 32 }, (_, n) => word(`${letter}${n}`, start + 8 * n))

const logWords = Array.from({ length: LOG_ENTRIES }, (_, entry) =>
  LOG_FIELDS.map((name, index) => word(`trap ${entry} ${name}`, SLOT.log + (entry << LOG_ENTRY_SHIFT) + 8 * index)),
).flat()

/** Everything of a slot's first page that a run leaves behind. */
const resultWords: readonly Word[] = [
  word('traps', SLOT.traps),
  ...logWords,
  ...registers('x', SLOT.x),
  ...registers('f', SLOT.f),
  word('fcsr', SLOT.fcsr),
  ...csrs.map(({ name, ignore }, index) => word(name, SLOT.csrs + 8 * index, ignore)),
]

const viewOf = (memory: Uint8Array): DataView => new DataView(memory.buffer, memory.byteOffset, memory.length)

/** What differs in the slot at an address, in the order of the words above, then memory. */
export function differencesOf(left: Uint8Array, right: Uint8Array, slot: { address: number; bytes: number }): Difference[] {
  const start = slot.address - RAM_BASE
  const [a, b] = [viewOf(left), viewOf(right)]
  const scratch = Array.from({ length: (slot.bytes - SLOT.scratch) / 8 }, (_, n) =>
    word(`scratch+${8 * n}`, SLOT.scratch + 8 * n),
  )
  return [...resultWords, ...scratch].flatMap(({ what, offset, ignore }) => {
    const [one, other] = [a.getBigUint64(start + offset, true), b.getBigUint64(start + offset, true)]
    return (one & ~ignore) === (other & ~ignore) ? [] : [{ what, left: one, right: other }]
  })
}

const sameBytes = (left: Uint8Array, right: Uint8Array, start: number, end: number): boolean =>
  Buffer.compare(
    Buffer.from(left.buffer, left.byteOffset + start, end - start),
    Buffer.from(right.buffer, right.byteOffset + start, end - start),
  ) === 0

/** Indexes of the sequences that ended differently. */
export function divergingSlots(left: Uint8Array, right: Uint8Array, sequences: readonly Sequence[], first = 0): number[] {
  const sample = sequences[0]
  if (sample === undefined) return []
  const bytes = slotBytesOf(sample)
  return [...sequences.keys()].filter((index) => {
    const address = slotAddress(first + index, bytes)
    const start = address - RAM_BASE
    return !sameBytes(left, right, start, start + bytes) && differencesOf(left, right, { address, bytes }).length > 0
  })
}
