/** Byte rings between the core and the outside: one side writes, the other reads. */
import { RING_DATA, RING_DATA_BYTES, Ring } from '../abi/layout.gen'

// @ts-ignore: decorator
@inline const MASK: u32 = RING_DATA_BYTES - 1

/** Bytes that wait; a head that runs ahead of what fits counts as a full ring, whoever wrote it. */
export function ringCount(ring: Ring): u32 {
  return min<u32>(ring.head - ring.tail, RING_DATA_BYTES)
}

export function ringFree(ring: Ring): u32 {
  return RING_DATA_BYTES - ringCount(ring)
}

/** Appends a byte; false when the ring is full. */
export function ringPush(ring: Ring, byte: u32): bool {
  if (ringFree(ring) == 0) return false
  store<u8>(headPointer(ring), byte)
  ring.head += 1
  return true
}

/** Takes the oldest byte, or -1 when there is none. */
export function ringPop(ring: Ring): i32 {
  if (ringCount(ring) == 0) return -1
  const byte = <i32>load<u8>(tailPointer(ring))
  ring.tail += 1
  return byte
}

/** Host pointer at which the next byte is written. */
export function headPointer(ring: Ring): usize {
  return changetype<usize>(ring) + RING_DATA + (ring.head & MASK)
}

/** Bytes that can be written from headPointer on without a wrap. */
export function headRun(ring: Ring): u32 {
  return min<u32>(ringFree(ring), RING_DATA_BYTES - (ring.head & MASK))
}

/** Host pointer of the oldest byte. */
export function tailPointer(ring: Ring): usize {
  return changetype<usize>(ring) + RING_DATA + (ring.tail & MASK)
}

/** Bytes that can be read from tailPointer on without a wrap. */
export function tailRun(ring: Ring): u32 {
  return min<u32>(ringCount(ring), RING_DATA_BYTES - (ring.tail & MASK))
}
