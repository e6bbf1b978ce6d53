/** How a machine of ours runs guest code: by which engine, and with what small. */
import type { Random } from '../support/random'

/** How guest code is run; all of it is drawn from a seed by `randomKnobs`. */
export interface Knobs {
  readonly engine: 'interpreter' | 'translator'
  /** Executions that make a place hot. */
  readonly hotThreshold: number
  /** Regions kept before the oldest give way. */
  readonly regionLimit: number
  /** Modules without any region left before the core gets a new function table. */
  readonly deadModuleLimit: number
  /** Modules are compiled while the guest waits, so that the run is repeatable; otherwise it goes on meanwhile. */
  readonly synchronous: boolean
  /** Instructions of the shortest and the longest slice. */
  readonly slice: readonly [number, number]
  readonly seed: number
}

export const interpreterKnobs: Knobs = {
  engine: 'interpreter',
  hotThreshold: 1,
  regionLimit: 1000,
  deadModuleLimit: 200,
  synchronous: true,
  slice: [1_000_000, 1_000_000],
  seed: 0,
}

/**
 * Threshold, regions and slices that are small in turn: with all of them small at once nearly every slice compiles a module,
 * which is slow and no harder. A slice that is shorter than a region may be is interpreted.
 */
const smallOnes: readonly (readonly [number, number, readonly [number, number]])[] = [
  [1, 1000, [1000, 20_000]],
  [1, 1000, [600, 3000]],
  [2, 1000, [513, 900]],
  [3, 64, [1000, 20_000]],
  [4, 16, [2000, 20_000]],
  [8, 4, [5000, 20_000]],
  [20, 1000, [513, 700]],
  [50, 64, [600, 2000]],
  [5, 1000, [1, 2000]],
]

/** The translator with something of it small: what is hot, how many regions there are, how long it runs at a time. */
export function randomKnobs(random: Random): Knobs {
  const [hotThreshold, regionLimit, slice] = random.pick(smallOnes)
  return {
    engine: 'translator',
    hotThreshold,
    regionLimit,
    deadModuleLimit: random.pick([20, 200, 2000]),
    synchronous: !random.oneIn(4),
    slice,
    seed: random.u32(),
  }
}

/** For sequences, which run a few times each: hot at once, and translated before their last pass. */
export const sequenceKnobs = (seed: number): Knobs => ({
  engine: 'translator',
  hotThreshold: 1,
  regionLimit: 1000,
  deadModuleLimit: 200,
  synchronous: true,
  slice: [1500, 4000],
  seed,
})

export function describeKnobs({ engine, hotThreshold, regionLimit, deadModuleLimit, synchronous, slice, seed }: Knobs): string {
  if (engine === 'interpreter') return engine
  const compiled = synchronous ? 'on the spot' : 'beside'
  const limits = `regions ${regionLimit}, dead modules ${deadModuleLimit}`
  return `translator(threshold ${hotThreshold}, ${limits}, slices ${slice.join('-')}, compiled ${compiled}, seed ${seed})`
}
