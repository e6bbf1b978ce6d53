/** The world through a relay: a WebSocket to a Wisp server, which opens TCP and UDP sockets for a page that has none. */
import { VmHostError } from '../../error'
import { ConnectError } from '../../platform/connect-error'
import { openWebSocket, type WebSocketLike } from '../../platform/web-socket'
import type { ByteStream, DatagramSocket, Outside } from '../gateway/outside'
import { SyntheticNames } from './synthetic-names'
import { connectPayload, continuePayload, parseWisp, wisp, wispReasons, wispStreams, wispTypes } from './wisp-packets'
import { WispStream } from './wisp-stream'

export interface WispOptions {
  /** Address of the relay, `wss://host/path/`. */
  url: string | URL
  /** The class to connect with where there is no global one, as in Node 20: that of the package `ws`. */
  WebSocket?: new (
    url: string,
  ) => WebSocketLike
}

/**
 * Connects to a Wisp relay. Names are resolved there: guests get an address that stands for the name. Errors: ERR_DOWNLOAD when the relay cannot be
 * reached, ERR_UNSUPPORTED without a WebSocket.
 *
 *     const outside = await wispOutside({ url: 'wss://relay.example/wisp/' })
 *     const gateway = await Gateway.create(network.attach('gateway'), { outside })
 */
export async function wispOutside({ url, WebSocket }: WispOptions): Promise<Outside> {
  const relay = new Relay(openWebSocket(String(url), WebSocket), String(url))
  await relay.ready
  return relay
}

/** Destinations of one UDP port of a guest, each of which is a stream. */
const mostDestinations = 64

function closeOldest(streams: Map<string, WispStream>): void {
  const [oldest] = streams
  if (oldest === undefined) return
  oldest[1].close(wispReasons.voluntary)
  streams.delete(oldest[0])
}

class Relay implements Outside {
  /** Resolves when the relay has told how much it takes. */
  readonly ready: Promise<void>
  readonly #socket: WebSocketLike
  readonly #names = new SyntheticNames()
  readonly #streams = new Map<number, WispStream>()
  #nextStream = 1
  #credit = 0
  #isReady = (): void => {}

  constructor(socket: WebSocketLike, url: string) {
    this.#socket = socket
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve
      const fail = (): void => reject(new VmHostError('ERR_DOWNLOAD', `wisp relay ${url}: it cannot be reached, or is none`))
      socket.addEventListener('error', fail)
      socket.addEventListener('close', fail)
    })
    socket.addEventListener('close', () => this.#lost())
    socket.addEventListener('message', ({ data }) => this.#receive(data))
  }

  async resolve(name: string): Promise<readonly string[]> {
    return [this.#names.addressOf(name) ?? []].flat()
  }

  nameOf(address: string): string | undefined {
    return this.#names.nameOf(address)
  }

  /** The relay does not say that a connection is made, only that it is not. */
  async connectTcp({ address, port }: { address: string; port: number }): Promise<ByteStream> {
    if (!this.#isOpen) throw new ConnectError('unreachable')
    return this.#open(wispStreams.tcp, this.#names.hostOf(address), port).asByteStream()
  }

  openUdp(onDatagram: (payload: Uint8Array, from: { address: string; port: number }) => void): DatagramSocket {
    // By destination, the one that was used longest ago first.
    const streams = new Map<string, WispStream>()
    return {
      send: (payload, { address, port }) => {
        if (!this.#isOpen) return
        const key = `${address} ${port}`
        const known = streams.get(key)
        const stream = known?.isOpen ? known : this.#open(wispStreams.udp, this.#names.hostOf(address), port)
        stream.onData = (bytes) => onDatagram(bytes, { address, port })
        streams.delete(key)
        streams.set(key, stream)
        if (streams.size > mostDestinations) closeOldest(streams)
        stream.send(payload)
      },
      close: () => {
        for (const stream of streams.values()) stream.close(wispReasons.voluntary)
      },
    }
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === 1
  }

  #open(kind: number, host: string, port: number): WispStream {
    const id = this.#nextStream++
    const stream = new WispStream({
      credit: kind === wispStreams.udp ? Number.POSITIVE_INFINITY : this.#credit,
      send: (type, payload) => {
        if (this.#isOpen) this.#socket.send(wisp({ type, stream: id, payload }))
      },
      onClose: () => this.#streams.delete(id),
    })
    this.#streams.set(id, stream)
    this.#socket.send(wisp({ type: wispTypes.connect, stream: id, payload: connectPayload(kind, host, port) }))
    return stream
  }

  #receive(data: unknown): void {
    const packet = data instanceof ArrayBuffer ? parseWisp(new Uint8Array(data)) : undefined
    if (packet === undefined) return
    const stream = this.#streams.get(packet.stream)
    if (packet.type === wispTypes.data) stream?.receive(packet.payload)
    else if (packet.type === wispTypes.close) stream?.ended(packet.payload[0] === wispReasons.voluntary)
    else if (packet.type === wispTypes.continue) this.#continue(packet.stream, continuePayload(packet.payload))
  }

  /** Stream 0 tells what every new stream begins with. */
  #continue(stream: number, credit: number | undefined): void {
    if (credit === undefined) return
    if (stream !== 0) {
      this.#streams.get(stream)?.mayGoOn(credit)
      return
    }
    this.#credit = credit
    this.#isReady()
  }

  #lost(): void {
    for (const stream of [...this.#streams.values()]) stream.ended(false)
  }
}
