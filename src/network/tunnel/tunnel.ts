/** A cable between two networks that are apart: frames leave at one and come out at the other. */
import { VmHostError } from '../../error'
import { warn } from '../../platform/warning'
import type { NetworkPort } from '../bridge-port'
import { formatMac } from '../packet/address'
import { ethernetHeaderBytes, type Frame } from '../port'
import { type Carrier, type CarrierListener, failure, type TunnelEnd } from './carrier'

/** What went through, and what did not. */
export interface TunnelStatistics {
  /** To the other side. `dropped`: too much was under way, or nobody was there; `refused`: too long. */
  sent: { frames: number; bytes: number; dropped: number; refused: number }
  /**
   * From the other side. `refused`: no frames, shorter than their header, or too long. `misplaced`: of these frames, those that were dropped because
   * their sender was heard at another port less than a second ago: two hosts of one name have the same addresses, or there is a second way.
   */
  received: { frames: number; bytes: number; refused: number; misplaced: number }
}

export class Tunnel {
  /** Resolves when frames get through; fails with ERR_DOWNLOAD when the tunnel ends before. */
  readonly ready: Promise<void>
  /** Resolves when the tunnel is over: `{ reason: 'closed' | 'disconnected' | 'failed', message? }`. It never fails. */
  readonly ended: Promise<TunnelEnd>
  /** Where the tunnel is plugged into this network: its faults and its link, as of any other port. */
  readonly port: NetworkPort
  readonly #statistics: TunnelStatistics = {
    sent: { frames: 0, bytes: 0, dropped: 0, refused: 0 },
    received: { frames: 0, bytes: 0, refused: 0, misplaced: 0 },
  }
  readonly #maxFrameBytes: number
  readonly #carrier: Carrier | undefined
  #isOver = false
  #tellReady!: () => void
  #tellLost!: (error: VmHostError) => void
  #tellEnd!: (end: TunnelEnd) => void

  /** As `network.join` makes it. */
  constructor(port: NetworkPort, options: { maxFrameBytes: number; open(listener: CarrierListener): Carrier }) {
    this.port = port
    this.#maxFrameBytes = options.maxFrameBytes
    this.ready = new Promise((resolve, reject) => {
      this.#tellReady = resolve
      this.#tellLost = reject
    })
    this.ended = new Promise((resolve) => {
      this.#tellEnd = resolve
    })
    // Who does not wait for it need not hear of it; `ended` tells the same.
    this.ready.catch(() => {})
    this.#carrier = this.#open(options.open)
    if (!this.#isOver) port.onFrame = (frame) => this.#send(frame)
  }

  get name(): string {
    return this.port.name
  }

  get statistics(): TunnelStatistics {
    return { sent: { ...this.#statistics.sent }, received: { ...this.#statistics.received } }
  }

  /** Ends the tunnel, and with it the channel. */
  close(): void {
    this.#end({ reason: 'closed' })
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** The network dropped a frame of this tunnel whose sender is on this side. */
  misplaced(frame: Frame): void {
    if (this.#statistics.received.misplaced++ > 0) return
    const address = formatMac(frame.subarray(6, 12))
    warn(
      `tunnel ${JSON.stringify(this.name)}: station ${address} is on both sides: two hosts of one name, or a second way between the networks`,
    )
  }

  #open(open: (listener: CarrierListener) => Carrier): Carrier | undefined {
    try {
      const carrier = open({
        onOpen: () => this.#tellReady(),
        onMessage: (bytes) => this.#receive(bytes),
        onEnd: (end) => this.#end(end),
      })
      if (this.#isOver) carrier.close()
      return carrier
    } catch (error) {
      this.#end(failure(error as Error, 'the channel cannot be used'))
      return undefined
    }
  }

  #send(frame: Frame): void {
    const { sent } = this.#statistics
    if (frame.length > this.#maxFrameBytes) sent.refused++
    else if (!this.#hand(frame)) sent.dropped++
    else {
      sent.frames++
      sent.bytes += frame.length
    }
  }

  #hand(frame: Frame): boolean {
    try {
      return this.#carrier?.send(frame) ?? false
    } catch (error) {
      this.#end(failure(error as Error, 'the channel takes nothing any more'))
      return false
    }
  }

  #receive(bytes: Uint8Array | undefined): void {
    if (this.#isOver) return
    const { received } = this.#statistics
    if (bytes === undefined || bytes.length < ethernetHeaderBytes || bytes.length > this.#maxFrameBytes) {
      received.refused++
      return
    }
    received.frames++
    received.bytes += bytes.length
    this.port.send(bytes)
  }

  #end(end: TunnelEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.port.onFrame = () => {}
    this.port.close()
    try {
      this.#carrier?.close()
    } catch {
      // It was broken already.
    }
    const why = end.message ?? (end.reason === 'closed' ? 'it was closed' : 'the other side is gone')
    this.#tellLost(new VmHostError('ERR_DOWNLOAD', `tunnel ${JSON.stringify(this.name)}: nobody was reached: ${why}`))
    this.#tellEnd(end)
  }
}
