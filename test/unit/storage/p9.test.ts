/** The 9P2000.L server over a folder and over a tree in memory, spoken to by messages, honest and hostile. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

  attach(): this {
    this.say(types.version, new Writer().u32(65_536).text('9P2000.L'))
    this.say(types.attach, new Writer().u32(0).u32(0xffff_ffff).text('root').text('').u32(0))
    return this
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
  const tree = new MemoryTree(() => 5n)
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
