/** virtio-net (Virtual I/O Device 1.3, §5.1): what a device offers, and what happens to it; the switch moves its frames. */
import {
  Guest, Net, NET_BYTES, NicPort, VIRTIO_NET_MOST_PAIRS, VIRTIO_NET_QUEUE_SIZE, VirtioDevice, VirtioDeviceId, VirtioKind, VirtioNetConfig,
  VIRTIO_NET_RSS_ENTRIES, VIRTIO_NET_RSS_KEY_BYTES, VirtioNetFeature, VirtioNetHashType, VirtioNetStatus,
} from '../../abi/layout.gen'
import { configOf, deviceAttach, deviceSetQueues, hasFeature, stateOf } from '../../virtio/device'
import { deviceConfigChanged } from '../../virtio/interrupt'

// @ts-ignore: decorator
@inline const FULL_DUPLEX: u32 = 1
/** What a driver takes in one piece, when it says so. */
// @ts-ignore: decorator
@inline export const GUEST_OFFLOADS: u64 =
  (1 << VirtioNetFeature.guestCsum) | (1 << VirtioNetFeature.guestTso4) | (1 << VirtioNetFeature.guestTso6) | (1 << VirtioNetFeature.guestEcn)
// @ts-ignore: decorator
@inline const HOST_OFFLOADS: u64 =
  (1 << VirtioNetFeature.csum) | (1 << VirtioNetFeature.hostTso4) | (1 << VirtioNetFeature.hostTso6) | (1 << VirtioNetFeature.hostEcn)
// @ts-ignore: decorator
@inline const CONTROL_FEATURES: u64 =
  (1 << VirtioNetFeature.ctrlVq) | (1 << VirtioNetFeature.ctrlRx) | (1 << VirtioNetFeature.ctrlVlan) | (1 << VirtioNetFeature.ctrlRxExtra) |
  (1 << VirtioNetFeature.ctrlMacAddr) | (1 << VirtioNetFeature.ctrlGuestOffloads) | (1 << VirtioNetFeature.guestAnnounce)
// @ts-ignore: decorator
@inline const OTHER_FEATURES: u64 =
  (1 << VirtioNetFeature.mac) | (1 << VirtioNetFeature.mtu) | (1 << VirtioNetFeature.mrgRxbuf) | (1 << VirtioNetFeature.status)

export function netAttach(guest: Guest, slot: u32, pairs: u32): VirtioDevice {
  const device = deviceAttach(guest, slot, VirtioKind.net, VirtioDeviceId.net)
  const count = min<u32>(max<u32>(pairs, 1), VIRTIO_NET_MOST_PAIRS)
  deviceSetQueues(device, 2 * count + 1, VIRTIO_NET_QUEUE_SIZE)
  device.deviceFeatures |= GUEST_OFFLOADS | HOST_OFFLOADS | CONTROL_FEATURES | OTHER_FEATURES | ((<u64>1) << VirtioNetFeature.speedDuplex)
  if (count > 1) device.deviceFeatures |= ((<u64>1) << VirtioNetFeature.mq) | ((<u64>1) << VirtioNetFeature.rss)
  device.configBytes = VirtioNetConfig.bytes
  store<u8>(configOf(device) + VirtioNetConfig.rssKeyBytes, <u8>VIRTIO_NET_RSS_KEY_BYTES)
  store<u16>(configOf(device) + VirtioNetConfig.rssTableEntries, <u16>VIRTIO_NET_RSS_ENTRIES)
  store<u32>(configOf(device) + VirtioNetConfig.hashTypes, VirtioNetHashType.all)
  store<u16>(configOf(device) + VirtioNetConfig.maxPairs, <u16>count)
  netOf(device).pairs = count
  return device
}

/** Plugs the device into a port of a switch. */
export function netPlug(guest: Guest, device: VirtioDevice, port: NicPort, mtu: u32, linkSpeed: u32): void {
  const config = configOf(device)
  netOf(device).port = <u32>changetype<usize>(port)
  store<u16>(config + VirtioNetConfig.mtu, <u16>mtu)
  store<u32>(config + VirtioNetConfig.speed, linkSpeed)
  store<u8>(config + VirtioNetConfig.duplex, FULL_DUPLEX)
  netReset(device)
  setStatus(device, port)
}

/** Another cable for a device that may have a driver: of what that has set up only the address is another; one that stays is announced at the new place. */
export function netReplug(guest: Guest, device: VirtioDevice, port: NicPort): void {
  if (netOf(device).mac == port.mac) askToAnnounce(device)
  netOf(device).port = <u32>changetype<usize>(port)
  netPortChanged(guest, device, port)
}

/** Pulls the cable: the link is down, and the driver is told. */
export function netUnplug(guest: Guest, device: VirtioDevice): void {
  netOf(device).port = 0
  netOf(device).ringing = 0
  const status = configOf(device) + VirtioNetConfig.status
  store<u16>(status, load<u16>(status) & ~VirtioNetStatus.linkUp)
  deviceConfigChanged(guest, device)
}

/** The port has another address, or its link went up or down: the driver is told. */
export function netPortChanged(guest: Guest, device: VirtioDevice, port: NicPort): void {
  storeMac(device, port.mac)
  setStatus(device, port)
  deviceConfigChanged(guest, device)
}

/** The driver is to tell its neighbours where it is now (§5.1.6.5.4), when it hears of the change. */
function askToAnnounce(device: VirtioDevice): void {
  if (!hasFeature(device, VirtioNetFeature.guestAnnounce)) return
  const status = configOf(device) + VirtioNetConfig.status
  store<u16>(status, load<u16>(status) | VirtioNetStatus.announce)
}

/** After power-on, and when the driver resets the device: an empty filter that takes what is for it. */
export function netReset(device: VirtioDevice): void {
  const net = netOf(device)
  const pairs = net.pairs
  const port = net.port
  const ringing = net.ringing
  memory.fill(changetype<usize>(net), 0, NET_BYTES)
  net.pairs = pairs
  net.activePairs = 1
  net.port = port
  net.ringing = ringing
  if (port != 0) storeMac(device, changetype<NicPort>(<usize>port).mac)
}

/** The driver is up: what it takes in one piece is what it accepted, until it says otherwise. */
export function netStart(device: VirtioDevice): void {
  netOf(device).offloads = device.driverFeatures & GUEST_OFFLOADS
}

/** The address in the configuration space, first byte lowest. */
function storeMac(device: VirtioDevice, mac: u64): void {
  netOf(device).mac = mac
  const config = configOf(device) + VirtioNetConfig.mac
  store<u32>(config, <u32>mac)
  store<u16>(config, <u16>(mac >> 32), 4)
}

function setStatus(device: VirtioDevice, port: NicPort): void {
  const status = configOf(device) + VirtioNetConfig.status
  const announce = load<u16>(status) & VirtioNetStatus.announce
  store<u16>(status, <u16>(announce | (port.isUp != 0 ? VirtioNetStatus.linkUp : 0)))
}

// @ts-ignore: decorator
@inline
export function netOf(device: VirtioDevice): Net {
  return changetype<Net>(stateOf(device))
}

/** Is it the control queue? It is the last one that the driver knows of (§5.1.2). */
export function isControlQueue(device: VirtioDevice, queue: u32): bool {
  if (!hasFeature(device, VirtioNetFeature.ctrlVq)) return false
  const hasPairs = hasFeature(device, VirtioNetFeature.mq) || hasFeature(device, VirtioNetFeature.rss)
  return queue == (hasPairs ? 2 * netOf(device).pairs : 2)
}
