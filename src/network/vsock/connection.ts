/** One stream between the host and a guest: what it still takes and gives, how much of it may be under way, and how it ends (§5.10.6). */
import { VmHostError } from '../../error'
import { vsockOperations, vsockShutdown } from '../../spec/devices/virtio-vsock'
import type { ByteStream } from '../gateway/outside'
import type { VsockPacket } from './packet'

/** Bytes that this side holds for a reader who does not come; the guest waits then. */
const roomBytes = 256 * 1024
/** Bytes under way to a guest that does not read, whatever room it claims to have. */
const mostUnderWay = 256 * 1024
const mostPayload = 64 * 1024
const smallBytes = 4096

/** A stream of bytes to or from a program in the guest. */
export interface VsockStream extends ByteStream {
  /** Port of this side, and of the guest's. */
  readonly localPort: number
  readonly remotePort: number
}

export type VsockMessage = Pick<VsockPacket, 'op' | 'flags' | 'bufAlloc' | 'fwdCnt' | 'payload'>

export interface VsockConnectionOptions {
  localPort: number
  remotePort: number
  send(message: VsockMessage): void
  /** Nothing comes of it any more, and its ports are free. */
  onGone(): void
}

const nothing = new Uint8Array(0)

export class VsockConnection implements VsockStream {
  readonly localPort: number
  readonly remotePort: number
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
  readonly #options: VsockConnectionOptions
  #reader!: ReadableStreamDefaultController<Uint8Array>
  #writer!: WritableStreamDefaultController
  /** What the guest said that nobody has read, and whoever waits for more. */
  readonly #unread: Uint8Array[] = []
  #wakeReader: (() => void) | undefined
  #wakeWriter: (() => void) | undefined
  /** Counts are modulo 2^32, as their fields in the header are. */
  #received = 0
  #forwarded = 0
  #toldForwarded = 0
  #sent = 0
  #peerRoom = 0
  #peerForwarded = 0
  /** Bits of vsockShutdown: what either side will not do any more. */
  #ownEnd = 0
  #peerEnd = 0
  #isGone = false
  #isReadOver = false
  #isWriteOver = false

  constructor(options: VsockConnectionOptions) {
    this.#options = options
    this.localPort = options.localPort
    this.remotePort = options.remotePort
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#reader = controller
        },
        pull: () => this.#pull(),
        cancel: () => this.#stopReading(),
      },
      { highWaterMark: 0 },
    )
    this.writable = new WritableStream<Uint8Array>({
      start: (controller) => {
        this.#writer = controller
      },
      write: (bytes) => this.#write(bytes),
      close: () => this.#finish(),
      abort: () => this.abort(),
    })
  }

  /** Takes a packet of the guest that is for this connection. */
  receive({ op, flags, bufAlloc, fwdCnt, payload }: VsockPacket): void {
    this.#peerRoom = bufAlloc
    this.#peerForwarded = fwdCnt
    this.#wake('writer')
    if (op === vsockOperations.rw) this.#take(payload)
    else if (op === vsockOperations.creditRequest) this.say(vsockOperations.creditUpdate)
    else if (op === vsockOperations.shutdown) this.#peerEnds(flags)
    else if (op === vsockOperations.rst) this.#peerReset()
    else if (op !== vsockOperations.creditUpdate && op !== vsockOperations.response) this.abort()
  }

  /** Sends a packet without data. */
  say(op: number, flags = 0): void {
    this.#send(op, flags, nothing)
  }

  /** Ends both directions at once, as a reset does. */
  abort(): void {
    if (this.#isGone) return
    this.say(vsockOperations.rst)
    this.fail(new VmHostError('ERR_ABORTED', 'the connection was reset'))
  }

  /** The guest, or its driver, is no more. */
  fail(reason: VmHostError): void {
    this.#endReading(reason)
    this.#endWriting(reason)
    this.#leave()
  }

  #send(op: number, flags: number, payload: Uint8Array): void {
    this.#toldForwarded = this.#forwarded
    this.#options.send({ op, flags, bufAlloc: roomBytes, fwdCnt: this.#forwarded, payload })
  }

  #take(payload: Uint8Array): void {
    const held = (this.#received - this.#forwarded) >>> 0
    // It was told how much there is room for.
    if (held + payload.length > roomBytes || (this.#peerEnd & vsockShutdown.send) !== 0) {
      this.abort()
      return
    }
    this.#received = (this.#received + payload.length) >>> 0
    if (this.#isReadOver) {
      this.#forward(payload.length)
      return
    }
    if (payload.length > 0) this.#keep(payload)
    this.#wake('reader')
  }

  /** Small packets lie in one piece: a guest that sends byte by byte takes no more memory than its bytes. */
  #keep(payload: Uint8Array): void {
    const last = this.#unread.at(-1)
    if (last === undefined || last.length + payload.length > smallBytes) {
      this.#unread.push(payload.slice())
      return
    }
    const both = new Uint8Array(last.length + payload.length)
    both.set(last)
    both.set(payload, last.length)
    this.#unread[this.#unread.length - 1] = both
  }

  async #pull(): Promise<void> {
    while (this.#unread.length === 0 && !this.#isReadOver && (this.#peerEnd & vsockShutdown.send) === 0 && !this.#isGone)
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve
      })
    if (this.#isReadOver) return
    const bytes = this.#unread.shift()
    if (bytes === undefined) {
      this.#isReadOver = true
      this.#reader.close()
      return
    }
    this.#reader.enqueue(bytes)
    this.#forward(bytes.length)
  }

  /** There is room again; the guest hears of it before it has none. */
  #forward(bytes: number): void {
    this.#forwarded = (this.#forwarded + bytes) >>> 0
    if (!this.#isGone && (this.#forwarded - this.#toldForwarded) >>> 0 >= roomBytes / 4) this.say(vsockOperations.creditUpdate)
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let hasAsked = false
    for (let left = bytes; left.length > 0; ) {
      const room = Math.min(this.#credit(), mostPayload, left.length)
      if (room > 0) {
        this.#sent = (this.#sent + room) >>> 0
        this.#send(vsockOperations.rw, 0, left.slice(0, room))
        left = left.subarray(room)
        hasAsked = false
        continue
      }
      // Once: a guest that does not read answers that it has no room, and tells by itself when it has.
      if (!hasAsked) this.say(vsockOperations.creditRequest)
      hasAsked = true
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve
      })
      if (this.#isWriteOver) return
    }
  }

  #credit(): number {
    const underWay = (this.#sent - this.#peerForwarded) >>> 0
    return Math.max(0, Math.min(this.#peerRoom, mostUnderWay) - underWay)
  }

  /** This side will not send any more. */
  #finish(): void {
    this.#isWriteOver = true
    this.#end(vsockShutdown.send)
  }

  /** Nobody reads any more. */
  #stopReading(): void {
    this.#isReadOver = true
    for (const bytes of this.#unread.splice(0)) this.#forward(bytes.length)
    this.#wake('reader')
    this.#end(vsockShutdown.receive)
  }

  #end(flag: number): void {
    // Who has heard everything wants no more.
    this.#ownEnd |= flag | ((this.#peerEnd & vsockShutdown.send) !== 0 ? vsockShutdown.receive : 0)
    if (!this.#isGone) this.say(vsockOperations.shutdown, this.#ownEnd)
  }

  /** Whoever hears that both directions are over answers with a reset (§5.10.6.6). */
  #peerEnds(flags: number): void {
    this.#peerEnd |= flags & vsockShutdown.both
    if ((this.#peerEnd & vsockShutdown.receive) !== 0)
      this.#endWriting(new VmHostError('ERR_ABORTED', 'the guest does not read any more'))
    this.#wake('reader')
    if (this.#peerEnd !== vsockShutdown.both) return
    this.say(vsockOperations.rst)
    this.#leave()
  }

  /** That is how a connection ends that either side has ended, too. */
  #peerReset(): void {
    const isOrderly = this.#ownEnd === vsockShutdown.both || (this.#peerEnd & vsockShutdown.send) !== 0
    const reason = new VmHostError('ERR_ABORTED', 'the guest reset the connection')
    if (isOrderly) this.#peerEnd |= vsockShutdown.send
    else this.#endReading(reason)
    this.#endWriting(reason)
    this.#leave()
  }

  #endReading(reason: VmHostError): void {
    if (!this.#isReadOver) this.#reader.error(reason)
    this.#isReadOver = true
    this.#wake('reader')
  }

  #endWriting(reason: VmHostError): void {
    if (!this.#isWriteOver) this.#writer.error(reason)
    this.#isWriteOver = true
    this.#wake('writer')
  }

  #leave(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#wake('reader')
    this.#wake('writer')
    this.#options.onGone()
  }

  #wake(who: 'reader' | 'writer'): void {
    if (who === 'reader') this.#wakeReader?.()
    else this.#wakeWriter?.()
  }
}
