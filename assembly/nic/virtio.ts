/** Network devices and their ports: what a driver's events mean for the switch. */
import { Guest, Nic, NicPort, NicPortKind, PortOwner, VirtioDevice, VirtioKind } from '../abi/layout.gen'
import { netControl } from '../devices/net/control'
import { isControlQueue, netOf, netPlug, netPortChanged, netReplug, netReset, netStart, netUnplug } from '../devices/net/index'
import { igbOf, isIgb, portOfIgb } from '../devices/igb/index'
import { functionAt } from '../pci/function'
import { lockGuest, lockNics, unlockGuest, unlockNics } from '../memory/locks'
import { deviceOf } from '../virtio/device'
import { deviceAtPort, isFree, linkOf, nicChanged, nicOf, NEVER, PHYSICAL, portAt } from './port'
import { markInterrupted } from './emit'
import { answerIgb, forgetIgbPorts, igbPortChangedAt, unplugIgb } from './igb'
import { filtersChanged } from './owner'
import { receiverReady, transmit } from './transmit'
import { forgetWait } from './wait'

/** Plugs the network device in a slot of the guest into a free port. */
export function plugDevice(guest: Guest, slot: u32, port: NicPort): bool {
  const device = deviceOf(guest, slot)
  if (!isFree(port) || device.kind != VirtioKind.net) return false
  const nic = nicOf(port)
  port.owner = PortOwner.virtioNet
  port.guest = <u32>changetype<usize>(guest)
  port.slot = slot
  port.isUp = linkOf(nic, port)
  if (device.status == 0) netPlug(guest, device, port, nic.mtu, nic.linkSpeed)
  else {
    netReplug(guest, device, port)
    ring(guest, device, STARTED)
    markInterrupted(guest)
  }
  nicChanged(nic)
  return true
}

/** The port takes the address that the device has: a guest that stays who it was moves to it. */
export function keepMac(guest: Guest, slot: u32, port: NicPort): void {
  const device = deviceOf(guest, slot)
  if (device.kind == VirtioKind.net && isFree(port)) port.mac = netOf(device).mac
}

/** The owner of the port is gone. */
export function unplugPort(port: NicPort): void {
  if (port.owner != PortOwner.virtioNet && port.owner != PortOwner.igb) return
  forgetWait(port)
  if (port.owner == PortOwner.igb) unplugIgb(port)
  else netOf(deviceAtPort(port)).port = 0
  port.waitingQueues = 0
  port.owner = port.kind == NicPortKind.physical ? PortOwner.outside : PortOwner.nobody
  port.guest = 0
  port.isUp = port.kind == NicPortKind.physical ? 1 : 0
  receiverReady(port)
  nicChanged(nicOf(port))
}

/** The administrator changed the port: others follow the link of an uplink. */
export function portChanged(port: NicPort): void {
  const nic = nicOf(port)
  changePort(nic, port)
  if (port.kind == NicPortKind.uplink) for (let index = PHYSICAL; index < nic.ports; index++) changePort(nic, portAt(nic, index))
  filtersChanged(nic)
}

function changePort(nic: Nic, port: NicPort): void {
  port.isUp = port.owner == PortOwner.nobody ? 0 : linkOf(nic, port)
  if (port.owner == PortOwner.virtioNet) netPortChanged(changetype<Guest>(<usize>port.guest), deviceAtPort(port), port)
  if (port.owner == PortOwner.virtioNet) markInterrupted(changetype<Guest>(<usize>port.guest))
  if (port.owner == PortOwner.igb) igbPortChangedAt(port)
}

/** Bits of Net.ringing above those of the queues. */
// @ts-ignore: decorator
@inline const STARTED: u64 = 1 << 32
// @ts-ignore: decorator
@inline const RESET: u64 = 1 << 33

/**
 * The switch reaches into other guests, whose locks nobody may want while he holds the one of his own: so what a driver does is written
 * down under its guest's lock, and answered when that is released.
 */
export function netNotified(guest: Guest, device: VirtioDevice, queue: u32): void {
  ring(guest, device, <u64>1 << <u64>queue)
}

export function netStarted(guest: Guest, device: VirtioDevice): void {
  netStart(device)
  ring(guest, device, STARTED)
}

export function netWasReset(guest: Guest, device: VirtioDevice): void {
  netReset(device)
  ring(guest, device, RESET)
}

function ring(guest: Guest, device: VirtioDevice, bits: u64): void {
  netOf(device).ringing |= bits
  guest.nicRinging = 1
}

/** Answers what the drivers of a guest's network devices did; the caller holds no lock. */
export function answerDrivers(guest: Guest): void {
  lockNics()
  lockGuest(guest)
  guest.nicRinging = 0
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind == VirtioKind.net && netOf(device).ringing != 0) answer(guest, device)
  }
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) answerIgb(guest, functionAt(guest, slot))
  unlockGuest(guest)
  unlockNics()
}

function answer(guest: Guest, device: VirtioDevice): void {
  const bits = netOf(device).ringing
  netOf(device).ringing = 0
  if ((bits & RESET) != 0) afterReset(device)
  if ((bits & STARTED) != 0) afterStart(guest, device)
  for (let rest = <u32>bits; rest != 0; rest &= rest - 1) serve(guest, device, ctz(rest))
}

function serve(guest: Guest, device: VirtioDevice, queue: u32): void {
  if (isControlQueue(device, queue)) {
    if (netControl(guest, device, queue)) filterChanged(device)
  } else if ((queue & 1) != 0) transmit(guest, device, queue)
  else refilled(guest, device, queue)
}

/** More buffers to receive into: a driver notifies when it was asked to, which is when somebody waits. */
function refilled(guest: Guest, device: VirtioDevice, queue: u32): void {
  const port = netOf(device).port
  if (port != 0) receiverReady(changetype<NicPort>(<usize>port))
}

function afterStart(guest: Guest, device: VirtioDevice): void {
  filterChanged(device)
  const port = netOf(device).port
  if (port == 0) return
  changetype<NicPort>(<usize>port).isStopped = 0
  for (let queue: u32 = 1; queue < device.queues; queue += 2) if (!isControlQueue(device, queue)) transmit(guest, device, queue)
}

function afterReset(device: VirtioDevice): void {
  filterChanged(device)
  const it = netOf(device).port
  if (it == 0) return
  const port = changetype<NicPort>(<usize>it)
  port.waitingQueues = 0
  port.isStopped = 0
  forgetWait(port)
  receiverReady(port)
}

function filterChanged(device: VirtioDevice): void {
  const it = netOf(device).port
  if (it != 0) filtersChanged(nicOf(changetype<NicPort>(<usize>it)))
}

/** What was copied from another guest is not plugged in: its devices find their links down. */
export function forgetPorts(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind != VirtioKind.net || netOf(device).port == 0) continue
    netUnplug(guest, device)
  }
  forgetIgbPorts(guest)
  guest.nicRinging = 0
  guest.toWake = 0
  guest.nicWakeNs = NEVER
}

/** Every network device of the guest leaves its port: the guest is going. */
export function unplugAll(guest: Guest): void {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind == VirtioKind.net && netOf(device).port != 0) unplugPort(changetype<NicPort>(<usize>netOf(device).port))
  }
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (isIgb(it) && igbOf(it).port != 0) unplugPort(portOfIgb(igbOf(it)))
  }
}
