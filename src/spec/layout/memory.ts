/** What the host knows of a guest's memory, and where pages are that have no frame. */
import { array, struct, u32, u64 } from './struct'

export const allocationStruct = struct(
  'Allocation',
  "A guest's claim to the host's memory, and what became of its pages.",
  [
    u32('reservationPages', 'pages that are never taken away from it'),
    u32('limitPages', 'pages of the host that it holds at most'),
    u32('shares', 'its weight when memory is short'),
    u32('sharingDomain', 'only guests of one domain share equal pages'),
    u32('overheadPages', 'pages of its own structures'),
    u32('waits', '1 while a vCPU waits for a frame'),
    u32('isLost', '1 when a page could not be read back from the swap backend'),
    u32('hand', 'cache: page at which the sweep for idle pages goes on'),
    u32('swappedPages', 'pages that are in the swap backend'),
    u32('compressedPages', 'pages that are compressed in the memory of the host'),
    u32('sharedPages', 'pages that were merged with an equal one'),
    u32('balloonedPages', "pages that the guest's balloon holds"),
    u32('yields', '1 while its balloon is asked for pages: none is taken while memory is soft'),
    u32('activePages', 'pages that were in use of late, by sampling'),
    u32('barrenIn', 'cache: number of the search for pages in which it had none to give'),
    u32('sampleSeed', 'cache: state of the generator that picks samples'),
    u32('samplePages', 'cache: pages of the sample'),
    u64('swappedIn', 'statistics: pages read from the swap backend'),
    u64('swappedOut', 'statistics: pages written to it'),
    u64('compressed', 'statistics: pages compressed'),
    u64('decompressed', 'statistics: pages decompressed'),
    u64('stalls', 'statistics: times that a vCPU had to wait for a frame'),
    array('u32', 'sample', 100, 'cache: page numbers of the sample'),
  ],
  64,
)

/**
 * Compressed pages lie in chunks of half a frame or a quarter of one.
 *
 *     slot: | chunk's host pointer, 0 in the backend u32 | bytes of it u16 | references u16 |     a free slot links to the next
 */
export const swapStruct = struct(
  'Swap',
  'Pages without a frame: compressed in memory, or in the swap backend.',
  [
    u32('slots', 'host pointer of the slots, 8 bytes each'),
    u32('slotEnd', 'first slot that was never used'),
    u32('freeSlot', 'first free slot plus 1, 0 when none'),
    u32('backendPages', 'pages that are in the backend'),
    u32('compressedPages', 'pages that are compressed'),
    u32('frames', 'frames that hold compressed pages'),
    u32('frameLimit', 'most frames that may'),
    u32('freeHalf', 'host pointer of the first free half frame, 0 when none'),
    u32('freeQuarter', 'host pointer of the first free quarter, 0 when none'),
    u32('workspace', 'host pointer of the tables of the compressor, and of a page to unpack to'),
  ],
  64,
)

/** What merging knows of pages. */
export const mergeSizes = { ways: 4, entryBytes: 16 } as const

/** How much memory is left (vSphere): high is plenty, soft asks for pages back, hard takes them, low lets vCPUs wait as well. */
export const memoryStates = { high: 0, soft: 1, hard: 2, low: 3 } as const
/** Percent of the host's frames that are free where such a state begins. */
export const memoryPercents = { high: 6, soft: 4, hard: 2, low: 1 } as const

export const memorySizes = {
  /** Slots for pages without a frame. */
  swapSlots: 1 << 20,
  /** Frames kept back from vCPUs: this part of the host, and this many at least. */
  reservePart: 256,
  reserveLeast: 32,
} as const
