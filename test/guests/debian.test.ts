/** The stock Debian kernel, firmware and boot loader on a host, unmodified. */
import { describe, expect, it } from 'vitest'
import type { Guest, GuestOptions } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, withHost } from './built-host'

const kernel = { path: debianFile('Image') }
const initrd = { path: debianFile('initrd.cpio') }
const timeoutMs = 240_000

/** Types a command and gives what the shell shows until its next prompt. */
async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(shellPrompt, { timeoutMs })
}

async function bootToShell(options: GuestOptions, use: (guest: Guest) => Promise<void> = async () => {}): Promise<void> {
  await withHost(async (host) => {
    const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot: { kernel, initrd, cmdline }, ...options })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
    await use(guest)
    await guest.console.write('poweroff\n')
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    expect(guest.state).toBe('stopped')
  })
}

describe.skipIf(!hasDebian)('stock Debian', () => {
  it.each(['plic', 'aia'] as const)('boots to a shell, runs commands and powers off with %s', async (interruptController) => {
    await bootToShell({ interruptController }, async (guest) => {
      expect(await ask(guest, 'uname -sm')).toContain('Linux riscv64')
      expect(await ask(guest, 'cat /proc/interrupts')).toMatch(interruptController === 'aia' ? /IMSIC|APLIC/ : /SiFive PLIC/)
      expect(await ask(guest, 'cat /proc/cpuinfo')).toContain('rv64imafdc')
    })
  })

  it('boots in 128 MiB and costs the host no more than it touches', async () => {
    await bootToShell({ memory: '128MiB' }, async (guest) => {
      const { residentMemory } = await guest.stats()
      expect(residentMemory).toBeLessThan(128 * 2 ** 20)
    })
  })

  it('boots in 512 MiB at the cost of the pages that it touches', async () => {
    await bootToShell({ memory: '512MiB' }, async (guest) => {
      expect((await guest.stats()).residentMemory).toBeLessThan(160 * 2 ** 20)
    })
  })

  it('brings up two harts', async () => {
    await bootToShell({ vcpus: 2 }, async (guest) => {
      expect(await ask(guest, 'grep -c ^processor /proc/cpuinfo')).toMatch(/^2\r?$/m)
    })
  })

  it('boots under the OpenSBI of Debian in M-mode', async () => {
    const firmware = { path: debianFile('fw_dynamic.bin') }
    await bootToShell({ boot: { firmware, kernel, initrd, cmdline } }, async (guest) => {
      expect((await guest.stats()).instructionsByMode.M).toBeGreaterThan(0)
    })
  })

  it('lets U-Boot come to its prompt under OpenSBI', async () => {
    await withHost(async (host) => {
      const boot = { firmware: { path: debianFile('fw_jump.bin') }, kernel: { path: debianFile('u-boot.bin') } }
      const guest = await host.hypervisor.createGuest({ boot, clock: 'virtual' })
      await guest.start()
      await guest.console.waitFor('Hit any key', { timeoutMs })
      await guest.console.write('\n')
      await guest.console.waitFor('=> ', { timeoutMs })
      await guest.console.write('version\n')
      expect(await guest.console.waitFor('=> ', { timeoutMs })).toContain('U-Boot')
    })
  })

  it('does the same in every run under the virtual clock', async () => {
    const run = (): Promise<unknown> =>
      withHost(async (host) => {
        const type = [
          { text: 'date; uname -a\n', after: shellPrompt },
          { text: 'poweroff\n', after: shellPrompt },
        ]
        const options = { clock: 'virtual', memory: '128MiB', boot: { kernel, initrd, cmdline }, console: { type } } as const
        const guest = await host.hypervisor.createGuest(options)
        await guest.start()
        const { reason } = await guest.exited
        const { stateHash, instructions, uptimeNs } = await guest.stats({ stateHash: true })
        return { reason, stateHash, instructions, uptimeNs }
      })
    const first = await run()
    expect(first).toMatchObject({ reason: 'power-off', stateHash: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(await run()).toEqual(first)
  })

  it('costs no CPU while it waits', async () => {
    await bootToShell({ clock: 'real' }, async (guest) => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      const before = await guest.stats()
      await new Promise((resolve) => setTimeout(resolve, 3000))
      const after = await guest.stats()
      expect((after.cpuTimeNs - before.cpuTimeNs) / 3e9).toBeLessThan(0.05)
    })
  })
})
