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

class FolderTree implements FileTree {
  constructor(
    private readonly fs: Fs,
    private readonly root: string,
  ) {}

  attributes(path: Path): Attributes {
    return attributesOf(this.fs.lstatSync(this.#place(path), { bigint: true }))
  }

  readLink(path: Path): string {
    return this.fs.readlinkSync(this.#place(path))
  }

  list(path: Path): string[] {
    const place = this.#place(path)
    if (!this.fs.lstatSync(place).isDirectory()) throw refusal('ENOTDIR')
    return this.fs.readdirSync(place)
  }

  open(path: Path, mode: OpenMode): OpenFile {
    const place = this.#place(path)
    const stat = this.fs.lstatSync(place)
    // Opening a pipe or a device could wait, or do something.
    if (!stat.isFile() && !stat.isDirectory()) throw refusal(stat.isSymbolicLink() ? 'ELOOP' : 'EPERM')
    if (stat.isDirectory() && mode.writes) throw refusal('EISDIR')
    const { O_TRUNC } = this.fs.constants
    return this.#opened(this.fs.openSync(place, this.#flags(mode) | (mode.truncates ? O_TRUNC : 0)))
  }

  create(path: Path, permissions: number, mode: OpenMode & { isExclusive: boolean }): OpenFile {
    const place = this.#place(path)
    const { O_CREAT, O_EXCL } = this.fs.constants
    if (!mode.isExclusive && this.fs.lstatSync(place, { throwIfNoEntry: false }) !== undefined) return this.open(path, mode)
    return this.#opened(this.fs.openSync(place, this.#flags(mode) | O_CREAT | O_EXCL, permissions & 0o777))
  }

  makeFolder(path: Path, permissions: number): void {
    this.fs.mkdirSync(this.#place(path), { mode: permissions & 0o777 })
  }

  makeLink(path: Path, target: string): void {
    this.fs.symlinkSync(target, this.#place(path))
  }

  hardLink(existing: Path, path: Path): void {
    this.fs.linkSync(this.#place(existing), this.#place(path))
  }

  removeFile(path: Path): void {
    this.fs.unlinkSync(this.#place(path))
  }

  removeFolder(path: Path): void {
    if (path.length === 0) throw refusal('EBUSY')
    this.fs.rmdirSync(this.#place(path))
  }

  rename(from: Path, to: Path): void {
    if (from.length === 0 || to.length === 0) throw refusal('EBUSY')
    this.fs.renameSync(this.#place(from), this.#place(to))
  }

  change(path: Path, { mode, uid, gid, size, accessedNs, modifiedNs }: AttributeChange): void {
    const place = this.#place(path)
    const before = this.fs.lstatSync(place, { bigint: true })
    const isLink = before.isSymbolicLink()
    if (size !== undefined) {
      const file = this.open(path, { reads: false, writes: true, truncates: false })
      try {
        file.truncate(size)
      } finally {
        file.close()
      }
    }
    if (mode !== undefined && !isLink) this.fs.chmodSync(place, mode & 0o777)
    const owner = { uid: uid ?? Number(before.uid), gid: gid ?? Number(before.gid) }
    if (owner.uid !== Number(before.uid) || owner.gid !== Number(before.gid)) this.fs.lchownSync(place, owner.uid, owner.gid)
    if (accessedNs === undefined && modifiedNs === undefined) return
    const seconds = (change: bigint | 'now' | undefined, old: bigint): number =>
      change === 'now' ? Number(wallClockNs() / 1_000_000n) / 1000 : Number(change ?? old) / 1e9
    this.fs.lutimesSync(place, seconds(accessedNs, before.atimeNs), seconds(modifiedNs, before.mtimeNs))
  }

  space(): { bytes: number; free: number } {
    const { bsize, blocks, bavail } = this.fs.statfsSync(this.root)
    return { bytes: bsize * blocks, free: bsize * bavail }
  }

  /** Where a path is: the folders on the way are folders, not links to some. */
  #place(path: Path): string {
    const names = path.join('/')
    // There a name can hold what separates names.
    if (this.root.includes('\\') && /[\\:]/.test(names)) throw refusal('EINVAL')
    if (path.length <= 1) return path.length === 0 ? this.root : `${this.root}/${names}`
    const parent = `${this.root}/${path.slice(0, -1).join('/')}`
    if (this.fs.realpathSync.native(parent) !== parent) throw refusal('ENOTDIR')
    return `${this.root}/${names}`
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
