/** The guests that are in the machine room, by the numbers that the outside knows them by and by the pointers that the core does. */
import { VmHostError } from '../error'
import type { Claim } from './admission'
import type { KeptMemory } from './kept-memory'
import type { ResidentGuest } from './resident-guest'

export class Residents {
  readonly #byId = new Map<number, ResidentGuest>()
  readonly #byPointer = new Map<number, ResidentGuest>()
  #nextId = 1

  /** A number that no guest ever had. */
  takeId(): number {
    return this.#nextId++
  }

  add(id: number, guest: ResidentGuest): void {
    this.#byId.set(id, guest)
    this.#byPointer.set(guest.pointer, guest)
  }

  /** The guest, which is nobody's from now on; undefined when there is none. */
  remove(id: number): ResidentGuest | undefined {
    const guest = this.#byId.get(id)
    this.#byId.delete(id)
    if (guest !== undefined) this.#byPointer.delete(guest.pointer)
    return guest
  }

  clear(): void {
    this.#byId.clear()
    this.#byPointer.clear()
  }

  get(id: number): ResidentGuest {
    const guest = this.#byId.get(id)
    if (guest === undefined) throw new VmHostError('ERR_INVALID_STATE', `guest ${id} was destroyed`)
    return guest
  }

  at(pointer: number): ResidentGuest | undefined {
    return this.#byPointer.get(pointer)
  }

  get count(): number {
    return this.#byId.size
  }

  get ids(): number[] {
    return [...this.#byId.keys()]
  }

  get kept(): KeptMemory[] {
    return [...this.#byId.values()].map(({ kept }) => kept)
  }

  get entries(): Iterable<[number, ResidentGuest]> {
    return this.#byId
  }

  /** What is set aside for those that are switched on, other than `id`. */
  claimsBeside(id: number | undefined): Claim[] {
    return [...this.#byId].flatMap(
      ([
        other,
        {
          kept: { claim },
        },
      ]) => (other === id || claim === undefined ? [] : [claim]),
    )
  }
}
