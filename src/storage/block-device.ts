/** What a disk's content is read from and written to: a file, a Blob, HTTP ranges, memory, or a format on top of one of them. */

export interface BlockDevice {
  /** Size of the content in bytes. */
  readonly bytes: number
  readonly isReadOnly: boolean
  /** Another text after each write; not there where nobody knows, or nobody writes. */
  readonly generation?: string | undefined
  /** Fills `into` from `offset`; the range is inside. */
  read(offset: number, into: Uint8Array): Maybe
  /** Stores `from` at `offset`; the range is inside, and the device not read-only. */
  write(offset: number, from: Uint8Array): Maybe
  /** Zeros from `offset` on; with `isHole` the place may be given back. */
  zero(offset: number, bytes: number, isHole: boolean): Maybe
  /** Makes it longer, with zeros behind what was there; not there where that cannot be. */
  grow?(bytes: number): Maybe
  /** Resolves when what was written before survives as much as the backend can make it. */
  flush(): Maybe
  close(): Maybe
}

/** Done when it returns, or when the promise resolves. */
export type Maybe = undefined | Promise<void>

/** Sequential steps that may each be done at once: no promise where none is needed. */
export function inTurn(steps: readonly (() => Maybe)[], from = 0): Maybe {
  for (let index = from; index < steps.length; index++) {
    const pending = steps[index]?.()
    if (pending !== undefined) return pending.then(() => inTurn(steps, index + 1))
  }
  return undefined
}
