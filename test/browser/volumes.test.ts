/** Disks in a page: in the origin's private file system, which outlives the page's hosts, and in Blobs. */
import { afterEach, describe, expect, it } from 'vitest'

const entry = '/dist/index.js'
const { Host } = (await import(/* @vite-ignore */ entry)) as typeof import('../../src/index')

const { ok: hasDebian } = await fetch('/debian/manifest.json')
const rootImage = hasDebian ? await fetch('/debian/root.ext4') : undefined
const timeoutMs = 240_000
const MIB = 2 ** 20
const folder = 'volumes'
const storagePools = [{ name: 'origin', opfs: folder }, { name: 'memory' }]
const filled = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value)
const url = (name: string): { url: URL } => ({ url: new URL(`/debian/${name}`, location.href) })

type Host = Awaited<ReturnType<typeof Host.create>>
async function withHost<Result>(use: (host: Host) => Promise<Result>): Promise<Result> {
  const host = await Host.create({ memory: '512MiB', storagePools })
  try {
    return await use(host)
  } finally {
    await host.dispose()
  }
}

afterEach(async () => {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folder, { recursive: true }).catch(() => {})
})

describe('volumes in the private file system of the origin', () => {
  it.each(['raw', 'qcow2'] as const)('have what was written when another host opens them (%s)', async (format) => {
    await withHost(async (host) => {
      const volume = await host.storagePool('origin').createVolume({ name: 'data', size: '4MiB', format })
      await volume.write(MIB, filled(70_000, 1))
      await volume.resize('8MiB')
      await volume.write(8 * MIB - 512, filled(512, 2))
      await volume.flush()
    })
    await withHost(async (host) => {
      const pool = host.storagePool('origin')
      await expect(pool.createVolume({ name: 'data', size: '1MiB' })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      const volume = await pool.openVolume({ name: 'data', format })
      expect([volume.bytes, volume.format, volume.path]).toEqual([8 * MIB, format, `${folder}/data`])
      expect(await volume.read(MIB, 70_000)).toEqual(filled(70_000, 1))
      expect(await volume.read(0, 4096)).toEqual(filled(4096, 0))
      expect(await volume.read(8 * MIB - 512, 512)).toEqual(filled(512, 2))
    })
  })

  it('are open in one host at a time, and are not there before they are made', async () => {
    await withHost(async (host) => {
      const pool = host.storagePool('origin')
      await pool.createVolume({ name: 'mine', size: '1MiB' })
      await expect(pool.openVolume({ name: 'none' })).rejects.toMatchObject({ code: 'ERR_IMAGE_NOT_FOUND' })
      await withHost(async (other) => {
        const second = other.storagePool('origin').openVolume({ name: 'mine' })
        await expect(second).rejects.toMatchObject({ code: 'ERR_IMAGE_NOT_FOUND' })
      })
    })
  })
})

describe.skipIf(!hasDebian)('a Debian in Chromium', () => {
  const cmdline = 'console=ttyS0 cryptomgr.notests=1'

  /** Boots with these disks; `ask` runs a command of its shell. */
  async function booted(host: Host, disks: NonNullable<Parameters<Host['hypervisor']['createGuest']>[0]>['disks'], more = '') {
    const boot = { kernel: url('Image'), initrd: url('initrd.cpio'), cmdline: `${cmdline} ${more}` }
    const guest = await host.hypervisor.createGuest({ memory: '128MiB', disks: disks ?? [], boot })
    await guest.start()
    await guest.console.waitFor('# ', { timeoutMs })
    const ask = async (command: string): Promise<string> => {
      await guest.console.write(`${command}\n`)
      return guest.console.waitFor('# ', { timeoutMs })
    }
    await ask('stty cols 1000')
    return { guest, ask }
  }

  it.skipIf(!rootImage?.ok)(
    'boots from a volume that was kept, and finds what it wrote before',
    { timeout: 2 * timeoutMs },
    async () => {
      const image = new Uint8Array((await rootImage?.arrayBuffer()) ?? new ArrayBuffer(0))
      await withHost(async (host) => {
        const volume = await host.storagePool('origin').createVolume({ name: 'root', size: image.length })
        await volume.write(0, image)
        const { guest, ask } = await booted(host, [volume], 'root=/dev/vda rw init=/init')
        expect(await ask('grep " / " /proc/mounts')).toMatch(/\/dev\/\S+ \/ ext4 rw/)
        await ask('seq 100000 > /kept; sync')
        // The page loses its host without the guest having been shut down.
        expect(guest.state).toBe('running')
      })
      await withHost(async (host) => {
        const volume = await host.storagePool('origin').openVolume({ name: 'root' })
        const { guest, ask } = await booted(host, [volume], 'root=/dev/vda rw init=/init')
        expect(await ask('seq 100000 | cmp - /kept && echo "the same"')).toMatch(/^the same\r?$/m)
        await guest.console.write('poweroff -f\n')
        expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
      })
    },
  )

  it('reads a Blob, writes an overlay over it, and a qcow2 volume that is kept', { timeout: 2 * timeoutMs }, async () => {
    const blob = new Blob([filled(2 * MIB, 7) as BlobPart])
    await withHost(async (host) => {
      const [origin, memory] = [host.storagePool('origin'), host.storagePool('memory')]
      const base = await memory.createVolume({ name: 'blob', source: { blob } })
      const overlay = await base.overlay({ name: 'over' })
      const kept = await origin.createVolume({ name: 'kept', size: '8MiB', format: 'qcow2' })
      const { ask } = await booted(host, [{ blob, readOnly: true }, overlay, kept])
      const sevens = '$(tr "\\007" x < /dev/vda | tr -d x | wc -c)'
      expect(await ask(`echo "others ${sevens}"; cat /sys/block/vda/ro`)).toMatch(/^others 0\r?\n1\r?$/m)
      await ask('echo over | dd of=/dev/vdb conv=notrunc,fsync; echo 3 > /proc/sys/vm/drop_caches')
      expect(await ask('head -c 4 /dev/vdb; echo; tail -c +513 /dev/vdb | tr "\\007" x | tr -d x | wc -c')).toMatch(/^over\r?$/m)
      await ask('seq 300000 | dd of=/dev/vdc bs=64k conv=fsync')
    })
    expect(new Uint8Array(await blob.slice(0, 4).arrayBuffer())).toEqual(filled(4, 7))
    await withHost(async (host) => {
      const volume = await host.storagePool('origin').openVolume({ name: 'kept' })
      const expected = Array.from({ length: 300_000 }, (_, at) => `${at + 1}\n`).join('')
      expect(new TextDecoder().decode(await volume.read(0, expected.length))).toBe(expected)
    })
  })
})
