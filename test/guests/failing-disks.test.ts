/** Disks whose backends fail under a stock Debian: a web server that errs or dies, and files for which there is no room any more. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs, { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Guest, Host } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const timeoutMs = 240_000
const MIB = 2 ** 20
const folder = mkdtempSync(join(tmpdir(), 'vmhost-failing-'))
const content = Uint8Array.from({ length: 4 * MIB }, (_, at) => (at >> 9) ^ at)
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** How the web server answers; `dies` sends a part of the body and cuts the connection. */
let mood: 'well' | 'errs' | 'dies' = 'well'

function webServer(): Promise<Server> {
  const server = createServer((request, response) => {
    const [, first, last] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number) as [number, number, number]
    if (mood === 'errs') {
      response.writeHead(500).end()
      return
    }
    const bytes = last + 1 - first
    response.writeHead(206, { 'content-range': `bytes ${first}-${last}/${content.length}`, 'content-length': bytes })
    if (mood === 'dies') response.write(content.subarray(first, first + bytes / 2), () => response.destroy())
    else response.end(content.subarray(first, last + 1))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

describe.skipIf(!hasDebian)('Debian on disks that fail', () => {
  let server: Server
  let host: Host
  let guest: Guest
  const failures: unknown[] = []
  const ask = async (command: string): Promise<string> => {
    await guest.console.write(`${command}\n`)
    return guest.console.waitFor(shellPrompt, { timeoutMs })
  }
  const told = (): string[] => host.events.entries.filter(({ type }) => type === 'storage.error').map(({ message }) => message)

  beforeAll(async () => {
    server = await webServer()
    const storagePools = [{ name: 'files', path: folder }]
    host = await Host.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl, storagePools })
    const pool = host.storagePool('files')
    guest = await host.hypervisor.createGuest({
      memory: '128MiB',
      disks: [
        { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/disk.img`, format: 'raw', readOnly: true },
        await pool.createVolume({ name: 'raw', size: '8MiB', format: 'raw' }),
        await pool.createVolume({ name: 'qcow2', size: '8MiB', format: 'qcow2' }),
      ],
      boot: { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline },
    })
    guest.on('storage-error', (failure) => failures.push(failure))
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask('stty cols 1000; dmesg -n 1; modprobe virtio_blk; ls /dev/vd*')
  }, timeoutMs)
  afterEach(() => vi.restoreAllMocks())
  afterAll(async () => {
    await host?.dispose()
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['errs', 'dies'] as const)(
    'a web server that %s is an I/O error and an event, and the disk is whole once the server is well',
    async (illness) => {
      const before = { told: told().length, failures: failures.length }
      // A part that no test before has read.
      const place = illness === 'errs' ? 1 : 2
      mood = illness
      expect(await ask(`dd if=/dev/vda of=/dev/null bs=64k skip=${place * 16} count=1; echo "status $?"`)).toMatch(
        /(I\/O|Input\/output) error[\s\S]*status 1/,
      )
      expect(told().length).toBeGreaterThan(before.told)
      expect(told().at(-1)).toMatch(illness === 'errs' ? /HTTP status 500/ : /the answer broke off/)
      expect(failures.length).toBeGreaterThan(before.failures)
      mood = 'well'
      const part = content.subarray(place * MIB, place * MIB + 2 ** 18)
      expect(await ask(`dd if=/dev/vda bs=64k skip=${place * 16} count=4 2>/dev/null | md5sum`)).toContain(md5(part))
    },
    timeoutMs,
  )

  it.each(['raw', 'qcow2'] as const)(
    'no room for a %s file is an I/O error and an event, what was there stays, and it is written once there is room',
    async (format) => {
      const disk = format === 'raw' ? '/dev/vdb' : '/dev/vdc'
      const file = join(folder, format)
      const before = told().length
      await ask(`seq 1 999999 | head -c ${MIB} > /tmp/old; seq 5 999999 | head -c ${MIB} > /tmp/new`)
      const write = (content: string, seek: number): string =>
        `dd if=/tmp/${content} of=${disk} bs=64k seek=${seek * 16} conv=fsync; echo "status $?"`
      const compare = (content: string, seek: number): string =>
        `echo 3 > /proc/sys/vm/drop_caches; md5sum < /tmp/${content}; dd if=${disk} bs=64k skip=${seek * 16} count=16 2>/dev/null | md5sum`
      expect(await ask(write('old', 1))).toContain('status 0')
      // The file system is full: a write that is not over what was written is cut short, and then refused.
      const real = fs.writeSync
      let room = 100_000
      vi.spyOn(fs, 'writeSync').mockImplementation(((
        fd: number,
        from: Uint8Array,
        at: number,
        bytes: number,
        position: number,
      ) => {
        if (position < 2 * MIB) return real(fd, from, at, bytes, position)
        if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
        const count = Math.min(bytes, room)
        room -= count
        return real(fd, from, at, count, position)
      }) as typeof fs.writeSync)
      expect(await ask(write('new', 4))).toMatch(/(I\/O|Input\/output) error[\s\S]*status 1/)
      expect(told().length).toBeGreaterThan(before)
      expect(told().at(-1)).toContain('ENOSPC')
      expect(await ask(compare('old', 1))).toMatch(/([0-9a-f]{32})[^\n]*\n\1/)
      vi.restoreAllMocks()
      expect(await ask(write('new', 4))).toContain('status 0')
      expect(await ask(compare('new', 4))).toMatch(/([0-9a-f]{32})[^\n]*\n\1/)
      expect(await ask(compare('old', 1))).toMatch(/([0-9a-f]{32})[^\n]*\n\1/)
      // 0: no errors; 3: clusters that were taken for what could not be written are not used, and nothing is corrupt. 2 would be corruption.
      if (format === 'qcow2' && existsSync('/usr/bin/qemu-img'))
        expect([0, 3]).toContain(spawnSync('qemu-img', ['check', file]).status)
      if (format === 'raw') expect(readFileSync(file).length).toBe(8 * MIB)
    },
    timeoutMs,
  )

  it('the guest lives on, and says nothing worse than that requests failed', async () => {
    expect(await ask('echo alive; dmesg | grep -ciE "oops|BUG:|panic|hung task"')).toMatch(/alive\r?\n0/)
  })
})
