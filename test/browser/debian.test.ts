/** The built library in a headless Chromium: the same code, the same guests, the same bits as in Node. */
import { describe, expect, it } from 'vitest'

// The tests run what users get: ./worker.js and ./core.wasm exist beside the built files only.
const entry = '/dist/index.js'
const { Host } = (await import(/* @vite-ignore */ entry)) as typeof import('../../src/index')

const { ok: hasDebian } = await fetch('/debian/manifest.json')
const url = (name: string): { url: URL } => ({ url: new URL(`/debian/${name}`, location.href) })
const cmdline = 'console=ttyS0 cryptomgr.notests=1'

describe('a host in Chromium', () => {
  it.each(['worker', 'inline'] as const)('runs the embedded guest (%s)', async (thread) => {
    const host = await Host.create({ memory: '64MiB', thread })
    try {
      const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
      await guest.start()
      await guest.console.waitFor('vmhost> ')
      await guest.console.write('poweroff\n')
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    } finally {
      await host.dispose()
    }
  })

  it.skipIf(!hasDebian)('boots Debian to its shell', async () => {
    const host = await Host.create({ memory: '512MiB' })
    try {
      const boot = { kernel: url('Image'), initrd: url('initrd.cpio'), cmdline }
      const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot })
      await guest.start()
      await guest.console.waitFor('~ # ', { timeoutMs: 240_000 })
      await guest.console.write('uname -sm\n')
      expect(await guest.console.waitFor('~ # ', { timeoutMs: 60_000 })).toContain('Linux riscv64')
      await guest.console.write('poweroff\n')
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    } finally {
      await host.dispose()
    }
  })

  it('runs two guests on two physical CPUs, which share its memory', async () => {
    expect(globalThis.crossOriginIsolated).toBe(true)
    const host = await Host.create({ memory: '64MiB', cpus: 2 })
    try {
      const guests = await Promise.all([1, 2].map(() => host.hypervisor.createGuest({ memory: '16MiB' })))
      for (const guest of guests) await guest.start()
      await Promise.all(guests.map((guest) => guest.console.waitFor('vmhost> ')))
      for (const guest of guests) await guest.console.write('poweroff\n')
      for (const guest of guests) expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    } finally {
      await host.dispose()
    }
  })

  it.skipIf(!hasDebian)('boots Debian on two harts at the same time', async () => {
    const host = await Host.create({ memory: '512MiB', cpus: 2 })
    try {
      const boot = { kernel: url('Image'), initrd: url('initrd.cpio'), cmdline }
      const guest = await host.hypervisor.createGuest({ memory: '256MiB', vcpus: 2, boot })
      await guest.start()
      await guest.console.waitFor('~ # ', { timeoutMs: 240_000 })
      await guest.console.write('grep -c ^processor /proc/cpuinfo\n')
      expect(await guest.console.waitFor('~ # ', { timeoutMs: 60_000 })).toMatch(/^2\r?$/m)
      await guest.console.write('poweroff\n')
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    } finally {
      await host.dispose()
    }
  })

  it.skipIf(!hasDebian).each([
    { here: 'translator', inNode: 'interpreter' },
    { here: 'interpreter', inNode: 'translator' },
  ] as const)('comes to the same state as Node under the virtual clock: %j', async (engines) => {
    const maxInstructions = 300_000_000
    const query = new URLSearchParams({
      clock: 'virtual',
      engine: engines.inNode,
      memory: '128MiB',
      append: cmdline,
      'max-instructions': String(maxInstructions),
    })
    const inNode = JSON.parse(await (await fetch(`/debian/run?${query}`)).text()) as { stateHash: string; instructions: number }
    const host = await Host.create({ memory: '512MiB' })
    try {
      const boot = { kernel: url('Image'), initrd: url('initrd.cpio'), cmdline }
      const guest = await host.hypervisor.createGuest({
        memory: '128MiB',
        clock: 'virtual',
        boot,
        maxInstructions,
        engine: engines.here,
      })
      await guest.start()
      expect(await guest.exited).toMatchObject({ reason: 'instruction-limit' })
      const { stateHash, instructions, translator } = await guest.stats({ stateHash: true })
      expect(translator.engine).toBe(engines.here)
      expect({ stateHash, instructions }).toEqual({ stateHash: inNode.stateHash, instructions: inNode.instructions })
    } finally {
      await host.dispose()
    }
  })
})
