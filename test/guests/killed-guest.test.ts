/**
 * A guest is gone in the middle of writing: another one finds a sound ext4, and every byte that was synced. Files are taken as they are at
 * three moments, as they would be had the whole process been killed; the volume in memory as its guest left it.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host, type Volume } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { engine, hasImage, initrdFile } from './program-guest'

const image = 'debian-storage'
const timeoutMs = 240_000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-killed-'))
const kinds = ['raw in memory', 'raw file', 'qcow2 file'] as const
const moments = [1, 2, 3] as const
/** What the second guest has: the number of the disk in the first one, which it was. */
const remains = [
  { title: kinds[0], disk: 0 },
  ...moments.flatMap((moment) => [1, 2].map((disk) => ({ title: `${kinds[disk]} at moment ${moment}`, disk }))),
]
const deviceOf = (index: number): string => `/dev/vd${'abcdefgh'[index]}`

let host: Host
let guest: Guest

/** What a command of the guest's shell prints, without the echo of what was typed. */
async function ask(command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  const text = await guest.console.waitFor(shellPrompt, { timeoutMs })
  return text.replaceAll('\r', '').split('\n').slice(1, -1).join('\n')
}

async function boot(volumes: readonly Volume[]): Promise<void> {
  const kernel = { path: debianFile('Image') }
  const boot = { kernel, initrd: readFileSync(initrdFile(image)), cmdline }
  guest = await host.hypervisor.createGuest({ memory: '384MiB', engine, boot, disks: [...volumes] })
  await guest.start()
  await guest.console.waitFor(shellPrompt, { timeoutMs })
  await ask('stty cols 1000; dmesg -n 1; mkdir /mnt; for n in 0 1 2 3 4 5 6; do mkdir /mnt/$n; done')
}

describe.skipIf(!hasImage(image))('a guest that is killed while it writes', () => {
  /** md5 of every file that was synced, by the folder. */
  const synced: string[] = []

  beforeAll(async () => {
    const storagePools = [{ name: 'memory' }, { name: 'files', path: folder }]
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl, storagePools })
    const [memory, files] = [host.storagePool('memory'), host.storagePool('files')]
    const inMemory = await memory.createVolume({ name: 'raw', size: '64MiB' })
    const formats = ['raw', 'qcow2'] as const
    const inFiles = formats.map((format) => files.createVolume({ name: format, size: '64MiB', format }))
    await boot([inMemory, ...(await Promise.all(inFiles))])
    for (const index of kinds.keys()) {
      const [device, folder] = [deviceOf(index), `/mnt/${index}`]
      await ask(`mkfs.ext4 -q ${device} && mount -t ext4 ${device} ${folder} && mkdir ${folder}/kept ${folder}/lost`)
      await ask(`for n in $(seq 12); do head -c $((n * 40000 + n)) /dev/urandom > ${folder}/kept/$n; done; sync`)
      synced.push(await ask(`(cd ${folder}/kept; md5sum *)`))
    }
    // From here on data, metadata and the journal change all the time.
    const storm =
      'n=0; while :; do n=$((n+1)); dd if=/dev/urandom of=f$((n%7)) bs=32k count=$((n%9+1)); mv f$((n%7)) g$((n%5)); [ $((n%4)) = 0 ] && sync; done'
    for (const index of kinds.keys()) await ask(`(cd /mnt/${index}/lost; ${storm}) > /dev/null 2>&1 &`)
    for (const moment of moments) {
      await ask('sleep 1.3')
      for (const format of formats) copyFileSync(join(folder, format), join(folder, `${format}-${moment}`))
    }
    await guest.dispose()
    const copies = moments.flatMap((moment) => formats.map((format) => files.openVolume({ name: `${format}-${moment}`, format })))
    await boot([inMemory, ...(await Promise.all(copies))])
  }, 2 * timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(remains)('leaves a journal to replay, and then a clean ext4 with all that was synced, on $title', async (remain) => {
    const index = remains.indexOf(remain)
    const [device, folder] = [deviceOf(index), `/mnt/${index}`]
    expect(synced[remain.disk]).toMatch(/^([0-9a-f]{32} {2}\d+\n?){12}$/)
    expect(await ask(`dumpe2fs -h ${device} 2>/dev/null | grep features`)).toContain('needs_recovery')
    await ask(`mount -t ext4 ${device} ${folder}; umount ${folder}`)
    expect(await ask(`fsck.ext4 -fn ${device} > /tmp/fsck 2>&1; echo "status $?"; tail -3 /tmp/fsck`)).toMatch(/^status 0\n/)
    await ask(`mount -t ext4 -o ro ${device} ${folder}`)
    expect(await ask(`(cd ${folder}/kept; md5sum *)`)).toBe(synced[remain.disk])
    expect(await ask(`ls ${folder}/lost | wc -l`)).not.toBe('0')
  })

  it.skipIf(!existsSync('/usr/bin/qemu-img'))('leaves qcow2 images with clusters without an owner at worst', async () => {
    await guest.dispose()
    // 0: no errors; 3: leaked clusters.
    for (const name of ['qcow2', ...moments.map((moment) => `qcow2-${moment}`)])
      expect([0, 3], name).toContain(spawnSync('qemu-img', ['check', join(folder, name)]).status)
  })
})
