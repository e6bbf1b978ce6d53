/** The memory balloon (Virtual I/O Device 1.3, §5.5): features, configuration space, and what the device remembers. */
import { array, struct, u32, u64 } from '../layout/struct'

/** §5.5.3 */
export const balloonFeatureBits = {
  mustTellHost: 0,
  statsVq: 1,
  deflateOnOom: 2,
  freePageHint: 3,
  pagePoison: 4,
  pageReporting: 5,
} as const

/** §5.5.4 */
export const balloonConfigStruct = struct('BalloonConfig', 'Configuration space of the balloon.', [
  u32('numPages', 'pages that the balloon should hold'),
  u32('actual', 'pages that it holds, as the driver says'),
  u32('freePageHintCmdId', 'hinting that the device asks for, or one of BalloonHint'),
  u32('poisonVal', 'what free pages of the guest are filled with'),
])

/** Values of free_page_hint_cmd_id that start nothing (§5.5.6.6). */
export const balloonHints = { stop: 0, done: 1, first: 2 } as const

/** Tags of memory statistics (§5.5.6.4), in whose order the values are kept. */
export const balloonStatistics = [
  'swapIn',
  'swapOut',
  'majorFaults',
  'minorFaults',
  'free',
  'total',
  'available',
  'diskCaches',
  'hugetlbAllocations',
  'hugetlbFailures',
  'oomKills',
  'allocationStalls',
  'asyncScans',
  'directScans',
  'asyncReclaims',
  'directReclaims',
] as const

export const balloonStruct = struct('Balloon', 'State of the balloon.', [
  u32('pages', 'pages that the balloon holds, as its queues say'),
  u32('hasStats', '1 while the device holds the buffer of the statistics queue', { most: 1 }),
  u32('statsHead', 'head of that buffer'),
  u32('statsDescriptors', 'descriptors of that buffer'),
  u32('hintId', 'hinting that the driver is in, BalloonHint otherwise'),
  u32('entry', 'scratch: a page number, or an identity'),
  u64('inflated', 'statistics: pages that went into the balloon'),
  u64('deflated', 'statistics: pages that came out of it'),
  u64('reported', 'statistics: free pages that were reported'),
  u64('hinted', 'statistics: free pages that were hinted'),
  u64('discarded', 'statistics: frames that the host got back by all of these'),
  u64('statsUpdates', 'statistics: how often the driver told its memory statistics'),
  u64('statEntry', 'scratch: a statistic of the driver'),
  u64('statValue', 'scratch'),
  array('u64', 'stats', balloonStatistics.length, 'by tag, all ones where the driver said nothing'),
])
