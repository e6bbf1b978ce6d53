/** A disk whose content is in a snapshot, page by page: read when it is taken, and written when a guest comes out of it. */
export interface SavedVolume {
  /** Number of its first page in the file. */
  first: number
  pages: number
  isHole(page: number): boolean
  /** Fills `into` with the page's bytes, or with those that there are of the last one. */
  read(page: number, into: Uint8Array): void
  write(page: number, from: Uint8Array): void
}
