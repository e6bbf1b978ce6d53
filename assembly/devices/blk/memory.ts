/** Requests to a volume in the host's memory: from frame to frame, without a step between. */
import { BLK_SECTOR_BYTES, Blk, BlkRequest, BlkStatus, Chain, Guest, Volume } from '../../abi/layout.gen'
import { PAGE_BYTES, PAGE_MASK } from '../../memory/page'
import { isInside, volumeReadPointer, volumeWritePointer, volumeZero } from '../../memory/volume'
import { chainReadRun, chainWriteRun } from '../../virtio/chain'

// @ts-ignore: decorator
@inline const HEADER_BYTES: u32 = 16

/** Does what the checked header in `blk` asks for; a BlkStatus. */
export function serveFromMemory(guest: Guest, blk: Blk, chain: Chain): u32 {
  const volume = changetype<Volume>(<usize>blk.volume)
  switch (blk.type) {
    case BlkRequest.read:
      return read(guest, volume, chain, blk.sector * BLK_SECTOR_BYTES)
    case BlkRequest.write:
      return write(guest, volume, chain, blk.sector * BLK_SECTOR_BYTES)
    case BlkRequest.discard:
    case BlkRequest.writeZeroes:
      return zero(volume, blk.rangeSector * BLK_SECTOR_BYTES, <u64>blk.rangeSectors * BLK_SECTOR_BYTES)
    default:
      return BlkStatus.ok
  }
}

function read(guest: Guest, volume: Volume, chain: Chain, offset: u64): u32 {
  const bytes = chain.writeBytes - 1
  if (!isInside(volume, offset, bytes)) return BlkStatus.ioError
  for (let done: u32 = 0; done < bytes; ) {
    const length = chainWriteRun(guest, chain, done, restOfPage(offset + done, bytes - done))
    if (length == 0) return BlkStatus.ioError
    memory.copy(chain.pointer, volumeReadPointer(volume, offset + done), length)
    done += length
  }
  return BlkStatus.ok
}

function write(guest: Guest, volume: Volume, chain: Chain, offset: u64): u32 {
  const bytes = chain.readBytes - HEADER_BYTES
  if (!isInside(volume, offset, bytes)) return BlkStatus.ioError
  for (let done: u32 = 0; done < bytes; ) {
    const length = chainReadRun(guest, chain, HEADER_BYTES + done, restOfPage(offset + done, bytes - done))
    const target = volumeWritePointer(volume, offset + done)
    if (length == 0 || target == 0) return BlkStatus.ioError
    memory.copy(target, chain.pointer, length)
    done += length
  }
  return BlkStatus.ok
}

function zero(volume: Volume, offset: u64, bytes: u64): u32 {
  return isInside(volume, offset, bytes) && volumeZero(volume, offset, bytes) ? BlkStatus.ok : BlkStatus.ioError
}

// @ts-ignore: decorator
@inline
function restOfPage(offset: u64, bytes: u32): u32 {
  return min<u32>(bytes, PAGE_BYTES - (<u32>offset & PAGE_MASK))
}
