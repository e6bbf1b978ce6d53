/** A gateway: gives the guests of a network addresses and names, and user-mode NAT to the world without any right on the machine. */
import { invalidOption } from '../../options/check'
import { defaultOutside } from '../../platform/sockets'
import type { NetworkPort } from '../bridge-port'
import type { Network } from '../network'
import { contains, formatIpv4, type Ipv4, limitedBroadcast, maskOf, parseIpv4 } from '../packet/address'
import { dhcpPorts, parseDhcp } from '../packet/dhcp'
import { dnsMostBytes, dnsPort } from '../packet/dns'
import { broadcastMac } from '../packet/ethernet'
import { failure, icmpTypes, unreachableCodes } from '../packet/icmp'
import { protocols, type ReceivedIpv4 } from '../packet/ipv4'
import { parseUdp, type Udp, udp } from '../packet/udp'
import { realTimeline } from '../timeline'
import { DhcpServer, type Lease } from './dhcp-server'
import { Echoes } from './echoes'
import { FairShare } from './fair-share'
import { Interface } from './interface'
import { NameServer } from './name-server'
import { nameStream } from './name-stream'
import { type CheckedGatewayOptions, checkGatewayOptions, type GatewayOptions, places } from './options'
import type { ByteStream, Outside } from './outside'
import { Policy } from './policy'
import { type PublishedPort, PublishedPorts } from './published-ports'
import type { Station } from './station'
import { streamPair } from './stream-pair'
import { TcpFlows } from './tcp-flows'
import { UdpCallers } from './udp-callers'
import { UdpFlows } from './udp-flows'

const loopback = '127.0.0.1'
/** Names that are looked up at once. */
const mostQueries = 256

export interface GatewayStatistics {
  tcpConnections: number
  /** Packets to where their guest may not go, or where nobody is. */
  refusedPackets: number
}

export class Gateway {
  readonly #options: CheckedGatewayOptions
  readonly #outside: Outside
  readonly #own: Ipv4
  readonly #resolver: Ipv4
  readonly #interface: Interface
  readonly #policy: Policy
  readonly #dhcp: DhcpServer
  readonly #names: NameServer
  readonly #tcp: TcpFlows
  readonly #udp: UdpFlows
  readonly #callers: UdpCallers
  readonly #echoes: Echoes
  readonly #queries = new FairShare(mostQueries)
  readonly #published: PublishedPorts
  #refused = 0

  private constructor(port: NetworkPort, options: CheckedGatewayOptions) {
    const { network, mtu, domain, leases, allow, timeline = realTimeline } = options
    this.#options = options
    this.#outside = options.outside ?? defaultOutside()
    this.#own = network.base + places.gateway
    this.#resolver = network.base + places.nameServer
    const addresses = [this.#own, this.#resolver] as const
    this.#interface = new Interface({
      port,
      network,
      addresses,
      mtu,
      timeline,
      onPacket: (packet, mac) => this.#receive(packet, mac),
    })
    this.#policy = new Policy(allow)
    const first = network.base + places.firstGuest
    this.#dhcp = new DhcpServer({
      network,
      gateway: this.#own,
      nameServer: this.#resolver,
      first,
      mtu,
      domain,
      reserved: leases,
      nowNs: () => timeline.nowNs(),
    })
    this.#names = new NameServer({
      local: (name) => this.#localName(name),
      nameOf: (address) => this.#nameOf(address),
      // What is below the network's own domain nobody else knows, nor should they hear of it.
      resolve: async (name) => (name.endsWith(`.${domain}`) ? [] : this.#outside.resolve(name)),
    })
    const station: Station = {
      timeline,
      mtu,
      sendPacket: (packet) => this.#interface.sendPacket(packet),
      refuse: (packet, code) => this.#refuse(packet, code),
      destination: (flow) => this.#destination(flow),
      serve: ({ guest, own, ownPort }) =>
        this.#isOwn(own) && ownPort === dnsPort
          ? () => nameStream((query) => this.#answerQuery(guest, query, dnsMostBytes.tcp))
          : undefined,
    }
    this.#tcp = new TcpFlows(station, this.#outside)
    this.#udp = new UdpFlows(station, this.#outside)
    this.#callers = new UdpCallers(station)
    this.#echoes = new Echoes(station, this.#outside, (address) => this.#isOwn(address))
    this.#published = new PublishedPorts({
      outside: this.#outside,
      tcp: this.#tcp,
      udp: this.#callers,
      own: this.#own,
      guest: formatIpv4(first),
      addressOf: (name) => this.#localName(name),
    })
  }

  /**
   * Puts a gateway on a network, at its port named `gateway` or at the given one. Guests on the network then have addresses by DHCP, names
   * and the world. Errors: ERR_INVALID_OPTION; ERR_UNSUPPORTED when a port is to be published and it cannot be listened on.
   *
   *     const network = new Network()
   *     const gateway = await Gateway.create(network, { publish: [{ port: 8080, to: 80 }] })
   *     const guest = await host.hypervisor.createGuest({ networks: [network] })
   */
  static async create(at: Network | NetworkPort, options: GatewayOptions = {}): Promise<Gateway> {
    const checked = checkGatewayOptions(options)
    const gateway = new Gateway('attach' in at ? at.attach('gateway') : at, checked)
    try {
      for (const publish of checked.publish) await gateway.#published.publish(publish)
    } catch (error) {
      gateway.close()
      throw error
    }
    return gateway
  }

  /** The gateway's own address. */
  get address(): string {
    return formatIpv4(this.#own)
  }

  /** Addresses that guests have by DHCP. */
  get leases(): readonly (Omit<Lease, 'address'> & { address: string })[] {
    return this.#dhcp.leases.map((lease) => ({ ...lease, address: formatIpv4(lease.address) }))
  }

  /** Ports of this machine that lead to guests, with the numbers that they got. */
  get published(): readonly PublishedPort[] {
    return this.#published.ports
  }

  /**
   * Opens a connection to a port of a guest, from this program rather than from a port of this machine: in a page there are none. The guest
   * is an address or a host name, and by default the first address that DHCP gives out. Errors: ERR_INVALID_OPTION when nobody has that name.
   *
   *     const { readable, writable } = gateway.connect({ port: 80 })
   *     const writer = writable.getWriter()
   *     await writer.write(new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'))
   */
  connect({ port, guest }: { port: number; guest?: string }): ByteStream {
    const target = guest ?? formatIpv4(this.#options.network.base + places.firstGuest)
    const address = parseIpv4(target) ?? this.#localName(target)
    if (address === undefined)
      throw invalidOption('gateway connection', { field: 'guest', value: target, expected: 'an address, or the name of a guest' })
    const { near, far } = streamPair()
    this.#tcp.deliver(far, { guest: address, guestPort: port, own: this.#own })
    return near
  }

  get statistics(): GatewayStatistics {
    return { tcpConnections: this.#tcp.count, refusedPackets: this.#refused }
  }

  /** Ends every connection and leaves the network. */
  close(): void {
    this.#published.close()
    this.#tcp.close()
    this.#udp.close()
    this.#interface.close()
  }

  #receive(packet: ReceivedIpv4, mac: Uint8Array): void {
    const { source, destination, protocol } = packet
    const datagram = protocol === protocols.udp ? parseUdp(packet.payload, packet) : undefined
    const isBroadcast = destination === limitedBroadcast || destination === this.#broadcast
    const isQuery = datagram?.destinationPort === dnsPort && this.#isOwn(destination)
    const isDhcp = datagram?.destinationPort === dhcpPorts.server && (isBroadcast || destination === this.#own)
    if (isDhcp) this.#receiveDhcp(datagram.payload, mac)
    else if (isBroadcast || !this.#isStation(source)) return
    // A router is a hop (RFC 1812 §5.3.1), which is what traceroute shows.
    else if (packet.ttl <= 1 && !this.#isOwn(destination)) this.#fail(packet, { type: icmpTypes.timeExceeded, code: 0 })
    else if (isQuery) void this.#receiveQuery(packet, datagram)
    else if (protocol === protocols.tcp) this.#tcp.receive(packet)
    else if (protocol === protocols.udp) void (this.#callers.receive(packet) || this.#udp.receive(packet))
    else if (protocol === protocols.icmp) this.#echoes.receive(packet)
    else this.#refuse(packet, unreachableCodes.protocol)
  }

  /** A client speaks for itself: what it says of another station's address is not heard. */
  #receiveDhcp(bytes: Uint8Array, mac: Uint8Array): void {
    const message = parseDhcp(bytes)
    const isItsOwn = message?.mac.every((byte, index) => mac[index] === byte) ?? false
    const answer = message && isItsOwn ? this.#dhcp.answer(message) : undefined
    if (answer === undefined) return
    const ends = { source: this.#own, destination: answer.destination }
    const datagram = { sourcePort: dhcpPorts.server, destinationPort: dhcpPorts.client, payload: answer.payload }
    const target = answer.isBroadcast ? broadcastMac : mac.slice()
    this.#interface.sendPacketTo(target, { ...ends, protocol: protocols.udp, payload: udp(datagram, ends) })
  }

  async #receiveQuery(packet: ReceivedIpv4, { sourcePort, payload: query }: Udp): Promise<void> {
    const answer = await this.#answerQuery(packet.source, query.slice(), dnsMostBytes.udp)
    if (answer === undefined) return
    const ends = { source: packet.destination, destination: packet.source }
    const payload = udp({ sourcePort: dnsPort, destinationPort: sourcePort, payload: answer }, ends)
    this.#interface.sendPacket({ ...ends, protocol: protocols.udp, payload })
  }

  /** Whoever asks for too much at once gets no answer, and asks again later. */
  async #answerQuery(guest: Ipv4, query: Uint8Array, mostBytes: number): Promise<Uint8Array | undefined> {
    if (!this.#queries.take(guest)) return undefined
    return this.#names.answer(query, mostBytes).finally(() => this.#queries.give(guest))
  }

  #destination({ transport, address, port }: Parameters<Station['destination']>[0]): ReturnType<Station['destination']> {
    if (address === this.#own) {
      const isOpen = this.#options.loopback && this.#policy.allowsLoopback({ transport, port })
      return isOpen ? { address: loopback, port } : undefined
    }
    if (contains(this.#options.network, address)) return undefined
    const text = formatIpv4(address)
    const standsFor = this.#outside.nameOf?.(text)
    const names = standsFor === undefined ? this.#names.namesOf(address) : [standsFor]
    const isThisMachine = this.#outside.isThisMachine?.(text) ?? false
    const permit = this.#policy.permits({ transport, address, port, names, isThisMachine })
    return permit && { address: text, port, name: permit.name }
  }

  #localName(name: string): Ipv4 | undefined {
    const { domain, hosts } = this.#options
    const short = name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : name
    if (short === 'gateway') return this.#own
    const written = hosts[short] ?? hosts[name]
    return written === undefined ? this.#dhcp.leases.find(({ hostName }) => hostName === short)?.address : parseIpv4(written)
  }

  #nameOf(address: Ipv4): string | undefined {
    const { domain, hosts } = this.#options
    const [written] = Object.entries(hosts).find(([, text]) => parseIpv4(text) === address) ?? []
    const leased = this.#dhcp.leases.find((lease) => lease.address === address)?.hostName
    const name = address === this.#own ? 'gateway' : (written ?? leased)
    return name === undefined || name.includes('.') ? name : `${name}.${domain}`
  }

  #isOwn(address: Ipv4): boolean {
    return address === this.#own || address === this.#resolver
  }

  /** May a packet come from there? What has another's address, or none, gets no answer (RFC 2827). */
  #isStation(address: Ipv4): boolean {
    const { network } = this.#options
    return contains(network, address) && !this.#isOwn(address) && address !== this.#broadcast && address !== network.base
  }

  get #broadcast(): Ipv4 {
    const { network } = this.#options
    return (network.base | ~maskOf(network)) >>> 0
  }

  #refuse(packet: ReceivedIpv4, code: number): void {
    this.#refused++
    this.#fail(packet, { type: icmpTypes.unreachable, code })
  }

  #fail(packet: ReceivedIpv4, why: { type: number; code: number }): void {
    const payload = failure({ ...why, packet: packet.bytes })
    this.#interface.sendPacket({ source: this.#own, destination: packet.source, protocol: protocols.icmp, payload })
  }
}
