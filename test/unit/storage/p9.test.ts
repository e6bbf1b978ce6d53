/** The 9P2000.L server over a folder and over a tree in memory, spoken to by messages, honest and hostile. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFolderTree } from '../../../src/platform/folder-tree'
import { MemoryTree } from '../../../src/storage/p9/memory-tree'
import { Reader, types, Writer } from '../../../src/storage/p9/messages'
import { P9Server } from '../../../src/storage/p9/server'
import type { FileTree } from '../../../src/storage/p9/tree'
import { Random, seedFromEnvironment } from '../../support/random'

const EPERM = 1
const ENOENT = 2
const EBADF = 9
const EEXIST = 17
const ENOTDIR = 20
const EINVAL = 22
const EROFS = 30
const ENOTEMPTY = 39
const ELOOP = 40
const EILSEQ = 84
const O_RDWR = 2
const O_CREAT_EXCL = 0o300

/** A client that says one thing at a time; an error is the number of it. */
class Client {
  #tag = 0
  constructor(readonly server: P9Server) {}

  say(type: number, body: Writer): Reader {
    const answer = this.server.answer(
      new Writer()
        .u32(7 + body.length)
        .u8(type)
        .u16(++this.#tag)
        .raw(body.content).content,
    )
    if (answer === undefined) throw new Error('no answer')
    const reader = new Reader(answer)
    expect(reader.u32()).toBe(answer.length)
    const kind = reader.u8()
    expect(reader.u16()).toBe(this.#tag)
    if (kind === types.lerror) throw new Refused(reader.u32())
    expect(kind).toBe(type + 1)
    return reader
  }

  attach(uid = 0): this {
    this.say(types.version, new Writer().u32(65_536).text('9P2000.L'))
    this.say(types.attach, new Writer().u32(0).u32(0xffff_ffff).text('root').text('').u32(uid))
    return this
  }

  attributes(fid: number): { inode: bigint; uid: number; gid: number; size: number; modified: bigint } {
    const answer = this.say(types.getattr, new Writer().u32(fid).u64(0x7ff))
    answer.bytes(8 + 1 + 4)
    const [inode] = [answer.u64(), answer.u32()]
    const [uid, gid] = [answer.u32(), answer.u32()]
    answer.bytes(16)
    const size = Number(answer.u64())
    answer.bytes(16 + 16)
    return { inode, uid, gid, size, modified: answer.u64() * 1_000_000_000n + answer.u64() }
  }

  cut(fid: number, size: number): void {
    const change = new Writer().u32(fid).u32(8).u32(0).u32(0).u32(0).u64(size)
    this.say(types.setattr, change.u64(0).u64(0).u64(0).u64(0))
  }

  unlink(folder: number, name: string): void {
    this.say(types.unlinkat, new Writer().u32(folder).text(name).u32(0))
  }

  /** How many names were walked. */
  walk(fid: number, ...names: string[]): number {
    const body = new Writer().u32(0).u32(fid).u16(names.length)
    for (const name of names) body.text(name)
    return this.say(types.walk, body).u16()
  }

  open(fid: number, flags = 0): void {
    this.say(types.lopen, new Writer().u32(fid).u32(flags))
  }

  read(fid: number, count = 4096): string {
    const answer = this.say(types.read, new Writer().u32(fid).u64(0).u32(count))
    return new TextDecoder().decode(answer.bytes(answer.u32()))
  }

  write(fid: number, text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.say(types.write, new Writer().u32(fid).u64(0).u32(bytes.length).raw(bytes))
  }

  create(fid: number, name: string, flags = O_RDWR | O_CREAT_EXCL): void {
    this.say(types.lcreate, new Writer().u32(fid).text(name).u32(flags).u32(0o644).u32(0))
  }

  names(fid: number): string[] {
    const answer = this.say(types.readdir, new Writer().u32(fid).u64(0).u32(8192))
    const names: string[] = []
    for (let left = answer.u32(); left > 0; ) {
      answer.bytes(13 + 8 + 1)
      const name = answer.text()
      names.push(name)
      left -= 24 + new TextEncoder().encode(name).length
    }
    return names.sort()
  }
}

class Refused extends Error {
  constructor(readonly number: number) {
    super(`error ${number}`)
  }
}

const refusal = (action: () => unknown): number | undefined => {
  try {
    action()
  } catch (error) {
    if (error instanceof Refused) return error.number
    throw error
  }
  return undefined
}

let outside: string
let root: string
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'vmhost-9p-'))
  root = join(outside, 'root')
  mkdirSync(join(root, 'folder'), { recursive: true })
  writeFileSync(join(root, 'folder', 'file'), 'content')
  writeFileSync(join(outside, 'secret'), 'secret')
})
afterEach(() => rmSync(outside, { recursive: true, force: true }))

function memoryTree(): FileTree {
  let now = 5n
  const tree = new MemoryTree(() => now++)
  tree.put(['folder', 'file'], new TextEncoder().encode('content'))
  return tree
}

const trees = [
  ['a folder', () => openFolderTree(root)],
  ['memory', memoryTree],
] as const

describe.each(trees)('9P over %s', (_, tree) => {
  let client: Client
  beforeEach(() => {
    client = new Client(new P9Server(tree(), { isReadOnly: false })).attach()
  })

  it('reads and lists what is there', () => {
    client.walk(1, 'folder', 'file')
    client.open(1)
    expect(client.read(1)).toBe('content')
    client.walk(2, 'folder')
    client.open(2)
    expect(client.names(2)).toEqual(['.', '..', 'file'])
  })

  it('creates, writes, renames and removes', () => {
    client.walk(1)
    client.create(1, 'new')
    client.write(1, 'written')
    client.walk(2)
    expect(refusal(() => client.create(2, 'new'))).toBe(EEXIST)
    client.say(types.mkdir, new Writer().u32(0).text('other').u32(0o755).u32(0))
    client.walk(3, 'other')
    client.say(types.renameat, new Writer().u32(0).text('new').u32(3).text('moved'))
    expect(client.read(1)).toBe('written')
    expect(refusal(() => client.say(types.unlinkat, new Writer().u32(0).text('other').u32(0x200)))).toBe(ENOTEMPTY)
    client.say(types.unlinkat, new Writer().u32(3).text('moved').u32(0))
    expect(client.read(1)).toBe('written')
    client.say(types.unlinkat, new Writer().u32(0).text('other').u32(0x200))
    client.walk(4)
    client.open(4)
    expect(client.names(4)).toEqual(['.', '..', 'folder'])
  })

  it('never leads out of its root by a name', () => {
    expect(client.walk(1, '..', '..', 'folder', '..', '..', 'folder')).toBe(6)
    client.open(1)
    expect(client.names(1)).toEqual(['.', '..', 'file'])
    for (const name of ['../secret', 'folder/file', '', 'a\0b']) {
      expect(refusal(() => client.walk(2, name))).toBe(EINVAL)
      expect(refusal(() => client.create(0, name))).toBe(EINVAL)
      expect(refusal(() => client.say(types.mkdir, new Writer().u32(0).text(name).u32(0).u32(0)))).toBe(EINVAL)
      expect(refusal(() => client.say(types.unlinkat, new Writer().u32(0).text(name).u32(0)))).toBe(EINVAL)
    }
    expect(refusal(() => client.create(0, '..'))).toBe(EINVAL)
  })

  it('never follows a symbolic link', () => {
    client.say(types.symlink, new Writer().u32(0).text('out').text('..').u32(0))
    client.say(types.symlink, new Writer().u32(0).text('leak').text('../secret').u32(0))
    client.walk(1, 'leak')
    expect(refusal(() => client.open(1, O_RDWR))).toBe(ELOOP)
    expect(client.say(types.readlink, new Writer().u32(1)).text()).toBe('../secret')
    expect(client.walk(2, 'out', 'secret')).toBe(1)
    client.walk(3, 'out')
    expect([ENOENT, ENOTDIR]).toContain(refusal(() => client.create(3, 'planted')))
    expect([ENOENT, ENOTDIR]).toContain(
      refusal(() => client.say(types.renameat, new Writer().u32(0).text('folder').u32(3).text('x'))),
    )
    expect(existsSync(join(outside, 'planted'))).toBe(false)
  })

  it('has an open file be what it is, whatever becomes of its name', () => {
    client.walk(1)
    client.create(1, 'temporary')
    client.write(1, 'written')
    const { inode } = client.attributes(1)
    client.walk(2, 'temporary')
    client.unlink(0, 'temporary')
    client.cut(1, 3)
    expect([client.read(1), client.attributes(1).size]).toEqual(['wri', 3])
    client.walk(3)
    client.create(3, 'temporary')
    client.write(3, 'another')
    expect([client.attributes(1).inode, client.attributes(1).size]).toEqual([inode, 3])
    client.cut(1, 1)
    expect([client.read(1), client.read(3)]).toEqual(['w', 'another'])
    // A fid of the name that was removed is not one of the name that there is now.
    expect(refusal(() => client.open(2))).toBe(ENOENT)
    client.say(types.renameat, new Writer().u32(0).text('temporary').u32(0).text('renamed'))
    client.walk(4)
    client.create(4, 'over')
    client.say(types.renameat, new Writer().u32(0).text('renamed').u32(0).text('over'))
    expect([client.attributes(4).size, client.attributes(3).size]).toEqual([0, 7])
    const restored = new P9Server(new MemoryTree(() => 5n), { isReadOnly: false })
    expect(() => restored.restore(client.server.save())).not.toThrow()
    expect(client.server.save().fids.map(({ fid }) => fid)).toEqual([0, 3])
  })

  it('writes to what was opened to be written, and names are what they are or none', () => {
    client.walk(1, 'folder', 'file')
    client.open(1)
    expect(refusal(() => client.write(1, 'x'))).toBe(EBADF)
    const mark = '\ufeffname'
    client.walk(2)
    client.create(2, mark)
    client.walk(3)
    client.create(3, 'name')
    const folder = new Writer().u32(0).u16(2).raw(Uint8Array.of(0xff, 0xfe)).u32(0o755).u32(0)
    expect(refusal(() => client.say(types.mkdir, folder))).toBe(EILSEQ)
    client.walk(4)
    client.open(4)
    expect(client.names(4)).toEqual(['.', '..', 'folder', 'name', mark])
  })

  it('tells that a buffer is too small for an entry, which is not the end of a folder', () => {
    client.walk(1)
    client.open(1)
    expect(refusal(() => client.say(types.readdir, new Writer().u32(1).u64(2).u32(20)))).toBe(EINVAL)
  })

  it('tells of a folder that something was made and removed in it', () => {
    const modified = (): bigint => client.attributes(0).modified
    const times = [modified()]
    const wait = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    wait()
    client.say(types.mkdir, new Writer().u32(0).text('made').u32(0o755).u32(0))
    times.push(modified())
    wait()
    client.say(types.unlinkat, new Writer().u32(0).text('made').u32(0x200))
    times.push(modified())
    expect(new Set(times).size).toBe(3)
  })

  it('makes no devices', () => {
    const device = new Writer().u32(0).text('null').u32(0o020666).u32(1).u32(3).u32(0)
    expect(refusal(() => client.say(types.mknod, device))).toBe(EPERM)
  })

  it('changes nothing when it is read-only', () => {
    const reader = new Client(new P9Server(tree(), { isReadOnly: true })).attach()
    reader.walk(1, 'folder', 'file')
    expect(refusal(() => reader.open(1, O_RDWR))).toBe(EROFS)
    reader.open(1)
    expect(refusal(() => reader.write(1, 'x'))).toBe(EROFS)
    expect(refusal(() => reader.create(0, 'x'))).toBe(EROFS)
    expect(refusal(() => reader.say(types.setattr, new Writer().u32(1).u32(8)))).toBe(EROFS)
    expect(refusal(() => reader.say(types.remove, new Writer().u32(1)))).toBe(EROFS)
    expect(reader.walk(2, 'folder', 'file')).toBe(2)
  })

  it('answers what is no message, and fids that there are none of', () => {
    expect(client.server.answer(new Uint8Array(3))).toBeUndefined()
    expect(refusal(() => client.say(types.walk, new Writer().u32(0)))).toBe(EINVAL)
    expect(refusal(() => client.read(77))).toBe(EBADF)
    expect(refusal(() => client.say(99, new Writer()))).toBe(95)
    expect(refusal(() => client.walk(1, ...Array.from({ length: 17 }, () => 'folder')))).toBe(EINVAL)
  })

  const seed = seedFromEnvironment(0x9b)
  it(`lives through random messages, and what is outside stays as it was (seed ${seed})`, () => {
    const random = new Random(seed)
    const words = ['folder', 'file', '..', '.', '/', '../secret', 'secret', 'link', 'a', '']
    const kinds = Object.values(types)
    for (let step = 0; step < 4000; step++) {
      const body = new Writer()
      for (let field = random.below(7); field > 0; field--) {
        if (random.oneIn(3)) body.text(words[random.below(words.length)] ?? '')
        else if (random.oneIn(6)) body.u64(BigInt(random.below(2 ** 31)) << BigInt(random.below(33)))
        else body.u32(random.oneIn(8) ? random.below(2 ** 32) : random.below(6))
      }
      const type = kinds[random.below(kinds.length)] ?? 0
      const bytes = random.oneIn(20) ? random.below(2 ** 32) : 7 + body.length
      client.server.answer(
        new Writer()
          .u32(bytes)
          .u8(type)
          .u16(step & 0xffff)
          .raw(body.content).content,
      )
    }
    client.attach()
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret')
    expect(existsSync(join(outside, 'a'))).toBe(false)
  })
})

it('a link that was in the folder before leads nowhere either', () => {
  symlinkSync('..', join(root, 'up'))
  const client = new Client(new P9Server(openFolderTree(root), { isReadOnly: false })).attach()
  client.walk(1, 'up')
  expect([ENOENT, ENOTDIR]).toContain(refusal(() => client.create(1, 'planted')))
  expect(refusal(() => client.walk(2, 'up', 'secret') === 2 || undefined)).toBeUndefined()
  expect(existsSync(join(outside, 'planted'))).toBe(false)
})

it('a folder that another program swaps for a link leads nowhere, however often it is tried', async () => {
  mkdirSync(join(root, 'swapped'))
  symlinkSync(outside, join(root, 'link'))
  const swapper = new Worker(
    `const { renameSync } = require('node:fs')
     const { workerData: root, parentPort } = require('node:worker_threads')
     let isOver = false
     parentPort.on('message', () => { isOver = true })
     const swap = () => {
       for (let count = 0; count < 100; count++) {
         renameSync(root + '/swapped', root + '/aside')
         renameSync(root + '/link', root + '/swapped')
         renameSync(root + '/swapped', root + '/link')
         renameSync(root + '/aside', root + '/swapped')
       }
       if (isOver) process.exit(0)
       setImmediate(swap)
     }
     swap()`,
    { eval: true, workerData: root },
  )
  const over = new Promise((resolve) => swapper.once('exit', resolve))
  const tree = openFolderTree(root)
  const lasting = ['ENOENT', 'ENOTDIR', 'EEXIST', 'ELOOP']
  const attempt = (action: () => void): void => {
    try {
      action()
    } catch (error) {
      expect(lasting).toContain((error as { code?: string }).code)
    }
  }
  let made = 0
  for (let count = 0; count < 1000; count++) {
    attempt(() => {
      tree.create(['swapped', 'planted'], 0o644, { reads: true, writes: true, truncates: false, isExclusive: true }).close()
      made++
    })
    attempt(() => expect(tree.list(['swapped'])).not.toContain('secret'))
    attempt(() => tree.removeFile(['swapped', 'planted']))
  }
  swapper.postMessage('over')
  await over
  expect(made).toBeGreaterThan(0)
  expect(existsSync(join(outside, 'planted'))).toBe(false)
})

it('the root of a machine can be shared', () => {
  const [, ...names] = realpathSync(root).split('/')
  expect(openFolderTree('/').list(names)).toEqual(['folder'])
})

describe('a tree in memory', () => {
  const make = (uid = 0): { client: Client; tree: MemoryTree } => {
    const tree = memoryTree() as MemoryTree
    return { client: new Client(new P9Server(tree, { isReadOnly: false })).attach(uid), tree }
  }

  it('gives what a user makes to that user', () => {
    const { client } = make(1000)
    client.walk(1)
    client.say(
      types.lcreate,
      new Writer()
        .u32(1)
        .text('own')
        .u32(O_RDWR | O_CREAT_EXCL)
        .u32(0o644)
        .u32(100),
    )
    client.say(types.mkdir, new Writer().u32(0).text('dir').u32(0o755).u32(100))
    client.walk(2, 'dir')
    const owners = [1, 2].map((fid) => client.attributes(fid))
    expect(owners.map(({ uid, gid }) => [uid, gid])).toEqual([
      [1000, 100],
      [1000, 100],
    ])
  })

  it('counts what is open and has no name, and holds nothing of what was cut', () => {
    const { client, tree } = make()
    const before = tree.space().free
    client.walk(1)
    client.create(1, 'large')
    client.cut(1, 1e6)
    client.unlink(0, 'large')
    expect(tree.space().free).toBe(before - 1e6)
    client.say(types.clunk, new Writer().u32(1))
    expect(tree.space().free).toBe(before)
    client.walk(2)
    client.create(2, 'cut')
    for (let count = 0; count < 40; count++) {
      client.walk(100 + count)
      client.create(100 + count, `cut${count}`)
      client.cut(100 + count, 64e6)
      client.cut(100 + count, 0)
    }
    expect(tree.space().free).toBe(before)
    expect(tree.heldBytes).toBeLessThan(1e6)
  })

  it('has only so many names', () => {
    const { tree } = make()
    tree.makeFolder(['many'], 0o755)
    const fill = (): void => {
      for (let count = 0; count < 300_000; count++) tree.hardLink(['folder', 'file'], ['many', `${count}`])
    }
    expect(fill).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
    tree.removeFile(['many', '0'])
    expect(() => tree.makeFolder(['again'], 0o755)).not.toThrow()
  })
})
