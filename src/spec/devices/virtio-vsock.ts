/** The socket device (Virtual I/O Device 1.3, §5.10): features, queues, and the header that each packet begins with. */
import { struct, u16, u32, u64 } from '../layout/struct'

export const vsockFeatureBits = { stream: 0 } as const
export const vsockQueues = { rx: 0, tx: 1, event: 2 } as const
export const vsockQueueCount = Object.keys(vsockQueues).length
/** The context id of the host; those below it are reserved, as is the last one (§5.10.4). */
export const vsockHostCid = 2
export const vsockAnyCid = 0xffff_ffff

/** §5.10.6 */
export const vsockOperations = {
  request: 1,
  response: 2,
  rst: 3,
  shutdown: 4,
  rw: 5,
  creditUpdate: 6,
  creditRequest: 7,
} as const
/** §5.10.6.7 */
export const vsockEvents = { transportReset: 0 } as const
export const vsockTypes = { stream: 1 } as const
/** What whoever sends a SHUTDOWN will not do any more (§5.10.6.6). */
export const vsockShutdown = { receive: 1, send: 2, both: 3 } as const

export const vsockHeaderStruct = struct(
  'VsockHeader',
  'Begins every packet; the payload follows it.',
  [
    u64('srcCid', 'context id of the sender'),
    u64('dstCid', 'context id of the receiver'),
    u32('srcPort', ''),
    u32('dstPort', ''),
    u32('len', 'bytes of the payload'),
    u16('type', 'kind of socket'),
    u16('op', 'operation'),
    u32('flags', 'of a SHUTDOWN: what is over'),
    u32('bufAlloc', 'bytes that the sender has room for in all'),
    u32('fwdCnt', 'bytes that it has taken out of there, modulo 2^32'),
  ],
  4,
)
