/** Numbers for the domains in which guests share equal pages: guests that name the same one have it together, others are alone. */
export class SharingDomains {
  readonly #named = new Map<string, number>()
  #next = 1

  idOf(name: string | undefined): number {
    const known = name === undefined ? undefined : this.#named.get(name)
    if (known !== undefined) return known
    const id = this.#next++
    if (name !== undefined) this.#named.set(name, id)
    return id
  }
}
