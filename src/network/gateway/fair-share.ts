/** Shares places among the guests of a network: each may take as many as are still free, so that there always are some for another. */
import type { Ipv4 } from '../packet/address'

export class FairShare {
  readonly #places: number
  readonly #taken = new Map<Ipv4, number>()
  #total = 0

  constructor(places: number) {
    this.#places = places
  }

  /** False when the guest has its share. One guest alone gets half of the places, two get a third each. */
  take(guest: Ipv4): boolean {
    const own = this.#taken.get(guest) ?? 0
    if (own >= this.#places - this.#total) return false
    this.#taken.set(guest, own + 1)
    this.#total++
    return true
  }

  give(guest: Ipv4): void {
    const own = this.#taken.get(guest) ?? 0
    if (own === 0) return
    if (own === 1) this.#taken.delete(guest)
    else this.#taken.set(guest, own - 1)
    this.#total--
  }
}
