/** TCP through the gateway: connections of guests to the outside, and of the outside to guests. */
import { VmHostError } from '../../error'
import { ConnectError } from '../../platform/connect-error'
import type { Ipv4 } from '../packet/address'
import { unreachableCodes } from '../packet/icmp'
import { type Ipv4Packet, protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseTcp, type Segment, tcp, tcpFlags } from '../packet/tcp'
import { ephemeralPorts } from './ephemeral-ports'
import { FairShare } from './fair-share'
import type { ByteStream, Outside } from './outside'
import type { Station } from './station'
import { StreamPump } from './stream-pump'
import { TcpEndpoint } from './tcp-endpoint'
import type { TcpEndpointOptions } from './tcp-options'

/** Both ends of a connection: the guest's, and the one that the gateway stands for. */
interface Ends {
  guest: Ipv4
  guestPort: number
  own: Ipv4
  ownPort: number
}

interface Flow {
  ends: Ends
  /** Undefined while the outside is being connected. */
  endpoint: TcpEndpoint | undefined
  pump: StreamPump | undefined
}

/** IPv4 and TCP headers. */
const headerBytes = 40
const mostFlows = 4096
/** What waits in each direction of a connection: the more connections there are, the less of one that is new. */
const bufferBudget = 32 * 2 ** 20
const leastBufferBytes = 16 * 1024
const mostBufferBytes = 512 * 1024

export class TcpFlows {
  readonly #flows = new Map<string, Flow>()
  readonly #share = new FairShare(mostFlows)
  readonly #station: Station
  readonly #outside: Outside
  /** Sequence numbers and ports of our own; any will do in a network of one process, as long as they repeat with the run. */
  #opened = 0

  constructor(station: Station, outside: Outside) {
    this.#station = station
    this.#outside = outside
  }

  get count(): number {
    return this.#flows.size
  }

  receive(packet: ReceivedIpv4): void {
    const segment = parseTcp(packet.payload, packet)
    if (segment === undefined) return
    const ends = {
      guest: packet.source,
      guestPort: segment.sourcePort,
      own: packet.destination,
      ownPort: segment.destinationPort,
    }
    const flow = this.#flows.get(keyOf(ends))
    // A connection that has ended makes room for the next one between the same ports (RFC 9293 §3.10.7.4).
    const isReplaced = flow?.endpoint?.yieldTo(segment) ?? false
    if (flow !== undefined && !isReplaced) flow.endpoint?.receive(copied(segment))
    else if ((segment.flags & (tcpFlags.syn | tcpFlags.ack | tcpFlags.rst)) === tcpFlags.syn)
      void this.#connect(packet, ends, segment)
    else this.#reset(ends, segment)
  }

  /** Opens a connection to a guest for a stream that came from outside. */
  deliver(stream: ByteStream, to: { guest: Ipv4; guestPort: number; own: Ipv4 }): void {
    const ends = this.#freeEnds(to)
    const flow = ends && this.#begin(ends)
    if (flow === undefined) {
      stream.abort()
      return
    }
    const open = (): void => this.#tie(flow, stream)
    flow.endpoint = TcpEndpoint.open(this.#endpointOptions(flow, { onOpen: open, onFailure: () => stream.abort() }))
  }

  /** Both ends with a port of ours that no connection of theirs has. */
  #freeEnds(to: Omit<Ends, 'ownPort'>): Ends | undefined {
    for (let tried = 0; tried < ephemeralPorts.count; tried++) {
      const ends = { ...to, ownPort: ephemeralPorts.first + ((this.#opened + tried) % ephemeralPorts.count) }
      if (!this.#flows.has(keyOf(ends))) return ends
    }
    return undefined
  }

  /** Undefined when the guest has its share of connections. */
  #begin(ends: Ends): Flow | undefined {
    if (!this.#share.take(ends.guest)) return undefined
    const flow: Flow = { ends, endpoint: undefined, pump: undefined }
    this.#flows.set(keyOf(ends), flow)
    return flow
  }

  #forget(flow: Flow): void {
    if (this.#flows.get(keyOf(flow.ends)) !== flow) return
    this.#flows.delete(keyOf(flow.ends))
    this.#share.give(flow.ends.guest)
  }

  close(): void {
    for (const { endpoint } of [...this.#flows.values()]) endpoint?.abort()
    this.#flows.clear()
  }

  /** The guest's SYN is answered when the outside has answered ours: a refusal is a refusal, a silence a silence. */
  async #connect(packet: ReceivedIpv4, ends: Ends, syn: Segment): Promise<void> {
    const open = this.#wayOut(ends)
    const flow = open && this.#begin(ends)
    if (open === undefined || flow === undefined) {
      this.#station.refuse(packet, unreachableCodes.prohibited)
      return
    }
    // The frame that the packet came in is its sender's again by the time of an answer.
    const refused = { ...packet, bytes: packet.bytes.slice() }
    try {
      const stream = await open()
      if (this.#flows.get(keyOf(ends)) !== flow) return stream.abort()
      const onOpen = (): void => this.#tie(flow, stream)
      flow.endpoint = TcpEndpoint.accept(this.#endpointOptions(flow, { onOpen, onFailure: () => stream.abort() }), syn)
    } catch (error) {
      this.#forget(flow)
      const isSilent = error instanceof ConnectError && error.reason === 'unreachable'
      if (isSilent) this.#station.refuse(refused, unreachableCodes.host)
      else this.#reset(ends, syn)
    }
  }

  /** What opens the connection's other end; undefined when the guest may not go there. */
  #wayOut(ends: Ends): (() => ByteStream | Promise<ByteStream>) | undefined {
    const service = this.#station.serve(ends)
    const destination = this.#station.destination({ transport: 'tcp', address: ends.own, port: ends.ownPort })
    return service ?? (destination && (() => this.#outside.connectTcp(destination)))
  }

  #tie(flow: Flow, stream: ByteStream): void {
    if (flow.endpoint === undefined) throw new VmHostError('ERR_INVALID_STATE', 'a TCP connection is open before it was made')
    flow.pump = new StreamPump(flow.endpoint, stream)
  }

  #endpointOptions(flow: Flow, on: { onOpen(): void; onFailure(): void }): TcpEndpointOptions {
    const { ends } = flow
    return {
      timeline: this.#station.timeline,
      initialSequence: (++this.#opened * 64_007) >>> 0,
      segmentBytes: this.#station.mtu - headerBytes,
      bufferBytes: Math.min(Math.max(bufferBudget / this.#flows.size, leastBufferBytes), mostBufferBytes),
      ports: { own: ends.ownPort, peer: ends.guestPort },
      transmit: (segment) => this.#station.sendPacket(packetOf(ends, segment)),
      // The endpoint may be open before the caller has it.
      onOpen: () => queueMicrotask(on.onOpen),
      onData: (bytes) => this.#whenTied(flow, (pump) => pump.data(bytes)),
      onEnd: () => this.#whenTied(flow, (pump) => pump.end()),
      onRoom: () => flow.pump?.room(),
      onClose: (isReset) => {
        this.#forget(flow)
        if (flow.pump === undefined) on.onFailure()
        else flow.pump.closed(isReset)
      },
    }
  }

  /** A guest's bytes may come with the last segment of the handshake. */
  #whenTied(flow: Flow, use: (pump: StreamPump) => void): void {
    if (flow.pump !== undefined) use(flow.pump)
    else queueMicrotask(() => flow.pump && use(flow.pump))
  }

  /** RFC 9293 §3.10.7.1. */
  #reset(ends: Ends, { flags, sequence, acknowledgement, payload, sourcePort, destinationPort }: Segment): void {
    if ((flags & tcpFlags.rst) !== 0) return
    const isAcknowledged = (flags & tcpFlags.ack) !== 0
    const length = payload.length + ((flags & tcpFlags.syn) !== 0 ? 1 : 0) + ((flags & tcpFlags.fin) !== 0 ? 1 : 0)
    const answer: Segment = {
      sourcePort: destinationPort,
      destinationPort: sourcePort,
      sequence: isAcknowledged ? acknowledgement : 0,
      acknowledgement: isAcknowledged ? 0 : (sequence + length) >>> 0,
      flags: isAcknowledged ? tcpFlags.rst : tcpFlags.rst | tcpFlags.ack,
      window: 0,
      payload: new Uint8Array(),
    }
    this.#station.sendPacket(packetOf(ends, answer))
  }
}

const keyOf = ({ guest, guestPort, own, ownPort }: Ends): string => `${guest} ${guestPort} ${own} ${ownPort}`

/** A frame belongs to its sender only until it is delivered, and segments out of order are kept. */
const copied = (segment: Segment): Segment => ({ ...segment, payload: segment.payload.slice() })

function packetOf({ guest, own }: Ends, segment: Segment): Ipv4Packet {
  const ends = { source: own, destination: guest }
  return { ...ends, protocol: protocols.tcp, payload: tcp(segment, ends) }
}
