/** Where each page of a file is: in a row for those of memory, and by number for the pages of disks, of which a file may have few. */
import { noSlot } from './format'

const densePages = 2 ** 21

export class PageSlots {
  readonly #dense: Uint32Array
  readonly #sparse = new Map<number, number>()

  constructor(pageLimit: number) {
    this.#dense = new Uint32Array(Math.min(pageLimit, densePages)).fill(noSlot)
  }

  /** `noSlot` when nobody said. */
  get(page: number): number {
    return this.#dense[page] ?? this.#sparse.get(page) ?? noSlot
  }

  set(page: number, slot: number): void {
    if (page < this.#dense.length) this.#dense[page] = slot
    else this.#sparse.set(page, slot)
  }
}
