/** Requests of a guest's devices that the outside serves, and volumes whose content is in the host's memory. */
import { array, struct, u32, u64 } from './struct'

export const ioSlots = 256
/**
 * free -> posted by a device -> taken by the outside -> done -> free as soon as those before it in a packed queue are; dropped when its device was
 * reset meanwhile.
 */
/** Bits of the flags of a request to a disk. */
export const ioFlags = { unmap: 1, writeThrough: 2 } as const
export const ioStates = { free: 0, posted: 1, taken: 2, dropped: 3, done: 4 } as const

export const ioRequestStruct = struct('IoRequest', 'A request that the outside serves: a chain that its device holds.', [
  u32('state', 'IoState'),
  u32('slot', 'slot of the device'),
  u32('queue', 'its queue'),
  u32('head', 'head of the chain'),
  u32('descriptors', 'packed: descriptors of the chain'),
  u32('place', 'packed: where the chain begins in the ring'),
  u32('operation', 'what to do; a disk: BlkRequest'),
  u32('flags', 'IoFlag: a range of zeros may become a hole; what is written is durable before it is acknowledged'),
  u64('offset', 'a disk: where, in bytes'),
  u64('count', 'a disk: how many bytes'),
  u32('readBytes', 'bytes of the chain that the outside may read'),
  u32('writeBytes', 'bytes of the chain that the outside may write; done: that it wrote'),
  u64('order', 'number of the request in its guest'),
])

export const ioTableStruct = struct(
  'IoTable',
  'Requests that the outside serves.',
  [
    u64('posted', 'requests ever posted'),
    u32('waiting', 'requests in state posted'),
    u32('busy', 'requests in any state but free'),
    u32('ready', '1 when a device was reset, or has a chain that the outside waits for'),
    array('u8', 'request', ioSlots * ioRequestStruct.bytes, 'IoRequest each'),
  ],
  64,
)

export const volumeStruct = struct(
  'Volume',
  'A volume in the memory of the host: a word for each 4 KiB, the host pointer of a frame or 0. Frames may be shared; a write copies.',
  [
    u32('pages', 'size in pages'),
    u32('table', 'host pointer of the words'),
    u32('frames', 'frames that it holds'),
    u32('isFull', '1 after a write found no frame'),
    u64('size', 'size in bytes'),
  ],
  16,
)
