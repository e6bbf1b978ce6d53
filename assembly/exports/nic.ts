/** Network adapters. */
import { Guest, Nic } from '../abi/layout.gen'
import { inject } from '../nic/inject'
import { plugFunction } from '../nic/igb'
import { createNic, destroyNic, portAt } from '../nic/port'
import { keepMac, plugDevice, portChanged, unplugPort } from '../nic/virtio'
import { wakeReceivers } from '../hypervisor/network'
import { host } from '../memory/host'
import { lockNics, unlockNics } from '../memory/locks'

/** An adapter with `ports` ports: uplink, physical function, virtual functions; 0 when the host has no room. */
export function nicCreate(ports: u32, mtu: u32, linkSpeed: u32): usize {
  const pointer = createNic(ports)
  if (pointer == 0) return 0
  changetype<Nic>(pointer).mtu = mtu
  changetype<Nic>(pointer).linkSpeed = linkSpeed
  return pointer
}

export function nicDestroy(nic: usize): void {
  const it = changetype<Nic>(nic)
  lockNics()
  for (let index: u32 = 0; index < it.ports; index++) unplugPort(portAt(it, index))
  destroyNic(it)
  unlockNics()
}

/** Plugs the network device in a slot of the guest into a port, whose address it gets or keeps; false when that has an owner. */
export function nicPlug(nic: usize, port: u32, guest: usize, slot: u32, keepsMac: u32): bool {
  lockNics()
  if (keepsMac != 0) keepMac(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  const isPlugged = plugDevice(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  unlockNics()
  return isPlugged
}

/** Plugs a PCI function that is an adapter's own into a port; false when that has an owner. */
export function nicPlugFunction(nic: usize, port: u32, guest: usize, slot: u32): bool {
  lockNics()
  const isPlugged = plugFunction(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  unlockNics()
  return isPlugged
}

/** The fields of a port were written. */
export function nicPortChanged(nic: usize, port: u32): void {
  lockNics()
  portChanged(portAt(changetype<Nic>(nic), port))
  unlockNics()
  wakeReceivers()
}

/** A frame of `bytes` at the host pointer comes in at a port. */
export function nicInject(nic: usize, port: u32, pointer: usize, bytes: u32): void {
  lockNics()
  inject(changetype<Nic>(nic), port, pointer, bytes)
  unlockNics()
  wakeReceivers()
}
