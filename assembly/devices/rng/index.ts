/** virtio-rng (§5.4): fills buffers from a generator that the embedder seeds, so that a seeded run repeats. */
import { Chain, Guest, RNG_BLOCK, RNG_KEY, Rng, VirtioDevice, VirtioDeviceId, VirtioKind } from '../../abi/layout.gen'
import { chachaBlock } from '../../lib/chacha'
import { chainWrite, readChain } from '../../virtio/chain'
import { deviceAttach, deviceSetQueues, queueOf, stateOf } from '../../virtio/device'
import { queueAskNotification, queuePop, queuePush, queueSignal } from '../../virtio/queue'

// @ts-ignore: decorator
@inline const KEY_BYTES: u32 = 32
/** What one chain gets at most: a driver asks for less, and a hostile one does not hold its host up. */
// @ts-ignore: decorator
@inline const MOST_BYTES: u32 = 4096
// @ts-ignore: decorator
@inline const QUEUE_SIZE: u32 = 64

export function rngAttach(guest: Guest, slot: u32): void {
  const device = deviceAttach(guest, slot, VirtioKind.rng, VirtioDeviceId.rng)
  deviceSetQueues(device, 1, QUEUE_SIZE)
}

/** Takes the 32 bytes at `seed` as key; without one the device answers nothing. */
export function rngSeed(device: VirtioDevice, seed: usize): void {
  memory.copy(stateOf(device) + RNG_KEY, seed, KEY_BYTES)
  rngOf(device).seeded = 1
}

/** Serves as many chains as the queue has entries; true when there may be more. */
export function rngNotify(guest: Guest, device: VirtioDevice, queue: u32): bool {
  if (rngOf(device).seeded == 0) return false
  const chain = readChain(guest)
  for (let left = queueOf(device, queue).size; left > 0; left--) {
    if (!queuePop(guest, device, queue, chain)) {
      queueSignal(guest, device, queue)
      if (!queueAskNotification(guest, device, queue)) return false
    } else queuePush(guest, device, queue, chain, fill(guest, device, chain))
  }
  queueSignal(guest, device, queue)
  return true
}

function fill(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const bytes = min<u32>(chain.writeBytes, MOST_BYTES)
  let done: u32 = 0
  while (done < bytes) {
    const part = min<u32>(bytes - done, KEY_BYTES)
    const written = chainWrite(guest, chain, done, nextBytes(device), part)
    done += written
    if (written < part) break
  }
  return done
}

/** Host pointer of 32 fresh bytes; the other half of their block is the next key. */
function nextBytes(device: VirtioDevice): usize {
  const state = stateOf(device)
  chachaBlock(state + RNG_KEY, 0, state + RNG_BLOCK)
  memory.copy(state + RNG_KEY, state + RNG_BLOCK, KEY_BYTES)
  return state + RNG_BLOCK + KEY_BYTES
}

function rngOf(device: VirtioDevice): Rng {
  return changetype<Rng>(stateOf(device))
}
