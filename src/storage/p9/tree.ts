/** What a 9P server serves: a tree of files, below a root that no name leads out of. */

/** Names from the root on; the root itself has none. */
export type Path = readonly string[]

export interface Attributes {
  /** Type and permissions, as of stat(2). */
  mode: number
  uid: number
  gid: number
  links: number
  size: number
  /** Tells a file from all others of the tree. */
  id: bigint
  /** Nanoseconds since 1970. */
  accessedNs: bigint
  modifiedNs: bigint
  changedNs: bigint
}

export interface AttributeChange {
  mode?: number
  uid?: number
  gid?: number
  size?: number
  accessedNs?: bigint | 'now'
  modifiedNs?: bigint | 'now'
}

export interface OpenFile {
  /** How many bytes there were. */
  read(offset: number, into: Uint8Array): number
  write(offset: number, from: Uint8Array): number
  attributes(): Attributes
  truncate(bytes: number): void
  sync(): void
  close(): void
}

export interface OpenMode {
  reads: boolean
  writes: boolean
  truncates: boolean
}

/** Every call looks at what the path names itself, never at what a symbolic link points to. Failures are P9Errors, or errors with a `code`. */
export interface FileTree {
  attributes(path: Path): Attributes
  readLink(path: Path): string
  list(path: Path): string[]
  open(path: Path, mode: OpenMode): OpenFile
  create(path: Path, permissions: number, mode: OpenMode & { isExclusive: boolean }): OpenFile
  makeFolder(path: Path, permissions: number): void
  makeLink(path: Path, target: string): void
  hardLink(existing: Path, path: Path): void
  removeFile(path: Path): void
  removeFolder(path: Path): void
  rename(from: Path, to: Path): void
  change(path: Path, change: AttributeChange): void
  /** Bytes in all, and free ones. */
  space(): { bytes: number; free: number }
}

export const modes = { type: 0o170000, folder: 0o040000, file: 0o100000, link: 0o120000 } as const
export const isFolder = ({ mode }: Attributes): boolean => (mode & modes.type) === modes.folder
