/** Stock Debian whose virtio devices are on PCI, and whose disks come and go while it runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, Host } from '../../src/index'
import { cmdline, debianFile, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { hasImage, initrdFile } from './program-guest'

const image = 'debian-net'
const timeoutMs = 240_000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-pci-disks-'))
const rescan = 'echo 1 > /sys/bus/pci/rescan; sleep 1; ls /sys/block'
const serials = 'for disk in /sys/block/vd*; do echo $(basename $disk) $(cat $disk/serial); done'
/** The PCI function that a disk is. */
const functionOf = (name: string): string => `$(basename $(dirname $(readlink -f /sys/block/${name}/device)))`
const complaints =
  "dmesg | grep -iE 'pci|virtio|vd[a-z]|hvc|9p' | grep -iE 'warn|fail|error|unable|bug|no space' | grep -v reconfiguring"

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

describe.skipIf(!hasImage(image))('Debian with virtio devices on PCI', { timeout: timeoutMs }, () => {
  let host: Host
  let guest: Guest

  beforeAll(async () => {
    host = await Host.create({
      memory: '1GiB',
      thread: 'inline',
      wasmUrl,
      workerUrl,
      storagePools: [{ name: 'pool', path: folder }],
    })
    const boot = { kernel: { path: debianFile('Image') }, initrd: readFileSync(initrdFile(image)), cmdline }
    guest = await host.hypervisor.createGuest({
      ...{ memory: '256MiB', vcpus: 2, boot, rng: true, ports: ['hvc0', 'agent'], vsock: true, transport: 'pci' },
      disks: [
        { size: '8MiB', serial: 'first' },
        { size: '8MiB', transport: 'mmio', serial: 'second' },
      ],
      shares: [{ tag: 'notes', files: { hello: 'over PCI\n' } }],
    })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await ask(guest, 'stty cols 1000; dmesg -n 1')
  }, timeoutMs)
  afterAll(async () => {
    await host?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds them by lspci, with their classes and drivers, and a message for each queue', async () => {
    const list = await ask(guest, 'lspci -nnk -d 1af4:')
    for (const [kind, name] of [
      ['1042', 'SCSI storage controller'],
      ['1043', 'Communication controller'],
      ['1044', 'Unclassified device'],
      ['1049', 'Unclassified device'],
      ['1053', 'Communication controller'],
    ])
      expect(list).toMatch(new RegExp(`${name}.*\\[1af4:${kind}\\][^\\[]*\\[1af4:1100\\]\\s+Kernel driver in use: virtio-pci`))
    expect(await ask(guest, 'lspci -vv -d 1af4:1042')).toMatch(/MSI-X: Enable\+ Count=3 Masked-/)
    expect(await ask(guest, 'grep -c "PCI-MSIX.*virtio.*-req[.]" /proc/interrupts')).toMatch(/^2\r?$/m)
    expect(await ask(guest, 'for queue in /sys/block/vda/mq/*; do echo $(cat $queue/cpu_list); done')).toMatch(/^0\s+1\s/m)
  })

  it('reads and writes them: disks, a share, a console, entropy', async () => {
    expect(guest.disks).toEqual([
      { disk: 0, transport: 'pci' },
      { disk: 1, transport: 'mmio' },
    ])
    expect(await ask(guest, serials)).toMatch(/vda (first|second)\s+vdb (first|second)/)
    expect(
      await ask(
        guest,
        'head -c 1048576 /dev/urandom > /tmp/x; cat /tmp/x > /dev/vda; sync; head -c 1048576 /dev/vda | cmp - /tmp/x && echo same',
      ),
    ).toMatch(/^same\r?$/m)
    expect(await ask(guest, 'mkdir /mnt; mount -t 9p -o trans=virtio,version=9p2000.L notes /mnt && cat /mnt/hello')).toContain(
      'over PCI',
    )
    const reader = guest.port('agent').readable.getReader()
    await ask(guest, 'echo said > /dev/$(grep -lx agent /sys/class/virtio-ports/*/name | cut -d/ -f5)')
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('said')
    expect(await ask(guest, 'cat /sys/class/misc/hw_random/rng_current; head -c 16 /dev/hwrng | wc -c')).toMatch(
      /virtio_rng\S*\s+16\r?$/m,
    )
  })

  it('finds a disk that was attached by a rescan, keeps what is written to it, and lets it go', async () => {
    const volume = await host.storagePool('pool').createVolume({ name: 'data.qcow2', size: '16MiB', format: 'qcow2' })
    await expect(guest.attachDisk({ size: '1MiB', transport: 'mmio' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    await expect(guest.attachDisk({ path: join(folder, 'none') })).rejects.toMatchObject({ code: 'ERR_IMAGE_NOT_FOUND' })
    const disk = await guest.attachDisk({ volume, serial: 'late' })
    expect(disk).toBe(2)
    await expect(guest.attachDisk(volume)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    expect(await ask(guest, rescan)).toContain('vdc')
    expect(await ask(guest, `${serials}; cat /sys/block/vdc/size`)).toMatch(/vdc late\s+32768\s/)
    await ask(guest, 'cat /tmp/x > /dev/vdc; sync')
    await volume.resize('32MiB')
    expect(await ask(guest, 'cat /sys/block/vdc/size')).toMatch(/^65536\r?$/m)

    await expect(guest.detachDisk(disk)).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
    await expect(guest.detachDisk(1)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    await expect(guest.detachDisk(7)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    await ask(guest, `echo 1 > /sys/bus/pci/devices/${functionOf('vdc')}/remove`)
    await guest.detachDisk(disk)
    expect(guest.disks).toHaveLength(2)
    expect(await ask(guest, rescan)).not.toContain('vdc')

    expect(await guest.attachDisk({ volume, readOnly: true })).toBe(disk)
    expect(await ask(guest, rescan)).toContain('vdc')
    expect(await ask(guest, 'cat /sys/block/vdc/ro; head -c 1048576 /dev/vdc | md5sum; md5sum < /tmp/x')).toMatch(
      /^1\s+([0-9a-f]{32})[^\n]*\n\1/m,
    )
  })

  it('goes on in forks and out of snapshots, with the disks that it has then', async () => {
    writeFileSync(join(folder, 'spare'), new Uint8Array(1 << 20).fill(0x61))
    const spare = await guest.attachDisk({ path: join(folder, 'spare'), format: 'raw' })
    const memory = await guest.attachDisk({ size: '4MiB' })
    expect(await ask(guest, `${rescan}; tr "\\\\000" b < /dev/zero | head -c 4096 > /dev/vde; sync`)).toMatch(/vdd\s+vde/)
    const fork = await guest.fork()
    expect(fork.disks.map(({ disk }) => disk)).toEqual([0, 1, 2, spare, memory])
    expect(await ask(fork, 'head -c 4 /dev/vdd; head -c 4 /dev/vde; echo xxxx > /dev/vde; sync; head -c 4 /dev/vde')).toContain(
      'aaaabbbbxxxx',
    )
    await fork.detachDisk(memory, { force: true })
    await fork.dispose()
    expect(await ask(guest, 'head -c 4 /dev/vde; echo')).toMatch(/^bbbb\r?$/m)

    await guest.pause()
    const saved = await guest.snapshot()
    const volume = host.storagePool('pool').volumes.find(({ name }) => name === 'data.qcow2')
    expect(volume).toBeDefined()
    if (volume === undefined) return
    const given = [
      { volume, readOnly: true },
      { path: join(folder, 'spare'), format: 'raw' as const },
    ]
    const shares = [{ tag: 'notes', files: { hello: 'over PCI\n' } }]
    await expect(
      host.hypervisor.restore(saved, { shares, disks: [{ ...given[0], transport: 'pci' as const }, given[1]] as never }),
    ).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    const again = await host.hypervisor.restore(saved, { shares, disks: given })
    await again.resume()
    expect(again.disks).toEqual(guest.disks)
    expect(await ask(again, 'head -c 4 /dev/vdd; head -c 4 /dev/vde; echo')).toMatch(/^aaaabbbb\r?$/m)
    await ask(again, `echo 1 > /sys/bus/pci/devices/${functionOf('vde')}/remove`)
    await again.detachDisk(memory)
    expect(await again.attachDisk({ size: '2MiB' })).toBe(memory)
    expect(await ask(again, `${rescan}; cat /sys/block/vde/size`)).toMatch(/^4096\r?$/m)
    await again.dispose()
    await guest.resume()
  })

  it('loses a disk under its driver by force, and nothing else; its kernel complains of nothing before', async () => {
    expect((await ask(guest, complaints)).split('\n').filter((line) => line.startsWith('['))).toEqual([])
    const [last] = guest.disks.slice(-1)
    await guest.detachDisk(last?.disk ?? -1, { force: true })
    // Nobody tells its driver, which waits for an answer.
    await ask(guest, '(head -c 4096 /dev/vde; echo came) > /tmp/late & sleep 1')
    expect(await ask(guest, 'cat /tmp/late')).not.toContain('came')
    expect(await ask(guest, 'head -c 4 /dev/vdd; echo')).toMatch(/^aaaa\r?$/m)
  })
})
