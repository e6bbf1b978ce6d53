/**
 * Devices whose work the outside does: a chain of an output queue is posted as a request and completed when it was taken; one of an input
 * queue waits until the outside has something for it.
 */
import { Chain, Guest, PortDevice, VIRTIO_QUEUES, VirtioDevice, VirtioDeviceId, VirtioKind } from '../../abi/layout.gen'
import { chainWrite, readChain } from '../../virtio/chain'
import { configOf, deviceAttach, deviceSetQueues, queueOf, stateOf } from '../../virtio/device'
import { deviceConfigChanged } from '../../virtio/interrupt'
import { ioDrop, ioPost, ioSetReady } from '../../virtio/outside'
import { queueAskNotification, queuePop, queuePush, queueSignal, queueUnpop } from '../../virtio/queue'

// @ts-ignore: decorator
@inline const QUEUE_SIZE: u32 = 128
// @ts-ignore: decorator
@inline const MOST_CONFIG_BYTES: u32 = 64

/** A device with `queues` queues, of which `inputs` (a bit each) are filled by the outside; false when the kind is none of these. */
export function portAttach(guest: Guest, slot: u32, kind: u32, queues: u32, inputs: u32, features: u64): bool {
  const deviceId = idOf(kind)
  if (deviceId == 0 || queues > VIRTIO_QUEUES) return false
  const device = deviceAttach(guest, slot, kind, deviceId)
  deviceSetQueues(device, queues, QUEUE_SIZE)
  device.deviceFeatures |= features
  portOf(device).inputs = inputs
  return true
}

function idOf(kind: u32): u32 {
  switch (kind) {
    case VirtioKind.console:
      return VirtioDeviceId.console
    case VirtioKind.p9:
      return VirtioDeviceId.p9
    case VirtioKind.vsock:
      return VirtioDeviceId.vsock
    default:
      return 0
  }
}

/** The configuration space is those bytes; a driver that is up is told. */
export function portSetConfig(guest: Guest, device: VirtioDevice, pointer: usize, bytes: u32): void {
  device.configBytes = min<u32>(bytes, MOST_CONFIG_BYTES)
  memory.copy(configOf(device), pointer, device.configBytes)
  deviceConfigChanged(guest, device)
}

/** The device was reset: whoever serves it hears of that. */
export function portReset(guest: Guest, device: VirtioDevice): void {
  ioDrop(guest, device, u32.MAX_VALUE)
  portOf(device).wants = 0
  portOf(device).resets += 1
  setReady(guest, device)
}

/** One of its queues was: what was taken out of it comes back no more, and the rest of the device goes on. */
export function portQueueReset(guest: Guest, device: VirtioDevice, queue: u32): void {
  ioDrop(guest, device, queue)
}

function setReady(guest: Guest, device: VirtioDevice): void {
  portOf(device).isReady = 1
  ioSetReady(guest)
}

/** Was the device reset, or has it a chain that the outside waited for, since it was asked last? */
export function portTakeReady(device: VirtioDevice): bool {
  const port = portOf(device)
  const isReady = port.isReady
  port.isReady = 0
  return isReady != 0
}

/** Posts what an output queue holds, at most as many chains as it has entries; true when there may be more. */
export function portNotify(guest: Guest, device: VirtioDevice, queue: u32): bool {
  const port = portOf(device)
  if (((port.inputs >> queue) & 1) != 0) {
    if (((port.wants >> queue) & 1) == 0) return false
    port.wants &= ~(1 << queue)
    setReady(guest, device)
    return false
  }
  const chain = readChain(guest)
  for (let left = queueOf(device, queue).size; left > 0; left--) {
    if (!queuePop(guest, device, queue, chain)) {
      if (!queueAskNotification(guest, device, queue)) return false
    } else if (ioPost(guest, device, queue, chain) === null) return false
  }
  return true
}

/** Puts bytes into the next chain of an input queue; how many it took, and 0 when there is none: then the outside is told of the next. */
export function portGive(guest: Guest, device: VirtioDevice, queue: u32, pointer: usize, bytes: u32): u32 {
  const chain = readChain(guest)
  if (queue >= device.queues || !popInput(guest, device, queue, chain)) return 0
  return give(guest, device, queue, chain, pointer, bytes)
}

/** Bytes that the next chain of an input queue has room for; 0 when there is none: then the outside is told of the next. */
export function portRoom(guest: Guest, device: VirtioDevice, queue: u32): u32 {
  const chain = readChain(guest)
  if (queue >= device.queues || !popInput(guest, device, queue, chain)) return 0
  queueUnpop(device, queue, chain)
  return chain.writeBytes
}

function popInput(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): bool {
  if (queuePop(guest, device, queue, chain)) return true
  portOf(device).wants |= 1 << queue
  if (!queueAskNotification(guest, device, queue) || !queuePop(guest, device, queue, chain)) return false
  portOf(device).wants &= ~(1 << queue)
  return true
}

function give(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain, pointer: usize, bytes: u32): u32 {
  const written = chainWrite(guest, chain, 0, pointer, min<u32>(bytes, chain.writeBytes))
  queuePush(guest, device, queue, chain, written)
  queueSignal(guest, device, queue)
  return written
}

// @ts-ignore: decorator
@inline
export function portOf(device: VirtioDevice): PortDevice {
  return changetype<PortDevice>(stateOf(device))
}
