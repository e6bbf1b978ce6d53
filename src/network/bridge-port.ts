/** A port of a bridge: a cable of one link to it and one from it, which can fail. */
import { checkOptions } from '../options/check'
import { type Faults, faultsSchema } from './faults'
import { Link, type LinkCounters } from './link'
import { ethernetHeaderBytes, type Frame, type FrameListener, longestFrame, type Port } from './port'
import type { Timeline } from './timeline'

/** Frames and bytes that a port sent to the network (`tx`) and got from it (`rx`). */
export interface PortStatistics {
  tx: LinkCounters
  rx: LinkCounters
  /** Frames that no cable carries: shorter than their header, or too long. */
  malformed: number
}

/** A port of this network, with the faults of its cable. */
export interface NetworkPort extends Port {
  /** Faults of the cable from now on, in both directions or in one: `tx` to the network, `rx` from it. ERR_INVALID_OPTION. */
  setFaults(faults: Faults, direction?: 'tx' | 'rx'): void
  /** False: the cable is unplugged, and frames under way are lost. */
  setLink(isUp: boolean): void
  readonly statistics: PortStatistics
}

/** What holds for the port of a tunnel. */
export interface TunnelRules {
  /** Tunnels of one group pass no frames to each other. */
  splitHorizon: string | undefined
  /** A frame was dropped whose sender is at another port of this network. */
  onMisplaced(frame: Frame): void
}

interface BridgePortOptions {
  name: string
  seed: number
  timeline: Timeline
  tunnel?: TunnelRules | undefined
  forward(from: BridgePort, frame: Frame): void
  onClose(port: BridgePort): void
}

export class BridgePort implements NetworkPort {
  readonly name: string
  readonly tunnel: TunnelRules | undefined
  onFrame: FrameListener = () => {}
  readonly #options: BridgePortOptions
  readonly #tx: Link
  readonly #rx: Link
  #malformed = 0
  #isOpen = true

  constructor(options: BridgePortOptions) {
    const { name, seed, timeline, forward } = options
    this.#options = options
    this.name = name
    this.tunnel = options.tunnel
    this.#tx = new Link({ timeline, seed, deliver: (frame) => forward(this, frame) })
    this.#rx = new Link({ timeline, seed: (seed + 1) >>> 0, deliver: (frame) => this.onFrame(frame) })
  }

  send(frame: Frame): void {
    if (!this.#isOpen) return
    if (frame.length < ethernetHeaderBytes || frame.length > longestFrame) this.#malformed++
    else this.#tx.send(frame)
  }

  /** A frame from the bridge. */
  deliver(frame: Frame): void {
    this.#rx.send(frame)
  }

  setFaults(faults: Faults, direction?: 'tx' | 'rx'): void {
    const checked = checkOptions(faultsSchema, faults, 'network fault') as Faults
    if (direction !== 'rx') this.#tx.faults = checked
    if (direction !== 'tx') this.#rx.faults = checked
  }

  setLink(isUp: boolean): void {
    this.#tx.isUp = isUp
    this.#rx.isUp = isUp
  }

  get statistics(): PortStatistics {
    return { tx: { ...this.#tx.counters }, rx: { ...this.#rx.counters }, malformed: this.#malformed }
  }

  close(): void {
    this.#isOpen = false
    this.setLink(false)
    this.#options.onClose(this)
  }
}
