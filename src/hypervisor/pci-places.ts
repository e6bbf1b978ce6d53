/** The places of a guest's PCI hierarchy, and which of them are taken. */
import { invalidOption } from '../options/check'

export class PciPlaces {
  readonly #count: number
  readonly #taken: Set<number>

  constructor(count: number, taken: Iterable<number>) {
    this.#count = count
    this.#taken = new Set(taken)
  }

  /** The first free one, for what the option `field` asks for. ERR_INVALID_OPTION when there is none. */
  take(field: string): number {
    for (let place = 0; place < this.#count; place++) {
      if (this.#taken.has(place)) continue
      this.#taken.add(place)
      return place
    }
    const expected = `at most ${this.#count} functions in all; guest option hotplugSlots makes room for more`
    throw invalidOption(`option ${field}`, { field, value: `function ${this.#count + 1} of the guest`, expected })
  }

  give(place: number): void {
    this.#taken.delete(place)
  }
}
