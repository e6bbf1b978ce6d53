/** Puts fragments of IPv4 packets together again (RFC 791 §3.2), within bounds that no sender can stretch. */
import type { Timeline } from '../timeline'
import type { ReceivedIpv4 } from './ipv4'

const mostDatagrams = 16
const mostBytes = 65_535
const patienceNs = 30e9

interface Datagram {
  readonly sinceNs: number
  readonly parts: Map<number, Uint8Array>
  bytes: number
  /** The first fragment, which a sender is told of when the packet goes nowhere. */
  first: Uint8Array
  /** Known when the last fragment is there. */
  total: number | undefined
}

export class Reassembly {
  readonly #timeline: Pick<Timeline, 'nowNs'>
  readonly #datagrams = new Map<string, Datagram>()

  constructor(timeline: Pick<Timeline, 'nowNs'>) {
    this.#timeline = timeline
  }

  /** The whole packet, when this was its last missing part or all of it; otherwise undefined. */
  add(packet: ReceivedIpv4): ReceivedIpv4 | undefined {
    if (packet.offset === 0 && !packet.hasMore) return packet
    const key = `${packet.source} ${packet.destination} ${packet.protocol} ${packet.id}`
    const datagram = this.#datagrams.get(key) ?? this.#begin(key)
    if (packet.offset + packet.payload.length > mostBytes || datagram.parts.has(packet.offset)) return undefined
    datagram.parts.set(packet.offset, packet.payload.slice())
    datagram.bytes += packet.payload.length
    if (packet.offset === 0) datagram.first = packet.bytes.slice()
    if (!packet.hasMore) datagram.total = packet.offset + packet.payload.length
    if (datagram.bytes !== datagram.total) return undefined
    this.#datagrams.delete(key)
    const payload = join(datagram)
    return payload === undefined ? undefined : { ...packet, payload, offset: 0, hasMore: false, bytes: datagram.first }
  }

  #begin(key: string): Datagram {
    const nowNs = this.#timeline.nowNs()
    for (const [other, { sinceNs }] of this.#datagrams) if (nowNs - sinceNs > patienceNs) this.#datagrams.delete(other)
    const [oldest] = this.#datagrams.keys()
    if (this.#datagrams.size >= mostDatagrams && oldest !== undefined) this.#datagrams.delete(oldest)
    const datagram: Datagram = { sinceNs: nowNs, parts: new Map(), bytes: 0, first: new Uint8Array(), total: undefined }
    this.#datagrams.set(key, datagram)
    return datagram
  }
}

/** The payload; undefined when fragments overlap or leave holes, which no honest sender's do. */
function join({ parts, bytes }: Datagram): Uint8Array | undefined {
  const payload = new Uint8Array(bytes)
  let at = 0
  for (const [offset, part] of [...parts].sort(([a], [b]) => a - b)) {
    if (offset !== at) return undefined
    payload.set(part, at)
    at += part.length
  }
  return payload
}
