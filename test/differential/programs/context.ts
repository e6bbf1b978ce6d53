/** What a generator of pieces knows of the place that it writes for. */
import type { Random } from '../../support/random'
import type { Piece } from './piece'
import type { Palette } from './straight'

export const REGISTER = { ra: 1, sp: 2, gp: 3, base: 4, s0: 8, s1: 9, a0: 10, a1: 11, a2: 12, a6: 16, a7: 17 } as const

/** Counters of loops, a register for each depth of nesting; functions save those that they use. */
export const counterRegisters = [18, 19, 20, 21, 22, 23] as const
/** Random instructions may write these. */
export const valueRegisters = [5, 6, 7, 10, 11, 12, 13, 15, 16, 17, 24, 25, 26, 27, 28, 29, 30, 31] as const
/** Random instructions never write these, so that programs come to their end. */
export const keptRegisters: ReadonlySet<number> = new Set([1, 2, 3, 4, 8, 9, 14, ...counterRegisters])

/** How a program runs: its mode, its page table, what happens to its traps. */
export interface Setting {
  readonly privilege: 0 | 1 | 3
  /** Some of it runs in U-mode, or with its rights: the translator has no spans for a hart that does. */
  readonly hasUsers: boolean
  /** satp is set; in M-mode only what MPRV lends is translated then. */
  readonly isPaged: boolean
  readonly asid: number
  /** Virtual address of the slot's first page in the first window. */
  readonly window: bigint
  readonly medeleg: bigint
  readonly menvcfg: bigint
  readonly fcsr: number
  /** Timer interrupts come all the time. */
  readonly hasTimer: boolean
}

/** Address of an offset of the slot at a physical address as the program sees it. */
export const seenAddress = ({ privilege, window }: Setting, slot: number, offset: number): bigint =>
  (privilege === 3 ? BigInt(slot) : window) + BigInt(offset)

export interface CallableFunction {
  readonly index: number
  readonly cost: number
  /** Returns behind the instruction that follows the call. */
  readonly skipsOne: boolean
  /** Needs nothing of the first window. */
  readonly worksAway: boolean
}

export interface Context {
  readonly random: Random
  readonly setting: Setting
  readonly palette: Palette
  /** Loops around. */
  readonly depth: number
  readonly functions: readonly CallableFunction[]
  /** Registers that point into the data. */
  readonly bases: readonly number[]
  /** Registers that random instructions leave alone here, beside the kept ones. */
  readonly reserved: readonly number[]
  /** Calls, and what else uses the stack or leaves the straight way far behind, are out of place. */
  readonly isLeaf: boolean
  /** Not in the first window. */
  readonly isAway: boolean
  /** Instructions to spend. */
  readonly budget: number
  /** Pieces of any kind for a budget. */
  block(context: Context): Piece[]
}

export const inside = (context: Context, changes: Partial<Context>): Context => ({ ...context, ...changes })

/** The functions that a piece here may call, for at most its budget. */
export const callable = ({ functions, isLeaf, isAway, budget }: Context): CallableFunction[] =>
  isLeaf ? [] : functions.filter(({ cost, worksAway }) => cost <= budget && (worksAway || !isAway))
