/** How a machine of ours runs guest code: by which engine, and with what small. */
import { Random } from '../support/random'

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
  /** Bytes of code that V8 executes before it optimizes a function. */
  readonly optimizedAfter: number
  /** Instructions of the shortest and the longest slice. */
  readonly slice: readonly [number, number]
  /** Modules after which the translator is easy: from then on small things only cost time, and show nothing new. */
  readonly moduleBudget: number
  readonly seed: number
}

/** The knobs of what runs while the header of the image says `progress`. */
export type KnobPlan = (progress: number) => Knobs

const NEVER_OPTIMIZED = 1_000_000_000
const ALL_MODULES = 1_000_000

export const interpreterKnobs: Knobs = {
  engine: 'interpreter',
  hotThreshold: 1,
  regionLimit: 1000,
  deadModuleLimit: 200,
  synchronous: true,
  optimizedAfter: NEVER_OPTIMIZED,
  slice: [1_000_000, 1_000_000],
  moduleBudget: ALL_MODULES,
  seed: 0,
}

/** What an engine does must not depend on how long it runs at a time. */
export const shortSlices = (seed: number): Knobs => ({ ...interpreterKnobs, slice: [200, 5000], seed })

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
    deadModuleLimit: random.pick([20, 100, 200, 200, 400]),
    synchronous: !random.oneIn(4),
    optimizedAfter: random.oneIn(16) ? 1000 : NEVER_OPTIMIZED,
    slice,
    moduleBudget: random.pick([8, 16, 24]),
    seed: random.u32(),
  }
}

export const knobsOfSeed = (seed: number): Knobs => randomKnobs(new Random(seed))

/** What goes on behind the budget of modules. */
export const easy = (knobs: Knobs): Knobs => ({ ...knobs, hotThreshold: 1000, regionLimit: 1000, slice: [5000, 20_000] })

/** For sequences, which run a few times each: hot at once, and translated before their last pass. */
export const sequenceKnobs = (seed: number): Knobs => ({
  engine: 'translator',
  hotThreshold: 1,
  regionLimit: 1000,
  deadModuleLimit: 200,
  synchronous: true,
  optimizedAfter: NEVER_OPTIMIZED,
  slice: [1000, 3000],
  moduleBudget: ALL_MODULES,
  seed,
})

export function describeKnobs(knobs: Knobs): string {
  const { engine, hotThreshold, regionLimit, deadModuleLimit, synchronous, optimizedAfter, slice, moduleBudget, seed } = knobs
  if (engine === 'interpreter') return engine
  const compiled = synchronous ? 'on the spot' : 'beside'
  const optimized = optimizedAfter === NEVER_OPTIMIZED ? 'never' : `after ${optimizedAfter} bytes`
  const limits = `regions ${regionLimit}, modules ${moduleBudget}, dead modules ${deadModuleLimit}`
  return `translator(threshold ${hotThreshold}, ${limits}, slices ${slice.join('-')}, compiled ${compiled}, optimized ${optimized}, seed ${seed})`
}
