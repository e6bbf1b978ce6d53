/** Stock Debian with disks, shares and ports, booted once: carried by a snapshot to wherever its volumes and folders are given again. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host, RestoreOptions } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { engine } from './program-guest'

const timeoutMs = 240_000
const agent = 'org.example.agent'
const folder = mkdtempSync(join(tmpdir(), 'vmhost-snapshot-'))
const shared = join(folder, 'shared')
const data = join(folder, 'data.img')
const mount = 'mount -t 9p -o trans=virtio,version=9p2000.L'
const shares = [
  { tag: 'work', path: shared },
  { tag: 'notes', files: { motd: 'noted' }, readOnly: true },
]

let host: Host
let snapshot: Blob
const newHost = (): Promise<Host> =>
  Hosts.create({ memory: '512MiB', thread: 'inline', wasmUrl, workerUrl, storagePools: [{ name: 'files', path: folder }] })
const ask = async (guest: Guest, command: string): Promise<string> => {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}
const restore = (options: RestoreOptions): Promise<Guest> => host.hypervisor.restore(snapshot, options)

describe.skipIf(!hasDebian)('a snapshot of a guest with disks, shares and ports', () => {
  beforeAll(async () => {
    mkdirSync(shared)
    writeFileSync(data, new Uint8Array(2 ** 20))
    host = await newHost()
    const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
    const volume = await host.storagePool('files').openVolume({ name: 'data.img', format: 'raw' })
    const disks = [{ size: '1MiB' }, volume]
    const guest = await host.hypervisor.createGuest({ memory: '192MiB', engine, ports: ['hvc0', agent], boot, disks, shares })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask(guest, 'dmesg -n 1; echo in-memory | dd of=/dev/vda conv=fsync; echo in-file | dd of=/dev/vdb conv=fsync')
    await ask(guest, `mkdir -p /mnt/folder /mnt/notes; ${mount} work /mnt/folder; ${mount} notes /mnt/notes`)
    await ask(guest, 'exec 3>>/mnt/folder/log; echo before >&3; head -n 1 < /dev/vport4p1 > /heard &')
    // Whoever asks finds the disks idle or not: what is on its way to them is on them, or in the snapshot.
    await guest.console.write('for i in 1 2 3 4; do dd if=/dev/zero of=/dev/vdb seek=$i bs=64k count=1 conv=fsync; done\n')
    await guest.pause()
    snapshot = await guest.snapshot()
    await guest.dispose()
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it('needs the volumes and shares that the guest had', async () => {
    writeFileSync(join(folder, 'other.img'), new Uint8Array(2 ** 20))
    writeFileSync(join(folder, 'small.img'), new Uint8Array(512))
    const path = join(folder, 'data.img')
    const refusals: [RestoreOptions, RegExp][] = [
      [{ shares }, /disks is "0 of them", expected 1, .*"data.img" of 1048576 bytes/],
      [{ shares, disks: [{ path }, { path }] }, /disks is "2 of them"/],
      [{ shares, disks: [{ path: join(folder, 'small.img'), format: 'raw' }] }, /disks.0 is "a volume of 512 bytes"/],
      [
        { shares, disks: [{ path: join(folder, 'other.img'), format: 'raw' }] },
        /disks.0 is "of generation \d+", expected .*written since/,
      ],
      [{ shares, disks: [{ path, format: 'raw', readOnly: true }] }, /disks.0 is "read-only"/],
      [{ disks: [{ path, format: 'raw' }] }, /shares is "without \\"work\\""/],
      [{ disks: [{ path, format: 'raw' }], shares: [...shares, { tag: 'more', files: {} }] }, /shares is "with \\"more\\""/],
    ]
    const { freeMemory } = await host.stats()
    for (const [options, message] of refusals) {
      const refusal = await restore(options).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'ERR_INVALID_OPTION', message: expect.stringMatching(message) })
    }
    expect([host.hypervisor.guests.length, (await host.stats()).freeMemory]).toEqual([0, freeMemory])
  })

  it(
    'goes on with an overlay of its volume, its open files and its ports',
    async () => {
      const base = host.storagePool('files').volume('data.img')
      const overlay = await base?.overlay({ name: 'again.qcow2' })
      const guest = await restore({ shares, disks: overlay === undefined ? [] : [overlay] })
      await guest.resume()
      const { writable } = guest.port(agent)
      const writer = writable.getWriter()
      await writer.write(new TextEncoder().encode('to the fork\n'))
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      expect(await ask(guest, 'wait; cat /heard')).toContain('to the fork')
      expect(await ask(guest, 'dd if=/dev/vda bs=9 count=1 2>/dev/null; dd if=/dev/vdb bs=7 count=1 2>/dev/null')).toMatch(
        /in-memoryin-file/,
      )
      expect(await ask(guest, 'echo after >&3; cat /mnt/folder/log /mnt/notes/motd')).toMatch(/before\r?\nafter\r?\nnoted/)
      expect(readFileSync(join(shared, 'log'), 'utf8')).toBe('before\nafter\n')
      await ask(guest, 'echo overlaid | dd of=/dev/vdb conv=fsync')
      await guest.dispose()
    },
    timeoutMs,
  )

  it(
    'goes on in another host with the file itself, and not again once that was written',
    async () => {
      await host.dispose()
      host = await newHost()
      const disks = [{ path: data, format: 'raw' as const }]
      const guest = await restore({ shares, disks })
      await guest.resume()
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      expect(await ask(guest, 'dd if=/dev/vdb bs=7 count=1 2>/dev/null')).toContain('in-file')
      await ask(guest, 'echo changed | dd of=/dev/vdb conv=fsync')
      await guest.dispose()
      await expect(restore({ shares, disks })).rejects.toThrow(/written since/)
    },
    timeoutMs,
  )
})
