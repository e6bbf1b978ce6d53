/** Stock Debian on its disks and shared folders: one boot that verifies, discards, grows, breaks and shares. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host, Volume } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { engine, hasImage, initrdFile } from './program-guest'

const image = 'debian-storage'
const timeoutMs = 240_000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-storage-'))

let host: Host
let guest: Guest
let data: Volume
const asked = async (of: Guest, command: string): Promise<string> => {
  await of.console.write(`${command}\n`)
  return of.console.waitFor(shellPrompt, { timeoutMs })
}
const ask = (command: string): Promise<string> => asked(guest, command)

async function booted(disks: Parameters<Host['hypervisor']['createGuest']>[0]): Promise<Guest> {
  const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
  const it = await host.hypervisor.createGuest({ memory: '384MiB', engine, boot, ...disks })
  await it.start()
  await it.console.waitFor(shellPrompt, { timeoutMs })
  await asked(it, 'stty cols 1000; dmesg -n 1')
  return it
}

describe.skipIf(!hasImage(image))('Debian on its disks', () => {
  beforeAll(async () => {
    host = await Hosts.create({
      memory: '1GiB',
      thread: 'inline',
      wasmUrl,
      workerUrl,
      storagePools: [{ name: 'pool', path: folder }],
    })
    data = await host.storagePool('pool').createVolume({ name: 'data.qcow2', size: '64MiB', format: 'qcow2' })
    mkdirSync(join(folder, 'shared'))
    writeFileSync(join(folder, 'shared', 'hello'), 'from the host\n')
    writeFileSync(join(folder, 'secret'), 'secret\n')
    symlinkSync('../secret', join(folder, 'shared', 'leak'))
    writeFileSync(join(folder, 'broken'), new Uint8Array(1 << 20))
    guest = await booted({
      disks: [{ size: '64MiB' }, data, { path: join(folder, 'broken'), format: 'raw', readOnly: true }],
      shares: [
        { tag: 'work', path: join(folder, 'shared') },
        { tag: 'notes', files: { 'a/b': 'kept in memory\n' }, readOnly: true },
      ],
    })
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it(
    'fio verifies what it wrote, on a disk in memory and on a qcow2 file',
    async () => {
      for (const disk of ['vda', 'vdb']) {
        const options = `--name=v --filename=/dev/${disk} --rw=randwrite --bs=4k-64k --size=2M --verify=crc32c --direct=1 --ioengine=libaio --iodepth=8`
        expect(await ask(`fio ${options} > /tmp/fio 2>&1; echo "status $?"; grep -c 'err= 0' /tmp/fio`)).toMatch(/status 0\s+1/)
      }
    },
    timeoutMs,
  )

  it(
    'discards are zeros, and what is read-only says so',
    async () => {
      expect(
        await ask('seq 1 200000 > /dev/vda; sync; blkdiscard /dev/vda; head -c 1048576 /dev/vda | tr -d "\\000" | wc -c'),
      ).toMatch(/^0\r?$/m)
      expect(await ask('cat /sys/block/vdc/ro')).toMatch(/^1\r?$/m)
    },
    timeoutMs,
  )

  it(
    'a volume grows under the guest',
    async () => {
      await data.resize('96MiB')
      expect(await ask('cat /sys/block/vdb/size')).toMatch(/^196608\r?$/m)
    },
    timeoutMs,
  )

  it(
    'limits of a volume hold by the clock of the guest',
    async () => {
      await data.setLimits({ bytesPerSecond: '1MiB' })
      const said = await ask('time dd if=/dev/vdb of=/dev/null bs=128k count=16 iflag=direct')
      await data.setLimits({})
      // Two MiB, a tenth of one ahead: nearly two seconds by the guest's clock.
      const secondsOf = (said: string): number => Number(/real\s+0m ([\d.]+)s/.exec(said)?.[1])
      expect(secondsOf(said)).toBeGreaterThan(1.7)
      await data.setLimits({ iops: 20 })
      const many = await ask('time dd if=/dev/vdb of=/dev/null bs=4k count=42 skip=8000 iflag=direct')
      await data.setLimits({})
      // Two at once, and then twenty a second.
      expect(secondsOf(many)).toBeGreaterThan(1.9)
    },
    timeoutMs,
  )

  it(
    'a backend that breaks is an I/O error in the guest, and an event on the host',
    async () => {
      truncateSync(join(folder, 'broken'), 0)
      const failures = (): number => host.events.entries.filter(({ type }) => type === 'storage.error').length
      expect(failures()).toBe(0)
      expect(await ask('dd if=/dev/vdc of=/dev/null bs=4k count=1 iflag=direct; echo "status $?"')).toMatch(
        /I\/O error|Input\/output error/,
      )
      expect(failures()).toBeGreaterThan(0)
    },
    timeoutMs,
  )

  it(
    'folders and files are mounted over 9p, and links do not lead out',
    async () => {
      const mount = 'mount -t 9p -o trans=virtio,version=9p2000.L'
      await ask(`mkdir -p /mnt/folder /mnt/notes; ${mount} work /mnt/folder; ${mount} notes /mnt/notes`)
      expect(await ask('cat /mnt/folder/hello /mnt/notes/a/b')).toMatch(/^from the host\r?\nkept in memory/m)
      expect(await ask('cat /mnt/folder/leak; echo "status $?"')).toMatch(/status 1/)
      expect(await ask('cat /mnt/folder/../secret; ls /mnt/folder/..')).not.toMatch(/^secret/m)
      await ask('seq 1 20000 > /mnt/folder/numbers; mkdir /mnt/folder/d; mv /mnt/folder/numbers /mnt/folder/d/moved; sync')
      expect(readFileSync(join(folder, 'shared', 'd', 'moved'), 'utf8').split('\n').length).toBe(20_001)
      expect(await ask('md5sum < /mnt/folder/d/moved; seq 1 20000 | md5sum')).toMatch(/([0-9a-f]{32})[^\n]*\n\1/)
      expect(await ask('echo x > /mnt/notes/x; echo "status $?"')).toMatch(/status 1/)
      expect(await ask('dmesg | grep -ciE "9p.*(error|warn)|WARNING"')).toMatch(/^0\r?$/m)
    },
    timeoutMs,
  )
})
