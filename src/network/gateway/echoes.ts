/** Answers a guest's pings: of the gateway itself at once, of the world when the outside says that somebody is there. */
import type { Ipv4 } from '../packet/address'
import { icmp, icmpTypes, parseIcmp, unreachableCodes } from '../packet/icmp'
import { protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { FairShare } from './fair-share'
import type { Outside } from './outside'
import type { Station } from './station'

/** Echoes that the outside is asked for at once: each may be a process of the machine. */
const mostAsked = 32

export class Echoes {
  readonly #station: Station
  readonly #outside: Outside
  readonly #isOwn: (address: Ipv4) => boolean
  readonly #share = new FairShare(mostAsked)

  constructor(station: Station, outside: Outside, isOwn: (address: Ipv4) => boolean) {
    this.#station = station
    this.#outside = outside
    this.#isOwn = isOwn
  }

  receive(packet: ReceivedIpv4): void {
    const message = parseIcmp(packet.payload)
    if (message?.type !== icmpTypes.echo) return
    const payload = icmp({ ...message, type: icmpTypes.echoReply })
    const reply = { source: packet.destination, destination: packet.source, protocol: protocols.icmp, payload }
    const to = this.#station.destination({ transport: 'icmp', address: packet.destination, port: 0 })
    if (this.#isOwn(packet.destination)) this.#station.sendPacket(reply)
    else if (to === undefined) this.#station.refuse(packet, unreachableCodes.prohibited)
    // As on a link that is full, what is too much is lost.
    else if (this.#share.take(packet.source)) {
      const kept = { ...packet, bytes: packet.bytes.slice() }
      void this.#ask(to.address, kept, reply).finally(() => this.#share.give(packet.source))
    }
  }

  async #ask(address: string, packet: ReceivedIpv4, reply: Parameters<Station['sendPacket']>[0]): Promise<void> {
    const isThere = await (async () => this.#outside.echo?.(address))().catch(() => false)
    if (isThere) this.#station.sendPacket(reply)
    else this.#station.refuse(packet, unreachableCodes.host)
  }
}
