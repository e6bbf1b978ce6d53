/** Volumes of storage pools on a host: what is kept, what is shared, and what is refused; qemu-img judges the files. */
import { execFileSync } from 'node:child_process'
import fs, { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Host, StoragePool } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { emptyQcow2 } from '../../src/storage/qcow2/open'
import { wasmUrl, workerUrl } from './built-host'

const MIB = 2 ** 20
const folder = mkdtempSync(join(tmpdir(), 'vmhost-pool-'))
const hasQemuImg = existsSync('/usr/bin/qemu-img')
const judge = (...args: string[]): string => execFileSync('qemu-img', args, { encoding: 'utf8', stdio: 'pipe' })
const filled = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value)

let host: Host
let memory: StoragePool
let files: StoragePool
beforeAll(async () => {
  const storagePools = [{ name: 'memory' }, { name: 'files', path: folder }]
  host = await Hosts.create({ memory: '64MiB', thread: 'inline', wasmUrl, workerUrl, storagePools })
  memory = host.storagePool('memory')
  files = host.storagePool('files')
})
afterAll(async () => {
  await host.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** The first byte of a volume, and of its second MiB. */
const marks = async (volume: { read(offset: number, bytes: number): Promise<Uint8Array> }): Promise<number[]> => [
  ...(await volume.read(0, 1)),
  ...(await volume.read(MIB, 1)),
]

describe('storage pools', () => {
  it('are those of the options and those that were added, each by its name', async () => {
    const added = await host.createStoragePool({ name: 'added' })
    expect(host.storagePools.map(({ name, kind }) => [name, kind])).toEqual([
      ['memory', 'memory'],
      ['files', 'file'],
      ['added', 'memory'],
    ])
    expect(host.storagePool('added')).toBe(added)
    await expect(host.createStoragePool({ name: 'added' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    expect(() => host.storagePool('none')).toThrow(/memory, files, added/)
  })

  it.each([
    [{ name: 'v' }, /size/],
    [{ name: 'v', size: '1MiB', source: { path: 'x' } }, /one of them/],
    [{ name: '../v', size: '1MiB' }, /name/],
    [{ name: 'v', size: '1MiB', format: 'vmdk' }, /format/],
    [{ name: 'v', size: '1MiB', colour: 'red' }, /colour/],
  ])('refuse a volume of %o', async (options, message) => {
    await expect((async () => memory.createVolume(options as never))()).rejects.toThrow(message)
    expect(memory.volumes.map(({ name }) => name)).not.toContain('v')
  })

  it('give back what was taken for content that there is no room for', async () => {
    const free = async (): Promise<number> => {
      const small = await memory.createVolume({ name: 'rest', source: { content: filled(24 * MIB, 1) } })
      await small.dispose()
      return 24
    }
    const content = new Uint8Array(128 * MIB).fill(1)
    for (let count = 0; count < 2; count++) {
      await expect(memory.createVolume({ name: 'huge', source: { content } })).rejects.toMatchObject({
        code: 'ERR_OUT_OF_MEMORY',
      })
      expect(await free()).toBe(24)
    }
  })

  it('do not write over a file that is there', async () => {
    writeFileSync(join(folder, 'mine'), 'precious')
    await expect(files.createVolume({ name: 'mine', size: '1MiB' })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('precious')
  })
})

describe('a file of a pool', () => {
  it('is written by one volume, by whatever name it is opened', async () => {
    const volume = await files.createVolume({ name: 'one', size: '2MiB', format: 'qcow2' })
    fs.linkSync(join(folder, 'one'), join(folder, 'linked'))
    const other = await host.createStoragePool({ name: 'same', path: `${folder}/.` })
    for (const name of ['one', 'linked']) {
      await expect(other.openVolume({ name })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      await expect(other.openVolume({ name, readOnly: true })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    }
    const disks = [{ path: join(folder, 'linked') }]
    await expect(host.hypervisor.createGuest({ memory: '16MiB', disks })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await volume.snapshot('kept')
    await expect(other.openVolume({ name: 'one@kept' })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await (await other.openVolume({ name: 'one@kept', readOnly: true })).dispose()
    await volume.dispose()
    const [first, second] = [
      await other.openVolume({ name: 'one@kept', readOnly: true }),
      await files.openVolume({ name: 'one@kept', readOnly: true }),
    ]
    for (const reader of [first, second]) await reader.dispose()
  })

  it("that is raw may be a disk by its path while its volume is no guest's", async () => {
    const volume = await files.createVolume({ name: 'plain', size: '2MiB', format: 'raw' })
    const byPath = { memory: '16MiB', disks: [{ path: join(folder, 'plain'), format: 'raw' as const }] }
    await (await host.hypervisor.createGuest(byPath)).dispose()
    const owner = await host.hypervisor.createGuest({ memory: '16MiB', disks: [volume] })
    await expect(host.hypervisor.createGuest(byPath)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await owner.dispose()
    await volume.dispose()
  })
})

describe('a file that a guest has as a disk by its path', () => {
  const refusal = { code: 'ERR_INVALID_STATE', message: expect.stringContaining('is a disk of a guest') }
  const guestWith = (...disks: object[]) => host.hypervisor.createGuest({ memory: '16MiB', disks: disks as never })

  it('is none of another guest, twice none of its own, and no volume while it is written', async () => {
    const path = join(folder, 'own')
    writeFileSync(path, filled(MIB, 1))
    fs.linkSync(path, join(folder, 'own-linked'))
    const writer = await guestWith({ path })
    for (const disk of [{ path }, { path: join(folder, 'own-linked') }, { path, readOnly: true }])
      await expect(guestWith(disk)).rejects.toMatchObject(refusal)
    await expect(files.openVolume({ name: 'own', readOnly: true })).rejects.toMatchObject(refusal)
    await writer.dispose()
    await expect(guestWith({ path }, { path })).rejects.toMatchObject(refusal)
    const readers = [await guestWith({ path, readOnly: true }), await guestWith({ path, readOnly: true })]
    await expect(guestWith({ path })).rejects.toMatchObject(refusal)
    for (const reader of readers) await reader.dispose()
    const both = await Promise.allSettled([guestWith({ path }), guestWith({ path })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const each of both) if (each.status === 'fulfilled') await each.value.dispose()
  })

  it('is read by all and written by nobody while it is below an image that is open', async () => {
    const [base, image] = [join(folder, 'base.raw'), join(folder, 'top.qcow2')]
    writeFileSync(base, filled(MIB, 1))
    writeFileSync(image, emptyQcow2({ bytes: MIB, backing: { name: 'base.raw', format: 'raw' } }))
    const top = { path: image, allowBacking: true }
    const below = { code: 'ERR_INVALID_STATE', message: expect.stringContaining('backing file of an image') }
    const owner = await guestWith(top)
    await expect(guestWith({ path: base, format: 'raw' })).rejects.toMatchObject(below)
    await expect(files.openVolume({ name: 'base.raw', format: 'raw' })).rejects.toMatchObject(below)
    await (await guestWith({ path: base, format: 'raw', readOnly: true })).dispose()
    await owner.dispose()
    const writer = await guestWith({ path: base, format: 'raw' })
    await expect(guestWith(top)).rejects.toMatchObject(refusal)
    await expect(files.openVolume({ name: 'top.qcow2', allowBacking: true })).rejects.toMatchObject(refusal)
    await writer.dispose()
    const volume = await files.openVolume({ name: 'base.raw', format: 'raw' })
    await expect(guestWith(top)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await volume.dispose()
    const opened = await files.openVolume({ name: 'top.qcow2', allowBacking: true })
    await expect(guestWith({ path: base, format: 'raw' })).rejects.toMatchObject(below)
    await opened.dispose()
    await (await guestWith({ path: base, format: 'raw' })).dispose()
  })

  it('stays that of a fork when the guest goes', async () => {
    const path = join(folder, 'forked')
    writeFileSync(path, filled(MIB, 1))
    const waits = { firmware: { buffer: Uint8Array.of(0x6f, 0, 0, 0) } }
    const guest = await host.hypervisor.createGuest({ memory: '16MiB', disks: [{ path, format: 'raw' }], boot: waits })
    await guest.start()
    const fork = await guest.fork()
    await guest.dispose()
    await expect(guestWith({ path })).rejects.toMatchObject(refusal)
    await fork.dispose()
    await (await guestWith({ path })).dispose()
  })
})

describe('a volume that is closed while another is built on it', () => {
  it.each(['raw', 'qcow2'] as const)('is read by that one until it is closed, too (%s)', async (format) => {
    const open = (): number => readdirSync('/proc/self/fd').length
    const before = open()
    const name = `below-${format}`
    const base = await files.createVolume({ name, size: '2MiB', format })
    await base.write(0, filled(512, 6))
    const overlay = await base.overlay({ name: `above-${format}` })
    await base.dispose()
    // Whatever is opened now may get the number of a file that was closed too early.
    const other = await files.createVolume({ name: `other-${format}`, size: '2MiB' })
    await other.write(0, filled(512, 9))
    expect(await marks(overlay)).toEqual([6, 0])
    await expect(files.openVolume({ name, format })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    for (const volume of [overlay, other]) await volume.dispose()
    await (await files.openVolume({ name, format })).dispose()
    expect(open()).toBe(before)
  })
})

const kinds = [
  ['raw in memory', () => memory, 'raw'],
  ['qcow2 in memory', () => memory, 'qcow2'],
  ['raw in a file', () => files, 'raw'],
  ['qcow2 in a file', () => files, 'qcow2'],
] as const

describe.each(kinds)('a volume, %s', (title, pool, format) => {
  const name = title.replaceAll(' ', '-')

  it('keeps what was written, grows, and goes back to its snapshots', async () => {
    const volume = await pool().createVolume({ name, size: '2MiB', format })
    await volume.write(0, filled(4096, 1))
    await volume.snapshot('one')
    await volume.write(0, filled(512, 2))
    await volume.write(MIB, filled(512, 2))
    await volume.snapshot('two')
    await volume.write(MIB, filled(512, 3))
    expect(await marks(volume)).toEqual([2, 3])
    await volume.resize('8MiB')
    expect(volume.bytes).toBe(8 * MIB)
    expect([...(await volume.read(8 * MIB - 1, 1))]).toEqual([0])
    await volume.write(8 * MIB - 512, filled(512, 4))
    await volume.revert('one')
    expect(await marks(volume)).toEqual([1, 0])
    await volume.write(0, filled(512, 5))
    await volume.revert('two')
    expect(await marks(volume)).toEqual([2, 2])
    expect(volume.snapshots).toEqual(['one', 'two'])
    await volume.flush()
    if (pool() === files && hasQemuImg) {
      judge('check', join(folder, name))
      judge('convert', '-O', 'raw', join(folder, name), join(folder, 'copy'))
      const copy = readFileSync(join(folder, 'copy'))
      expect([copy[0], copy[MIB], copy.length]).toEqual([2, 2, 2 * MIB])
    }
    await expect(volume.resize('1MiB')).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    await expect(volume.snapshot('one')).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await expect(volume.revert('none')).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' })
    await expect(volume.read(2 * MIB, 1)).rejects.toMatchObject({ code: 'ERR_INVALID_ADDRESS' })
    await volume.dispose()
    await expect(volume.read(0, 1)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
  })

  it('keeps what its snapshots are built on, whatever the order in which they are taken back', async () => {
    const volume = await pool().createVolume({ name: `${name}-tree`, size: '2MiB', format })
    const mark = (at: number): Promise<void> => volume.write(at * 65_536, filled(512, at))
    const marks = async (): Promise<(number | undefined)[]> =>
      Promise.all([1, 2, 3].map(async (at) => (await volume.read(at * 65_536, 1))[0]))
    await mark(1)
    await volume.snapshot('a')
    await mark(2)
    await volume.snapshot('b')
    await mark(3)
    await volume.resize('4MiB')
    await volume.snapshot('c')
    await volume.revert('a')
    expect([await marks(), volume.bytes]).toEqual([[1, 0, 0], 2 * MIB])
    const isLayered = pool() === files || format === 'qcow2'
    if (isLayered) await expect(volume.removeSnapshot('b')).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    await volume.revert('c')
    expect([await marks(), volume.bytes]).toEqual([[1, 2, 3], 4 * MIB])
    if (isLayered) await expect(volume.removeSnapshot('c')).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
    await volume.revert('a')
    for (const snapshot of ['c', 'b']) await volume.removeSnapshot(snapshot)
    expect([await marks(), volume.snapshots]).toEqual([[1, 0, 0], ['a']])
    await volume.snapshot('b')
    await volume.dispose()
  })

  it('is the base of overlays that do not see each other', async () => {
    const base = await pool().createVolume({ name: `${name}-base`, size: '2MiB', format })
    await base.write(0, filled(4096, 7))
    const overlays = await Promise.all([1, 2].map((index) => base.overlay({ name: `${name}-${index}` })))
    for (const [index, overlay] of overlays.entries()) await overlay.write(MIB, filled(512, index + 1))
    expect(await Promise.all(overlays.map(marks))).toEqual([
      [7, 1],
      [7, 2],
    ])
    expect(await marks(base)).toEqual([7, 0])
    if (title !== 'raw in memory') await expect(base.write(0, filled(1, 0))).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
  })

  it('is a disk of one guest that writes, or of many that read', async () => {
    const volume = await pool().createVolume({ name: `${name}-shared`, size: '1MiB', format })
    const writer = await host.hypervisor.createGuest({ name: 'writer', memory: '16MiB', disks: [volume] })
    const second = host.hypervisor.createGuest({ name: 'second', memory: '16MiB', disks: [{ volume, readOnly: true }] })
    await expect(second).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await expect(volume.dispose()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    expect(await volume.usage()).toMatchObject({ attached: 1 })
    await writer.dispose()
    const readers = ['a', 'b'].map((reader) =>
      host.hypervisor.createGuest({ name: reader, memory: '16MiB', disks: [{ volume, readOnly: true }] }),
    )
    expect(await Promise.all(readers)).toHaveLength(2)
    expect(await volume.usage()).toMatchObject({ attached: 2 })
    for (const reader of await Promise.all(readers)) await reader.dispose()
    await volume.dispose()
  })
})

it('an overlay lies over a Blob, and the Blob is never written', async () => {
  const blob = await memory.createVolume({ name: 'blob', source: { blob: new Blob([filled(2 * MIB, 9) as BlobPart]) } })
  expect(blob.isReadOnly).toBe(true)
  await expect(blob.write(0, filled(1, 1))).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
  const overlay = await blob.overlay({ name: 'over-blob' })
  await overlay.write(0, filled(512, 1))
  expect(await marks(overlay)).toEqual([1, 9])
  expect(await marks(blob)).toEqual([9, 9])
})

it('a chain of files that was written is found again, when its backing files are allowed', async () => {
  const base = await files.createVolume({ name: 'chain-base', size: '2MiB' })
  await base.write(0, filled(512, 6))
  const over = await base.overlay({ name: 'chain-over' })
  await over.write(MIB, filled(512, 8))
  await over.dispose()
  await expect(files.openVolume({ name: 'chain-over', format: 'qcow2' })).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' })
  const again = await files.openVolume({ name: 'chain-over', format: 'qcow2', allowBacking: true })
  expect(await marks(again)).toEqual([6, 8])
})

describe('a snapshot of a file that cannot be taken', () => {
  afterEach(() => vi.restoreAllMocks())
  const noRoom = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  }
  /** The volume goes on, nothing is left over, and a snapshot can be taken once there is room. */
  async function expectUntouched(name: string): Promise<void> {
    vi.restoreAllMocks()
    const volume = files.volumes.find((volume) => volume.name === name)
    if (volume === undefined) throw new Error(`no volume ${name}`)
    expect(volume.snapshots).toEqual([])
    await volume.write(0, filled(512, 2))
    expect(await marks(volume)).toEqual([2, 0])
    expect(readdirSync(folder).filter((file) => file.startsWith(name))).toEqual([name])
    await volume.snapshot('later')
    await volume.write(0, filled(512, 3))
    await volume.revert('later')
    expect(await marks(volume)).toEqual([2, 0])
    await volume.dispose()
  }

  it('because there is no room for the new layer', async () => {
    const volume = await files.createVolume({ name: 'full', size: '2MiB' })
    await volume.write(0, filled(512, 1))
    vi.spyOn(fs, 'writeSync').mockImplementation(noRoom)
    await expect(volume.snapshot('one')).rejects.toThrow(/ENOSPC/)
    await expectUntouched('full')
  })

  it('because files cannot be renamed', async () => {
    const volume = await files.createVolume({ name: 'stuck', size: '2MiB' })
    await volume.write(0, filled(512, 1))
    vi.spyOn(fs, 'renameSync').mockImplementationOnce(noRoom)
    await expect(volume.snapshot('one')).rejects.toThrow(/ENOSPC/)
    await expectUntouched('stuck')
  })

  it('because a file has its name already, which stays as it is', async () => {
    const volume = await files.createVolume({ name: 'taken', size: '2MiB' })
    await volume.write(0, filled(512, 1))
    writeFileSync(join(folder, 'taken@one'), 'precious')
    await expect(volume.snapshot('one')).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    expect(readFileSync(join(folder, 'taken@one'), 'utf8')).toBe('precious')
    rmSync(join(folder, 'taken@one'))
    await expectUntouched('taken')
  })

  it('nor is a file left of a volume that there was no room for', async () => {
    vi.spyOn(fs, 'writeSync').mockImplementation(noRoom)
    await expect(files.createVolume({ name: 'small', size: '2MiB', format: 'qcow2' })).rejects.toThrow(/ENOSPC/)
    expect(readdirSync(folder)).not.toContain('small')
  })
})

it('what happens to volumes is in the log of the host', async () => {
  const volume = await memory.createVolume({ name: 'logged', size: '1MiB' })
  await volume.resize('2MiB')
  await volume.dispose()
  const told = host.events.entries.filter(({ message }) => message.includes('logged')).map(({ type }) => type)
  expect(told).toEqual(['volume.opened', 'volume.resized', 'volume.closed'])
})
