/** UDP from outside to published ports: each who writes to one has a port of the gateway's towards the guest, which answers there. */

import type { Ipv4 } from '../packet/address'
import { protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseUdp, udp } from '../packet/udp'
import { ephemeralPorts } from './ephemeral-ports'
import type { DatagramPeer } from './outside'
import type { Station } from './station'

/** Where a datagram from outside goes, and how an answer gets back. */
export interface UdpCall {
  /** The published port that it came to. */
  readonly published: number
  readonly from: DatagramPeer
  readonly guest: Ipv4
  readonly guestPort: number
  /** Address that the guest sees it come from. */
  readonly own: Ipv4
  answer(payload: Uint8Array, to: DatagramPeer): void
}

interface Caller extends UdpCall {
  readonly ownPort: number
  usedNs: number
}

/** Nobody hears of an answer that comes later (RFC 4787 §4.3). */
const idleNs = 120e9
const mostCallers = 1024

export class UdpCallers {
  /** By port of the gateway's, the one that was used longest ago first. */
  readonly #byPort = new Map<number, Caller>()
  readonly #byCall = new Map<string, Caller>()
  readonly #station: Station
  #opened = 0

  constructor(station: Station) {
    this.#station = station
  }

  deliver(payload: Uint8Array, call: UdpCall): void {
    const known = this.#byCall.get(keyOf(call))
    const caller = known ?? this.#begin(call)
    this.#use(caller)
    const { guest, guestPort, own, ownPort } = caller
    const ends = { source: own, destination: guest }
    const bytes = udp({ sourcePort: ownPort, destinationPort: guestPort, payload }, ends)
    this.#station.sendPacket({ ...ends, protocol: protocols.udp, payload: bytes })
  }

  /** True when the packet answers one of them, and is on its way. */
  receive(packet: ReceivedIpv4): boolean {
    const datagram = parseUdp(packet.payload, packet)
    const caller = datagram && this.#byPort.get(datagram.destinationPort)
    if (datagram === undefined || caller === undefined || caller.own !== packet.destination) return false
    if (caller.guest !== packet.source || caller.guestPort !== datagram.sourcePort || this.#isIdle(caller)) return false
    this.#use(caller)
    caller.answer(datagram.payload.slice(), caller.from)
    return true
  }

  #begin(call: UdpCall): Caller {
    for (const caller of this.#byPort.values()) {
      if (this.#byPort.size < mostCallers && !this.#isIdle(caller)) break
      this.#forget(caller)
    }
    const caller = { ...call, ownPort: this.#freePort(), usedNs: 0 }
    this.#byCall.set(keyOf(call), caller)
    return caller
  }

  /** There are more of them than callers. */
  #freePort(): number {
    for (;;) {
      const port = ephemeralPorts.first + (this.#opened++ % ephemeralPorts.count)
      if (!this.#byPort.has(port)) return port
    }
  }

  #use(caller: Caller): void {
    caller.usedNs = this.#station.timeline.nowNs()
    this.#byPort.delete(caller.ownPort)
    this.#byPort.set(caller.ownPort, caller)
  }

  #isIdle({ usedNs }: Caller): boolean {
    return this.#station.timeline.nowNs() - usedNs > idleNs
  }

  #forget(caller: Caller): void {
    this.#byPort.delete(caller.ownPort)
    this.#byCall.delete(keyOf(caller))
  }
}

/** A guest that a name stands for may become another one. */
const keyOf = ({ published, from, guest }: UdpCall): string => `${published} ${from.address} ${from.port} ${guest}`
