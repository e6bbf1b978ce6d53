/** Debian's systemd in a guest, from an initramfs and from a disk: from power-on to a login, and through an orderly shutdown to power-off. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cacheRoot } from '../support/cache.mjs'
import { debianFile, withHost } from './built-host'
import { engine, hasImage, initrdFile } from './program-guest'

const image = 'debian-systemd'
const timeoutMs = 240_000

it.skipIf(!hasImage(image))(`systemd starts every unit, lets root in and powers off (${engine})`, async () => {
  await withHost(async (host) => {
    const kernel = { path: debianFile('Image') }
    const boot = { kernel, initrd: readFileSync(initrdFile(image)), cmdline: 'console=ttyS0 cryptomgr.notests=1 TERM=dumb' }
    const guest = await host.hypervisor.createGuest({ memory: '256MiB', engine, boot })
    await guest.start()
    await guest.console.waitFor('login: ', { timeoutMs })
    await guest.console.write('root\n')
    await guest.console.waitFor('# ', { timeoutMs })
    await guest.console.write('systemctl is-system-running --wait; systemctl --failed --no-pager\n')
    expect(await guest.console.waitFor('loaded units listed', { timeoutMs })).toMatch(/^running\r?$[\s\S]*^0 loaded/m)
    await guest.console.write('poweroff\n')
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
  })
})

const disk = join(cacheRoot, image, 'root.ext4')

/** The file of the cache is only read: what systemd writes goes into an overlay in memory. */
it.skipIf(!hasImage(image) || !existsSync(disk))(`systemd boots from a volume to its login (${engine})`, async () => {
  const { mtimeMs } = statSync(disk)
  await withHost(
    async (host) => {
      const base = await host.storagePool('roots').createVolume({ name: 'root', source: { path: disk }, format: 'raw' })
      const volume = await base.overlay({ name: 'web-1' })
      const cmdline = 'console=ttyS0 cryptomgr.notests=1 TERM=dumb root=/dev/vda rw'
      const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
      const guest = await host.hypervisor.createGuest({ memory: '256MiB', engine, boot, disks: [volume] })
      await guest.start()
      await guest.console.waitFor('login: ', { timeoutMs })
      await guest.console.write('root\n')
      await guest.console.waitFor('# ', { timeoutMs })
      await guest.console.write('findmnt -no SOURCE,FSTYPE,OPTIONS /; systemctl --failed --no-pager\n')
      expect(await guest.console.waitFor('loaded units listed', { timeoutMs })).toMatch(/^\/dev\/vda +ext4 +rw[\s\S]*^0 loaded/m)
      await guest.console.write('poweroff\n')
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
      expect(host.events.entries.filter(({ type }) => type === 'storage.error')).toEqual([])
    },
    { storagePools: [{ name: 'roots' }] },
  )
  expect(statSync(disk).mtimeMs).toBe(mtimeMs)
})
