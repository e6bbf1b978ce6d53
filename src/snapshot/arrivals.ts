/** Which pages of a guest are still in its snapshot files, and with which others each comes. */
import type { SnapshotFile } from './file'
import { chunkOf, noSlot, pagesPerChunk, zeroSlot } from './format'

/** A chunk of one of the files. */
export interface Place {
  file: number
  chunk: number
}

export class Arrivals {
  /** By page: 0 when it is here, else one more than the number of its file. */
  readonly #fileOf: Uint8Array
  readonly #files: readonly SnapshotFile[]
  /** By file: its pages by slot, and where those of each chunk begin. */
  readonly #bySlot: { pages: Uint32Array; begins: Uint32Array; nextChunk: number }[]
  #count = 0

  /** `files` are the snapshot, then its base, and the base of that: the newest that knows a page has it. */
  constructor(files: readonly SnapshotFile[], ramPages: number) {
    this.#files = files
    this.#fileOf = new Uint8Array(ramPages)
    const isKnown = new Uint8Array(ramPages)
    for (const [index, file] of files.entries()) {
      for (const page of file.pages) {
        // Behind RAM there are disks, which the guest does not run without.
        if (page >= ramPages || isKnown[page] !== 0) continue
        isKnown[page] = 1
        if (file.slotOf(page) === zeroSlot) continue
        this.#fileOf[page] = index + 1
        this.#count++
      }
    }
    this.#bySlot = files.map((file, index) => ({ ...this.#sorted(file, index), nextChunk: 1 }))
  }

  get count(): number {
    return this.#count
  }

  *[Symbol.iterator](): IterableIterator<number> {
    for (let page = 0; page < this.#fileOf.length; page++) if (this.#fileOf[page] !== 0) yield page
  }

  /** Undefined when the page is here. */
  placeOf(page: number): Place | undefined {
    const file = (this.#fileOf[page] ?? 0) - 1
    return file < 0 ? undefined : { file, chunk: chunkOf(this.#slot(file, page)) }
  }

  /** The first chunk that has a page that is not here. */
  next(): Place | undefined {
    for (const [file, it] of this.#bySlot.entries()) {
      for (; it.nextChunk < it.begins.length - 1; it.nextChunk++)
        if (this.isWanted({ file, chunk: it.nextChunk })) return { file, chunk: it.nextChunk }
    }
    return undefined
  }

  /** Has the chunk any page that is not here? */
  isWanted({ file, chunk }: Place): boolean {
    const it = this.#bySlot[file]
    if (it === undefined) return false
    for (let at = it.begins[chunk] ?? 0; at < (it.begins[chunk + 1] ?? 0); at++)
      if (this.#fileOf[it.pages[at] as number] === file + 1) return true
    return false
  }

  /** Calls `take` with the pages of the chunk that are not here, and where in it each is; they are here when it gives true. */
  arrive({ file, chunk }: Place, take: (page: number, place: number) => boolean): boolean {
    const it = this.#bySlot[file]
    if (it === undefined) return true
    for (let at = it.begins[chunk] ?? 0; at < (it.begins[chunk + 1] ?? 0); at++) {
      const page = it.pages[at] as number
      if (this.#fileOf[page] !== file + 1) continue
      if (!take(page, this.#slot(file, page) % pagesPerChunk)) return false
      this.#fileOf[page] = 0
      this.#count--
    }
    return true
  }

  #slot(file: number, page: number): number {
    return this.#files[file]?.slotOf(page) ?? noSlot
  }

  /** Pages in the order of their chunks, by counting. */
  #sorted(file: SnapshotFile, index: number): { pages: Uint32Array; begins: Uint32Array } {
    const begins = new Uint32Array(file.chunkCount + 1)
    const own = file.pages.filter((page) => this.#fileOf[page] === index + 1)
    for (const page of own) begins[chunkOf(file.slotOf(page)) + 1] = (begins[chunkOf(file.slotOf(page)) + 1] ?? 0) + 1
    for (let chunk = 1; chunk < begins.length; chunk++) begins[chunk] = (begins[chunk] ?? 0) + (begins[chunk - 1] ?? 0)
    const ends = begins.slice()
    const pages = new Uint32Array(own.length)
    for (const page of own) {
      const chunk = chunkOf(file.slotOf(page))
      pages[ends[chunk] ?? 0] = page
      ends[chunk] = (ends[chunk] ?? 0) + 1
    }
    return { pages, begins }
  }
}
