/** UDP through the gateway: a socket of the outside for each port of a guest, as long as something is said. */
import type { Ipv4 } from '../packet/address'
import { parseIpv4 } from '../packet/address'
import { unreachableCodes } from '../packet/icmp'
import { protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseUdp, udp } from '../packet/udp'
import type { DatagramSocket, Outside } from './outside'
import type { Station } from './station'

interface Flow {
  socket: DatagramSocket
  usedNs: number
}

const idleNs = 120e9
const mostFlows = 1024

export class UdpFlows {
  readonly #flows = new Map<string, Flow>()
  readonly #station: Station
  readonly #outside: Outside

  constructor(station: Station, outside: Outside) {
    this.#station = station
    this.#outside = outside
  }

  receive(packet: ReceivedIpv4): void {
    const datagram = parseUdp(packet.payload, packet)
    if (datagram === undefined) return
    const to = this.#station.destination({ transport: 'udp', address: packet.destination, port: datagram.destinationPort })
    const flow = to === undefined ? undefined : this.#flow(packet.source, datagram.sourcePort)
    if (to === undefined || flow === undefined) {
      this.#station.refuse(packet, unreachableCodes.prohibited)
      return
    }
    flow.usedNs = this.#station.timeline.nowNs()
    // What the outside calls its loopback is the gateway's address to the guest, and answers come from there.
    if (parseIpv4(to.address) !== packet.destination) this.#aliases.set(to.address, packet.destination)
    flow.socket.send(datagram.payload.slice(), to)
  }

  close(): void {
    for (const { socket } of this.#flows.values()) socket.close()
    this.#flows.clear()
  }

  /** Addresses that guests know under another one. */
  readonly #aliases = new Map<string, Ipv4>()

  #flow(guest: Ipv4, guestPort: number): Flow | undefined {
    const key = `${guest} ${guestPort}`
    const known = this.#flows.get(key)
    if (known !== undefined) return known
    this.#closeIdle()
    const answer = (payload: Uint8Array, from: { address: string; port: number }): void => {
      const source = this.#aliases.get(from.address) ?? parseIpv4(from.address)
      if (source === undefined) return
      const ends = { source, destination: guest }
      const bytes = udp({ sourcePort: from.port, destinationPort: guestPort, payload }, ends)
      this.#station.sendPacket({ ...ends, protocol: protocols.udp, payload: bytes })
    }
    const socket = this.#flows.size < mostFlows ? this.#outside.openUdp?.(answer) : undefined
    if (socket === undefined) return undefined
    const flow = { socket, usedNs: this.#station.timeline.nowNs() }
    this.#flows.set(key, flow)
    return flow
  }

  #closeIdle(): void {
    const nowNs = this.#station.timeline.nowNs()
    for (const [key, { socket, usedNs }] of this.#flows) {
      if (nowNs - usedNs <= idleNs) continue
      socket.close()
      this.#flows.delete(key)
    }
  }
}
