/** The translator of a host: its queue, the module that it wrote last, and the regions that it knows. */
import { array, struct, u32, u64 } from './struct'

/** Pages of code that a region can reach over: its head's is the one in the middle. */
const windowPages = 3
/** Places at most by which one region is entered. */
const mostHeads = 8
/** Places in a region that are remembered to have got hot. */
const askingPlaces = 4

export const translatorStruct = struct(
  'Translator',
  'Hot guest code becomes Wasm functions, one for each region; the outside compiles what lies in `module`.',
  [
    u32('module', 'host pointer of the module written last'),
    u32('moduleBytes', 'its size'),
    u32('functions', 'functions in it, which put themselves into a table of as many entries'),
    u32('slots', 'host pointer of their slots in the function table, u32 each'),
    u32('listing', 'host pointer of what they were made from: ListingEntry each'),
    u32('listingEntries', 'entries of the listing'),
    u32('freed', 'host pointer of table slots that are free again, u32 each'),
    u32('freedCount', 'how many; the outside empties the slots and sets this to 0'),
    u32('tableEnd', 'slots that the function table needs'),
    u32('pending', 'hot places that wait for translation'),
    u32('regionLimit', 'regions kept before the oldest give way'),
    u32('regionCount', 'regions in the cache'),
    u32('oldest', 'cache: host pointer of the oldest region'),
    u32('newest', 'cache: host pointer of the newest region'),
    u32('freeRegion', 'cache: first free region, 0 when none'),
    u32('freeSlot', 'cache: first slot of the table that was never used'),
    u32('batch', 'cache: number of the batch that is being compiled, 0 when none'),
    u32('batches', 'cache: batches written so far'),
    u32('fixedPages', 'size of the Wasm memory in its pages when it never grows, else 0; set by the outside'),
    u32('without', 'tricks that are left out to see what they bring (Trick); set by the outside'),
    u32('hasFused', '1 when f64x2.relaxed_madd of the engine rounds once; set by the outside'),
    u32('heat', 'cache: host pointer of the counters of hot places, u16 each'),
    u32('queue', 'cache: host pointer of the queue of hot places'),
    u32('targets', 'cache: host pointer of the learned targets of indirect jumps'),
    u32('work', 'cache: host pointer of the memory in which a region is put together'),
    u32('buffer', 'cache: host pointer of the buffer that modules are written to'),
    u32('nextSite', 'cache: site that was given out last'),
    u32('running', 'cache: host pointer of the hart that is in translated code, 0 when none'),
    u32('drops', 'cache: how many regions were dropped'),
  ],
  64,
)

/** An instruction of a translated region. */
export const listingEntryStruct = struct(
  'ListingEntry',
  'One guest instruction of the module written last.',
  [u64('pc', 'its virtual address'), u32('instruction', 'its bits'), u32('function', 'the function that it is in')],
  16,
)

/** A place that is waiting for translation, and the decoded pages around it. */
export const hotPlaceStruct = struct(
  'HotPlace',
  'A hot place in guest code.',
  [
    u32('guest', 'host pointer of the guest'),
    u32('hart', 'host pointer of the hart that was there'),
    u32('offset', 'bytes into its page'),
    u32('isJoined', '1 when it is where jumps go, so that the region around it may be entered there'),
    u64('pageVa', 'virtual address of its page'),
    array('u32', 'pages', windowPages, 'the decoded pages around it, 0 when unknown; its own is the one in the middle'),
  ],
  8,
)

export const regionStruct = struct(
  'Region',
  'A region of translated code; two sets with a bit for each halfword of its pages follow.',
  [
    u32('state', 'RegionState'),
    u32('slot', 'its slot of the function table, for ever'),
    u32('guest', 'host pointer of the guest that it was made for, 0 when that is gone'),
    u32('batch', 'the batch that it was compiled in'),
    u32('older', 'host pointer of the next older region, 0 when it is the oldest'),
    u32('newer', 'host pointer of the next newer region; of the next free one'),
    u32('headCount', 'places where it is entered'),
    u32('replacedCount', 'regions that it takes the place of'),
    u32('isCut', '1 when it ends where other regions are entered, and none takes its place'),
    u32('instructions', 'guest instructions that it was made of, as often as they are written'),
    u32('asked', 'how often a place in it got hot that jumps go to and that is none of its heads'),
    array('u32', 'asking', askingPlaces, 'host pointers of the records of those that did so last'),
    array('u32', 'heads', mostHeads, 'host pointers of the records where it is entered'),
    array('u32', 'replaced', mostHeads, 'host pointers of the regions that it takes the place of when it is installed'),
    array('u32', 'pages', windowPages, 'the decoded pages of its window, 0 where it has no code of one'),
    array('u32', 'nexts', windowPages, 'host pointers of the next region with code of each of those pages'),
  ],
  64,
)

export const regionStates = { free: 0, pending: 1, live: 2 } as const

/** Sizes of what the translator keeps. */
export const translatorSizes = {
  /** Functions of a module at most, and hot places that can wait. */
  batchRegions: 64,
  windowPages,
  mostHeads,
  askingPlaces,
  /** Instructions of a region at most. */
  regionInstructions: 512,
  /** Slots of the function table below this one are the core's. */
  firstSlot: 1024,
  /** Most regions that a cache can be set to hold. */
  mostRegions: 16_000,
} as const

/** Slots are made so many at a time as a module has regions. */
if (translatorSizes.firstSlot + translatorSizes.mostRegions + translatorSizes.batchRegions > 2 ** 16)
  throw new Error('a slot of the function table does not fit in an entry of the jump cache')

/** What makes translated code faster, each at a bit. */
export const tricks = {
  sites: 1,
  hints: 2,
  fused: 4,
  fixedMemory: 8,
  spans: 16,
  words: 32,
  groups: 64,
  unrolled: 128,
  peeled: 256,
  guarded: 512,
  jumps: 1024,
  calls: 2048,
  tight: 4096,
} as const

/** How guests are run. */
export const engines = { interpreter: 0, translator: 1 } as const

export const translatorStatistics = [
  u64('translatedRetired', 'statistics: instructions retired in translated code'),
  u64('regionsMade', 'statistics: regions translated'),
  u64('regionInstructions', 'statistics: instructions translated'),
  u64('regionsInvalidated', 'statistics: regions dropped because their code changed'),
  u64('regionsEvicted', 'statistics: regions dropped because the cache was full'),
]

export const fallbackCounters = array('u32', 'fallbacks', 512, 'statistics: instructions left to the interpreter, by operation')
