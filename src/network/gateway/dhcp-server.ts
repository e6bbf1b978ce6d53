/** Gives the stations of a network their addresses (RFC 2131 §4.3). */
import { type Cidr, contains, formatMac, type Ipv4, maskOf } from '../packet/address'
import {
  addressBytes,
  addressOption,
  type DhcpMessage,
  type DhcpReply,
  dhcpDestination,
  dhcpOptions,
  dhcpReply,
  dhcpTypes,
} from '../packet/dhcp'

export interface DhcpServerOptions {
  network: Cidr
  /** Of the server and router. */
  gateway: Ipv4
  nameServer: Ipv4
  /** The first address that is given out. */
  first: Ipv4
  mtu: number
  domain: string
  /** Addresses by MAC that are always the same. */
  reserved: ReadonlyMap<string, Ipv4>
  /** The time that leases end by. */
  nowNs(): number
}

/** What a station has. */
export interface Lease {
  mac: string
  address: Ipv4
  hostName: string | undefined
}

interface GivenLease extends Lease {
  endsNs: number
}

/** A server's message, and where it goes. */
export interface DhcpAnswer {
  payload: Uint8Array
  destination: Ipv4
  isBroadcast: boolean
}

const leaseSeconds = 86_400
/** An address that was offered is another's again when nobody takes it. */
const offerSeconds = 60
/** More than a network of this size has stations: a client that makes up addresses gets no more. */
const mostLeases = 1024
/** Addresses that a client found in use, which are not given out for a while. */
const mostDeclined = 16

export class DhcpServer {
  readonly #options: DhcpServerOptions
  readonly #leases = new Map<string, GivenLease>()
  /** The one that was declined longest ago first. */
  readonly #declined = new Set<Ipv4>()

  constructor(options: DhcpServerOptions) {
    this.#options = options
  }

  get leases(): readonly Lease[] {
    return [...this.#leases.values()].map(({ mac, address, hostName }) => ({ mac, address, hostName }))
  }

  /** The answer to a client's message, if it gets one. */
  answer(message: DhcpMessage): DhcpAnswer | undefined {
    switch (message.type) {
      case dhcpTypes.discover:
        return this.#offer(message)
      case dhcpTypes.request:
        return this.#request(message)
      case dhcpTypes.inform:
        return this.#reply({ type: dhcpTypes.ack, to: message, address: 0 }, this.#settings)
      case dhcpTypes.decline:
        this.#decline(message)
        return undefined
      case dhcpTypes.release:
        this.#leases.delete(formatMac(message.mac))
        return undefined
      default:
        return undefined
    }
  }

  #offer(message: DhcpMessage): DhcpAnswer | undefined {
    const lease = this.#leaseFor(message, addressOption(message, dhcpOptions.requestedAddress))
    return lease && this.#reply({ type: dhcpTypes.offer, to: message, address: lease.address }, this.#leased)
  }

  /** A client that has chosen another server is none of ours; one that wants what it cannot have is told so. */
  #request(message: DhcpMessage): DhcpAnswer | undefined {
    const server = addressOption(message, dhcpOptions.serverIdentifier)
    if (server !== undefined && server !== this.#options.gateway) return undefined
    const wanted = addressOption(message, dhcpOptions.requestedAddress) ?? message.clientAddress
    const lease = this.#leaseFor(message, wanted)
    if (lease?.address !== wanted) return this.#reply({ type: dhcpTypes.nak, to: message, address: 0 }, [])
    lease.endsNs = this.#endsNs(leaseSeconds)
    return this.#reply({ type: dhcpTypes.ack, to: message, address: wanted }, this.#leased)
  }

  /** Somebody has the address who did not ask for it. */
  #decline(message: DhcpMessage): void {
    const lease = this.#leases.get(formatMac(message.mac))
    if (lease === undefined) return
    this.#leases.delete(lease.mac)
    this.#declined.add(lease.address)
    const [oldest] = this.#declined
    if (this.#declined.size > mostDeclined && oldest !== undefined) this.#declined.delete(oldest)
  }

  #leaseFor(message: DhcpMessage, wanted?: Ipv4): GivenLease | undefined {
    const mac = formatMac(message.mac)
    const hostName = hostNameOf(message)
    const known = this.#leases.get(mac)
    if (known !== undefined) {
      known.hostName = hostName ?? known.hostName
      return known
    }
    const address = this.#options.reserved.get(mac) ?? this.#freeAddress(wanted)
    if (address === undefined || this.#leases.size >= mostLeases) return undefined
    const lease = { mac, address, hostName, endsNs: this.#endsNs(offerSeconds) }
    this.#leases.set(mac, lease)
    return lease
  }

  #endsNs(seconds: number): number {
    return this.#options.nowNs() + seconds * 1e9
  }

  /** What the client had before is its own again when nobody else has it. */
  #freeAddress(wanted: Ipv4 | undefined): Ipv4 | undefined {
    const { network, first, reserved } = this.#options
    for (const [mac, { endsNs }] of this.#leases) if (endsNs < this.#options.nowNs()) this.#leases.delete(mac)
    const taken = new Set([...[...this.#leases.values()].map(({ address }) => address), ...reserved.values(), ...this.#declined])
    const last = (network.base | ~maskOf(network)) >>> 0
    const isFree = (address: Ipv4): boolean =>
      address >= first && address < last && contains(network, address) && !taken.has(address)
    if (wanted !== undefined && isFree(wanted)) return wanted
    for (let address = first; address < last; address++) if (isFree(address)) return address
    return undefined
  }

  get #settings(): DhcpReply['options'] {
    const { network, gateway, nameServer, mtu, domain } = this.#options
    return [
      [dhcpOptions.subnetMask, addressBytes(maskOf(network))],
      [dhcpOptions.router, addressBytes(gateway)],
      [dhcpOptions.nameServer, addressBytes(nameServer)],
      [dhcpOptions.interfaceMtu, Uint8Array.of(mtu >> 8, mtu & 0xff)],
      [dhcpOptions.domainName, new TextEncoder().encode(domain)],
    ]
  }

  get #leased(): DhcpReply['options'] {
    return [[dhcpOptions.leaseTime, addressBytes(leaseSeconds)], ...this.#settings]
  }

  #reply(reply: Pick<DhcpReply, 'type' | 'to' | 'address'>, options: DhcpReply['options']): DhcpAnswer {
    return { payload: dhcpReply({ ...reply, server: this.#options.gateway, options }), ...dhcpDestination(reply) }
  }
}

/** A name as it may stand in DNS, in lower case. */
function hostNameOf(message: DhcpMessage): string | undefined {
  const bytes = message.options.get(dhcpOptions.hostName)
  if (bytes === undefined) return undefined
  const name = new TextDecoder('latin1').decode(bytes).replace(/\0+$/, '').toLowerCase()
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? name : undefined
}
