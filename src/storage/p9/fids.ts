/** What a client of a 9P server calls its files by. */
import { P9Error } from './messages'
import type { OpenFile, Path } from './tree'

export interface Fid {
  path: Path
  /** On whose behalf: what it makes is that user's. */
  uid: number
  file?: OpenFile
  /** How the file was opened. */
  writes?: boolean
  /** Of an open folder, from its first reading on. */
  names?: string[]
  /** The name is gone, and may be another file's by now; what is open stays so. */
  isRemoved?: boolean
}

const mostFids = 65_536
const noFid = 0xffff_ffff

export class Fids {
  readonly #fids = new Map<number, Fid>()

  get(number: number): Fid {
    const fid = this.#fids.get(number)
    if (fid === undefined) throw new P9Error('EBADF')
    return fid
  }

  /** One whose file still has its name. */
  named(number: number): Fid {
    const fid = this.get(number)
    if (fid.isRemoved) throw new P9Error('ENOENT')
    return fid
  }

  has(number: number, fid: Fid): boolean {
    return this.#fids.get(number) === fid
  }

  add(number: number, fid: Fid): void {
    if (number === noFid || this.#fids.has(number)) throw new P9Error('EINVAL')
    if (this.#fids.size >= mostFids) throw new P9Error('ENFILE')
    this.#fids.set(number, fid)
  }

  set(number: number, fid: Fid): void {
    this.#fids.set(number, fid)
  }

  close(number: number): void {
    const fid = this.get(number)
    this.#fids.delete(number)
    fid.file?.close()
  }

  closeAll(): void {
    for (const number of [...this.#fids.keys()]) this.close(number)
  }

  get entries(): Iterable<[number, Fid]> {
    return this.#fids
  }

  /** What was there, and below it, has no name any more. */
  removed(path: Path): void {
    for (const fid of this.#fids.values()) if (isBelow(fid, path)) fid.isRemoved = true
  }

  /** What is below the old name is below the new one, and what had the new one has none. */
  moved(from: Path, to: Path): void {
    if (from.length === to.length && from.every((name, index) => to[index] === name)) return
    this.removed(to)
    for (const fid of this.#fids.values()) if (isBelow(fid, from)) fid.path = [...to, ...fid.path.slice(from.length)]
  }
}

/** The last name first: it is the one that differs. */
function isBelow({ path, isRemoved }: Fid, above: Path): boolean {
  if (isRemoved || path.length < above.length || above.length === 0) return false
  for (let index = above.length - 1; index >= 0; index--) if (path[index] !== above[index]) return false
  return true
}
