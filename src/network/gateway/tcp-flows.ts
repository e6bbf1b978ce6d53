/** TCP through the gateway: connections of guests to the outside, and of the outside to guests. */
import { VmHostError } from '../../error'
import { ConnectError } from '../../platform/connect-error'
import type { Ipv4 } from '../packet/address'
import { unreachableCodes } from '../packet/icmp'
import { type Ipv4Packet, protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseTcp, type Segment, tcp, tcpFlags } from '../packet/tcp'
import type { ByteStream, Outside } from './outside'
import type { Station } from './station'
import { StreamPump } from './stream-pump'
import { TcpEndpoint, type TcpEndpointOptions } from './tcp-endpoint'

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
const firstEphemeralPort = 49_152
const ephemeralPorts = 16_384

export class TcpFlows {
  readonly #flows = new Map<string, Flow>()
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
    if (flow !== undefined) flow.endpoint?.receive(copied(segment))
    else if ((segment.flags & (tcpFlags.syn | tcpFlags.ack | tcpFlags.rst)) === tcpFlags.syn)
      void this.#connect(packet, ends, segment)
    else this.#reset(ends, segment)
  }

  /** Opens a connection to a guest for a stream that came from outside. */
  deliver(stream: ByteStream, to: { guest: Ipv4; guestPort: number; own: Ipv4 }): void {
    const ends = { ...to, ownPort: firstEphemeralPort + (this.#opened % ephemeralPorts) }
    if (this.#flows.size >= mostFlows || this.#flows.has(keyOf(ends))) {
      stream.abort()
      return
    }
    const flow: Flow = { ends, endpoint: undefined, pump: undefined }
    this.#flows.set(keyOf(ends), flow)
    const open = (): void => this.#tie(flow, stream)
    flow.endpoint = TcpEndpoint.open(this.#endpointOptions(flow, { onOpen: open, onFailure: () => stream.abort() }))
  }

  close(): void {
    for (const { endpoint } of [...this.#flows.values()]) endpoint?.abort()
    this.#flows.clear()
  }

  /** The guest's SYN is answered when the outside has answered ours: a refusal is a refusal, a silence a silence. */
  async #connect(packet: ReceivedIpv4, ends: Ends, syn: Segment): Promise<void> {
    const destination = this.#station.destination({ transport: 'tcp', address: ends.own, port: ends.ownPort })
    if (destination === undefined || this.#flows.size >= mostFlows)
      return this.#station.refuse(packet, unreachableCodes.prohibited)
    const flow: Flow = { ends, endpoint: undefined, pump: undefined }
    this.#flows.set(keyOf(ends), flow)
    try {
      const stream = await this.#outside.connectTcp(destination)
      if (this.#flows.get(keyOf(ends)) !== flow) return stream.abort()
      const onOpen = (): void => this.#tie(flow, stream)
      flow.endpoint = TcpEndpoint.accept(this.#endpointOptions(flow, { onOpen, onFailure: () => stream.abort() }), syn)
    } catch (error) {
      this.#flows.delete(keyOf(ends))
      const isSilent = error instanceof ConnectError && error.reason === 'unreachable'
      if (isSilent) this.#station.refuse(packet, unreachableCodes.host)
      else this.#reset(ends, syn)
    }
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
      ports: { own: ends.ownPort, peer: ends.guestPort },
      transmit: (segment) => this.#station.sendPacket(packetOf(ends, segment)),
      // The endpoint may be open before the caller has it.
      onOpen: () => queueMicrotask(on.onOpen),
      onData: (bytes) => this.#whenTied(flow, (pump) => pump.data(bytes)),
      onEnd: () => this.#whenTied(flow, (pump) => pump.end()),
      onRoom: () => flow.pump?.room(),
      onClose: (isReset) => {
        if (this.#flows.get(keyOf(ends)) === flow) this.#flows.delete(keyOf(ends))
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
