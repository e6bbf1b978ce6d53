/** Debian's systemd in a guest: from power-on to a login, and through an orderly shutdown to power-off. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
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
