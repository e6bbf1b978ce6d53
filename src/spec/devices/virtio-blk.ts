/** The block device (Virtual I/O Device 1.3, §5.2): features, configuration space, requests, and what the device remembers. */
import { array, i64, struct, u8, u16, u32, u64 } from '../layout/struct'

export const sectorBytes = 512
/** Bytes of the answer to GET_ID. */
export const blkIdBytes = 20
/** Queues that a disk can have: one for each vCPU, up to this. */
export const blkQueues = 16
export const blkQueueSize = 256

/** §5.2.3 */
export const blkFeatureBits = {
  sizeMax: 1,
  segMax: 2,
  geometry: 4,
  readOnly: 5,
  blkSize: 6,
  flush: 9,
  topology: 10,
  configWce: 11,
  mq: 12,
  discard: 13,
  writeZeroes: 14,
} as const

/** §5.2.6 */
export const blkRequests = { read: 0, write: 1, flush: 4, getId: 8, discard: 11, writeZeroes: 13 } as const
export const blkStatus = { ok: 0, ioError: 1, unsupported: 2 } as const

/** §5.2.4 */
export const blkConfigStruct = struct('BlkConfig', 'Configuration space of a disk.', [
  u64('capacity', 'sectors of 512 bytes', 'fixed'),
  u32('sizeMax', 'largest segment'),
  u32('segMax', 'most segments of a request'),
  u16('cylinders', 'geometry'),
  u8('heads', 'geometry'),
  u8('sectors', 'geometry'),
  u32('blkSize', 'bytes of a logical block'),
  u8('physicalBlockExp', 'logical blocks of a physical one, as a power of two'),
  u8('alignmentOffset', 'offset of the first aligned logical block'),
  u16('minIoSize', 'suggested least size of a request in logical blocks'),
  u32('optIoSize', 'optimal size of a request in logical blocks'),
  u8('writeback', '1 while the cache is written back'),
  u8('unused0', ''),
  u16('numQueues', 'request queues'),
  u32('maxDiscardSectors', 'most sectors of a segment to discard'),
  u32('maxDiscardSeg', 'most segments of a discard'),
  u32('discardSectorAlignment', 'sectors that a discard should be aligned to'),
  u32('maxWriteZeroesSectors', 'most sectors of a segment of zeros'),
  u32('maxWriteZeroesSeg', 'most segments of a request for zeros'),
  u8('writeZeroesMayUnmap', '1 when zeros may be holes'),
  u8('unused1', ''),
  u16('unused2', ''),
  u32('maxSecureEraseSectors', ''),
  u32('maxSecureEraseSeg', ''),
  u32('secureEraseSectorAlignment', ''),
])

export const blkStruct = struct('Blk', 'State of a disk.', [
  u32('volume', 'cache: host pointer of the memory volume, 0 when the outside serves the requests'),
  u32('isReadOnly', '1 when nothing may be written', 'fixed'),
  u32('type', 'scratch: header of a request'),
  u32('reserved', 'scratch'),
  u64('sector', 'scratch'),
  u64('rangeSector', 'scratch: a range to discard or to fill with zeros'),
  u32('rangeSectors', 'scratch'),
  u32('rangeFlags', 'scratch'),
  u64('bytesLimit', 'bytes of a second, 0 without a limit'),
  u64('operationsLimit', 'requests of a second, 0 without a limit'),
  i64('byteTokens', 'what may still be done: bytes times 10^9'),
  i64('operationTokens', 'requests times 10^9'),
  u64('filledNs', 'guest time when tokens were added last'),
  u32('held', 'bit per queue: it waits for tokens'),
  u64('reads', 'statistics: read requests'),
  u64('writes', 'statistics: write requests'),
  u64('flushes', 'statistics: flushes'),
  u64('bytesRead', 'statistics'),
  u64('bytesWritten', 'statistics'),
  u64('errors', 'statistics: requests that ended with an error'),
  array('u8', 'id', blkIdBytes, 'serial number, without a terminator when it fills its place'),
])
