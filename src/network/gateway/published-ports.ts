/** Ports of the embedding machine that lead to guests. */
import { VmHostError } from '../../error'
import { type Ipv4, parseIpv4 } from '../packet/address'
import type { CheckedGatewayOptions, PublishProtocol } from './options'
import type { Listener, Outside } from './outside'
import type { TcpFlows } from './tcp-flows'
import type { UdpCallers } from './udp-callers'

export interface PublishedPort {
  port: number
  to: number
  /** Address or host name. */
  guest: string
  host: string
  protocol: PublishProtocol
}

export interface PublishedPortsOptions {
  outside: Outside
  tcp: TcpFlows
  udp: UdpCallers
  /** The gateway's address, which guests see all of it come from. */
  own: Ipv4
  /** Who is meant where no guest is named. */
  guest: string
  addressOf(name: string): Ipv4 | undefined
}

type Publish = CheckedGatewayOptions['publish'][number]

export class PublishedPorts {
  readonly #options: PublishedPortsOptions
  readonly #listeners: Listener[] = []
  readonly #ports: PublishedPort[] = []

  constructor(options: PublishedPortsOptions) {
    this.#options = options
  }

  get ports(): readonly PublishedPort[] {
    return this.#ports
  }

  /** Throws ERR_UNSUPPORTED when the port cannot be listened on. */
  async publish({ port, to = port, guest = this.#options.guest, host, protocol }: Publish): Promise<void> {
    try {
      const listening =
        protocol === 'udp' ? this.#listenUdp({ host, port, to, guest }) : this.#listenTcp({ host, port, to, guest })
      if (listening === undefined) throw new VmHostError('ERR_UNSUPPORTED', `publishing port ${port}: nothing can listen here`)
      const listener = await listening
      this.#listeners.push(listener)
      this.#ports.push({ port: listener.port, to: to || listener.port, guest, host, protocol })
    } catch (error) {
      if (error instanceof VmHostError) throw error
      throw VmHostError.wrap('ERR_UNSUPPORTED', `publishing port ${port} of ${host}: it cannot be listened on`, error)
    }
  }

  close(): void {
    for (const listener of this.#listeners.splice(0)) listener.close()
  }

  #listenTcp({ host, port, to, guest }: Omit<PublishedPort, 'protocol'>): Promise<Listener> | undefined {
    const { outside, tcp, own } = this.#options
    const listening = outside.listenTcp?.({ host, port }, async (stream) => {
      const address = this.#addressOf(guest)
      if (address === undefined) stream.abort()
      else tcp.deliver(stream, { guest: address, guestPort: to || (await listening)?.port || 0, own })
    })
    return listening
  }

  #listenUdp({ host, port, to, guest }: Omit<PublishedPort, 'protocol'>): Promise<Listener> | undefined {
    const { outside, udp, own } = this.#options
    const listening = outside.listenUdp?.({ host, port }, async (payload, from) => {
      const [address, listener] = [this.#addressOf(guest), await listening]
      if (address === undefined || listener === undefined) return
      const answer = listener.send.bind(listener)
      udp.deliver(payload, { published: listener.port, from, guest: address, guestPort: to || listener.port, own, answer })
    })
    return listening
  }

  #addressOf(guest: string): Ipv4 | undefined {
    return parseIpv4(guest) ?? this.#options.addressOf(guest)
  }
}
