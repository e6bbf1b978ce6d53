/** Runs batches of sequences on two machines and finds, shrinks and describes what ends differently. */
import { Random } from '../support/random'
import { type Difference, differencesOf, divergingSlots } from './compare'
import type { Machine } from './machine'
import { buildImage, slotAddress, slotBytesOf } from './program'
import type { Mode, Sequence } from './sequence'
import { SLOT } from './slot'

export interface Divergence {
  readonly sequence: Sequence
  /** Number of the slot that the sequence was made for. */
  readonly slot: number
  readonly differences: readonly Difference[]
}

export interface Batch {
  readonly mode: Mode
  readonly firstSeed: number
  readonly count: number
}

/** A machine that did not come to the end: which, and in the sequence of which seed. */
export class HangError extends Error {}

export function generateBatch({ mode, firstSeed, count }: Batch): Sequence[] {
  const bytes = SLOT.scratch + mode.scratchBytes
  return Array.from({ length: count }, (_, index) => mode.generate(new Random(firstSeed + index), slotAddress(index, bytes)))
}

async function runBoth(
  machines: readonly [Machine, Machine],
  sequences: readonly Sequence[],
  first: number,
): Promise<[Uint8Array, Uint8Array]> {
  const image = buildImage(sequences, first)
  const memories: Uint8Array[] = []
  for (const machine of machines) {
    const { memory, progress, isFinished } = await machine.run(image.slice())
    const end = slotAddress(first + sequences.length, slotBytesOf(sequences[0] as Sequence))
    if (!isFinished || progress !== end) {
      const hung = sequences.find((sequence, index) => slotAddress(first + index, slotBytesOf(sequence)) === progress)
      throw new HangError(`${machine.name} does not end mode ${hung?.mode} seed ${hung?.seed} (slot at ${progress.toString(16)})`)
    }
    memories.push(memory)
  }
  return memories as [Uint8Array, Uint8Array]
}

async function differencesAlone(machines: readonly [Machine, Machine], sequence: Sequence, slot: number): Promise<Difference[]> {
  const [left, right] = await runBoth(machines, [sequence], slot)
  const bytes = slotBytesOf(sequence)
  return differencesOf(left, right, { address: slotAddress(slot, bytes), bytes })
}

/** Takes away instructions, halves first and then one by one, as long as the machines disagree in the same thing first. */
export async function shrink(machines: readonly [Machine, Machine], found: Divergence): Promise<Divergence> {
  let best = found
  for (let step = Math.ceil(found.sequence.instructions.length / 2); step >= 1; step = step === 1 ? 0 : Math.ceil(step / 2)) {
    for (let at = 0; at < best.sequence.instructions.length; ) {
      const instructions = best.sequence.instructions.filter((_, index) => index < at || index >= at + step)
      const sequence = { ...best.sequence, instructions }
      const differences = await differencesAlone(machines, sequence, best.slot).catch(() => [])
      if (differences[0]?.what === found.differences[0]?.what) best = { sequence, slot: best.slot, differences }
      else at += step
    }
  }
  return best
}

/** The sequences of the batch that end differently on the two machines. */
export async function runBatch(machines: readonly [Machine, Machine], batch: Batch): Promise<Divergence[]> {
  const sequences = generateBatch(batch)
  const [left, right] = await runBoth(machines, sequences, 0)
  return divergingSlots(left, right, sequences).map((slot) => {
    const sequence = sequences[slot] as Sequence
    const bytes = slotBytesOf(sequence)
    return { sequence, slot, differences: differencesOf(left, right, { address: slotAddress(slot, bytes), bytes }) }
  })
}
