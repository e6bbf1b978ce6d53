/** Virtio devices, in their slots. */
import { Guest } from '../abi/layout.gen'
import { attachDevice, attachNetDevice, seedDevice } from '../hypervisor/virtio'
import { host } from '../memory/host'

/** Puts a device of that VirtioKind into a slot of a guest that does not run; false when that cannot be. */
export function virtioAttach(guest: usize, slot: u32, kind: u32): bool {
  return attachDevice(changetype<Guest>(guest), slot, kind)
}

/** Puts a network device with `pairs` pairs of queues into a slot of a guest that does not run; false when that cannot be. */
export function virtioNetAttach(guest: usize, slot: u32, pairs: u32): bool {
  return attachNetDevice(changetype<Guest>(guest), slot, pairs)
}

/** Gives the device in that slot the 32 bytes of entropy at the host pointer. */
export function virtioSeed(guest: usize, slot: u32, pointer: usize): void {
  seedDevice(changetype<Guest>(guest), slot, pointer)
}
