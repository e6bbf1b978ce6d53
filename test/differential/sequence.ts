/** A test: an architectural state to start from and the instructions to run in it. */
import type { Random } from '../support/random'

export interface Instruction {
  readonly bits: number
  readonly length: 2 | 4
}

export interface Sequence {
  readonly seed: number
  readonly mode: string
  readonly instructions: readonly Instruction[]
  /** At the start; MPP in it is the mode that the sequence starts in. */
  readonly mstatus: bigint
  readonly fcsr: number
  readonly x: readonly bigint[]
  readonly f: readonly bigint[]
  /** Memory of the sequence's own, pages behind the slot's first. */
  readonly scratch: Uint8Array
  /** Constants of its code, where nothing is stored. */
  readonly literals?: readonly bigint[]
  /** True when x30 always holds an address of the sequence to go on at after a jump to nowhere. */
  readonly mayLand: boolean
}

/** A kind of test: makes a sequence for the slot at an address. */
export interface Mode {
  readonly name: string
  /** Bytes of scratch memory of each of its sequences. */
  readonly scratchBytes: number
  generate(random: Random, slot: number): Sequence
}

export const MSTATUS = {
  SIE: 1n << 1n,
  MIE: 1n << 3n,
  SPP: 1n << 8n,
  FS: 3n << 13n,
  MPP: 3n << 11n,
  MPRV: 1n << 17n,
  SUM: 1n << 18n,
  MXR: 1n << 19n,
} as const
