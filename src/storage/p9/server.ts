/** A 9P2000.L server over a tree of files: takes a message, gives the answer. */
import { type Fid, Fids } from './fids'
import { errors, P9Error, Reader, types, Writer } from './messages'
import {
  type AttributeChange,
  type Attributes,
  type FileTree,
  isFolder,
  modes,
  type OpenFile,
  type OpenMode,
  type Path,
} from './tree'

const headerBytes = 7
const mostMessageBytes = 512 * 1024
const leastMessageBytes = 4096
/** Of a read or a readdir, what the message has besides data. */
const answerOverhead = 24
const mostWalk = 16
const magic = 0x01021997
const blockBytes = 4096
/** Of an attach that says no user. */
const nobody = 0xffff_ffff
const openFlags = { accessMode: 3, writeOnly: 1, readWrite: 2, exclusive: 0o200, truncate: 0o1000 } as const
const removeFolderFlag = 0x200
const attributeBits = { mode: 1, uid: 2, gid: 4, size: 8, atime: 0x10, mtime: 0x20, atimeSet: 0x80, mtimeSet: 0x100 } as const
const basicAttributes = 0x7ffn
const qidTypes = { folder: 0x80, link: 0x02, file: 0 } as const

/** What a server knows of its client. */
export interface P9State {
  messageBytes: number
  fids: { fid: number; path: string[]; uid?: number; opened?: { writes: boolean }; names?: string[] }[]
}

type Handler = (request: Reader, answer: Writer) => void

export class P9Server {
  readonly #tree: FileTree
  readonly #isReadOnly: boolean
  readonly #fids = new Fids()
  #messageBytes = mostMessageBytes
  readonly #handlers: ReadonlyMap<number, Handler>

  constructor(tree: FileTree, { isReadOnly }: { isReadOnly: boolean }) {
    this.#tree = tree
    this.#isReadOnly = isReadOnly
    const changing =
      (handler: Handler): Handler =>
      (request, answer) => {
        if (this.#isReadOnly) throw new P9Error('EROFS')
        handler(request, answer)
      }
    this.#handlers = new Map<number, Handler>([
      [types.version, (request, answer) => this.#version(request, answer)],
      [types.attach, (request, answer) => this.#attach(request, answer)],
      [types.flush, () => {}],
      [types.walk, (request, answer) => this.#walk(request, answer)],
      [types.clunk, (request) => this.#fids.close(request.u32())],
      [types.statfs, (_, answer) => this.#statfs(answer)],
      [types.getattr, (request, answer) => this.#getattr(request, answer)],
      [types.setattr, changing((request) => this.#setattr(request))],
      [types.lopen, (request, answer) => this.#lopen(request, answer)],
      [types.lcreate, changing((request, answer) => this.#lcreate(request, answer))],
      [types.read, (request, answer) => this.#read(request, answer)],
      [types.write, changing((request, answer) => this.#write(request, answer))],
      [types.readdir, (request, answer) => this.#readdir(request, answer)],
      [types.readlink, (request, answer) => void answer.text(this.#tree.readLink(this.#fids.named(request.u32()).path))],
      [types.fsync, (request) => this.#fids.get(request.u32()).file?.sync()],
      [types.mkdir, changing((request, answer) => this.#mkdir(request, answer))],
      [types.symlink, changing((request, answer) => this.#symlink(request, answer))],
      [types.link, changing((request) => this.#link(request))],
      [types.rename, changing((request) => this.#renameFid(request))],
      [types.renameat, changing((request) => this.#renameAt(request))],
      [types.unlinkat, changing((request) => this.#unlinkAt(request))],
      [types.remove, (request) => this.#remove(request.u32())],
      [types.lock, (_, answer) => void answer.u8(0)],
      [types.getlock, (request, answer) => this.#getlock(request, answer)],
      [
        types.mknod,
        changing(() => {
          throw new P9Error('EPERM')
        }),
      ],
    ])
  }

  /** Nothing is open any more. */
  reset(): void {
    this.#fids.closeAll()
  }

  /** What another server goes on from. */
  save(): P9State {
    const named = [...this.#fids.entries].filter(([, { isRemoved }]) => !isRemoved)
    const fids = named.map(([fid, { path, uid, file, writes = false, names }]) => ({
      fid,
      path: [...path],
      uid,
      ...(file === undefined ? {} : { opened: { writes } }),
      ...(names === undefined ? {} : { names }),
    }))
    return { messageBytes: this.#messageBytes, fids }
  }

  /** Goes on where another server was. What was open and is not in this tree any more is not open: its client finds that out. */
  restore({ messageBytes, fids }: P9State): void {
    this.#messageBytes = Math.min(Math.max(messageBytes, leastMessageBytes), mostMessageBytes)
    for (const { fid, path, uid = 0, opened, names } of fids) {
      const known: Fid = { path, uid, ...(names === undefined ? {} : { names }) }
      this.#fids.set(fid, known)
      if (opened !== undefined) this.#reopen(known, opened.writes && !this.#isReadOnly)
    }
  }

  #reopen(fid: Fid, writes: boolean): void {
    try {
      this.#replaceFile(fid, this.#tree.open(fid.path, { reads: true, writes, truncates: false }), writes)
    } catch {
      // It went away meanwhile.
    }
  }

  /** The answer to a message; undefined when it is too short to be one. */
  answer(message: Uint8Array): Uint8Array | undefined {
    if (message.length < headerBytes) return undefined
    const request = new Reader(message)
    const bytes = request.u32()
    const type = request.u8()
    const tag = request.u16()
    const answer = new Writer()
      .u32(0)
      .u8(type + 1)
      .u16(tag)
    try {
      if (bytes > message.length || bytes > this.#messageBytes) throw new P9Error('EINVAL')
      const handler = this.#handlers.get(type)
      if (handler === undefined) throw new P9Error('EOPNOTSUPP')
      handler(request, answer)
      return finished(answer)
    } catch (error) {
      const code = (error as { code?: unknown }).code
      const number = typeof code === 'string' ? (errors[code] ?? errors.EIO) : errors.EIO
      return finished(
        new Writer()
          .u32(0)
          .u8(types.lerror)
          .u16(tag)
          .u32(number ?? 5),
      )
    }
  }

  #version(request: Reader, answer: Writer): void {
    const bytes = request.u32()
    const version = request.text()
    this.reset()
    if (bytes < leastMessageBytes) throw new P9Error('EINVAL')
    this.#messageBytes = Math.min(bytes, mostMessageBytes)
    answer.u32(this.#messageBytes).text(version === '9P2000.L' ? version : 'unknown')
  }

  #attach(request: Reader, answer: Writer): void {
    const number = request.u32()
    request.u32()
    request.text()
    request.text()
    const uid = request.u32()
    this.#fids.add(number, { path: [], uid: uid === nobody ? 0 : uid })
    this.#qid(answer, this.#tree.attributes([]))
  }

  #walk(request: Reader, answer: Writer): void {
    const from = this.#fids.get(request.u32())
    const number = request.u32()
    const count = request.u16()
    if (count > mostWalk) throw new P9Error('EINVAL')
    if (count > 0 && from.isRemoved) throw new P9Error('ENOENT')
    const qids = new Writer()
    let path = from.path
    let found = 0
    for (; found < count; found++) {
      const name = request.text()
      try {
        const next = name === '..' ? path.slice(0, -1) : name === '.' ? path : [...path, checkedName(name)]
        if (next.length > path.length && !isFolder(this.#tree.attributes(path))) throw new P9Error('ENOTDIR')
        this.#qid(qids, this.#tree.attributes(next))
        path = next
      } catch (error) {
        if (found === 0) throw error
        break
      }
    }
    if (found === count) {
      if (this.#fids.has(number, from)) from.path = path
      else this.#fids.add(number, { path, uid: from.uid, ...(from.isRemoved && { isRemoved: true }) })
    }
    answer.u16(found).raw(qids.content)
  }

  #statfs(answer: Writer): void {
    const { bytes, free } = this.#tree.space()
    const blocks = (count: number): number => Math.floor(count / blockBytes)
    answer.u32(magic).u32(blockBytes).u64(blocks(bytes)).u64(blocks(free)).u64(blocks(free)).u64(0).u64(0).u64(0).u32(255)
  }

  #getattr(request: Reader, answer: Writer): void {
    const attributes = this.#attributesOf(this.#fids.get(request.u32()))
    const { mode, uid, gid, links, size, accessedNs, modifiedNs, changedNs } = attributes
    answer.u64(basicAttributes)
    this.#qid(answer, attributes)
    answer
      .u32(mode)
      .u32(uid)
      .u32(gid)
      .u64(links)
      .u64(0)
      .u64(size)
      .u64(blockBytes)
      .u64(Math.ceil(size / 512))
    for (const ns of [accessedNs, modifiedNs, changedNs, 0n]) answer.u64(ns / 1_000_000_000n).u64(ns % 1_000_000_000n)
    answer.u64(0).u64(0)
  }

  /** What is open is cut by what it is, whatever has its name. */
  #setattr(request: Reader): void {
    const fid = this.#fids.get(request.u32())
    const valid = request.u32()
    const [mode, uid, gid] = [request.u32(), request.u32(), request.u32()]
    const size = request.u64()
    const [accessedNs, modifiedNs] = [time(request), time(request)]
    const change: AttributeChange = {}
    if ((valid & attributeBits.mode) !== 0) change.mode = mode
    if ((valid & attributeBits.uid) !== 0) change.uid = uid
    if ((valid & attributeBits.gid) !== 0) change.gid = gid
    if ((valid & attributeBits.size) !== 0) change.size = safe(size)
    if ((valid & attributeBits.atime) !== 0) change.accessedNs = (valid & attributeBits.atimeSet) === 0 ? 'now' : accessedNs
    if ((valid & attributeBits.mtime) !== 0) change.modifiedNs = (valid & attributeBits.mtimeSet) === 0 ? 'now' : modifiedNs
    if (change.size !== undefined && fid.file !== undefined && fid.writes) {
      fid.file.truncate(change.size)
      delete change.size
    }
    if (!fid.isRemoved) this.#tree.change(fid.path, change)
    else if (fid.file === undefined) throw new P9Error('ENOENT')
  }

  /** What a user makes is that user's, where the tree can have it so. */
  #own(path: Path, { uid, gid }: { uid: number; gid: number }): void {
    if (uid === 0 && gid === 0) return
    try {
      this.#tree.change(path, { uid, gid })
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EPERM') throw error
    }
  }

  #lopen(request: Reader, answer: Writer): void {
    const fid = this.#fids.named(request.u32())
    const mode = this.#openMode(request.u32())
    const attributes = this.#tree.attributes(fid.path)
    if (!isFolder(attributes)) this.#replaceFile(fid, this.#tree.open(fid.path, mode), mode.writes)
    else if (mode.writes) throw new P9Error('EISDIR')
    else this.#tree.list(fid.path)
    this.#qid(answer, attributes)
    answer.u32(0)
  }

  #lcreate(request: Reader, answer: Writer): void {
    const fid = this.#fids.named(request.u32())
    const path = [...fid.path, checkedName(request.text())]
    const flags = request.u32()
    const isExclusive = (flags & openFlags.exclusive) !== 0
    const permissions = request.u32()
    const gid = request.u32()
    const mode = this.#openMode(flags)
    this.#replaceFile(fid, this.#tree.create(path, permissions, { ...mode, isExclusive }), mode.writes)
    fid.path = path
    this.#own(path, { uid: fid.uid, gid })
    this.#qid(answer, this.#tree.attributes(path))
    answer.u32(0)
  }

  #read(request: Reader, answer: Writer): void {
    const { file } = this.#fids.get(request.u32())
    if (file === undefined) throw new P9Error('EBADF')
    const offset = request.offset()
    const buffer = new Uint8Array(Math.min(request.u32(), this.#messageBytes - answerOverhead))
    const count = file.read(offset, buffer)
    answer.u32(count).raw(buffer.subarray(0, count))
  }

  #write(request: Reader, answer: Writer): void {
    const { file, writes } = this.#fids.get(request.u32())
    if (file === undefined || !writes) throw new P9Error('EBADF')
    const offset = request.offset()
    answer.u32(file.write(offset, request.bytes(request.u32())))
  }

  /** An offset is the number of the next entry. */
  #readdir(request: Reader, answer: Writer): void {
    const fid = this.#fids.named(request.u32())
    const offset = request.offset()
    const room = Math.min(request.u32(), this.#messageBytes - answerOverhead)
    if (offset === 0 || fid.names === undefined) fid.names = ['.', '..', ...this.#tree.list(fid.path)]
    const entries = new Writer()
    for (let index = offset; index < fid.names.length; index++) {
      const entry = this.#entry(fid, fid.names[index] ?? '', index + 1)
      if (entry === undefined) continue
      // No entry at all would be the end of the folder.
      if (entry.length > room && entries.length === 0) throw new P9Error('EINVAL')
      if (entries.length + entry.length > room) break
      entries.raw(entry.content)
    }
    answer.u32(entries.length).raw(entries.content)
  }

  /** Undefined when the file went away meanwhile. */
  #entry({ path }: Fid, name: string, next: number): Writer | undefined {
    const at = name === '.' ? path : name === '..' ? path.slice(0, -1) : [...path, name]
    try {
      const attributes = this.#tree.attributes(at)
      const entry = new Writer()
      this.#qid(entry, attributes)
      return entry
        .u64(next)
        .u8((attributes.mode & modes.type) >> 12)
        .text(name)
    } catch {
      return undefined
    }
  }

  #mkdir(request: Reader, answer: Writer): void {
    const { path, uid } = this.#child(request)
    this.#tree.makeFolder(path, request.u32())
    this.#own(path, { uid, gid: request.u32() })
    this.#qid(answer, this.#tree.attributes(path))
  }

  #symlink(request: Reader, answer: Writer): void {
    const { path, uid } = this.#child(request)
    const target = request.text()
    if (target === '' || target.includes('\0')) throw new P9Error('EINVAL')
    this.#tree.makeLink(path, target)
    this.#own(path, { uid, gid: request.u32() })
    this.#qid(answer, this.#tree.attributes(path))
  }

  #link(request: Reader): void {
    const folder = this.#fids.named(request.u32()).path
    const existing = this.#fids.named(request.u32()).path
    this.#tree.hardLink(existing, [...folder, checkedName(request.text())])
  }

  #renameFid(request: Reader): void {
    const from = this.#fids.named(request.u32()).path
    const folder = this.#fids.named(request.u32()).path
    this.#rename(from, [...folder, checkedName(request.text())])
  }

  #renameAt(request: Reader): void {
    const from = this.#child(request).path
    this.#rename(from, this.#child(request).path)
  }

  #rename(from: Path, to: Path): void {
    this.#tree.rename(from, to)
    this.#fids.moved(from, to)
  }

  #unlinkAt(request: Reader): void {
    const { path } = this.#child(request)
    if ((request.u32() & removeFolderFlag) !== 0) this.#tree.removeFolder(path)
    else this.#tree.removeFile(path)
    this.#fids.removed(path)
  }

  /** The fid is gone whether its file can be removed or not. */
  #remove(number: number): void {
    const { path, isRemoved } = this.#fids.get(number)
    this.#fids.close(number)
    if (this.#isReadOnly) throw new P9Error('EROFS')
    if (isRemoved) throw new P9Error('ENOENT')
    if (isFolder(this.#tree.attributes(path))) this.#tree.removeFolder(path)
    else this.#tree.removeFile(path)
    this.#fids.removed(path)
  }

  /** Nobody else has a lock: the tag of an unlocked range is 2. */
  #getlock(request: Reader, answer: Writer): void {
    this.#fids.get(request.u32())
    request.u8()
    const [start, length] = [request.u64(), request.u64()]
    answer.u8(2).u64(start).u64(length).u32(request.u32()).text(request.text())
  }

  #openMode(flags: number): OpenMode {
    const access = flags & openFlags.accessMode
    const writes = access === openFlags.writeOnly || access === openFlags.readWrite
    const truncates = (flags & openFlags.truncate) !== 0
    if (this.#isReadOnly && (writes || truncates)) throw new P9Error('EROFS')
    // The client's cache may read what it writes in parts.
    return { reads: true, writes: writes || truncates, truncates }
  }

  /** An open file stays one whatever has its name. */
  #attributesOf({ path, file, isRemoved }: Fid): Attributes {
    if (file !== undefined) return file.attributes()
    if (isRemoved) throw new P9Error('ENOENT')
    return this.#tree.attributes(path)
  }

  /** Of a name in a folder: the path, and who asks. */
  #child(request: Reader): { path: Path; uid: number } {
    const { path, uid } = this.#fids.named(request.u32())
    return { path: [...path, checkedName(request.text())], uid }
  }

  #replaceFile(fid: Fid, file: OpenFile, writes: boolean): void {
    fid.file?.close()
    fid.file = file
    fid.writes = writes
  }

  #qid(answer: Writer, { mode, modifiedNs, id }: Attributes): void {
    const type = mode & modes.type
    const kind = type === modes.folder ? qidTypes.folder : type === modes.link ? qidTypes.link : qidTypes.file
    answer
      .u8(kind)
      .u32(Number(BigInt.asUintN(32, modifiedNs)))
      .u64(id)
  }
}

function finished(answer: Writer): Uint8Array {
  const bytes = answer.content
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length, true)
  return bytes
}

/** A name is one step: it leads neither up nor further. */
function checkedName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) throw new P9Error('EINVAL')
  return name
}

function time(request: Reader): bigint {
  const seconds = request.u64()
  return seconds * 1_000_000_000n + request.u64()
}

function safe(size: bigint): number {
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new P9Error('EFBIG')
  return Number(size)
}
