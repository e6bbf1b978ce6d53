/**
 * Frames over message channels of an engine: a `Uint8Array` in each message. A `BroadcastChannel` has any number of listeners, and none
 * of them can hold a sender back. At a `MessagePort` each side answers what it took with the number of its bytes, so that no more than
 * a queue's worth waits for one that does not read.
 */
import { afterDelay } from '../../platform/event-loop'
import type { Frame } from '../port'
import { bytesOf, type Carrier, type CarrierListener, failure } from './carrier'

interface MessageChannelLike {
  close(): void
  addEventListener(type: string, listener: (event: { type: string; data?: unknown }) => void): void
}

/** As much of a BroadcastChannel as is used here: that of browsers and that of Node have it. */
export interface BroadcastChannelLike extends MessageChannelLike {
  postMessage(message: unknown): void
  readonly name: string
}

/** As much of a MessagePort as is used here: that of browsers and that of `node:worker_threads` have it. */
export interface MessagePortLike extends MessageChannelLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  start(): void
}

/** Bytes that are taken before the other side hears of it: fewer messages, and less than any queue has room for beside the longest frame. */
const answerEveryBytes = 16 * 1024

/**
 * What a BroadcastChannel of the same name says until the carrier's own hears anything. Chromium connects channels only some time after
 * they were made, and what others sent until then does not come.
 */
const probe = 'probe'
/** Each is waited for twice as long as the one before; a channel that heard none of them, which takes a minute and more, never will. */
const firstProbeMs = 10
const probes = 13

export function broadcastCarrier(channel: BroadcastChannelLike, listener: CarrierListener): Carrier {
  const endProbes = sendProbes(channel, () => listener.onEnd(failure({}, 'the channel hears nothing: it may be closed')))
  let isOpen = false
  listen(channel, listener, (data) => {
    if (!isOpen) {
      isOpen = true
      endProbes()
      listener.onOpen()
    }
    if (data !== probe) listener.onMessage(bytesOf(data))
  })
  return {
    send: (frame) => {
      channel.postMessage(new Uint8Array(frame))
      return true
    },
    close: () => {
      endProbes()
      channel.close()
    },
  }
}

/** Returns what ends them. */
function sendProbes({ name }: BroadcastChannelLike, onUnheard: () => void): () => void {
  const beside = new BroadcastChannel(name)
  let sent = 0
  let takeBack: () => void
  const send = (): void => {
    if (sent === probes) {
      onUnheard()
      return
    }
    beside.postMessage(probe)
    takeBack = afterDelay(firstProbeMs * 2 ** sent++, send)
  }
  send()
  return () => {
    takeBack()
    beside.close()
  }
}

export function portCarrier(
  port: MessagePortLike,
  { queueBytes, listener }: { queueBytes: number; listener: CarrierListener },
): Carrier {
  const carrier = new PortCarrier(port, queueBytes)
  listen(port, listener, (data) => {
    if (typeof data === 'number') {
      if (!carrier.answered(data)) listener.onMessage(undefined)
      return
    }
    const bytes = bytesOf(data)
    const length = bytes?.length ?? 0
    listener.onMessage(bytes)
    carrier.took(length)
  })
  port.addEventListener('close', () => listener.onEnd({ reason: 'disconnected' }))
  port.start()
  listener.onOpen()
  return carrier
}

class PortCarrier implements Carrier {
  readonly #port: MessagePortLike
  readonly #queueBytes: number
  /** Bytes that the other side has not answered, and those that this side has not. */
  #underWay = 0
  #unanswered = 0

  constructor(port: MessagePortLike, queueBytes: number) {
    this.#port = port
    this.#queueBytes = queueBytes
  }

  send(frame: Frame): boolean {
    if (this.#underWay + frame.length > this.#queueBytes) return false
    const copy = new Uint8Array(frame)
    this.#port.postMessage(copy, [copy.buffer])
    this.#underWay += frame.length
    return true
  }

  /** False when nobody could have taken that much. */
  answered(bytes: number): boolean {
    const isPossible = Number.isSafeInteger(bytes) && bytes > 0 && bytes <= this.#underWay
    if (isPossible) this.#underWay -= bytes
    return isPossible
  }

  took(bytes: number): void {
    this.#unanswered += bytes
    if (this.#unanswered < answerEveryBytes) return
    this.#port.postMessage(this.#unanswered, [])
    this.#unanswered = 0
  }

  close(): void {
    this.#port.close()
  }
}

function listen(channel: MessageChannelLike, listener: CarrierListener, onData: (data: unknown) => void): void {
  channel.addEventListener('message', ({ data }) => onData(data))
  channel.addEventListener('messageerror', () => listener.onMessage(undefined))
  channel.addEventListener('error', () => listener.onEnd(failure({}, 'the channel failed')))
}
