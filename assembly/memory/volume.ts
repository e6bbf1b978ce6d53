/** Volumes in the host's memory: sparse, made of frames that copies of the volume share until somebody writes. */
import { VOLUME_BYTES, Volume } from '../abi/layout.gen'
import { allocateExtent, freeExtent } from './extents'
import { allocateFrame, frameReferences, releaseFrame, retainFrame } from './frames'
import { host } from './host'
import { PAGE_BYTES, PAGE_MASK, PAGE_SHIFT } from './page'

/** Words of the table must be countable. */
const MOST_BYTES: u64 = 1 << 40

/** Host pointer of a new volume full of zeros; 0 when the host has no room for its table. */
export function volumeCreate(bytes: u64): usize {
  if (bytes == 0 || bytes > MOST_BYTES) return 0
  const pages = <u32>((bytes + PAGE_MASK) >> PAGE_SHIFT)
  const pointer = allocateExtent(VOLUME_BYTES)
  if (pointer == 0) return 0
  const volume = changetype<Volume>(pointer)
  volume.table = <u32>allocateExtent(pages << 2)
  if (volume.table == 0) {
    freeExtent(pointer, VOLUME_BYTES)
    return 0
  }
  volume.pages = pages
  volume.size = bytes
  return pointer
}

/** More zeros behind what there is; false when the host has no room for the table. Nobody may be in the volume meanwhile. */
export function volumeGrow(volume: Volume, bytes: u64): bool {
  if (bytes < volume.size || bytes > MOST_BYTES) return false
  const pages = <u32>((bytes + PAGE_MASK) >> PAGE_SHIFT)
  const table = allocateExtent(pages << 2)
  if (table == 0) return false
  memory.copy(table, volume.table, volume.pages << 2)
  freeExtent(volume.table, volume.pages << 2)
  volume.table = <u32>table
  volume.pages = pages
  volume.size = bytes
  return true
}

export function volumeDestroy(volume: Volume): void {
  for (let page: u32 = 0; page < volume.pages; page++) release(volume, page)
  freeExtent(volume.table, volume.pages << 2)
  freeExtent(changetype<usize>(volume), VOLUME_BYTES)
}

/** A volume with the same content, which costs what either of both writes from now on; 0 when the host has no room. */
export function volumeClone(volume: Volume): usize {
  const pointer = volumeCreate(volume.size)
  if (pointer == 0) return 0
  const copy = changetype<Volume>(pointer)
  for (let page: u32 = 0; page < volume.pages; page++) {
    const frame = load<u32>(wordOf(volume, page))
    if (frame == 0) continue
    retainFrame(frame)
    store<u32>(wordOf(copy, page), frame)
    copy.frames += 1
  }
  return pointer
}

/** Host pointer to `offset`, which must be inside, for reading up to the end of its page. */
// @ts-ignore: decorator
@inline
export function volumeReadPointer(volume: Volume, offset: u64): usize {
  const frame = load<u32>(wordOf(volume, <u32>(offset >> PAGE_SHIFT)))
  return (frame == 0 ? host().zeroPage : frame) + (<u32>offset & PAGE_MASK)
}

/** The same for writing; 0 when the host has no frame left. */
export function volumeWritePointer(volume: Volume, offset: u64): usize {
  const at = wordOf(volume, <u32>(offset >> PAGE_SHIFT))
  const frame = load<u32>(at)
  const own = frame != 0 && frameReferences(frame) == 1 ? <usize>frame : ownFrame(volume, at, frame)
  return own == 0 ? 0 : own + (<u32>offset & PAGE_MASK)
}

/** Zeros in [offset, offset + bytes), which must be inside; whole pages become holes. False when the host has no frame left. */
export function volumeZero(volume: Volume, offset: u64, bytes: u64): bool {
  let at = offset
  const end = offset + bytes
  while (at < end) {
    const part = min<u64>(end - at, PAGE_BYTES - (<u32>at & PAGE_MASK))
    const page = <u32>(at >> PAGE_SHIFT)
    if (part == PAGE_BYTES) release(volume, page)
    else if (load<u32>(wordOf(volume, page)) != 0) {
      const pointer = volumeWritePointer(volume, at)
      if (pointer == 0) return false
      memory.fill(pointer, 0, <usize>part)
    }
    at += part
  }
  return true
}

/** Copies out of the volume to a host pointer; false outside of it. */
export function volumeRead(volume: Volume, offset: u64, pointer: usize, bytes: u32): bool {
  if (!isInside(volume, offset, bytes)) return false
  for (let done: u32 = 0; done < bytes; ) {
    const part = partOfPage(offset + done, bytes - done)
    memory.copy(pointer + done, volumeReadPointer(volume, offset + done), part)
    done += part
  }
  return true
}

/** Copies into the volume from a host pointer; false outside of it, or when the host has no frame left. */
export function volumeWrite(volume: Volume, offset: u64, pointer: usize, bytes: u32): bool {
  if (!isInside(volume, offset, bytes)) return false
  for (let done: u32 = 0; done < bytes; ) {
    const part = partOfPage(offset + done, bytes - done)
    const target = volumeWritePointer(volume, offset + done)
    if (target == 0) return false
    memory.copy(target, pointer + done, part)
    done += part
  }
  return true
}

export function isInside(volume: Volume, offset: u64, bytes: u64): bool {
  return bytes <= volume.size && offset <= volume.size - bytes
}

function ownFrame(volume: Volume, at: usize, shared: u32): usize {
  const frame = allocateFrame()
  if (frame == 0) {
    volume.isFull = 1
    return 0
  }
  if (shared != 0) {
    memory.copy(frame, shared, PAGE_BYTES)
    releaseFrame(shared)
  } else volume.frames += 1
  store<u32>(at, <u32>frame)
  return frame
}

function release(volume: Volume, page: u32): void {
  const at = wordOf(volume, page)
  const frame = load<u32>(at)
  if (frame == 0) return
  store<u32>(at, 0)
  volume.frames -= 1
  releaseFrame(frame)
}

// @ts-ignore: decorator
@inline
function wordOf(volume: Volume, page: u32): usize {
  return volume.table + (page << 2)
}

// @ts-ignore: decorator
@inline
function partOfPage(offset: u64, bytes: u32): u32 {
  return min<u32>(bytes, PAGE_BYTES - (<u32>offset & PAGE_MASK))
}
