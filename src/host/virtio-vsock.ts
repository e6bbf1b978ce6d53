/** The socket device where the core is: packets go in and out as the driver has buffers; what they mean is known to `network/vsock`. */
import { splitPacket, vsockHeaderBytes } from '../network/vsock/packet'
import { vsockEvents, vsockQueues } from '../spec/devices/virtio-vsock'
import type { PortServer } from './device-io'

/** Packets without data that the driver has not taken: more is no conversation any more. Data is bounded by credit. */
const mostPending = 1024

/** As many as a queue has: a driver that gives no other buffers does not want the packet. */
const mostTooSmall = 256

/** An event is its number, a 32-bit word. */
const transportReset = Uint8Array.of(vsockEvents.transportReset, 0, 0, 0)

export interface VirtioVsockOptions {
  /** Bytes that the next chain of that queue has room for; 0 when there is none. */
  room(queue: number): number
  /** How many bytes that chain took. */
  give(queue: number, bytes: Uint8Array): number
  /** A packet of the guest; the guest has its buffer back when the promise resolves. */
  onPacket(bytes: Uint8Array): void | Promise<void>
  onReset(): void
}

export class VirtioVsock implements PortServer {
  readonly #options: VirtioVsockOptions
  #pending: Uint8Array[] = []
  #isElsewhere = false
  /** Buffers in a row that had no room for the packet that is next. */
  #tooSmall = 0

  constructor(options: VirtioVsockOptions) {
    this.#options = options
  }

  /** The driver goes on in another guest, where nobody is at the other end of its connections: it is told that they are over (§5.10.6.7). */
  restart(): void {
    this.#isElsewhere = true
  }

  send(packet: Uint8Array): void {
    if (this.#pending.length >= mostPending && packet.length === vsockHeaderBytes) return
    this.#pending.push(packet)
    this.ready()
  }

  take(queue: number, bytes: Uint8Array): undefined | Promise<undefined> {
    if (queue !== vsockQueues.tx) return undefined
    return this.#options.onPacket(bytes)?.then(() => undefined)
  }

  /** Gives what there are buffers for. One that has no room for a byte beyond the header is given back as it is. */
  ready(): void {
    const { room, give } = this.#options
    if (this.#isElsewhere && room(vsockQueues.event) >= transportReset.length) {
      give(vsockQueues.event, transportReset)
      this.#isElsewhere = false
    }
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      const bytes = room(vsockQueues.rx)
      if (bytes === 0) return
      const isEnough = bytes > vsockHeaderBytes || (bytes === vsockHeaderBytes && next.length === bytes)
      if (!isEnough) {
        give(vsockQueues.rx, new Uint8Array(0))
        if (++this.#tooSmall >= mostTooSmall) this.#drop()
        continue
      }
      this.#tooSmall = 0
      const { first, rest } = splitPacket(next, bytes)
      give(vsockQueues.rx, first)
      if (rest === undefined) this.#pending.shift()
      else this.#pending[0] = rest
    }
  }

  /** A driver that gives nothing else than small buffers, as fast as it has them back, holds nobody up. */
  #drop(): void {
    this.#pending.shift()
    this.#tooSmall = 0
  }

  /** The driver starts over: it knows of no connection. */
  reset(): void {
    this.#pending = []
    this.#isElsewhere = false
    this.#options.onReset()
  }
}
