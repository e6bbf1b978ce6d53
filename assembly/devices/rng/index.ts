/** virtio-rng (§5.4): fills buffers from a generator that the embedder seeds, so that a seeded run repeats. */
import { Guest, RNG_BLOCK, RNG_KEY, Rng, VIRTIO_QUEUE_SIZE, VirtioDevice, VirtioDeviceId, VirtioKind } from '../../abi/layout.gen'
import { chachaBlock } from '../../lib/chacha'
import { chainWrite, readChain } from '../../virtio/chain'
import { deviceAttach, deviceSetQueues, stateOf } from '../../virtio/device'
import { queueAskNotification, queuePop, queuePush, queueSignal } from '../../virtio/queue'

// @ts-ignore: decorator
@inline const KEY_BYTES: u32 = 32
/** What one chain gets at most: a driver asks for less, and a hostile one does not hold its host up. */
// @ts-ignore: decorator
@inline const MOST_BYTES: u32 = 65_536
// @ts-ignore: decorator
@inline const QUEUE_SIZE: u32 = 64

export function rngAttach(guest: Guest, slot: u32): void {
  const device = deviceAttach(guest, slot, VirtioKind.rng, VirtioDeviceId.rng)
  deviceSetQueues(device, 1, min<u32>(QUEUE_SIZE, VIRTIO_QUEUE_SIZE))
}

/** Takes the 32 bytes at `seed` as key; without one the device answers nothing. */
export function rngSeed(device: VirtioDevice, seed: usize): void {
  memory.copy(stateOf(device) + RNG_KEY, seed, KEY_BYTES)
  rngOf(device).seeded = 1
}

export function rngNotify(guest: Guest, device: VirtioDevice, queue: u32): void {
  if (rngOf(device).seeded == 0) return
  const chain = readChain(guest)
  do {
    while (queuePop(guest, device, queue, chain)) {
      const bytes = min<u32>(chain.writeBytes, MOST_BYTES)
      let done: u32 = 0
      while (done < bytes) {
        const part = min<u32>(bytes - done, KEY_BYTES)
        if (chainWrite(guest, chain, done, nextBytes(device), part) < part) break
        done += part
      }
      queuePush(guest, device, queue, chain, done)
    }
    queueSignal(guest, device, queue)
  } while (queueAskNotification(guest, device, queue))
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
