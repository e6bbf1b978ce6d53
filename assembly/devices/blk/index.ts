/** virtio-blk (§5.2): disks. A volume in the host's memory is served here, on the vCPU's own thread; others by the outside. */
import {
  BLK_CONFIG_BYTES, BLK_ID, BLK_ID_BYTES, BLK_QUEUE_SIZE, BLK_QUEUES, BLK_SECTOR_BYTES, Blk, BlkConfig, BlkFeatureBit, BlkRequest, BlkStatus, Chain,
  Guest, IoFlag, IoState, VirtioDevice, VirtioDeviceId, VirtioKind, VirtioViolation,
} from '../../abi/layout.gen'
import { chainRead, chainWrite, readChain } from '../../virtio/chain'
import { configOf, deviceAttach, deviceOf, deviceSetQueues, hasFeature, queueOf, stateOf } from '../../virtio/device'
import { deviceConfigChanged } from '../../virtio/interrupt'
import { ioAnswer, ioDrop, ioPost, ioComplete, ioRequest, ioWrite } from '../../virtio/outside'
import { queueAskNotification, queuePop, queueSignal } from '../../virtio/queue'
import { reportViolation } from '../../virtio/violation'
import { areTokensLeft, goesOnNs, resetTokens, takeTokens } from './limits'
import { serveFromMemory } from './memory'

// @ts-ignore: decorator
@inline const HEADER_BYTES: u32 = 16
/** A range of DISCARD or WRITE_ZEROES: sector u64, sectors u32, flags u32. */
// @ts-ignore: decorator
@inline const RANGE_BYTES: u32 = 16
/** Data that one request may have. */
// @ts-ignore: decorator
@inline const MOST_BYTES: u32 = 64 << 20
/** Bytes that are copied for one notification before the hart goes on. */
// @ts-ignore: decorator
@inline const BUDGET_BYTES: u32 = 8 << 20
// @ts-ignore: decorator
@inline const MOST_RANGE_SECTORS: u32 = 1 << 22
// @ts-ignore: decorator
@inline const PHYSICAL_BLOCK_EXP: u32 = 3

/** A disk of `sectors`; `volume` is the host pointer of its memory volume, or 0. */
export function blkAttach(guest: Guest, slot: u32, sectors: u64, queues: u32, isReadOnly: bool, volume: usize): void {
  const device = deviceAttach(guest, slot, VirtioKind.blk, VirtioDeviceId.blk)
  const count = min<u32>(max<u32>(queues, 1), BLK_QUEUES)
  deviceSetQueues(device, count, BLK_QUEUE_SIZE)
  device.deviceFeatures |=
    (1 << BlkFeatureBit.segMax) | (1 << BlkFeatureBit.geometry) | (1 << BlkFeatureBit.blkSize) | (1 << BlkFeatureBit.flush) |
    (1 << BlkFeatureBit.topology)
  if (count > 1) device.deviceFeatures |= 1 << BlkFeatureBit.mq
  if (isReadOnly) device.deviceFeatures |= 1 << BlkFeatureBit.readOnly
  else device.deviceFeatures |= (1 << BlkFeatureBit.discard) | (1 << BlkFeatureBit.writeZeroes)
  device.configBytes = BLK_CONFIG_BYTES
  configure(configOfBlk(device), sectors, count)
  const blk = blkOf(device)
  blk.isReadOnly = isReadOnly ? 1 : 0
  blk.volume = <u32>volume
}

function configure(config: BlkConfig, sectors: u64, queues: u32): void {
  config.capacity = sectors
  config.segMax = BLK_QUEUE_SIZE - 2
  config.heads = 16
  config.sectors = 63
  config.cylinders = <u16>min<u64>(sectors / (16 * 63), 65_535)
  config.blkSize = BLK_SECTOR_BYTES
  config.physicalBlockExp = <u8>PHYSICAL_BLOCK_EXP
  config.minIoSize = <u16>(<u32>1 << PHYSICAL_BLOCK_EXP)
  config.numQueues = <u16>queues
  config.maxDiscardSectors = MOST_RANGE_SECTORS
  config.maxDiscardSeg = 1
  config.discardSectorAlignment = 1 << PHYSICAL_BLOCK_EXP
  config.maxWriteZeroesSectors = MOST_RANGE_SECTORS
  config.maxWriteZeroesSeg = 1
  config.writeZeroesMayUnmap = 1
}

/** The 20 bytes that GET_ID answers. */
export function blkSetId(device: VirtioDevice, pointer: usize): void {
  memory.copy(stateOf(device) + BLK_ID, pointer, BLK_ID_BYTES)
}

export function blkSetVolume(device: VirtioDevice, volume: usize): void {
  blkOf(device).volume = <u32>volume
}

/** The volume has another size now: the driver is told. */
export function blkResize(guest: Guest, device: VirtioDevice, sectors: u64): void {
  configOfBlk(device).capacity = sectors
  deviceConfigChanged(guest, device)
}

/** Bytes and requests of each second of the guest's time, 0 without a limit. */
export function blkSetLimits(guest: Guest, device: VirtioDevice, bytes: u64, operations: u64): void {
  const blk = blkOf(device)
  blk.bytesLimit = bytes
  blk.operationsLimit = operations
  resetTokens(blk, guest.timeNs)
  if (blk.held != 0) guest.diskWakeNs = 0
}

/** Queues that waited for tokens, and do not any more. */
export function blkReleaseHeld(device: VirtioDevice): u32 {
  const blk = blkOf(device)
  const held = blk.held
  blk.held = 0
  return held
}

/** The queue goes on when time has brought tokens. */
function hold(guest: Guest, blk: Blk, queue: u32): void {
  blk.held |= 1 << queue
  guest.diskWakeNs = min<u64>(guest.diskWakeNs, goesOnNs(blk, guest.timeNs))
}

/** The device was reset, or one of its queues (all for `queue` all ones). */
export function blkReset(guest: Guest, device: VirtioDevice, queue: u32): void {
  blkOf(device).held &= queue == u32.MAX_VALUE ? 0 : ~(1 << queue)
  ioDrop(guest, device, queue)
}

/** Serves chains until the queue is empty or enough is done; true when there may be more. */
export function blkNotify(guest: Guest, device: VirtioDevice, queue: u32): bool {
  const chain = readChain(guest)
  const blk = blkOf(device)
  let bytes: u32 = 0
  for (let left = queueOf(device, queue).size; left > 0 && bytes < BUDGET_BYTES; left--) {
    if (!areTokensLeft(blk, guest.timeNs)) {
      queueSignal(guest, device, queue)
      hold(guest, blk, queue)
      return false
    }
    if (!queuePop(guest, device, queue, chain)) {
      queueSignal(guest, device, queue)
      if (!queueAskNotification(guest, device, queue)) return false
      continue
    }
    bytes += chain.readBytes + chain.writeBytes
    if (!serve(guest, device, queue, chain)) return false
  }
  queueSignal(guest, device, queue)
  return true
}

/** False when the queue has to wait, for the outside or for a reset. */
function serve(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): bool {
  if (chain.readBytes < HEADER_BYTES || chain.writeBytes < 1) return refuse(guest, device, queue, chain)
  if (chain.readBytes > MOST_BYTES || chain.writeBytes > MOST_BYTES) return refuse(guest, device, queue, chain)
  const blk = blkOf(device)
  takeTokens(blk, chain.readBytes + chain.writeBytes - HEADER_BYTES - 1)
  chainRead(guest, chain, 0, changetype<usize>(blk) + offsetof<Blk>('type'), HEADER_BYTES)
  const status = check(guest, device, chain)
  if (status != BlkStatus.ok) return finish(guest, device, queue, chain, status)
  if (blk.type == BlkRequest.getId) return tellId(guest, device, queue, chain)
  if (blk.volume != 0) return finish(guest, device, queue, chain, serveFromMemory(guest, blk, chain))
  return post(guest, device, queue, chain)
}

function refuse(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): bool {
  reportViolation(guest, device, queue, VirtioViolation.request, 0, <u64>chain.readBytes + chain.writeBytes)
  return false
}

/** What can be said without the volume: kind, size, place and right to write. */
function check(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const blk = blkOf(device)
  switch (blk.type) {
    case BlkRequest.read:
      return checkData(device, blk.sector, chain.writeBytes - 1)
    case BlkRequest.write:
      return blk.isReadOnly != 0 ? BlkStatus.ioError : checkData(device, blk.sector, chain.readBytes - HEADER_BYTES)
    case BlkRequest.flush:
    case BlkRequest.getId:
      return BlkStatus.ok
    case BlkRequest.discard:
    case BlkRequest.writeZeroes:
      return blk.isReadOnly != 0 ? BlkStatus.ioError : checkRange(guest, device, chain)
    default:
      return BlkStatus.unsupported
  }
}

/** Whole sectors, all of them on the disk (§5.2.6). */
function checkData(device: VirtioDevice, sector: u64, bytes: u32): u32 {
  if ((bytes & (BLK_SECTOR_BYTES - 1)) != 0) return BlkStatus.ioError
  const sectors = <u64>(bytes / BLK_SECTOR_BYTES)
  const capacity = configOfBlk(device).capacity
  return sectors <= capacity && sector <= capacity - sectors ? BlkStatus.ok : BlkStatus.ioError
}

/** One range, with no flag but `unmap` of WRITE_ZEROES (§5.2.6.2). */
function checkRange(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const blk = blkOf(device)
  if (chain.readBytes != HEADER_BYTES + RANGE_BYTES) return BlkStatus.ioError
  chainRead(guest, chain, HEADER_BYTES, changetype<usize>(blk) + offsetof<Blk>('rangeSector'), RANGE_BYTES)
  const flags = blk.type == BlkRequest.discard ? 0 : blk.rangeFlags & 1
  if (blk.rangeFlags != flags) return BlkStatus.unsupported
  if (blk.rangeSectors > MOST_RANGE_SECTORS) return BlkStatus.ioError
  const capacity = configOfBlk(device).capacity
  const sectors = <u64>blk.rangeSectors
  return sectors <= capacity && blk.rangeSector <= capacity - sectors ? BlkStatus.ok : BlkStatus.ioError
}

function tellId(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): bool {
  const bytes = min<u32>(chain.writeBytes - 1, BLK_ID_BYTES)
  chainWrite(guest, chain, 0, stateOf(device) + BLK_ID, bytes)
  return finish(guest, device, queue, chain, BlkStatus.ok)
}

/** The status byte is the last one of the writable part. */
function finish(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain, status: u32): bool {
  const blk = blkOf(device)
  const isRead = status == BlkStatus.ok && (blk.type == BlkRequest.read || blk.type == BlkRequest.getId)
  blk.reserved = status
  chainWrite(guest, chain, chain.writeBytes - 1, changetype<usize>(blk) + offsetof<Blk>('reserved'), 1)
  if (!ioAnswer(guest, device, queue, chain, isRead ? chain.writeBytes : 1)) return false
  count(blk, blk.type, status, blk.type == BlkRequest.read ? chain.writeBytes - 1 : chain.readBytes - HEADER_BYTES)
  return true
}

function count(blk: Blk, type: u32, status: u32, bytes: u64): void {
  if (status != BlkStatus.ok) {
    blk.errors += 1
    return
  }
  if (type == BlkRequest.read) {
    blk.reads += 1
    blk.bytesRead += bytes
  } else if (type == BlkRequest.write) {
    blk.writes += 1
    blk.bytesWritten += bytes
  } else if (type == BlkRequest.flush) blk.flushes += 1
}

function post(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): bool {
  const request = ioPost(guest, device, queue, chain)
  if (request === null) return false
  const blk = blkOf(device)
  const hasRange = blk.type == BlkRequest.discard || blk.type == BlkRequest.writeZeroes
  request.operation = blk.type
  request.flags = hasRange && blk.rangeFlags != 0 ? IoFlag.unmap : 0
  if (changes(blk.type) && !hasFeature(device, BlkFeatureBit.flush)) request.flags |= IoFlag.writeThrough
  request.offset = (hasRange ? blk.rangeSector : blk.sector) * BLK_SECTOR_BYTES
  if (hasRange) request.count = <u64>blk.rangeSectors * BLK_SECTOR_BYTES
  else if (blk.type == BlkRequest.read) request.count = chain.writeBytes - 1
  else if (blk.type == BlkRequest.write) request.count = chain.readBytes - HEADER_BYTES
  return true
}

/** A driver that does not know FLUSH has no other way to make a change durable (§5.2.6.2). */
function changes(type: u32): bool {
  return type == BlkRequest.write || type == BlkRequest.discard || type == BlkRequest.writeZeroes
}

/** The outside is done with a request: its data is in place already. */
export function blkComplete(guest: Guest, index: u32, status: u32): void {
  const request = ioRequest(guest, index)
  // Its device was reset, or is another one by now.
  if (request.state == IoState.dropped) return ioComplete(guest, index, 0)
  const blk = blkOf(deviceOf(guest, request.slot))
  blk.reserved = status
  ioWrite(guest, index, request.writeBytes - 1, changetype<usize>(blk) + offsetof<Blk>('reserved'), 1)
  count(blk, request.operation, status, request.count)
  ioComplete(guest, index, request.operation == BlkRequest.read && status == BlkStatus.ok ? request.writeBytes : 1)
}

// @ts-ignore: decorator
@inline
function blkOf(device: VirtioDevice): Blk {
  return changetype<Blk>(stateOf(device))
}

// @ts-ignore: decorator
@inline
function configOfBlk(device: VirtioDevice): BlkConfig {
  return changetype<BlkConfig>(configOf(device))
}
