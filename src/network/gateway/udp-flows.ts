/** UDP through the gateway: a socket of the outside for each port of a guest, as long as something is said. */
import type { Ipv4 } from '../packet/address'
import { unreachableCodes } from '../packet/icmp'
import { protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseUdp, udp } from '../packet/udp'
import { FairShare } from './fair-share'
import type { DatagramSocket, Outside } from './outside'
import type { Station } from './station'

interface Flow {
  readonly guest: Ipv4
  readonly socket: DatagramSocket
  /** Addresses of the outside that the guest sent to, with what it knows them by: only they may answer (RFC 4787 §5). */
  readonly peers: Map<string, Ipv4>
  usedNs: number
}

const idleNs = 120e9
const mostFlows = 1024
const mostPeers = 256

export class UdpFlows {
  /** By guest and port, the one that was used longest ago first. */
  readonly #flows = new Map<string, Flow>()
  readonly #share = new FairShare(mostFlows)
  readonly #station: Station
  readonly #outside: Outside

  constructor(station: Station, outside: Outside) {
    this.#station = station
    this.#outside = outside
  }

  receive(packet: ReceivedIpv4): void {
    const datagram = parseUdp(packet.payload, packet)
    // Nobody listens at port 0, and sockets do not send to it.
    if (datagram === undefined || datagram.destinationPort === 0) return
    const to = this.#station.destination({ transport: 'udp', address: packet.destination, port: datagram.destinationPort })
    const flow = to === undefined ? undefined : this.#flow(packet.source, datagram.sourcePort)
    if (to === undefined || flow === undefined) {
      this.#station.refuse(packet, unreachableCodes.prohibited)
      return
    }
    // What the outside calls its loopback is the gateway's address to the guest, and answers come from there.
    remember(flow.peers, to.address, packet.destination)
    flow.socket.send(datagram.payload.slice(), to)
  }

  close(): void {
    for (const [key, flow] of this.#flows) this.#end(key, flow)
  }

  #flow(guest: Ipv4, guestPort: number): Flow | undefined {
    const key = `${guest} ${guestPort}`
    const flow = this.#flows.get(key) ?? this.#open(guest, guestPort)
    if (flow === undefined) return undefined
    flow.usedNs = this.#station.timeline.nowNs()
    this.#flows.delete(key)
    this.#flows.set(key, flow)
    return flow
  }

  #open(guest: Ipv4, guestPort: number): Flow | undefined {
    this.#closeIdle()
    // A guest that has its share gives up what it used longest ago.
    if (!this.#share.take(guest) && !(this.#endOldestOf(guest) && this.#share.take(guest))) return undefined
    const peers = new Map<string, Ipv4>()
    const socket = this.#outside.openUdp?.((payload, from) => {
      const source = peers.get(from.address)
      if (source === undefined) return
      const ends = { source, destination: guest }
      const bytes = udp({ sourcePort: from.port, destinationPort: guestPort, payload }, ends)
      this.#station.sendPacket({ ...ends, protocol: protocols.udp, payload: bytes })
    })
    if (socket === undefined) this.#share.give(guest)
    return socket && { guest, socket, peers, usedNs: 0 }
  }

  #endOldestOf(guest: Ipv4): boolean {
    for (const [key, flow] of this.#flows) {
      if (flow.guest !== guest) continue
      this.#end(key, flow)
      return true
    }
    return false
  }

  #closeIdle(): void {
    const nowNs = this.#station.timeline.nowNs()
    for (const [key, flow] of this.#flows) {
      if (nowNs - flow.usedNs <= idleNs) return
      this.#end(key, flow)
    }
  }

  #end(key: string, { guest, socket }: Flow): void {
    socket.close()
    this.#share.give(guest)
    this.#flows.delete(key)
  }
}

function remember(peers: Map<string, Ipv4>, address: string, knownAs: Ipv4): void {
  peers.delete(address)
  peers.set(address, knownAs)
  const [oldest] = peers.keys()
  if (peers.size > mostPeers && oldest !== undefined) peers.delete(oldest)
}
