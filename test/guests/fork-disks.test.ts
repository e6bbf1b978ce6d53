/** Disks of forks: what they share with their parent's, where they keep the rest, and how that gets into snapshots. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host, StoragePool, Volume } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 240_000
const MIB = 2 ** 20
const hasQemuImg = existsSync('/usr/bin/qemu-img')
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

/** At the beginning of a disk, and far behind it. */
const write = (disk: string, text: string, at = 0): string =>
  `echo ${text} | dd of=/dev/${disk} bs=512 seek=${at} conv=fsync,notrunc 2>/dev/null`
const far = 1200
const show = (disk: string, at = 0): string =>
  `dd if=/dev/${disk} bs=512 skip=${at} count=1 2>/dev/null | head -n 1 | tr -d '\\0'`

/** The words that its disks have, past any cache. */
async function words(guest: Guest, disks = ['vda', 'vdb']): Promise<string[]> {
  const reads = disks.flatMap((disk) => [show(disk), show(disk, far)]).map((command) => `echo "=$(${command})="`)
  const text = await ask(guest, `echo 3 > /proc/sys/vm/drop_caches; ${reads.join('; ')}`)
  return [...text.matchAll(/^=(\w*)=\r?$/gm)].map(([, word]) => word as string)
}

describe.skipIf(!hasDebian)('a Debian with disks in files', () => {
  let folder: string
  let path: string
  let host: Host
  let pool: StoragePool
  let volume: Volume
  let parent: Guest

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmhost-fork-'))
    path = join(folder, 'data.img')
    await writeFile(path, new Uint8Array(MIB))
    const storagePools = [{ name: 'files', path: folder }]
    host = await Hosts.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, storagePools })
    pool = host.storagePool('files')
    volume = await pool.createVolume({ name: 'root.qcow2', size: '2MiB', format: 'qcow2' })
    const disks = [{ path, format: 'raw' as const }, volume, { size: '1MiB' }]
    parent = await host.hypervisor.createGuest({ name: 'parent', memory: '128MiB', boot, disks })
    await parent.start()
    await parent.console.waitFor(shellPrompt, { timeoutMs })
    await ask(parent, `${write('vda', 'one')}; ${write('vdb', 'one')}; ${write('vdb', 'far', far)}; ${write('vdc', 'one')}`)
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    await rm(folder, { recursive: true })
  })

  it('is forked, and a snapshot of the fork has what it did not share with the disks: they are given again, and only read', async () => {
    const fork = await parent.fork({ name: 'fork' })
    const second = await fork.fork({ name: 'second' })
    await ask(parent, `${write('vda', 'two')}; ${write('vdb', 'two', far)}`)
    await ask(fork, `${write('vda', 'three')}; ${write('vda', 'deep', far)}; ${write('vdb', 'three')}; ${write('vdc', 'three')}`)
    const full = await fork.snapshot()
    await ask(fork, write('vda', 'later', far))
    const increment = await fork.snapshot({ base: full })
    const other = await second.snapshot()
    // Only what differs: not the disks, and no chunk that nobody wrote.
    const [memoryOnly, given] = [await parent.snapshot(), [{ path, format: 'raw' as const }, volume]]
    expect(full.size - memoryOnly.size).toBeLessThan(2 * MIB)

    await expect(host.hypervisor.restore(full)).rejects.toThrow(/disks is "0 of them", expected 2, .*"data.img".*"root.qcow2"/)
    const restore = async (source: Blob, base?: Blob): Promise<Guest> =>
      host.hypervisor.restore(source, { disks: given, ...(base === undefined ? {} : { base }) })
    const all = ['vda', 'vdb', 'vdc']
    const [one, two, three] = [await restore(full), await restore(increment, full), await restore(other)]
    expect(await words(one, all)).toEqual(['three', 'deep', 'three', 'far', 'three', ''])
    expect(await words(two, all)).toEqual(['three', 'later', 'three', 'far', 'three', ''])
    expect(await words(three, all)).toEqual(['one', '', 'one', 'far', 'one', ''])

    // They write to overlays of their own again, which snapshots of them hold.
    await ask(one, `${write('vda', 'again')}; ${write('vdb', 'again')}`)
    const again = await restore(await one.snapshot())
    expect(await words(again)).toEqual(['again', 'deep', 'again', 'far'])
    expect(await words(parent)).toEqual(['two', '', 'one', 'two'])
    for (const guest of [one, two, three, again, second]) await guest.dispose()

    // The disks themselves have to be as they were.
    await ask(parent, write('vda', 'four'))
    await expect(restore(full)).rejects.toThrow(/disks.0 is "of generation \d+", expected .*written since/)
    expect(await words(fork)).toEqual(['three', 'later', 'three', 'far'])
    const fresh = await host.hypervisor.restore(await fork.snapshot(), {
      disks: [{ path, readOnly: true, format: 'raw' }, volume],
    })
    expect(await words(fresh)).toEqual(['three', 'later', 'three', 'far'])
    await ask(fresh, write('vda', 'mine'))
    expect(await words(fresh)).toEqual(['mine', 'later', 'three', 'far'])
    for (const guest of [fork, fresh]) await guest.dispose()
  })

  it('is forked onto volumes of a pool, which stay: each a file over the disk of its parent', async () => {
    await ask(parent, `${write('vda', 'five')}; ${write('vda', 'behind', far)}`)
    const memory = await host.createStoragePool({ name: 'memory' })
    const places = [
      { pool, name: 'a1' },
      { pool, name: 'b1' },
      { pool: memory, name: 'c1' },
    ]
    const fork = await parent.fork({ disks: places })
    expect([...pool.volumes, ...memory.volumes].map(({ name, format }) => [name, format])).toEqual([
      ['root.qcow2', 'qcow2'],
      ['a1', 'qcow2'],
      ['b1', 'qcow2'],
      ['c1', 'raw'],
    ])
    await ask(parent, `${write('vda', 'six')}; ${write('vdb', 'six')}`)
    await ask(fork, `${write('vda', 'seven', far)}; ${write('vdc', 'seven')}`)
    const seen = ['five', 'seven', 'one', 'two']
    expect(await words(fork)).toEqual(seen)
    const [a, b, c] = [pool.volume('a1'), pool.volume('b1'), memory.volume('c1')] as [Volume, Volume, Volume]
    await expect(a.dispose()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    const snapshot = await fork.snapshot()
    await fork.dispose()

    // Whoever wrote first: the file goes on to say what the fork had.
    const first = async (it: Volume, at = 0): Promise<string> => new TextDecoder().decode(await it.read(at * 512, 5))
    expect(await Promise.all([first(a), first(a, far), first(b), first(c)])).toEqual(['five\n', 'seven', 'one\n\0', 'seven'])
    await ask(parent, `${write('vda', 'eight')}; ${write('vda', 'eight', far)}`)
    expect(await Promise.all([first(a), first(a, far)])).toEqual(['five\n', 'seven'])
    const back = await host.hypervisor.restore(snapshot, { disks: [a, b] })
    expect(await words(back)).toEqual(seen)
    await back.dispose()
    await a.flush()
    if (hasQemuImg) {
      const copy = join(folder, 'copy.img')
      execFileSync('qemu-img', ['check', join(folder, 'a1')], { stdio: 'pipe' })
      execFileSync('qemu-img', ['convert', '-O', 'raw', join(folder, 'a1'), copy], { stdio: 'pipe' })
      expect((await readFile(copy, 'latin1')).slice(0, 5)).toBe('five\n')
    }
    for (const it of [a, b, c]) await it.dispose()
    expect((await readFile(path, 'latin1')).slice(0, 6)).toBe('eight\n')
  })

  it('is not forked onto what cannot be', async () => {
    const fails = (disks: object[], expected: object): Promise<void> =>
      expect(parent.fork({ disks } as never)).rejects.toMatchObject(expected)
    const free = pool.volumes.length
    await fails([{ pool, name: 'root.qcow2' }], { code: 'ERR_INVALID_OPTION' })
    await fails(
      [
        { pool, name: 'x' },
        { pool, name: 'x' },
      ],
      { code: 'ERR_INVALID_OPTION' },
    )
    await fails([{ pool, name: '../x' }], { code: 'ERR_INVALID_OPTION' })
    await fails([{ pool: 'files', name: 'x' }], { code: 'ERR_INVALID_OPTION' })
    await fails([undefined, undefined, undefined, { pool, name: 'x' }] as never, { code: 'ERR_INVALID_OPTION' })
    await fails([undefined, undefined, { pool, name: 'x' }] as never, { code: 'ERR_UNSUPPORTED' })
    await writeFile(join(folder, 'there'), 'precious')
    await fails([{ pool, name: 'there' }], { code: 'ERR_INVALID_STATE' })
    expect([pool.volumes.length, await readFile(join(folder, 'there'), 'utf8')]).toEqual([free, 'precious'])
    const fork = await parent.fork({ disks: [{ pool, name: 'x' }] })
    expect(await words(fork, ['vda'])).toEqual(await words(parent, ['vda']))
    await fork.dispose()
  })
})
