/** Counts the modules whose functions are all gone, which some engines keep in memory all the same. */

/** Functions of one module that are in the table. */
interface Module {
  functions: number
}

export class ModuleCensus {
  /** Modules without any function in the table. */
  dead = 0
  readonly #owners = new Map<number, Module>()

  /** A module was installed with functions in these slots. */
  add(slots: Iterable<number>): void {
    const module: Module = { functions: 0 }
    for (const slot of slots) {
      module.functions++
      this.#owners.set(slot, module)
    }
    if (module.functions === 0) this.dead++
  }

  /** The slot is empty again. */
  remove(slot: number): void {
    const module = this.#owners.get(slot)
    if (module === undefined) return
    this.#owners.delete(slot)
    module.functions--
    if (module.functions === 0) this.dead++
  }

  clear(): void {
    this.#owners.clear()
    this.dead = 0
  }
}
