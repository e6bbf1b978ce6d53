/** Asks a TCP peer that has been silent for hours whether it is still there (RFC 9293 §3.8.4). */
import type { Timeline } from '../timeline'

/** The least that a connection may be idle before it is probed, and the time between probes. */
const idleNs = 7200e9
const probeNs = 75e9
const mostProbes = 9

export class KeepAlive {
  readonly #timeline: Timeline
  #wasHeard = false
  #probes = 0
  #cancel = (): void => {}

  constructor(
    timeline: Timeline,
    readonly on: { probe(): void; giveUp(): void },
  ) {
    this.#timeline = timeline
  }

  start(): void {
    this.#cancel = this.#timeline.after(this.#probes === 0 ? idleNs : probeNs, () => this.#look())
  }

  /** Something came from the peer. */
  heard(): void {
    this.#wasHeard = true
  }

  stop(): void {
    this.#cancel()
  }

  #look(): void {
    this.#probes = this.#wasHeard ? 0 : this.#probes + 1
    this.#wasHeard = false
    if (this.#probes > mostProbes) {
      this.on.giveUp()
      return
    }
    if (this.#probes > 0) this.on.probe()
    this.start()
  }
}
