/** Seeded random numbers for tests: the same seed gives the same run on every engine (xoshiro128**, seeded by splitmix32). */

export class Random {
  readonly seed: number
  #state: [number, number, number, number]

  constructor(seed: number) {
    this.seed = seed >>> 0
    let word = this.seed
    const next = (): number => {
      word = (word + 0x9e3779b9) >>> 0
      let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
      return (mixed ^ (mixed >>> 15)) >>> 0
    }
    this.#state = [next(), next(), next(), next()]
  }

  /** 32 random bits, as an unsigned number. */
  u32(): number {
    const state = this.#state
    const product = Math.imul(state[1], 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = state[1] << 9
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << 11) | (state[3] >>> 21)
    return result
  }

  /** 64 random bits, as an unsigned bigint. */
  u64(): bigint {
    return (BigInt(this.u32()) << 32n) | BigInt(this.u32())
  }

  /** An integer from 0 to `bound` - 1. */
  below(bound: number): number {
    return Math.floor((this.u32() / 2 ** 32) * bound)
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  /** True once in `times` on the average. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  /** One of the list's members, each as likely. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('pick: the list is empty, expected at least one member')
    return list[this.below(list.length)] as T
  }

  /** Fills the view with random bytes and returns it. */
  fill(bytes: Uint8Array): Uint8Array {
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.u32() & 0xff
    return bytes
  }
}

/** The seed that VMHOST_SEED names, or `fallback`; a test prints what it got. */
export function seedFromEnvironment(fallback: number): number {
  const text = process.env.VMHOST_SEED
  if (text === undefined) return fallback
  const seed = Number(text)
  if (!Number.isInteger(seed)) throw new RangeError(`VMHOST_SEED=${text}: expected an integer`)
  return seed >>> 0
}
