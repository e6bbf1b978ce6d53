/** The translator of a host: its queue, the module that it wrote last, and the regions that it knows. */
import { array, struct, u32, u64 } from './struct'

export const translatorStruct = struct(
  'Translator',
  'Hot guest code becomes Wasm functions, one for each region; the outside compiles what lies in `module`.',
  [
    u32('module', 'host pointer of the module written last'),
    u32('moduleBytes', 'its size'),
    u32('functions', 'functions in it, exported as their number: "0", "1" ...'),
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
    u32('heat', 'cache: host pointer of the counters of hot places, u16 each'),
    u32('queue', 'cache: host pointer of the queue of hot places'),
    u32('targets', 'cache: host pointer of the learned targets of indirect jumps'),
    u32('work', 'cache: host pointer of the memory in which a region is put together'),
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
