/** The host's own scalars: what its RAM holds and where its free memory is. */
import { i64, struct, u32, u64 } from './struct'

/** Where the Host struct lies in memory; static data of the core ends below. */
export const hostBase = 0x1_0000

/** Frames that the tables cover: all that Wasm32 can address. */
export const hostFrames = 1 << 20

export const hostStruct = struct(
  'Host',
  'One physical machine: its RAM is the Wasm memory.',
  [
    u32('frameLimit', 'frames that guests may hold in all'),
    u32('framesUsed', 'frames that guests hold now'),
    u32('framesTaken', 'frames that were cut from the heap, those included that wait for the page whose place they are'),
    u32('freeFrame', 'host pointer of the first free frame, 0 when none; each links to the next'),
    u32('freeExtent', 'host pointer of the first free extent by address, 0 when none'),
    u32('heapEnd', 'host pointer past the last byte handed out'),
    u32('frameTable', 'host pointer of the reference counts, u32 per frame'),
    u32('lock', 'mutex over all that has no lock of its own: frames, extents, lists; two words'),
    u32('lockTimes', ''),
    u32('nicLock', 'mutex over the adapters; two words'),
    u32('nicLockTimes', ''),
    u32('stopped', 'atomic: who keeps every physical CPU out of guests, 0 when nobody; others wait on it'),
    u32('stopTimes', 'how often who stopped it has done so'),
    u32('codeFrames', 'host pointer of how many code caches hold a decoded page, u32 per frame'),
    u32('codeCaches', 'host pointer of the first CodeCache'),
    u32('zeroPage', 'host pointer of the shared page of zeros'),
    u32('staging', 'host pointer of the buffer through which the outside copies'),
    u32('toWake', 'guests that were interrupted by others and are not awake yet'),
    u32('guests', 'host pointer of the first guest, 0 when none'),
    u32('pcpus', 'host pointer of the physical CPUs, a Pcpu each'),
    u32('pcpuCount', 'how many'),
    u32('lastPcpu', 'one thread for all: the one that ran last'),
    u32('vcpuCount', 'vCPUs of all guests'),
    u32('isShared', '1 when every physical CPU has a thread of its own'),
    u32('realGuests', 'running guests on the real clock: while there is one, the physical CPUs go by the monotonic clock'),
    u32('attentionLock', 'atomic: 1 while somebody works on the list of guests that the outside must look at'),
    u32('attention', 'atomic: host pointer of the first of them, 0 when none'),
    u32('attentionTold', 'atomic: 1 while the outside was told that there are some, and has not looked yet'),
    u32('lastAttention', 'host pointer of the last of them'),
    i64('timelineBaseNs', 'time of the physical CPUs minus the monotonic clock'),
    u32('framesPromised', 'frames that reservations of guests have a claim to and do not hold yet'),
    u32('frameReserve', 'last free frames, which are for devices and the hypervisor: a vCPU waits instead'),
    u32('memoryState', 'MemoryState'),
    u32('overheadPages', 'pages of the structures of all guests, which lie outside of the frames'),
    u32('swap', 'host pointer of the Swap, 0 until the first page is swapped out'),
    u32('swapPages', 'pages that the swap backend takes; set by the outside, 0 when there is none'),
    u32('searches', 'cache: number of the last search for pages to take'),
    u32('mergeTable', 'host pointer of what merging knows of pages, 0 before the first pass'),
    u32('mergeBuckets', 'buckets of it, a power of two'),
    u32('mergeGuest', 'host pointer of the guest at which merging goes on, 0 before the first'),
    u32('mergePage', 'page of it'),
    u32('mergeUnshared', 'pages of this pass that had no equal'),
    u32('pagesUnshared', 'the same of the last pass'),
    u64('fullScans', 'statistics: passes over the pages of all guests'),
    u64('mergedPages', 'statistics: frames that became free because another had the same in it'),
    u64('reclaimedPages', 'statistics: pages that were taken away from guests'),
  ],
  64,
)

/** Bytes that one copy through the staging buffer can carry. */
export const stagingBytes = 65_536

/** Header in front of the records of a decoded page. */
export const decodedHeaderStruct = struct(
  'DecodedHeader',
  'What a decoded page was made from; guests that map its frame share it.',
  [
    u32('next', 'host pointer of the next in its list'),
    u32('previous', 'host pointer of the previous in its list'),
    u32('frame', 'host pointer of the frame that was decoded'),
    u32('generation', 'generation of the frame that it was decoded in'),
    u32('regions', 'host pointer of the first region with code of this page, 0 when none'),
    u32('idleStores', 'stores to the page, that no region has code of, since anything was decoded'),
    u64('extensions', 'bitmap of the extensions that it was decoded for'),
  ],
  64,
)
