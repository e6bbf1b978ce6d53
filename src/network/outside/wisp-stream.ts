/** One stream of a Wisp connection: what may be sent is counted in packets, which the relay lets go on. */
import { ConnectError } from '../../platform/connect-error'
import type { ByteStream } from '../gateway/outside'
import { wispReasons, wispTypes } from './wisp-packets'

export interface WispStreamOptions {
  /** Data packets that may be sent before the relay says more. */
  credit: number
  send(type: number, payload: Uint8Array): void
  onClose(): void
}

/** A relay cannot be told to wait: what comes faster than a guest takes it is kept up to here, and then the connection breaks. */
const mostWaitingBytes = 64 * 2 ** 20

export class WispStream {
  onData: (bytes: Uint8Array) => void = () => {}
  isOpen = true
  readonly #options: WispStreamOptions
  #credit: number
  #goOn: (() => void) | undefined
  #onEnd: (isClean: boolean) => void = () => {}

  constructor(options: WispStreamOptions) {
    this.#options = options
    this.#credit = options.credit
  }

  /** Sends one data packet, whatever the credit is. */
  send(payload: Uint8Array): void {
    if (!this.isOpen) return
    this.#credit--
    this.#options.send(wispTypes.data, payload)
  }

  close(reason: number): void {
    if (!this.isOpen) return
    this.#options.send(wispTypes.close, Uint8Array.of(reason))
    this.ended(true)
  }

  receive(payload: Uint8Array): void {
    if (this.isOpen) this.onData(payload.slice())
  }

  mayGoOn(credit: number): void {
    this.#credit = credit
    this.#goOn?.()
  }

  /** The relay closed the stream, or is gone. */
  ended(isClean: boolean): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#options.onClose()
    this.#goOn?.()
    this.#onEnd(isClean)
  }

  asByteStream(): ByteStream {
    const source: UnderlyingDefaultSource<Uint8Array> = {
      start: (controller) => {
        this.onData = (bytes) => {
          if ((controller.desiredSize ?? 0) >= bytes.length) controller.enqueue(bytes)
          else this.#overflow()
        }
        this.#onEnd = (isClean) => (isClean ? controller.close() : controller.error(new ConnectError('refused')))
      },
      cancel: () => {
        this.#onEnd = () => {}
        this.close(wispReasons.voluntary)
      },
    }
    const readable = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }))
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => this.#write(chunk),
      abort: () => this.close(wispReasons.voluntary),
    })
    return { readable, writable, abort: () => this.close(wispReasons.voluntary) }
  }

  #overflow(): void {
    this.#options.send(wispTypes.close, Uint8Array.of(wispReasons.voluntary))
    this.ended(false)
  }

  async #write(chunk: Uint8Array): Promise<void> {
    while (this.isOpen && this.#credit <= 0) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve
      })
    }
    if (!this.isOpen) throw new ConnectError('refused')
    this.send(chunk)
  }
}
