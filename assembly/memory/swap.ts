/** Pages without a frame: each in a slot, compressed in the host's memory or written to the swap backend outside. */
import { Swap, SWAP_BYTES, SWAP_SLOTS } from '../abi/layout.gen'
import { LZ_TABLE_BYTES, lzPack, lzUnpack } from '../lib/lz'
import { allocateChunk, freeChunk, HALF } from './compressed'
import { allocateExtent } from './extents'
import { host } from './host'
import { PAGE_BYTES } from './page'

/** Writes the page at `pointer` to slot `slot` of the backend; 0 when it takes none. */
// @ts-ignore: decorator
@external("env", "swapOut")
declare function swapOut(slot: u32, pointer: usize): u32

/** Reads it back; 0 when it cannot be read. */
// @ts-ignore: decorator
@external("env", "swapIn")
declare function swapIn(slot: u32, pointer: usize): u32

const SLOT_BYTES: u32 = 8
export const NO_SLOT: u32 = u32.MAX_VALUE
/** With a backend compressed pages take this part of the host's frames at most. */
const COMPRESSED_PART: u32 = 10

/** Null when the host has no memory for the tables. */
export function swapSpace(): Swap | null {
  const it = host()
  if (it.swap == 0 && !createSwap()) return null
  return changetype<Swap>(<usize>it.swap)
}

function createSwap(): bool {
  const at = allocateExtent(SWAP_BYTES + LZ_TABLE_BYTES + 2 * PAGE_BYTES)
  const slots = allocateExtent(SWAP_SLOTS * SLOT_BYTES)
  if (at == 0 || slots == 0) return false
  const swap = changetype<Swap>(at)
  swap.slots = <u32>slots
  swap.workspace = <u32>at + SWAP_BYTES
  host().swap = <u32>at
  return true
}

/** Puts a copy of the page into a slot, compressed if that is worth it; NO_SLOT when there is no room. */
export function storePage(swap: Swap, page: usize): u32 {
  const slot = takeSlot(swap)
  if (slot == NO_SLOT || storeCompressed(swap, slot, page) || storeOutside(swap, slot, page)) return slot
  giveSlot(swap, slot)
  return NO_SLOT
}

function storeCompressed(swap: Swap, slot: u32, page: usize): bool {
  swap.frameLimit = host().swapPages == 0 ? host().frameLimit : host().frameLimit / COMPRESSED_PART
  const packed: usize = swap.workspace + LZ_TABLE_BYTES
  const bytes = lzPack(page, packed, HALF, swap.workspace)
  const chunk = bytes == 0 ? <usize>0 : allocateChunk(swap, bytes)
  if (chunk == 0) return false
  memory.copy(chunk, packed, bytes)
  fillSlot(swap, slot, chunk, bytes)
  swap.compressedPages += 1
  return true
}

function storeOutside(swap: Swap, slot: u32, page: usize): bool {
  if (swap.backendPages >= host().swapPages || swapOut(slot, page) == 0) return false
  fillSlot(swap, slot, 0, 0)
  swap.backendPages += 1
  return true
}

/** Copies the page of a slot to `page`; false when the backend cannot read it. */
export function loadPage(swap: Swap, slot: u32, page: usize): bool {
  const chunk = chunkOf(swap, slot)
  if (chunk == 0) return swapIn(slot, page) != 0
  if (!lzUnpack(chunk, bytesOf(swap, slot), page)) unreachable()
  return true
}

/** The page of a slot, somewhere to read until the next call; 0 when the backend cannot read it. */
export function peekPage(swap: Swap, slot: u32): usize {
  const page: usize = swap.workspace + LZ_TABLE_BYTES + PAGE_BYTES
  return loadPage(swap, slot, page) ? page : 0
}

// @ts-ignore: decorator
@inline
export function isCompressed(swap: Swap, slot: u32): bool {
  return chunkOf(swap, slot) != 0
}

/** One guest more has the page of the slot. */
export function retainSlot(swap: Swap, slot: u32): void {
  const at = slotAt(swap, slot) + 6
  const references = load<u16>(at)
  if (references == u16.MAX_VALUE) unreachable()
  store<u16>(at, references + 1)
}

/** One guest less has it; the last one leaves it free. */
export function releaseSlot(swap: Swap, slot: u32): void {
  const at = slotAt(swap, slot) + 6
  const references = load<u16>(at)
  if (references == 0) unreachable()
  store<u16>(at, references - 1)
  if (references > 1) return
  if (chunkOf(swap, slot) == 0) swap.backendPages -= 1
  else {
    freeChunk(swap, chunkOf(swap, slot), bytesOf(swap, slot))
    swap.compressedPages -= 1
  }
  giveSlot(swap, slot)
}

function takeSlot(swap: Swap): u32 {
  if (swap.freeSlot != 0) {
    const slot = swap.freeSlot - 1
    swap.freeSlot = load<u32>(slotAt(swap, slot))
    return slot
  }
  if (swap.slotEnd == SWAP_SLOTS) return NO_SLOT
  swap.slotEnd += 1
  return swap.slotEnd - 1
}

function giveSlot(swap: Swap, slot: u32): void {
  store<u32>(slotAt(swap, slot), swap.freeSlot)
  store<u32>(slotAt(swap, slot), 0, 4)
  swap.freeSlot = slot + 1
}

function fillSlot(swap: Swap, slot: u32, chunk: usize, bytes: u32): void {
  const at = slotAt(swap, slot)
  store<u32>(at, <u32>chunk)
  store<u16>(at, <u16>bytes, 4)
  store<u16>(at, 1, 6)
}

// @ts-ignore: decorator
@inline
function slotAt(swap: Swap, slot: u32): usize {
  return swap.slots + slot * SLOT_BYTES
}

// @ts-ignore: decorator
@inline
function chunkOf(swap: Swap, slot: u32): usize {
  return load<u32>(slotAt(swap, slot))
}

// @ts-ignore: decorator
@inline
function bytesOf(swap: Swap, slot: u32): u32 {
  return load<u16>(slotAt(swap, slot), 4)
}
