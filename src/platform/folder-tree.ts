/** A folder of the machine as a tree that is shared with a guest (Node only): no symbolic link in it is ever followed here. */
import { VmHostError } from '../error'
import type { AttributeChange, Attributes, FileTree, OpenFile, OpenMode, Path } from '../storage/p9/tree'
import { wallClockNs } from './clock'
import { nodeBuiltin } from './node'

type Fs = typeof import('node:fs')

/** Throws ERR_UNSUPPORTED where there are no files, and ERR_IMAGE_NOT_FOUND. */
export function openFolderTree(folder: string): FileTree {
  const fs = nodeBuiltin('node:fs')
  if (fs === undefined) throw new VmHostError('ERR_UNSUPPORTED', `share ${JSON.stringify(folder)}: a page has no folders`)
  try {
    const root = fs.realpathSync(folder)
    if (!fs.statSync(root).isDirectory()) throw new Error('it is no folder')
    return new FolderTree(fs, root)
  } catch (error) {
    throw new VmHostError('ERR_IMAGE_NOT_FOUND', `share ${JSON.stringify(folder)}: ${(error as Error).message}`, { cause: error })
  }
}

/** A descriptor that names a file and opens nothing: `O_PATH` of Linux, which Node has no word for. */
const pathOnly = 0o10000000

class FolderTree implements FileTree {
  /** Descriptors can be names of paths: then nobody swaps a folder for a link between the look at it and its use. */
  readonly #hasDescriptorPaths: boolean

  constructor(
    private readonly fs: Fs,
    private readonly root: string,
  ) {
    this.#hasDescriptorPaths = globalThis.process?.platform === 'linux' && fs.existsSync('/proc/self/fd')
  }

  attributes(path: Path): Attributes {
    return this.#at(path, (place) => attributesOf(this.fs.lstatSync(place, { bigint: true })))
  }

  readLink(path: Path): string {
    return this.#at(path, (place) => this.fs.readlinkSync(place))
  }

  list(path: Path): string[] {
    const place = this.#checked(path)
    if (!this.#hasDescriptorPaths) {
      if (!this.fs.lstatSync(place).isDirectory()) throw refusal('ENOTDIR')
      return this.fs.readdirSync(place)
    }
    return this.#inFolder(place, (folder) => this.fs.readdirSync(folder))
  }

  open(path: Path, mode: OpenMode): OpenFile {
    return this.#at(path, (place) => this.#open(place, mode))
  }

  #open(place: string, mode: OpenMode): OpenFile {
    const stat = this.fs.lstatSync(place)
    // Opening a pipe or a device could wait, or do something.
    if (!stat.isFile() && !stat.isDirectory()) throw refusal(stat.isSymbolicLink() ? 'ELOOP' : 'EPERM')
    if (stat.isDirectory() && mode.writes) throw refusal('EISDIR')
    const { O_TRUNC } = this.fs.constants
    const truncating = mode.truncates ? O_TRUNC : 0
    try {
      return this.#opened(this.fs.openSync(place, this.#flags(mode) | truncating))
    } catch (error) {
      // What may be written and not read.
      if ((error as NodeJS.ErrnoException).code !== 'EACCES' || !mode.writes) throw error
      return this.#opened(this.fs.openSync(place, this.#flags({ ...mode, reads: false }) | truncating))
    }
  }

  create(path: Path, permissions: number, mode: OpenMode & { isExclusive: boolean }): OpenFile {
    const { O_CREAT, O_EXCL } = this.fs.constants
    return this.#at(path, (place) => {
      const isThere = !mode.isExclusive && this.fs.lstatSync(place, { throwIfNoEntry: false }) !== undefined
      if (isThere) return this.#open(place, mode)
      return this.#opened(this.fs.openSync(place, this.#flags(mode) | O_CREAT | O_EXCL, permissions & 0o777))
    })
  }

  makeFolder(path: Path, permissions: number): void {
    this.#at(path, (place) => this.fs.mkdirSync(place, { mode: permissions & 0o777 }))
  }

  makeLink(path: Path, target: string): void {
    this.#at(path, (place) => this.fs.symlinkSync(target, place))
  }

  hardLink(existing: Path, path: Path): void {
    this.#at(existing, (from) => this.#at(path, (to) => this.fs.linkSync(from, to)))
  }

  removeFile(path: Path): void {
    this.#at(path, (place) => this.fs.unlinkSync(place))
  }

  removeFolder(path: Path): void {
    if (path.length === 0) throw refusal('EBUSY')
    this.#at(path, (place) => this.fs.rmdirSync(place))
  }

  rename(from: Path, to: Path): void {
    if (from.length === 0 || to.length === 0) throw refusal('EBUSY')
    this.#at(from, (old) => this.#at(to, (next) => this.fs.renameSync(old, next)))
  }

  change(path: Path, change: AttributeChange): void {
    this.#at(path, (place) => this.#change(place, change))
  }

  #change(place: string, { mode, uid, gid, size, accessedNs, modifiedNs }: AttributeChange): void {
    const before = this.fs.lstatSync(place, { bigint: true })
    if (size !== undefined) {
      const file = this.#open(place, { reads: false, writes: true, truncates: false })
      try {
        file.truncate(size)
      } finally {
        file.close()
      }
    }
    if (mode !== undefined && !before.isSymbolicLink()) this.#setMode(place, mode & 0o777)
    const owner = { uid: uid ?? Number(before.uid), gid: gid ?? Number(before.gid) }
    if (owner.uid !== Number(before.uid) || owner.gid !== Number(before.gid)) this.fs.lchownSync(place, owner.uid, owner.gid)
    if (accessedNs === undefined && modifiedNs === undefined) return
    const seconds = (change: bigint | 'now' | undefined, old: bigint): number =>
      change === 'now' ? Number(wallClockNs() / 1_000_000n) / 1000 : Number(change ?? old) / 1e9
    this.fs.lutimesSync(place, seconds(accessedNs, before.atimeNs), seconds(modifiedNs, before.mtimeNs))
  }

  /** A mode is set through links, so that of the file itself is. */
  #setMode(place: string, mode: number): void {
    if (!this.#hasDescriptorPaths) {
      this.fs.chmodSync(place, mode)
      return
    }
    const descriptor = this.fs.openSync(place, pathOnly | this.fs.constants.O_NOFOLLOW)
    try {
      this.fs.chmodSync(`/proc/self/fd/${descriptor}`, mode)
    } finally {
      this.fs.closeSync(descriptor)
    }
  }

  space(): { bytes: number; free: number } {
    const { bsize, blocks, bavail } = this.fs.statfsSync(this.root)
    return { bytes: bsize * blocks, free: bsize * bavail }
  }

  /** Does something at a path whose folders on the way are folders, not links to some, until it is done. */
  #at<Result>(path: Path, use: (place: string) => Result): Result {
    const place = this.#checked(path)
    const name = path.at(-1)
    if (name === undefined || path.length === 1) return use(place)
    const parent = place.slice(0, -name.length - 1)
    if (this.#hasDescriptorPaths) return this.#inFolder(parent, (folder) => use(`${folder}/${name}`))
    if (this.fs.realpathSync.native(parent) !== parent) throw refusal('ENOTDIR')
    return use(place)
  }

  /** Does something in a folder by a name of it that stays its own. */
  #inFolder<Result>(folder: string, use: (folder: string) => Result): Result {
    const { O_DIRECTORY, O_NOFOLLOW } = this.fs.constants
    const descriptor = this.fs.openSync(folder, pathOnly | O_DIRECTORY | O_NOFOLLOW)
    try {
      const own = `/proc/self/fd/${descriptor}`
      if (this.fs.readlinkSync(own) !== folder) throw refusal('ENOTDIR')
      return use(own)
    } finally {
      this.fs.closeSync(descriptor)
    }
  }

  #checked(path: Path): string {
    const names = path.join('/')
    // There a name can hold what separates names.
    if (this.root.includes('\\') && /[\\:]/.test(names)) throw refusal('EINVAL')
    return path.length === 0 ? this.root : `${this.root === '/' ? '' : this.root}/${names}`
  }

  #flags({ reads, writes }: OpenMode): number {
    const { O_RDONLY, O_WRONLY, O_RDWR, O_NOFOLLOW, O_NONBLOCK } = this.fs.constants
    return (writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0)
  }

  #opened(descriptor: number): OpenFile {
    const { fs } = this
    return {
      read: (offset, into) => fs.readSync(descriptor, into, 0, into.length, offset),
      write: (offset, from) => fs.writeSync(descriptor, from, 0, from.length, offset),
      attributes: () => attributesOf(fs.fstatSync(descriptor, { bigint: true })),
      truncate: (bytes) => fs.ftruncateSync(descriptor, bytes),
      sync: () => fs.fsyncSync(descriptor),
      close: () => fs.closeSync(descriptor),
    }
  }
}

function attributesOf(stat: import('node:fs').BigIntStats): Attributes {
  return {
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    links: Number(stat.nlink),
    size: Number(stat.size),
    // Files of several file systems may lie below one root.
    id: stat.ino ^ (stat.dev << 48n),
    accessedNs: stat.atimeNs,
    modifiedNs: stat.mtimeNs,
    changedNs: stat.ctimeNs,
  }
}

/** As the file system's own errors: told by their code. */
function refusal(code: string): Error {
  return Object.assign(new Error(code), { code })
}
