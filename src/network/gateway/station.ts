/** What the gateway's services know of the network: who they are, and how a packet gets to a station. */
import type { Ipv4 } from '../packet/address'
import type { ReceivedIpv4 } from '../packet/ipv4'
import type { Timeline } from '../timeline'
import type { ByteStream } from './outside'

export interface Station {
  readonly timeline: Timeline
  /** Bytes of an IPv4 packet. */
  readonly mtu: number
  /** Sends a packet to a station of the network; it is dropped when the station does not answer. */
  sendPacket(packet: { source: Ipv4; destination: Ipv4; protocol: number; payload: Uint8Array }): void
  /** Tells a packet's sender that it went nowhere (`unreachableCodes`). */
  refuse(packet: ReceivedIpv4, code: number): void
  /** Whether a guest may reach the address, and how the outside is to be told of it; undefined when it may not. */
  destination(flow: {
    transport: 'tcp' | 'udp' | 'icmp'
    address: Ipv4
    port: number
  }): { address: string; port: number; name?: string | undefined } | undefined
  /** What opens the other end of a connection to a service of the gateway's own; undefined when there is none. */
  serve(ends: { guest: Ipv4; own: Ipv4; ownPort: number }): (() => ByteStream) | undefined
}
