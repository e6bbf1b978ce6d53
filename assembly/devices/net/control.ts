/** The control queue of a network device: receive modes, address filter, VLANs, pairs of queues, announcements (§5.1.6.5). */
import {
  Chain, Guest, Net, NET_FILTER, NET_RSS_KEY, NET_RSS_TABLE, NET_VLANS, NicPort, VIRTIO_NET_FILTER_ADDRESSES, VIRTIO_NET_RSS_ENTRIES,
  VIRTIO_NET_RSS_KEY_BYTES, VirtioDevice, VirtioNetConfig, VirtioNetControl, VirtioNetFeature, VirtioNetHashType, VirtioNetStatus,
} from '../../abi/layout.gen'
import { chainRead, chainWrite, readChain } from '../../virtio/chain'
import { configOf, hasFeature } from '../../virtio/device'
import { queueAskNotification, queuePop, queuePush, queueSignal } from '../../virtio/queue'
import { isGroup } from './filter'
import { GUEST_OFFLOADS, netOf } from './index'

// @ts-ignore: decorator
@inline const OK: u32 = 0
// @ts-ignore: decorator
@inline const ERROR: u32 = 1
// @ts-ignore: decorator
@inline const MAC_BYTES: u32 = 6
// @ts-ignore: decorator
@inline const MOST_VLAN: u32 = 4095
/** Where the table of pairs is in a command of receive-side scaling. */
// @ts-ignore: decorator
@inline const RSS_TABLE: u32 = 10

/** Answers what waits in the control queue; true when the receive filter may be another one now. */
export function netControl(guest: Guest, device: VirtioDevice, queue: u32): bool {
  const chain = readChain(guest)
  let answered = false
  do {
    while (queuePop(guest, device, queue, chain)) {
      const ack = command(guest, device, chain)
      store<u8>(scratchOf(device), <u8>ack)
      queuePush(guest, device, queue, chain, chainWrite(guest, chain, 0, scratchOf(device), 1))
      answered = true
    }
    queueSignal(guest, device, queue)
  } while (queueAskNotification(guest, device, queue))
  return answered
}

/** A small piece of a command, read once. */
function read(guest: Guest, device: VirtioDevice, chain: Chain, position: u32, bytes: u32): u64 {
  const scratch = scratchOf(device)
  store<u64>(scratch, 0)
  return chainRead(guest, chain, position, scratch, bytes) == bytes ? load<u64>(scratch) : 0
}

function scratchOf(device: VirtioDevice): usize {
  return changetype<usize>(netOf(device)) + offsetof<Net>('scratch')
}

function command(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  if (chain.readBytes < 2) return ERROR
  const head = <u32>read(guest, device, chain, 0, 2)
  const id = ((head & 0xff) << 8) | (head >> 8)
  if (id <= <u32>VirtioNetControl.noBroadcast) return setMode(guest, device, chain, id)
  switch (id) {
    case VirtioNetControl.macTableSet:
      return setTable(guest, device, chain)
    case VirtioNetControl.macAddrSet:
      return setAddress(guest, device, chain)
    case VirtioNetControl.vlanAdd:
      return setVlan(guest, device, chain, true)
    case VirtioNetControl.vlanDel:
      return setVlan(guest, device, chain, false)
    case VirtioNetControl.announceAck:
      return acknowledge(device)
    case VirtioNetControl.pairsSet:
      return setPairs(guest, device, chain)
    case VirtioNetControl.rssConfig:
      return setRss(guest, device, chain)
    case VirtioNetControl.guestOffloadsSet:
      return setOffloads(guest, device, chain)
    default:
      return ERROR
  }
}

function setMode(guest: Guest, device: VirtioDevice, chain: Chain, mode: u32): u32 {
  if (chain.readBytes < 3) return ERROR
  const on = read(guest, device, chain, 2, 1) != 0 ? 1 : 0
  const net = netOf(device)
  switch (mode) {
    case VirtioNetControl.promisc:
      net.promisc = on
      return OK
    case VirtioNetControl.allMulti:
      net.allMulti = on
      return OK
    case VirtioNetControl.allUni:
      net.allUni = on
      return OK
    case VirtioNetControl.noMulti:
      net.noMulti = on
      return OK
    case VirtioNetControl.noUni:
      net.noUni = on
      return OK
    default:
      net.noBroadcast = on
      return OK
  }
}

/** Two tables, stations and groups: u32 entries, then the addresses. */
function setTable(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const net = netOf(device)
  net.addresses = 0
  const stations = readTable(guest, device, chain, 2, false)
  if (stations == u32.MAX_VALUE) return ERROR
  return readTable(guest, device, chain, stations, true) == u32.MAX_VALUE ? ERROR : OK
}

/** Reads the table at `position`; where it ends, or all ones. */
function readTable(guest: Guest, device: VirtioDevice, chain: Chain, position: u32, groups: bool): u32 {
  const net = netOf(device)
  if (position + 4 > chain.readBytes) return u32.MAX_VALUE
  const entries = <u32>read(guest, device, chain, position, 4)
  if (entries > (chain.readBytes - position - 4) / MAC_BYTES) return u32.MAX_VALUE
  const overflows = net.addresses + entries > VIRTIO_NET_FILTER_ADDRESSES ? 1 : 0
  if (groups) net.multicastOverflow = overflows
  else net.unicastOverflow = overflows
  const end = position + 4 + entries * MAC_BYTES
  if (overflows != 0) return end
  for (let at = position + 4; at < end; at += MAC_BYTES) {
    store<u64>(changetype<usize>(net) + NET_FILTER + (net.addresses << 3), read(guest, device, chain, at, MAC_BYTES))
    net.addresses += 1
  }
  return end
}

/** An address that the administrator gave stays, unless the function is trusted. */
function setAddress(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  if (chain.readBytes < 2 + MAC_BYTES) return ERROR
  const mac = read(guest, device, chain, 2, MAC_BYTES)
  const net = netOf(device)
  if (mac == net.mac) return OK
  if (mac == 0 || isGroup(mac) || net.port == 0) return ERROR
  const port = changetype<NicPort>(<usize>net.port)
  if (port.isMacSet != 0 && port.trust == 0) return ERROR
  port.mac = mac
  net.mac = mac
  const config = configOf(device) + VirtioNetConfig.mac
  store<u32>(config, <u32>mac)
  store<u16>(config, <u16>(mac >> 32), 4)
  device.configGeneration += 1
  return OK
}

function setVlan(guest: Guest, device: VirtioDevice, chain: Chain, on: bool): u32 {
  if (chain.readBytes < 4) return ERROR
  const vlan = <u32>read(guest, device, chain, 2, 2)
  if (vlan > MOST_VLAN) return ERROR
  const word = changetype<usize>(netOf(device)) + NET_VLANS + ((vlan >> 6) << 3)
  const bit = (<u64>1) << (<u64>vlan & 63)
  store<u64>(word, on ? load<u64>(word) | bit : load<u64>(word) & ~bit)
  return OK
}

function acknowledge(device: VirtioDevice): u32 {
  const status = configOf(device) + VirtioNetConfig.status
  store<u16>(status, load<u16>(status) & ~VirtioNetStatus.announce)
  device.configGeneration += 1
  return OK
}

function setPairs(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  if (chain.readBytes < 4 || !hasFeature(device, VirtioNetFeature.mq)) return ERROR
  const pairs = <u32>read(guest, device, chain, 2, 2)
  if (pairs == 0 || pairs > netOf(device).pairs) return ERROR
  netOf(device).activePairs = pairs
  netOf(device).isRss = 0
  return OK
}

/** Types, mask, pair of what is not hashed, a table of pairs, transmit queues, and the key behind its length (§5.1.6.5.7). */
function setRss(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  if (!hasFeature(device, VirtioNetFeature.rss) || chain.readBytes < RSS_TABLE) return ERROR
  const net = netOf(device)
  const types = <u32>read(guest, device, chain, 2, 4)
  const mask = <u32>read(guest, device, chain, 6, 2)
  const unclassified = <u32>read(guest, device, chain, 8, 2)
  if ((types & ~(<u32>VirtioNetHashType.all)) != 0 || mask >= VIRTIO_NET_RSS_ENTRIES || (mask & (mask + 1)) != 0) return ERROR
  const behind = RSS_TABLE + ((mask + 1) << 1)
  if (chain.readBytes < behind + 3) return ERROR
  const pairs = <u32>read(guest, device, chain, behind, 2)
  const keyBytes = <u32>read(guest, device, chain, behind + 2, 1)
  if (pairs == 0 || pairs > net.pairs || unclassified >= net.pairs) return ERROR
  if (keyBytes > VIRTIO_NET_RSS_KEY_BYTES || chain.readBytes < behind + 3 + keyBytes) return ERROR
  for (let entry: u32 = 0; entry <= mask; entry++) if (<u32>read(guest, device, chain, RSS_TABLE + (entry << 1), 2) >= net.pairs) return ERROR
  for (let entry: u32 = 0; entry <= mask; entry++) {
    const pair = <u32>read(guest, device, chain, RSS_TABLE + (entry << 1), 2)
    store<u16>(changetype<usize>(net) + NET_RSS_TABLE + (entry << 1), pair < net.pairs ? <u16>pair : 0)
  }
  const key = changetype<usize>(net) + NET_RSS_KEY
  memory.fill(key, 0, VIRTIO_NET_RSS_KEY_BYTES)
  chainRead(guest, chain, behind + 3, key, keyBytes)
  net.activePairs = pairs
  net.hashTypes = types
  net.rssMask = mask
  net.unclassified = unclassified
  net.isRss = 1
  return OK
}

function setOffloads(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  if (chain.readBytes < 10) return ERROR
  const offloads = read(guest, device, chain, 2, 8)
  if ((offloads & ~(device.driverFeatures & GUEST_OFFLOADS)) != 0) return ERROR
  netOf(device).offloads = offloads
  return OK
}
