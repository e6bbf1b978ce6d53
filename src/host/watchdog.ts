/** Tells when a guest is stuck: for so much guest time it took no interrupt, waited for nothing and called nobody. */
import type { Core } from '../core/core'
import { hartView } from '../core/hart-view'
import { Attention } from '../core/layout.gen'

/** Exits that only a guest makes that does something. */
const signsOfLife = [Attention.mmio, Attention.sbi, Attention.wait, Attention.htif] as const

export interface WatchdogOptions {
  core: Core
  guest: number
  harts: number
  timeoutMs: number
}

export class Watchdog {
  readonly #options: WatchdogOptions
  #signs = -1
  #sinceNs = 0

  constructor(options: WatchdogOptions) {
    this.#options = options
  }

  /** The guest starts, or starts over. */
  reset(): void {
    this.#signs = -1
  }

  /** After a slice, at the guest's time: true when it made no progress for too long. */
  isExpired(timeNs: number): boolean {
    const signs = this.#count()
    if (signs !== this.#signs) {
      this.#signs = signs
      this.#sinceNs = timeNs
    }
    return timeNs - this.#sinceNs >= this.#options.timeoutMs * 1e6
  }

  #count(): number {
    const { core, guest, harts } = this.#options
    let sum = 0
    for (let hart = 0; hart < harts; hart++) {
      const view = hartView(core, guest, hart)
      const exits = view.list('exits')
      for (const count of view.list('interrupts')) sum += Number(count)
      for (const reason of signsOfLife) sum += Number(exits[reason] ?? 0n)
    }
    return sum
  }
}
