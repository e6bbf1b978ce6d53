/** Brings the pages of a restored guest in: the one that it touches at once, and the others while there is nothing better to do. */
import type { Core } from '../core/core'
import { afterPendingEvents, sleepMs } from '../platform/event-loop'
import { Arrivals, type Place } from './arrivals'
import type { SnapshotFile } from './file'
import { pageBytes } from './format'

/** A guest that goes on has its first pages to ask for before all others come. */
const prefetchDelayMs = 250

export interface PagerOptions {
  core: Core
  guest: number
  ramPages: number
  /** The snapshot, then its base, and the base of that. */
  files: readonly SnapshotFile[]
  /** Nothing is brought in any more. */
  onClose?(): void
}

export class Pager {
  readonly #options: PagerOptions
  readonly #arrivals: Arrivals
  #isClosed = false
  /** Why a page could not be had. */
  failure: unknown

  constructor(options: PagerOptions) {
    this.#options = options
    this.#arrivals = new Arrivals(options.files, options.ramPages)
  }

  /** How many pages wait. */
  get waiting(): number {
    return this.#arrivals.count
  }

  /** Somebody else could not bring a page in. */
  lose(detail: string): void {
    this.failure ??= new Error(detail)
  }

  /** Marks the pages in the guest's second stage. */
  announce(): void {
    const { core, guest } = this.#options
    for (const page of this.#arrivals) core.exports.guestAwaitPage(guest, page)
  }

  /** Brings the page in, while the guest is in the middle of an instruction; false when it cannot be had. */
  bringIn(page: number): boolean {
    const place = this.#arrivals.placeOf(page)
    const file = place === undefined ? undefined : this.#options.files[place.file]
    if (place === undefined || file === undefined || this.#isClosed) return false
    const { core } = this.#options
    const pointer = core.exports.stagingBuffer()
    // It may hold what somebody is copying to the guest or from it, who comes upon this page meanwhile.
    const staged = core.bytes.slice(pointer, pointer + pageBytes)
    try {
      return this.#install(place, file.chunkNow(place.chunk))
    } catch (error) {
      this.failure = error
      return false
    } finally {
      core.bytes.set(staged, pointer)
    }
  }

  /** Brings everything in. */
  async finish(): Promise<void> {
    for (let place = this.#arrivals.next(); place !== undefined; place = this.#arrivals.next()) {
      if (!(await this.#bringRun(place))) {
        if (this.#isClosed) return
        throw this.failure
      }
    }
    await this.close()
  }

  /** Brings everything in, a little between every two slices; what cannot be had is told when the guest asks for it. */
  async prefetch(): Promise<void> {
    await sleepMs(prefetchDelayMs)
    try {
      for (let place = this.#arrivals.next(); place !== undefined && !this.#isClosed; place = this.#arrivals.next()) {
        if (!(await this.#bringRun(place))) return
        await new Promise<void>((resolve) => afterPendingEvents(resolve))
      }
      await this.close()
    } catch (error) {
      this.failure = error
    }
  }

  /** Nothing is brought in any more. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#options.onClose?.()
    for (const file of this.#options.files) await file.close()
  }

  /** A chunk, and those behind it that are read with it; false when it cannot be, or is not wanted any more. */
  async #bringRun({ file, chunk }: Place): Promise<boolean> {
    const run = await this.#options.files[file]?.run(chunk, (other) => this.#arrivals.isWanted({ file, chunk: other }))
    return !this.#isClosed && (run ?? []).every(({ chunk, bytes }) => this.#install({ file, chunk }, bytes))
  }

  /** All of a chunk's pages that are not there yet. */
  #install(place: Place, bytes: Uint8Array): boolean {
    const { core, guest } = this.#options
    const pointer = core.exports.stagingBuffer()
    return this.#arrivals.arrive(place, (page, index) => {
      core.bytes.set(bytes.subarray(index * pageBytes, (index + 1) * pageBytes), pointer)
      if (core.exports.guestPutPage(guest, page, pointer) !== 0) return true
      this.failure = new Error('the host has no frame left for it')
      return false
    })
  }
}
