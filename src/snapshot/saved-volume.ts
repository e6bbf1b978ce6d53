/** A disk of which a snapshot holds pages: read when it is taken, and written when a guest comes out of it. */
import type { Maybe } from '../storage/block-device'
export interface SavedVolume {
  /** Number of its first page in the file. */
  first: number
  pages: number
  /** Those of its pages that the file holds. */
  held(): Iterable<number>
  /** Fills `into` with the page's bytes, or with those that there are of the last one. */
  read(page: number, into: Uint8Array): Maybe
  write(page: number, from: Uint8Array): Maybe
}
