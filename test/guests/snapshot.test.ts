/** Forks, snapshots and restored guests, on the embedded guest: the same run, to the bit, and no trace of what is gone. */
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Guest, GuestOptions, Host } from '../../src/index'
import { withHost } from './built-host'
import { sharedWasmUrl } from './parallel'

const prompt = 'vmhost> '
const memory = '16MiB'
const answers = ['primes', 'info', 'echo one', 'poweroff'].map((text) => ({ after: prompt, text: `${text}\n` }))
const script: GuestOptions = { memory, clock: 'virtual', console: { type: answers } }

const hashOf = async (guest: Guest): Promise<string | undefined> => (await guest.stats({ stateHash: true })).stateHash

async function atPrompt(host: Host, options: GuestOptions = { memory }): Promise<Guest> {
  const guest = await host.hypervisor.createGuest(options)
  await guest.start()
  await guest.console.waitFor(prompt)
  return guest
}

async function ask(guest: Guest, command: string): Promise<string> {
  await guest.console.write(`${command}\n`)
  return guest.console.waitFor(prompt, { timeoutMs: 60_000 })
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

describe.each(['inline', 'worker'] as const)('a fork (%s)', (thread) => {
  it('goes on where its parent is, and each goes its own way', async () => {
    await withHost(
      async (host) => {
        const parent = await atPrompt(host)
        const forks = await Promise.all([parent.fork(), parent.fork({ name: 'second' })])
        expect(forks.map(({ name, state }) => [name, state])).toEqual([
          ['guest-fork-1', 'running'],
          ['second', 'running'],
        ])
        expect(new Set([parent, ...forks].map(({ uuid }) => uuid)).size).toBe(3)
        for (const [index, fork] of forks.entries()) expect(await ask(fork, `echo fork ${index}`)).toContain(`fork ${index}`)
        expect(await ask(parent, 'echo parent')).toContain('parent')
        await forks[0]?.dispose()
        expect(await ask(parent, 'echo still')).toContain('still')
        expect(await ask(forks[1] as Guest, 'echo there')).toContain('there')
      },
      { thread },
    )
  })
})

describe('on two physical CPUs with threads', () => {
  it('a guest that runs is forked, snapshot and restored', async () => {
    await withHost(
      async (host) => {
        const parent = await atPrompt(host, { memory, vcpus: 2 })
        await parent.console.write('primes\n')
        const [fork, full] = await Promise.all([parent.fork(), parent.snapshot()])
        await parent.console.waitFor(prompt)
        const increment = await parent.snapshot({ base: full })
        const restored = await host.hypervisor.restore(increment, { base: full })
        for (const guest of [parent, fork, restored]) expect(await ask(guest, 'echo on')).toContain('on')
      },
      { cpus: 2, thread: 'worker', sharedWasmUrl },
    )
  })
})

describe('a fork', () => {
  it('of a paused guest is paused; one of a stopped guest is refused', async () => {
    await withHost(async (host) => {
      const parent = await atPrompt(host)
      await parent.pause()
      const fork = await parent.fork({ identity: 'same' })
      expect([fork.state, fork.uuid]).toEqual(['paused', parent.uuid])
      await fork.resume()
      expect(await ask(fork, 'echo on')).toContain('on')
      await parent.stop()
      await expect(parent.fork()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      await expect(fork.fork({ identity: 'other' as 'same' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    })
  })

  it('does what its sibling does when it is told the same, on the virtual clock', async () => {
    await withHost(async (host) => {
      const parent = await host.hypervisor.createGuest({ memory, clock: 'virtual' })
      await parent.start()
      await parent.console.waitFor(prompt)
      await parent.pause()
      const forks = await Promise.all([parent.fork(), parent.fork()])
      const hashes = []
      for (const fork of forks) {
        for (const { text } of answers) await fork.console.write(text)
        await fork.resume()
        await fork.exited
        hashes.push(await hashOf(fork))
      }
      expect(hashes[0]).toBe(hashes[1])
      expect(hashes[0]).not.toBe(await hashOf(parent))
    })
  })

  it('can be reset, and forked again', async () => {
    await withHost(async (host) => {
      const parent = await atPrompt(host)
      const child = await parent.fork()
      const grandchild = await child.fork()
      await child.reset()
      await child.console.waitFor(prompt)
      expect(await ask(grandchild, 'echo grandchild')).toContain('grandchild')
      expect(await ask(parent, 'echo parent')).toContain('parent')
    })
  })
})

describe('a snapshot', () => {
  it('changes nothing in the run that it is taken of, and the guest that comes out of it ends the same way', async () => {
    const expected = await withHost(async (host) => {
      const guest = await host.hypervisor.createGuest(script)
      await guest.start()
      await guest.exited
      return hashOf(guest)
    })
    const [snapshot, interrupted] = await withHost(async (host) => {
      const guest = await host.hypervisor.createGuest(script)
      await guest.start()
      await guest.console.waitFor('vmhost> ')
      const blob = await guest.snapshot()
      await guest.exited
      return [blob, await hashOf(guest)] as const
    })
    const restored = await withHost(async (host) => {
      const guest = await host.hypervisor.restore(snapshot)
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
      return hashOf(guest)
    })
    expect([interrupted, restored]).toEqual([expected, expected])
  })

  it.each(['inline', 'worker'] as const)('goes to a file, to a stream and to memory (%s)', async (thread) => {
    const path = join(tmpdir(), `vmhost-${process.pid}-${thread}.snapshot`)
    try {
      await withHost(
        async (host) => {
          const guest = await atPrompt(host)
          await ask(guest, 'echo before')
          expect(await guest.snapshot({ to: path })).toBeUndefined()
          const pieces: Uint8Array[] = []
          await guest.snapshot({
            to: new WritableStream({ write: (piece: Uint8Array) => void pieces.push(piece) }),
            compress: false,
          })
          const sources = [path, new Uint8Array(Buffer.concat(pieces)), await guest.snapshot()]
          for (const [index, source] of sources.entries()) {
            const restored = await host.hypervisor.restore(source, { name: `restored ${index}` })
            expect([restored.name, restored.state]).toEqual([`restored ${index}`, 'running'])
            expect(restored.generationId).not.toBe(guest.generationId)
            expect(await ask(restored, 'echo after')).toContain('after')
          }
          expect(await ask(guest, 'echo on')).toContain('on')
        },
        { thread },
      )
    } finally {
      await rm(path, { force: true })
    }
  })

  it('holds what was written since another one, and needs that one', async () => {
    await withHost(async (host) => {
      const guest = await atPrompt(host)
      const full = await guest.snapshot()
      await ask(guest, 'echo changed')
      const first = await guest.snapshot({ base: full })
      await ask(guest, 'primes')
      const second = await guest.snapshot({ base: first })
      expect(first.size).toBeLessThan(full.size)
      await expect(guest.snapshot({ base: full })).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      await expect(host.hypervisor.restore(second)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
      await expect(host.hypervisor.restore(second, { base: full })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
      const restored = await host.hypervisor.restore(second, { base: [first, full] })
      expect(await ask(restored, 'echo restored')).toContain('restored')
      const third = await restored.snapshot({ base: second })
      const again = await host.hypervisor.restore(third, { base: [second, first, full] })
      expect(await ask(again, 'echo again')).toContain('again')
    })
  })

  it('is the memory of its guest, by way of increments too', async () => {
    await withHost(async (host) => {
      const guest = await host.hypervisor.createGuest({ memory, clock: 'virtual' })
      await guest.start()
      await guest.console.waitFor(prompt)
      const full = await guest.snapshot()
      await ask(guest, 'primes')
      await guest.pause()
      const increment = await guest.snapshot({ base: full })
      const whole = await guest.snapshot()
      const [one, other] = [await host.hypervisor.restore(increment, { base: full }), await host.hypervisor.restore(whole)]
      const hash = await hashOf(guest)
      expect([one.state, await hashOf(one), await hashOf(other)]).toEqual(['paused', hash, hash])
    })
  })

  it('gives pages that come in the middle of a call from outside, whose bytes stay what they were', async () => {
    await withHost(async (host) => {
      const guest = await atPrompt(host)
      await guest.pause()
      const at = 0x8080_0000
      const before = new Uint8Array(32 * 4096).map((_, index) => (index * 31 + (index >> 12)) & 0xff)
      await guest.writeMemory(at, before)
      const snapshot = await guest.snapshot()
      const [read, written] = [await host.hypervisor.restore(snapshot), await host.hypervisor.restore(snapshot)]
      expect(Buffer.compare(await read.readMemory(at, before.length), before)).toBe(0)
      const bytes = new Uint8Array(20 * 4096).fill(0xa5)
      await written.writeMemory(at + 100, bytes)
      before.set(bytes, 100)
      expect(Buffer.compare(await written.readMemory(at, before.length), before)).toBe(0)
    })
  })

  it('that is damaged, cut off or of the future is refused, and the host is as it was', async () => {
    await withHost(async (host) => {
      const guest = await atPrompt(host)
      const bytes = await bytesOf(await guest.snapshot())
      await guest.dispose()
      const { freeMemory } = await host.stats()
      for (let at = 0; at < bytes.length; at += 211) {
        const changed = bytes.slice()
        changed[at] = (changed[at] as number) ^ 0x10
        await expect(host.hypervisor.restore(changed), `byte ${at}`).rejects.toMatchObject({
          code: expect.stringMatching(/^ERR_SNAPSHOT_/),
        })
      }
      await expect(host.hypervisor.restore(bytes.slice(0, -1))).rejects.toMatchObject({ code: 'ERR_SNAPSHOT_FORMAT' })
      await expect(host.hypervisor.restore('/nowhere.snapshot')).rejects.toMatchObject({ code: 'ERR_IMAGE_NOT_FOUND' })
      expect([(await host.stats()).freeMemory, host.hypervisor.guests.length]).toEqual([freeMemory, 0])
    })
  })

  it('is refused by a host that has no room for it', async () => {
    const snapshot = await withHost(async (host) => (await atPrompt(host, { memory: '64MiB' })).snapshot())
    await withHost(
      async (host) => {
        const crowd = await host.hypervisor.createGuest({ memory: '16MiB' })
        await crowd.writeMemory(0x8000_0000, new Uint8Array(16 * 2 ** 20 - 4096).fill(1))
        const { freeMemory } = await host.stats()
        await expect(host.hypervisor.restore(snapshot)).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' })
        expect((await host.stats()).freeMemory).toBe(freeMemory)
      },
      { memory: '16MiB' },
    )
  })

  it('has no images: what comes out of it cannot be reset, and is not started again by a reboot', async () => {
    await withHost(async (host) => {
      const restored = await host.hypervisor.restore(await (await atPrompt(host)).snapshot())
      await expect(restored.reset()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      expect(await ask(restored, 'echo fine')).toContain('fine')
      await restored.console.write('reboot\n')
      expect((await restored.exited).reason).toBe('reboot')
    })
  })

  it('that fails to be written leaves the guest alone', async () => {
    await withHost(async (host) => {
      const guest = await atPrompt(host)
      const broken = new WritableStream({
        write() {
          throw new Error('the disk is full')
        },
      })
      await expect(guest.snapshot({ to: broken })).rejects.toThrow('disk is full')
      await expect(guest.snapshot({ to: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'ERR_IMAGE_READ' })
      expect(await ask(guest, 'echo on')).toContain('on')
    })
  })
})

describe('a host', () => {
  it('gets back what a thousand guests, forks and restored guests held', async () => {
    await withHost(async (host) => {
      const guest = await atPrompt(host)
      await guest.pause()
      const snapshot = await bytesOf(await guest.snapshot())
      const { freeMemory } = await host.stats()
      for (let round = 0; round < 334; round++) {
        const three = [await guest.fork(), await host.hypervisor.restore(snapshot), await host.hypervisor.createGuest({ memory })]
        for (const one of three) await one.dispose()
      }
      expect([(await host.stats()).freeMemory, host.hypervisor.guests.length]).toEqual([freeMemory, 1])
    })
  })
})
