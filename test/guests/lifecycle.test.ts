/** States, events, console and memory of a guest, on the embedded guest. */
import { describe, expect, it } from 'vitest'
import { assemble, type Guest, type Host, type HostOptions } from '../../src/index'
import { withHost } from './built-host'

const prompt = 'vmhost> '
const ram = 0x8000_0000

async function withGuest(use: (guest: Guest) => Promise<void>, options: HostOptions = {}): Promise<void> {
  await withHost(async (host) => {
    await use(await host.hypervisor.createGuest({ memory: '16MiB' }))
  }, options)
}

describe.each(['inline', 'worker'] as const)('a guest (%s)', (thread) => {
  it('goes through its states, and tells each', async () => {
    await withGuest(
      async (guest) => {
        const states: string[] = [guest.state]
        guest.on('state', (state) => states.push(state))
        await guest.start()
        await guest.console.waitFor(prompt)
        await guest.pause()
        await guest.resume()
        expect(await guest.stop()).toEqual({ reason: 'stopped', code: 0 })
        expect(states).toEqual(['created', 'running', 'paused', 'running', 'stopped'])
        await expect(guest.pause()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
      },
      { thread },
    )
  })

  it('stands still while it is paused', async () => {
    await withGuest(
      async (guest) => {
        await guest.start()
        await guest.console.waitFor(prompt)
        await guest.pause()
        const { instructions } = await guest.stats()
        await guest.console.write('info\n')
        await new Promise((resolve) => setTimeout(resolve, 50))
        expect((await guest.stats()).instructions).toBe(instructions)
        await guest.resume()
        expect(await guest.console.waitFor(prompt)).toContain('hart')
      },
      { thread },
    )
  })

  it('starts over when it is reset, and again after it ended', async () => {
    await withGuest(
      async (guest) => {
        await guest.start()
        await guest.console.waitFor(prompt)
        await guest.reset()
        await guest.console.waitFor('embedded guest')
        await guest.console.waitFor(prompt)
        await guest.console.write('poweroff\n')
        expect((await guest.exited).reason).toBe('power-off')
        await guest.start()
        expect(guest.exit).toBeUndefined()
        await guest.console.waitFor(prompt)
      },
      { thread },
    )
  })

  it('shows its memory and registers, and refuses what is no RAM', async () => {
    await withGuest(
      async (guest) => {
        const sent = Uint8Array.from({ length: 200_000 }, (_, index) => index & 0xff)
        await guest.writeMemory(ram + 0x50_0001, sent)
        expect(await guest.readMemory(ram + 0x50_0001, sent.length)).toEqual(sent)
        await expect(guest.readMemory(ram + 16 * 2 ** 20 - 4, 8)).rejects.toMatchObject({ code: 'ERR_INVALID_ADDRESS' })
        await expect(guest.writeMemory(2n ** 64n - 1n, Uint8Array.of(1, 2))).rejects.toMatchObject({
          code: 'ERR_INVALID_ADDRESS',
        })
        const { pc, privilege, x } = await guest.readRegisters()
        expect({ pc, privilege, zero: x[0], registers: x.length }).toEqual({
          pc: 0x8020_0000n,
          privilege: 'S',
          zero: 0n,
          registers: 32,
        })
      },
      { thread },
    )
  })
})

describe('a host', () => {
  it('runs several guests side by side', async () => {
    await withHost(async (host) => {
      const guests = await Promise.all(['a', 'b', 'c'].map((name) => host.hypervisor.createGuest({ name, memory: '16MiB' })))
      await Promise.all(guests.map((guest) => guest.start()))
      await Promise.all(guests.map((guest) => guest.console.waitFor(prompt)))
      await Promise.all(guests.map((guest, index) => guest.console.write(`echo I am ${index}\n`)))
      const answers = await Promise.all(guests.map((guest) => guest.console.waitFor(/\nI am \d/)))
      expect(answers.map((answer) => answer.at(-1))).toEqual(['0', '1', '2'])
    })
  })

  it.each(['inline', 'worker'] as const)('ends its guests when it is disposed, and answers no more (%s)', async (thread) => {
    const create = (host: Host): Promise<Guest> => host.hypervisor.createGuest({ memory: '16MiB' })
    const [ended, gone] = await withHost(
      async (host) => {
        const guest = await create(host)
        await guest.start()
        return [guest, host] as const
      },
      { thread },
    )
    expect(await ended.exited).toEqual({ reason: 'stopped', code: 0 })
    for (const call of [() => ended.stats(), () => ended.start(), () => gone.stats(), () => create(gone)])
      await expect(call()).rejects.toMatchObject({ code: 'ERR_INVALID_STATE' })
  })

  it('is not made when its signal was aborted', async () => {
    await expect(withHost(async () => {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_ABORTED' })
  })
})

describe('a run', () => {
  it('retires exactly as many instructions as it may', async () => {
    await withHost(async (host) => {
      const firmware = assemble('loop: addi t0, t0, 1\n j loop', { base: ram }).bytes
      const maxInstructions = 3_000_001
      const guest = await host.hypervisor.createGuest({ memory: '1MiB', clock: 'virtual', boot: { firmware }, maxInstructions })
      await guest.start()
      expect(await guest.exited).toEqual({ reason: 'instruction-limit', code: 0 })
      expect((await guest.stats()).instructions).toBe(maxInstructions)
      expect((await guest.readRegisters()).x[5]).toBe(1_500_001n)
    })
  })

  it('ends with the code that the guest gives to the finisher', async () => {
    await withHost(async (host) => {
      const firmware = assemble('li t0, 0x100000\n li t1, 0x73333\n sw t1, 0(t0)\nwait: j wait', { base: ram }).bytes
      const guest = await host.hypervisor.createGuest({ memory: '1MiB', boot: { firmware } })
      await guest.start()
      expect(await guest.exited).toEqual({ reason: 'failure', code: 7 })
    })
  })

  it('types prepared answers at the same instruction in every run', async () => {
    const run = (): Promise<string | undefined> =>
      withHost(async (host) => {
        const type = ['primes', 'trap', 'poweroff'].map((command) => ({ text: `${command}\n`, after: prompt }))
        const guest = await host.hypervisor.createGuest({ memory: '16MiB', clock: 'virtual', console: { type } })
        await guest.start()
        await guest.exited
        return (await guest.stats({ stateHash: true })).stateHash
      })
    const first = await run()
    expect(first).toMatch(/^[0-9a-f]{16}$/)
    expect(await run()).toBe(first)
  })
})
