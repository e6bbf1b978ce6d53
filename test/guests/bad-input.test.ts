/** What cannot work is refused with a clear error, what goes wrong inside a guest ends that guest, and the host lives on. */
import { describe, expect, it } from 'vitest'
import { assemble, type BootOptions, type GuestOptions, type Host, type HostStatistics } from '../../src/index'
import { withHost } from './built-host'

const ram = 0x8000_0000
const program = (source: string): BootOptions => ({ firmware: assemble(source, { base: ram }).bytes })

/** Twice the same guest: the second sees what the first one left behind. */
async function freeAfter(host: Host, use: () => Promise<unknown>): Promise<HostStatistics[]> {
  await use().catch(() => {})
  const first = await host.stats()
  await use().catch(() => {})
  return [first, await host.stats()]
}

/** An ELF header: class 64-bit, the given data encoding, RISC-V. */
function elf(encoding: number, bytes: number): Uint8Array {
  const file = new Uint8Array(bytes)
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, encoding, 1])
  file.set([2, 0, 243, 0], 16)
  return file
}

const refusals: [what: string, options: GuestOptions, code: string, message: RegExp][] = [
  ['a kernel that is not there', { boot: { kernel: '/nowhere/Image' } }, 'ERR_IMAGE_NOT_FOUND', /kernel.*\/nowhere\/Image/],
  ['a truncated ELF', { boot: { elf: elf(1, 40) } }, 'ERR_IMAGE_FORMAT', /truncated/],
  ['a big-endian ELF', { boot: { elf: elf(2, 200) } }, 'ERR_IMAGE_FORMAT', /big-endian/],
  ['a kernel larger than memory', { memory: '1MiB', boot: { kernel: new Uint8Array(2 ** 21) } }, 'ERR_IMAGE_TOO_LARGE', /kernel/],
  [
    'more memory reserved than there is',
    { memory: { size: '1MiB', reservation: '2MiB' } },
    'ERR_INVALID_OPTION',
    /reservation.*2097152/,
  ],
  ['an unknown ISA letter', { isa: 'rv64gcy' }, 'ERR_INVALID_OPTION', /rv64gcy.*"y"/],
  [
    'an initrd over the kernel',
    { memory: '16MiB', boot: { kernel: new Uint8Array(12 * 2 ** 20), initrd: new Uint8Array(8 * 2 ** 20) } },
    'ERR_IMAGE_OVERLAP',
    /initrd/,
  ],
  ['no CPU', { vcpus: 0 }, 'ERR_INVALID_OPTION', /vcpus is 0, expected a whole number from 1 to 64/],
  ['an option that there is not', { memroy: '1MiB' } as GuestOptions, 'ERR_INVALID_OPTION', /memroy/],
  ['a size that is none', { memory: '12 parsecs' }, 'ERR_INVALID_OPTION', /memory/],
  [
    'an unknown interrupt controller',
    { interruptController: 'gic' as 'aia' },
    'ERR_INVALID_OPTION',
    /interruptController is "gic"/,
  ],
]

describe('bad input', () => {
  it.each(refusals)('is refused: %s', async (_what, options, code, message) => {
    await withHost(async (host) => {
      const [first, second] = await freeAfter(host, () => host.hypervisor.createGuest(options))
      await expect(host.hypervisor.createGuest(options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
      expect(second).toEqual(first)
      expect(host.hypervisor.guests).toEqual([])
    })
  })

  it('is refused across the worker boundary with its code', async () => {
    await withHost(
      async (host) => {
        const guest = await host.hypervisor.createGuest({ memory: '16MiB' })
        await expect(guest.resume()).rejects.toMatchObject({ name: 'VmHostError', code: 'ERR_INVALID_STATE' })
        await expect(guest.readMemory(0, 8)).rejects.toMatchObject({ code: 'ERR_INVALID_ADDRESS' })
      },
      { thread: 'worker' },
    )
  })

  it('ends a guest that jumps into nowhere as a crash, and says where', async () => {
    await withHost(async (host) => {
      const guest = await host.hypervisor.createGuest({ memory: '1MiB', boot: program('li t0, 0x40\n jr t0') })
      await guest.start()
      expect(await guest.exited).toMatchObject({ reason: 'crash', detail: expect.stringMatching(/hart 0.*pc 0x/) })
      expect(guest.state).toBe('crashed')
    })
  })

  it('ends a guest whose trap handler traps in a loop as a crash', async () => {
    await withHost(async (host) => {
      const boot = program('la t0, handler\n csrw mtvec, t0\n ecall\n .balign 4\nhandler:\n .word 0')
      const guest = await host.hypervisor.createGuest({ memory: '1MiB', boot })
      await guest.start()
      expect(await guest.exited).toMatchObject({ reason: 'crash' })
    })
  })

  it('gives the memory of a crashed guest back, and lets the next one run', async () => {
    await withHost(async (host) => {
      // What time the CPUs spent is theirs for ever.
      const held = async (): Promise<Omit<HostStatistics, 'cpu'>> => {
        const { cpu: _, ...rest } = await host.stats()
        return rest
      }
      const before = await held()
      for (let run = 0; run < 3; run++) {
        const guest = await host.hypervisor.createGuest({ memory: '1MiB', boot: program('.word 0') })
        await guest.start()
        await guest.exited
        await guest.dispose()
      }
      expect(await held()).toEqual(before)
    })
  })
})
