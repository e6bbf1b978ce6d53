/** Stock Debian on harts that run at the same time: it boots on them, its stress tests hold, and neighbours on the virtual clock do not notice. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Guest, Host, type HostOptions } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl } from './built-host'
import { threadedHost } from './parallel'
import { hasImage, initrdFile } from './program-guest'

const kernel = { path: debianFile('Image') }
const initrd = { path: debianFile('initrd.cpio') }
const timeoutMs = 290_000

async function powerOff(guest: Guest): Promise<void> {
  await guest.console.write('poweroff\n')
  expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
}

describe.skipIf(!hasDebian)('stock Debian on two physical CPUs', () => {
  it.each([
    [2, 'plic'],
    [4, 'aia'],
    [8, 'plic'],
  ] as const)('brings up %i harts with %s, and powers off', async (vcpus, interruptController) => {
    const host = await threadedHost({ memory: '512MiB' })
    try {
      const boot = { kernel, initrd, cmdline }
      const guest = await host.hypervisor.createGuest({ memory: '256MiB', vcpus, interruptController, boot })
      await guest.start()
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      await guest.console.write('grep -c ^processor /proc/cpuinfo\n')
      expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(new RegExp(`^${vcpus}\\r?$`, 'm'))
      await powerOff(guest)
    } finally {
      await host.dispose()
    }
  })

  it('takes harts away while it runs, and starts them again', async () => {
    const host = await threadedHost({ memory: '512MiB' })
    try {
      const guest = await host.hypervisor.createGuest({ memory: '256MiB', vcpus: 3, boot: { kernel, initrd, cmdline } })
      await guest.start()
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      const ask = async (command: string): Promise<string> => {
        await guest.console.write(`${command}\n`)
        return guest.console.waitFor(shellPrompt, { timeoutMs })
      }
      await ask('stty cols 1000; dmesg -n 1; c=/sys/devices/system/cpu')
      expect(await ask('echo 0 > $c/cpu1/online; cat $c/online; grep -c ^processor /proc/cpuinfo')).toMatch(/^0,2\r?\n2\r?$/m)
      expect(await ask('echo 0 > $c/cpu2/online; cat $c/online; grep -c ^processor /proc/cpuinfo')).toMatch(/^0\r?\n1\r?$/m)
      const again = 'for n in 1 2 3 4 5; do for h in 1 2; do echo 1 > $c/cpu$h/online; echo 0 > $c/cpu$h/online; done; done'
      expect(await ask(`${again}; echo 1 > $c/cpu2/online; echo 1 > $c/cpu1/online; cat $c/online`)).toMatch(/^0-2\r?$/m)
      const work = 'for n in 1 2 3; do (seq 20000 | md5sum) & done; wait'
      expect((await ask(work)).match(/[0-9a-f]{32}/g)).toHaveLength(3)
      await powerOff(guest)
    } finally {
      await host.dispose()
    }
  })

  it('comes to the same state under the virtual clock, alone on one thread and beside harts on others', async () => {
    const stateHash = async (options: HostOptions, neighbours: number): Promise<string | undefined> => {
      const host = await (options.cpus === undefined ? Host.create(options) : threadedHost(options))
      try {
        const boot = { kernel, initrd, cmdline }
        for (let i = 0; i < neighbours; i++) {
          const neighbour = await host.hypervisor.createGuest({ memory: '128MiB', vcpus: 2, boot })
          await neighbour.start()
        }
        const options = { memory: '128MiB', clock: 'virtual', vcpus: 2, maxInstructions: 100_000_000, boot } as const
        const guest = await host.hypervisor.createGuest(options)
        await guest.start()
        await guest.exited
        return (await guest.stats({ stateHash: true })).stateHash
      } finally {
        await host.dispose()
      }
    }
    const alone = await stateHash({ memory: '512MiB', thread: 'inline', wasmUrl }, 0)
    expect(await stateHash({ memory: '512MiB', cpus: 2 }, 1)).toBe(alone)
  })
})

/** Short classes of stress-ng that look for what harts do to each other, and check what they find. */
const classes = ['futex', 'atomic', 'membarrier', 'mutex', 'icache', 'tlb-shootdown', 'sem', 'pipe', 'fork']

describe.skipIf(!hasImage('debian-tools'))('stress-ng on two harts at the same time', () => {
  it(`passes ${classes.join(', ')}`, async () => {
    const host = await threadedHost({ memory: '1GiB' })
    try {
      const boot = { kernel, initrd: { buffer: readFileSync(initrdFile('debian-tools')) }, cmdline }
      const guest = await host.hypervisor.createGuest({ memory: '512MiB', vcpus: 2, boot })
      await guest.start()
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      await guest.console.write('stty cols 1000; dmesg -n 1\n')
      await guest.console.waitFor(shellPrompt, { timeoutMs })
      for (const each of classes) {
        await guest.console.write(`stress-ng --verify --${each} 2 --timeout 2s; echo ${each} =$?=\n`)
        const text = await guest.console.waitFor(/=\d+=\r?\n/, { timeoutMs })
        expect(text).toContain(`${each} =0=`)
      }
      await powerOff(guest)
    } finally {
      await host.dispose()
    }
  })
})
