/** Brings the pages of a restored guest in: the one that it touches at once, and the others while there is nothing better to do. */
import type { Core } from '../core/core'
import { afterPendingEvents } from '../platform/event-loop'
import type { SnapshotFile } from './file'
import { pageBytes } from './format'

/** Chunks that are brought in between two slices of the guests. */
const chunksAtOnce = 8

interface Place {
  file: SnapshotFile
  chunk: number
}

export interface PagerOptions {
  core: Core
  guest: number
  /** The snapshot, then its base, and the base of that. */
  files: readonly SnapshotFile[]
}

export class Pager {
  readonly #options: PagerOptions
  /** Pages that are not there yet, by the chunk that has them. */
  readonly #waiting = new Map<SnapshotFile, Map<number, { page: number; place: number }[]>>()
  readonly #places = new Map<number, Place>()
  #isClosed = false
  /** Why a page could not be had. */
  failure: unknown

  constructor(options: PagerOptions) {
    this.#options = options
    for (const file of options.files) this.#waiting.set(file, new Map())
    for (const file of options.files) for (const page of file.pages) this.#plan(page)
  }

  /** Pages that wait. */
  get pages(): IterableIterator<number> {
    return this.#places.keys()
  }

  get isDone(): boolean {
    return this.#places.size === 0
  }

  /** Marks the pages in the guest's second stage. */
  announce(): void {
    const { core, guest } = this.#options
    for (const page of this.#places.keys()) core.exports.guestAwaitPage(guest, page)
  }

  /** Brings the page in, while the guest is in the middle of an instruction; false when it cannot be had. */
  bringIn(page: number): boolean {
    const place = this.#places.get(page)
    if (place === undefined || this.#isClosed) return false
    try {
      return this.#install(place, place.file.chunkNow(place.chunk))
    } catch (error) {
      this.failure = error
      return false
    }
  }

  /** Brings everything in. */
  async finish(): Promise<void> {
    for (let place = this.#next(); place !== undefined; place = this.#next()) {
      const bytes = await place.file.chunk(place.chunk)
      if (this.#isClosed) return
      if (!this.#install(place, bytes)) throw this.failure
    }
    await this.close()
  }

  /** Brings everything in, a little between every two slices; what cannot be had is told when the guest asks for it. */
  async prefetch(): Promise<void> {
    try {
      while (!this.#isClosed && !this.isDone) {
        for (let count = 0; count < chunksAtOnce; count++) {
          const place = this.#next()
          if (place === undefined) break
          const bytes = await place.file.chunk(place.chunk)
          if (this.#isClosed || !this.#install(place, bytes)) return
        }
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
    for (const file of this.#options.files) await file.close()
  }

  /** The newest file that knows the page has it. */
  #plan(page: number): void {
    if (this.#places.has(page)) return
    for (const file of this.#options.files) {
      const found = file.locate(page)
      if (found === undefined) continue
      if (found === 'zeros') return
      const chunks = this.#waiting.get(file)
      chunks?.set(found.chunk, [...(chunks.get(found.chunk) ?? []), { page, place: found.place }])
      this.#places.set(page, { file, chunk: found.chunk })
      return
    }
  }

  #next(): Place | undefined {
    for (const [file, chunks] of this.#waiting) for (const chunk of chunks.keys()) return { file, chunk }
    return undefined
  }

  /** All of a chunk's pages that are not there yet. */
  #install({ file, chunk }: Place, bytes: Uint8Array): boolean {
    const { core, guest } = this.#options
    const pages = this.#waiting.get(file)?.get(chunk) ?? []
    const pointer = core.exports.stagingBuffer()
    for (const { page, place } of pages) {
      core.bytes.set(bytes.subarray(place * pageBytes, (place + 1) * pageBytes), pointer)
      if (core.exports.guestPutPage(guest, page, pointer) === 0) {
        this.failure = new Error('the host has no frame left for it')
        return false
      }
      this.#places.delete(page)
    }
    this.#waiting.get(file)?.delete(chunk)
    return true
  }
}
