/** How a guest's memory is given in options: a size alone, or with what the host promises and what it allows. */
import * as v from 'valibot'
import { integerBetween, sizeBetween, strictObject } from '../options/check'
import type { Size } from '../options/size'

/** `low`, `normal` and `high` are 5, 10 and 20 shares for each MiB of the guest's size, as in vSphere. */
export type MemoryShares = 'low' | 'normal' | 'high' | number

/** What can be changed while the guest runs. */
export interface MemoryChange {
  /**
   * Memory that is the guest's whatever the others do: set aside when it is switched on, and never taken away. With `reservation` equal
   * to `size` its memory is static. Default 0.
   */
  reservation?: Size
  /** Memory of the host that it holds at most; what is above goes to swap. Default `'unlimited'`, which is its size. */
  limit?: Size | 'unlimited'
  /** Its weight against the others when memory is short. Default `normal`. */
  shares?: MemoryShares
}

export interface MemoryOptions extends MemoryChange {
  /** RAM that the guest sees; it may be more than the host has. Default `'256MiB'`. */
  size?: Size
}

const leastMemory = 64 * 1024
/** Wasm32's own limit. */
const mostMemory = 4 * 2 ** 30
/** Below this an instruction might not find all pages that it needs at once. */
const leastLimit = 256 * 1024
const mostShares = 1_000_000

const pageBytes = 4096
const expected = "a size from '64KiB' to '4GiB', or bytes"
const size = v.pipe(
  sizeBetween(leastMemory, mostMemory, expected),
  v.check((bytes) => bytes % pageBytes === 0, `${expected}, in whole pages of ${pageBytes} bytes`),
)
const limitWords = "a size from '256KiB' to '4GiB', bytes, or 'unlimited'"
const unlimited = v.pipe(
  v.literal('unlimited'),
  v.transform(() => mostMemory),
)
const limit = v.union([unlimited, sizeBetween(leastLimit, mostMemory, limitWords)], limitWords)
const shares = v.union(
  [v.picklist(['low', 'normal', 'high']), integerBetween(1, mostShares)],
  "'low', 'normal', 'high' or a number from 1 on",
)
const changes = {
  reservation: v.optional(sizeBetween(0, mostMemory, "a size from 0 to '4GiB', or bytes")),
  limit: v.optional(limit),
  shares: v.optional(shares),
}

export const memoryChangeSchema = strictObject(changes)

const objectSchema = strictObject({ size: v.optional(size, '256MiB'), ...changes })
const sizeAlone = v.pipe(
  size,
  v.transform((bytes): v.InferOutput<typeof objectSchema> => ({ size: bytes })),
)

/** A size alone means a size with nothing promised. */
export const memorySchema = v.lazy((value: unknown) => (typeof value === 'object' && value !== null ? objectSchema : sizeAlone))
