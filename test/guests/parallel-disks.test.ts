/** Disks of a Debian whose harts are on two physical CPUs at a time: what fio wrote from both it finds again, whatever the disk is made of. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { sharedWasmUrl } from './parallel'
import { engine, hasImage, initrdFile } from './program-guest'

const image = 'debian-storage'
const timeoutMs = 280_000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-parallel-disks-'))
const kinds = ['raw in memory', 'raw file', 'qcow2 file', 'overlay in memory over a file'] as const

let host: Host
let guest: Guest
async function ask(command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasImage(image))('disks of a guest on two physical CPUs', () => {
  beforeAll(async () => {
    const storagePools = [{ name: 'memory' }, { name: 'files', path: folder }]
    host = await Host.create({ memory: '1GiB', cpus: 2, wasmUrl, sharedWasmUrl, workerUrl, storagePools })
    const [memory, files] = [host.storagePool('memory'), host.storagePool('files')]
    const base = await files.createVolume({ name: 'base', size: '16MiB', format: 'raw' })
    const disks = [
      await memory.createVolume({ name: 'raw', size: '16MiB' }),
      await files.createVolume({ name: 'raw', size: '16MiB', format: 'raw' }),
      await files.createVolume({ name: 'qcow2', size: '16MiB', format: 'qcow2' }),
      await base.overlay({ name: 'over', pool: memory }),
    ]
    const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
    guest = await host.hypervisor.createGuest({ memory: '384MiB', vcpus: 2, engine, boot, disks })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask('stty cols 1000; dmesg -n 1')
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it('have a queue for each hart', async () => {
    expect(await ask('grep -c ^processor /proc/cpuinfo; ls /sys/block/vda/mq | wc -l')).toMatch(/^2\r?\n2\r?$/m)
  })

  it.each(kinds)('are verified by fio from both harts: %s', { timeout: timeoutMs }, async (kind) => {
    const disk = `/dev/vd${'abcd'[kinds.indexOf(kind)]}`
    // Each job has a half of the disk, writes blocks of all sizes with others under way, and reads them back.
    const common = `--filename=${disk} --rw=randwrite --bs=4k-64k --size=3M --verify=crc32c --do_verify=1 --direct=1 --ioengine=libaio --iodepth=8 --end_fsync=1`
    const jobs = [0, 1].map((cpu) => `--name=j${cpu} --offset=${cpu * 8}M --cpus_allowed=${cpu} ${common}`).join(' ')
    expect(await ask(`fio ${jobs} > /tmp/fio 2>&1; echo "status $?"; grep -c 'err= 0' /tmp/fio`)).toMatch(/status 0\r?\n2\r?\n/)
    expect(await ask(`blkdiscard -o 0 -l 1048576 ${disk}; head -c 1048576 ${disk} | tr -d "\\000" | wc -c`)).toMatch(/^0\r?$/m)
  })

  it('and its qcow2 file is sound, and no request failed', async () => {
    await guest.dispose()
    expect(host.events.entries.filter(({ type }) => type === 'storage.error')).toEqual([])
    if (existsSync('/usr/bin/qemu-img')) expect(spawnSync('qemu-img', ['check', join(folder, 'qcow2')]).status).toBe(0)
  })
})
