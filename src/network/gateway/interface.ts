/** The gateway's network card and what is below its services: Ethernet, ARP and whole IPv4 packets. */
import type { NetworkPort } from '../bridge-port'
import { type Cidr, contains, type Ipv4 } from '../packet/address'
import { type Arp, arp, arpOperations, parseArp } from '../packet/arp'
import { broadcastMac, ethernet, etherTypes, parseEthernet } from '../packet/ethernet'
import { fragments, type Ipv4Packet, parseIpv4Packet, type ReceivedIpv4 } from '../packet/ipv4'
import { Reassembly } from '../packet/reassembly'
import type { Frame } from '../port'
import type { Timeline } from '../timeline'

export interface InterfaceOptions {
  port: NetworkPort
  network: Cidr
  /** Its addresses; the first one asks. */
  addresses: readonly [Ipv4, ...Ipv4[]]
  mtu: number
  timeline: Timeline
  /** A whole packet, and the MAC that it came from. Both end with the call. */
  onPacket(packet: ReceivedIpv4, mac: Uint8Array): void
}

/** A locally administered address, whose end is that of the IPv4 address. */
const macPrefix = [0x52, 0x55]
/** Stations whose addresses are remembered, and packets that wait for one of them. */
const mostNeighbours = 4096
const mostWaiting = 16

export class Interface {
  readonly #options: InterfaceOptions
  readonly #mac: Uint8Array
  readonly #neighbours = new Map<Ipv4, Uint8Array>()
  readonly #waiting = new Map<Ipv4, Uint8Array[]>()
  readonly #reassembly: Reassembly
  readonly #inbox: Frame[] = []
  #fragmentId = 0

  constructor(options: InterfaceOptions) {
    this.#options = options
    const [own] = options.addresses
    this.#mac = Uint8Array.from([...macPrefix, ...[24, 16, 8, 0].map((shift) => (own >>> shift) & 255)])
    this.#reassembly = new Reassembly(options.timeline)
    options.port.onFrame = (frame) => this.#arrive(frame)
  }

  /** Sends a packet to a station of the network, in fragments when it is long. */
  sendPacket(packet: Ipv4Packet): void {
    const { mtu } = this.#options
    for (const part of fragments(packet, { mtu, id: this.#fragmentId++ & 0xffff })) this.#route(packet.destination, part)
  }

  /** Sends to a MAC, whatever address the packet has: a station without an address hears nothing else. */
  sendPacketTo(mac: Uint8Array, packet: Ipv4Packet): void {
    const { mtu } = this.#options
    for (const part of fragments(packet, { mtu, id: this.#fragmentId++ & 0xffff })) this.#send(mac, etherTypes.ipv4, part)
  }

  close(): void {
    this.#options.port.close()
  }

  /** What a frame causes is not done in the middle of what its sender does. */
  #arrive(frame: Frame): void {
    this.#inbox.push(frame)
    if (this.#inbox.length === 1) queueMicrotask(() => this.#drain())
  }

  #drain(): void {
    let at = 0
    try {
      // What comes meanwhile is received in the same go; a long list is not shifted frame by frame.
      while (at < this.#inbox.length) this.#receive(this.#inbox[at++] as Frame)
    } finally {
      // One frame that cannot be received does not keep the others.
      this.#inbox.splice(0, at)
      if (this.#inbox.length > 0) queueMicrotask(() => this.#drain())
    }
  }

  #receive(frame: Frame): void {
    const outer = parseEthernet(frame)
    if (outer?.type === etherTypes.arp) this.#receiveArp(outer.payload)
    if (outer?.type !== etherTypes.ipv4 || !this.#isForUs(outer.destination)) return
    const part = parseIpv4Packet(outer.payload)
    const packet = part === undefined ? undefined : this.#reassembly.add(part)
    if (packet === undefined) return
    this.#learn(packet.source, outer.source)
    this.#options.onPacket(packet, outer.source)
  }

  #isForUs(destination: Uint8Array): boolean {
    return [this.#mac, broadcastMac].some((mac) => mac.every((byte, index) => destination[index] === byte))
  }

  #receiveArp(bytes: Uint8Array): void {
    const message = parseArp(bytes)
    if (message === undefined) return
    this.#learn(message.sender, message.senderMac)
    if (message.operation !== arpOperations.request || !this.#options.addresses.includes(message.target)) return
    const { senderMac, sender, target } = message
    this.#sendArp(senderMac.slice(), { operation: arpOperations.reply, sender: target, targetMac: senderMac, target: sender })
  }

  /** A packet for a station that was never heard waits for the answer to our question. */
  #route(destination: Ipv4, packet: Uint8Array): void {
    const mac = this.#neighbours.get(destination)
    if (mac !== undefined) {
      this.#send(mac, etherTypes.ipv4, packet)
      return
    }
    const { network, addresses } = this.#options
    if (!contains(network, destination)) return
    if (this.#waiting.size >= mostNeighbours) this.#waiting.clear()
    this.#waiting.set(destination, [...(this.#waiting.get(destination) ?? []).slice(1 - mostWaiting), packet])
    const question = { operation: arpOperations.request, sender: addresses[0], targetMac: new Uint8Array(6), target: destination }
    this.#sendArp(broadcastMac, question)
  }

  /** Nobody takes our addresses from us. */
  #learn(address: Ipv4, mac: Uint8Array): void {
    const { network, addresses } = this.#options
    if (!contains(network, address) || addresses.includes(address)) return
    if (this.#neighbours.size >= mostNeighbours && !this.#neighbours.has(address)) this.#neighbours.clear()
    this.#neighbours.set(address, mac.slice())
    const waiting = this.#waiting.get(address) ?? []
    this.#waiting.delete(address)
    for (const packet of waiting) this.#route(address, packet)
  }

  #sendArp(to: Uint8Array, message: Omit<Arp, 'senderMac'>): void {
    this.#send(to, etherTypes.arp, arp({ ...message, senderMac: this.#mac }))
  }

  #send(destination: Uint8Array, type: number, payload: Uint8Array): void {
    this.#options.port.send(ethernet({ destination, source: this.#mac, type, payload }))
  }
}
