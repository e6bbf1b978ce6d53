/** The places of a guest's PCI hierarchy, and which of them are taken. */
import { invalidOption } from '../options/check'

export class PciPlaces {
  readonly #count: number
  readonly #taken: Set<number>

  constructor(count: number, taken: Iterable<number>) {
    this.#count = count
    this.#taken = new Set(taken)
  }

  /** The first of `count` free ones in a row, for what the option `field` asks for. ERR_INVALID_OPTION when there are none. */
  take(field: string, count = 1): number {
    for (let first = 0; first + count <= this.#count; first++) {
      const run = Array.from({ length: count }, (_, index) => first + index)
      if (run.some((place) => this.#taken.has(place))) continue
      for (const place of run) this.#taken.add(place)
      return first
    }
    const expected = `at most ${this.#count} functions in all; guest option hotplugSlots makes room for more`
    const value = count === 1 ? `function ${this.#count + 1} of the guest` : `${count} functions more`
    throw invalidOption(`option ${field}`, { field, value, expected })
  }

  give(place: number): void {
    this.#taken.delete(place)
  }
}
