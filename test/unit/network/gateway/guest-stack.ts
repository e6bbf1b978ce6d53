/** A guest's network stack for tests: answers ARP, takes an address by DHCP, and has TCP by the endpoint under test. */

import type { NetworkPort } from '../../../../src/network/bridge-port'
import { TcpEndpoint } from '../../../../src/network/gateway/tcp-endpoint'
import type { TcpEndpointOptions } from '../../../../src/network/gateway/tcp-options'
import { formatIpv4, type Ipv4, parseIpv4 } from '../../../../src/network/packet/address'
import { arp, arpOperations, parseArp } from '../../../../src/network/packet/arp'
import { ethernet, etherTypes, parseEthernet } from '../../../../src/network/packet/ethernet'
import { icmp, parseIcmp } from '../../../../src/network/packet/icmp'
import { fragments, type Ipv4Packet, parseIpv4Packet, protocols, type ReceivedIpv4 } from '../../../../src/network/packet/ipv4'
import { Reassembly } from '../../../../src/network/packet/reassembly'
import { parseTcp, tcp, tcpFlags } from '../../../../src/network/packet/tcp'
import { parseUdp, type Udp, udp } from '../../../../src/network/packet/udp'
import type { Timeline } from '../../../../src/network/timeline'

export interface Heard {
  udp: { from: string; destination: string; datagram: Udp }[]
  icmp: { from: string; type: number; code: number; payload: Uint8Array }[]
}

export const ip = (text: string): Ipv4 => parseIpv4(text) ?? Number.NaN
const broadcast = Uint8Array.of(255, 255, 255, 255, 255, 255)

export class GuestStack {
  address: Ipv4
  readonly mac: Uint8Array
  readonly heard: Heard = { udp: [], icmp: [] }
  /** Called with the port that a connection comes from: options for the endpoint, by port. */
  readonly listeners = new Map<number, (from: number) => Partial<TcpEndpointOptions>>()
  /** Connections that came in, in their order. */
  readonly accepted: TcpEndpoint[] = []
  readonly #endpoints = new Map<string, TcpEndpoint>()
  #gatewayMac: Uint8Array = broadcast
  readonly #reassembly: Reassembly

  constructor(
    readonly port: NetworkPort,
    readonly timeline: Timeline,
    options: { address: string; station: number },
  ) {
    this.address = ip(options.address)
    this.mac = Uint8Array.of(0x52, 0x54, 0, 0, 0, options.station)
    this.#reassembly = new Reassembly(timeline)
    port.onFrame = (frame) => queueMicrotask(() => this.#receive(frame))
  }

  /** Asks for the gateway's MAC. */
  greet(gateway: string): void {
    const question = { operation: arpOperations.request, senderMac: this.mac, sender: this.address, targetMac: new Uint8Array(6) }
    this.#send(broadcast, etherTypes.arp, arp({ ...question, target: ip(gateway) }))
  }

  sendUdp(to: string, datagram: Udp, source = this.address): void {
    const ends = { source, destination: ip(to) }
    this.sendPacket({ ...ends, protocol: protocols.udp, payload: udp(datagram, ends) })
  }

  ping(to: string, payload: Uint8Array, ttl = 64): void {
    const message = icmp({ type: 8, code: 0, rest: 0x0001_0001, payload })
    this.sendPacket({ source: this.address, destination: ip(to), protocol: protocols.icmp, payload: message, ttl })
  }

  connect(to: string, port: number, own: number, on: Partial<TcpEndpointOptions>): TcpEndpoint {
    const remote = ip(to)
    const endpoint = TcpEndpoint.open(this.#options({ remote, own, peer: port }, on))
    this.#endpoints.set(`${remote} ${port} ${own}`, endpoint)
    return endpoint
  }

  #options(ends: { remote: Ipv4; own: number; peer: number }, on: Partial<TcpEndpointOptions>): TcpEndpointOptions {
    const { remote, own, peer } = ends
    const addresses = { source: this.address, destination: remote }
    return {
      timeline: this.timeline,
      initialSequence: 0xffff_ff00,
      segmentBytes: 1460,
      ports: { own, peer },
      transmit: (segment) => this.sendPacket({ ...addresses, protocol: protocols.tcp, payload: tcp(segment, addresses) }),
      onOpen: () => {},
      onData: () => {},
      onEnd: () => {},
      onClose: () => {},
      onRoom: () => {},
      ...on,
    }
  }

  #receive(frame: Uint8Array): void {
    const outer = parseEthernet(frame)
    if (outer?.type === etherTypes.arp) {
      const message = parseArp(outer.payload)
      if (message?.operation === arpOperations.reply) this.#gatewayMac = message.senderMac.slice()
      if (message?.operation === arpOperations.request && message.target === this.address) {
        const answer = { operation: arpOperations.reply, senderMac: this.mac, sender: this.address }
        this.#send(message.senderMac, etherTypes.arp, arp({ ...answer, targetMac: message.senderMac, target: message.sender }))
      }
    }
    const part = outer?.type === etherTypes.ipv4 ? parseIpv4Packet(outer.payload) : undefined
    const packet = part && this.#reassembly.add(part)
    if (packet !== undefined) this.#receivePacket(packet)
  }

  #receivePacket(packet: ReceivedIpv4): void {
    const from = formatIpv4(packet.source)
    const datagram = packet.protocol === protocols.udp ? parseUdp(packet.payload, packet) : undefined
    const destination = formatIpv4(packet.destination)
    if (datagram !== undefined)
      this.heard.udp.push({ from, destination, datagram: { ...datagram, payload: datagram.payload.slice() } })
    const message = packet.protocol === protocols.icmp ? parseIcmp(packet.payload) : undefined
    if (message !== undefined) this.heard.icmp.push({ from, ...message, payload: message.payload.slice() })
    const segment = packet.protocol === protocols.tcp ? parseTcp(packet.payload.slice(), packet) : undefined
    if (segment === undefined) return
    const key = `${packet.source} ${segment.sourcePort} ${segment.destinationPort}`
    const known = this.#endpoints.get(key)
    const listener = this.listeners.get(segment.destinationPort)
    if (known !== undefined && !known.isClosed) known.receive(segment)
    else if ((segment.flags & tcpFlags.syn) !== 0 && listener !== undefined) {
      const ends = { remote: packet.source, own: segment.destinationPort, peer: segment.sourcePort }
      const endpoint = TcpEndpoint.accept(this.#options(ends, listener(segment.sourcePort)), segment)
      this.accepted.push(endpoint)
      this.#endpoints.set(key, endpoint)
    }
  }

  sendPacket(packet: Ipv4Packet): void {
    for (const part of fragments(packet, { mtu: 1500, id: 7 })) this.#send(this.#gatewayMac, etherTypes.ipv4, part)
  }

  #send(destination: Uint8Array, type: number, payload: Uint8Array): void {
    this.port.send(ethernet({ destination, source: this.mac, type, payload }))
  }
}
