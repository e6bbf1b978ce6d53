/**
 * Requests that the outside serves: a device holds the chain, the outside copies through it and completes it.
 *
 * A request knows its chain by its head alone, and each copy walks the chain again with all of its checks: whatever the guest has
 * made of the descriptors meanwhile, nothing but its own memory is reached.
 *
 * In a packed queue a chain that is given back overwrites the descriptor where the oldest one began, so that chains go back in the order in
 * which they came: what is done earlier waits.
 */
import {
  Chain, GUEST_IO, Guest, IO_REQUEST_BYTES, IO_SLOTS, IO_TABLE_REQUEST, IoRequest, IoState, IoTable, VirtioDevice, VirtioViolation,
} from '../abi/layout.gen'
import { chainRead, chainWrite, writeChain } from './chain'
import { deviceOf, isDriving, queueOf } from './device'
import { isPacked, queueComplete, queuePush, queueReload, queueSignal, queueUnpop } from './queue'

// @ts-ignore: decorator
@inline
export function ioTable(guest: Guest): IoTable {
  return changetype<IoTable>(changetype<usize>(guest) + GUEST_IO)
}

// @ts-ignore: decorator
@inline
export function ioRequest(guest: Guest, index: u32): IoRequest {
  return changetype<IoRequest>(changetype<usize>(guest) + GUEST_IO + IO_TABLE_REQUEST + index * IO_REQUEST_BYTES)
}

/** Posts the chain that was popped last; null, with the chain back in its queue, when no place is free: it comes again then. */
export function ioPost(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): IoRequest | null {
  const table = ioTable(guest)
  for (let index: u32 = 0; index < IO_SLOTS; index++) {
    const request = ioRequest(guest, index)
    if (request.state != IoState.free) continue
    memory.fill(changetype<usize>(request), 0, IO_REQUEST_BYTES)
    request.state = IoState.posted
    request.slot = device.slot
    request.queue = queue
    request.head = chain.head
    request.descriptors = chain.descriptors
    request.place = chain.place
    request.readBytes = chain.readBytes
    request.writeBytes = chain.writeBytes
    request.order = table.posted
    table.posted += 1
    table.waiting += 1
    table.busy += 1
    return request
  }
  queueUnpop(device, queue, chain)
  device.blocked |= 1 << queue
  return null
}

/** Takes the oldest request that was posted: its number, or all ones when there is none. */
export function ioTake(guest: Guest): u32 {
  const table = ioTable(guest)
  if (table.waiting == 0) return u32.MAX_VALUE
  let found: u32 = u32.MAX_VALUE
  let oldest: u64 = u64.MAX_VALUE
  for (let index: u32 = 0; index < IO_SLOTS; index++) {
    const request = ioRequest(guest, index)
    if (request.state != IoState.posted || request.order >= oldest) continue
    found = index
    oldest = request.order
  }
  ioRequest(guest, found).state = IoState.taken
  table.waiting -= 1
  return found
}

/** Copies bytes of the chain's readable part from `position` on to a host pointer; how many. */
export function ioRead(guest: Guest, index: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const chain = reload(guest, index)
  return chain === null ? 0 : chainRead(guest, chain, position, pointer, bytes)
}

/** Copies bytes from a host pointer into the chain's writable part from `position` on; how many. */
export function ioWrite(guest: Guest, index: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const chain = reload(guest, index)
  return chain === null ? 0 : chainWrite(guest, chain, position, pointer, bytes)
}

/** Gives the chain back with `written` bytes in it; a request that was dropped has no chain any more. */
export function ioComplete(guest: Guest, index: u32, written: u32): void {
  const request = ioRequest(guest, index)
  const state = request.state
  if (state != IoState.taken && state != IoState.dropped) unreachable()
  const device = deviceOf(guest, request.slot)
  if (state == IoState.taken) {
    giveBack(guest, device, request, written)
    queueSignal(guest, device, request.queue)
  } else {
    request.state = IoState.free
    ioTable(guest).busy -= 1
  }
  unblock(guest)
}

/** Gives the chain that was popped last back at once, behind those before it; false when it has to come again, since no place is free. */
export function ioAnswer(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain, written: u32): bool {
  if (!isPacked(device) || ioTable(guest).busy == 0) {
    queuePush(guest, device, queue, chain, written)
    return true
  }
  const request = ioPost(guest, device, queue, chain)
  if (request === null) return false
  ioTable(guest).waiting -= 1
  giveBack(guest, device, request, written)
  return true
}

function giveBack(guest: Guest, device: VirtioDevice, request: IoRequest, written: u32): void {
  request.state = IoState.done
  request.writeBytes = written
  if (!isPacked(device)) return release(guest, device, request)
  const queue = request.queue
  for (let next = oldestOf(guest, device, queue); next !== null && next.state == IoState.done; next = oldestOf(guest, device, queue))
    release(guest, device, next)
}

function release(guest: Guest, device: VirtioDevice, request: IoRequest): void {
  request.state = IoState.free
  ioTable(guest).busy -= 1
  queueComplete(guest, device, request.queue, request.head, request.descriptors, request.writeBytes)
}

/** The request of a queue whose chain came first; those that were dropped are of an earlier life of it. */
function oldestOf(guest: Guest, device: VirtioDevice, queue: u32): IoRequest | null {
  let found: IoRequest | null = null
  let oldest: u64 = u64.MAX_VALUE
  for (let index: u32 = 0; index < IO_SLOTS; index++) {
    const request = ioRequest(guest, index)
    const isCandidate = request.state != IoState.free && request.state != IoState.dropped && request.slot == device.slot && request.queue == queue
    if (!isCandidate || request.order >= oldest) continue
    found = request
    oldest = request.order
  }
  return found
}

/** The device was reset, or one of its queues (all for `queue` all ones): what is under way has nobody to go to. */
export function ioDrop(guest: Guest, device: VirtioDevice, queue: u32): void {
  const table = ioTable(guest)
  device.blocked &= queue == u32.MAX_VALUE ? 0 : ~(1 << queue)
  for (let index: u32 = 0; index < IO_SLOTS && table.busy != 0; index++) {
    const request = ioRequest(guest, index)
    if (request.slot != device.slot || (queue != u32.MAX_VALUE && request.queue != queue)) continue
    if (request.state == IoState.taken) request.state = IoState.dropped
    else if (request.state == IoState.posted || request.state == IoState.done) {
      if (request.state == IoState.posted) table.waiting -= 1
      request.state = IoState.free
      table.busy -= 1
    }
  }
}

/** The outside should look at its devices: one was reset, or has a chain at last. */
export function ioSetReady(guest: Guest): void {
  ioTable(guest).ready = 1
}

/** Is there such a device? Each is asked for itself then. */
export function ioTakeReady(guest: Guest): bool {
  const table = ioTable(guest)
  const ready = table.ready
  table.ready = 0
  return ready != 0
}

function reload(guest: Guest, index: u32): Chain | null {
  const request = ioRequest(guest, index)
  if (request.state != IoState.taken) return null
  const device = deviceOf(guest, request.slot)
  const chain = writeChain(guest)
  if (!isDriving(device) || queueOf(device, request.queue).ready == 0) return null
  return queueReload(guest, device, request.queue, chain, request.head, request.place) == VirtioViolation.none ? chain : null
}

/** Devices that found no place try again. */
function unblock(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.blocked == 0) continue
    device.pending |= device.blocked
    device.blocked = 0
    guest.virtioPending = 1
  }
}
