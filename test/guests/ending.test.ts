/** How a program ends its guest and talks to its host without drivers: the test finisher, and HTIF. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, GuestOptions, Host } from '../../src/index'
import { elfFile } from '../unit/boot/elf-file'
import { createGuest, elf, exitWithA0, image, inlineHost, powerOff, run } from './bare-metal'
import { withHost } from './built-host'

let host: Host
beforeAll(async () => {
  host = await inlineHost()
})
afterAll(() => host.dispose())

const finish = (word: number, store = 'sw'): string => `li t0, FINISHER\n li t1, ${word}\n ${store} t1, 0(t0)\n 9: j 9b`

describe('the test finisher', () => {
  it.each([
    ['0x5555', finish(0x5555), { reason: 'power-off', code: 0 }],
    ['0x5555 in a halfword', finish(0x5555, 'sh'), { reason: 'power-off', code: 0 }],
    ['0x3333 with a code', finish(0x2a_3333), { reason: 'failure', code: 42 }],
    ['0x3333 with the largest code', `li a0, 0xffff\n${exitWithA0}`, { reason: 'failure', code: 0xffff }],
    ['0x3333 alone', finish(0x3333), { reason: 'failure', code: 0 }],
    ['0x7777', finish(0x7777), { reason: 'reboot', code: 0 }],
  ])('ends the guest at %s', async (_, source, exit) => {
    const end = await run(host, source, { options: { onReboot: 'stop', maxInstructions: 10_000 } })
    expect(end.exit).toEqual(exit)
    expect(end.guest.state).toBe('stopped')
    await end.guest.dispose()
  })

  it('takes no other word, byte or doubleword', async () => {
    const others = ['li t1, 0x1234\n sw t1, 0(t0)', 'li t1, 0x5555\n sb t1, 0(t0)', 'sd t1, 0(t0)', 'sw t1, 4(t0)']
    const { guest, exit } = await run(host, `li t0, FINISHER\n${others.join('\n')}\n li a0, 7\n ${exitWithA0}`)
    expect(exit).toEqual({ reason: 'failure', code: 7 })
    await guest.dispose()
  })

  it('resets the machine: it starts from its images, with memory clear and registers new', async () => {
    // The first access of each start is a store to the UART: it must not be taken for the one that reset the machine.
    const source = `
    li t0, UART
    lw t1, count
    addi t2, t1, '0'
    sb t2, 0(t0)
    li s0, 0x80100000
    ld s1, 0(s0)
    or s1, s1, s2
    bnez s1, 2f
    li s2, -1
    sd s2, 0(s0)
    addi t1, t1, 1
    sw t1, count, t2
    li t0, FINISHER
    li t1, 0x7777
    sw t1, 0(t0)
    j .
2:  li t0, UART
    li t1, '!'
    sb t1, 0(t0)
    j 2b
    .balign 4
count: .word 0`
    const { guest, exit } = await run(host, source, { options: { maxInstructions: 300 } })
    expect(exit.reason).toBe('instruction-limit')
    expect(await guest.console.waitFor('00000')).toBe('00000')
    await guest.dispose()
  })

  it('tells those who listen of a reset', async () => {
    const guest = await createGuest(host, finish(0x7777), { options: { maxInstructions: 100 } })
    let resets = 0
    guest.on('reset', () => resets++)
    await guest.start()
    await guest.exited
    expect(resets).toBeGreaterThan(5)
    await guest.dispose()
  })

  it('starts again from images that a worker has, and leaves the caller his own', async () => {
    const bytes = elf(finish(0x7777))
    const before = Uint8Array.from(bytes)
    const options: GuestOptions = { memory: '16MiB', clock: 'virtual', maxInstructions: 100, boot: { elf: { buffer: bytes } } }
    await withHost(
      async ({ hypervisor }) => {
        for (let round = 0; round < 2; round++) {
          const guest = await hypervisor.createGuest(options)
          let resets = 0
          guest.on('reset', () => resets++)
          await guest.start()
          expect(await guest.exited).toMatchObject({ reason: 'instruction-limit' })
          expect(resets).toBeGreaterThan(5)
          await guest.dispose()
        }
      },
      { thread: 'worker' },
    )
    expect(bytes).toEqual(before)
  })
})

async function runElf(source: string, options: GuestOptions = {}): Promise<{ guest: Guest; exit: Awaited<Guest['exited']> }> {
  const guest = await host.hypervisor.createGuest({
    memory: '16MiB',
    clock: 'virtual',
    maxInstructions: 100_000,
    boot: { elf: { buffer: elf(source) } },
    ...options,
  })
  await guest.start()
  return { guest, exit: await guest.exited }
}

const tohost = `
    .balign 64
tohost: .dword 0
    .balign 64
fromhost: .dword 0
    .balign 64
block: .space 64
`

describe('the host-target interface', () => {
  it.each([
    [0, { reason: 'power-off', code: 0 }],
    [1, { reason: 'failure', code: 1 }],
    [1337, { reason: 'failure', code: 1337 }],
  ])('ends the guest with exit code %i', async (code, expected) => {
    const { guest, exit } = await runElf(`la t0, tohost\n li t1, ${(code << 1) | 1}\n sd t1, 0(t0)\n j .\n ${tohost}`)
    expect(guest.hasHtif).toBe(true)
    expect(exit).toEqual(expected)
    await guest.dispose()
  })

  it('takes the two words of a 32-bit program', async () => {
    const { guest, exit } = await runElf(`la t0, tohost\n li t1, 7\n sw t1, 0(t0)\n sw zero, 4(t0)\n j .\n ${tohost}`)
    expect(exit).toEqual({ reason: 'failure', code: 3 })
    await guest.dispose()
  })

  it('prints a character', async () => {
    const put = [...'Hi'].map(
      (c) => `li t1, 0x0101000000000000 + ${c.charCodeAt(0)}\n sd t1, 0(t0)\n ld t2, 0(t0)\n or a0, a0, t2`,
    )
    const { guest, exit } = await runElf(`li a0, 0\n la t0, tohost\n ${put.join('\n')}\n ${powerOff}\n ${tohost}`)
    expect(exit.reason).toBe('power-off')
    expect(await guest.console.waitFor('Hi')).toBe('Hi')
    expect((await guest.readRegisters()).x[10]).toBe(0n)
    await guest.dispose()
  })

  const call = (number: number, ...words: (string | number)[]): string => `
    la s0, block
    li t0, ${number}
    sd t0, 0(s0)
    ${words.map((word, index) => `${typeof word === 'number' ? 'li' : 'la'} t0, ${word}\n sd t0, ${8 * (index + 1)}(s0)`).join('\n    ')}
    la t1, tohost
    sd s0, 0(t1)
    la t2, fromhost
1:  ld t3, 0(t2)
    beqz t3, 1b
    sd zero, 0(t2)
    ld a0, 0(s0)`

  it('serves write and exit', async () => {
    const source = `${call(64, 1, 'text', 6)}\n mv s1, a0\n ${call(93, 9)}\n j .\n ${tohost}\ntext: .ascii "hello\\n"`
    const { guest, exit } = await runElf(source)
    expect(exit).toEqual({ reason: 'failure', code: 9 })
    expect(await guest.console.waitFor('\n')).toBe('hello\n')
    expect((await guest.readRegisters()).x[9]).toBe(6n)
    await guest.dispose()
  })

  it.each([
    ['a bad file', [64, 7, 'text', 6], -9n],
    ['a buffer outside RAM', [64, 1, 0x1000, 6], -14n],
    ['a buffer that ends outside RAM', [64, 1, 'text', 0x7fff_ffff], -14n],
    ['an unknown call', [1234, 1], -38n],
  ] as const)('refuses %s', async (_, [number, ...words], error) => {
    const { guest } = await runElf(`${call(number, ...words)}\n ${powerOff}\n ${tohost}\ntext: .ascii "hello\\n"`)
    expect(BigInt.asIntN(64, (await guest.readRegisters()).x[10] ?? 0n)).toBe(error)
    await guest.dispose()
  })

  it('takes a system call whose block is nowhere as none', async () => {
    const { guest, exit } = await runElf(`la t0, tohost\n li t1, 0x7ffff000\n sd t1, 0(t0)\n ${powerOff}\n ${tohost}`)
    expect(exit.reason).toBe('power-off')
    await guest.dispose()
  })

  it('leaves tohost alone when it is switched off', async () => {
    const source = `la t0, tohost\n li t1, 3\n sd t1, 0(t0)\n ld s1, 0(t0)\n ${powerOff}\n ${tohost}`
    const { guest, exit } = await runElf(source, { boot: { elf: { buffer: elf(source) }, htif: false } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    expect((await guest.readRegisters()).x[9]).toBe(3n)
    await guest.dispose()
  })

  it('hands out the signature', async () => {
    const source = `
    la s0, begin_signature
    li t1, 0x1122334455667788
    sd t1, 0(s0)
    la t0, tohost
    li t1, 1
    sd t1, 0(t0)
    j .
    ${tohost}
    .balign 16
begin_signature: .dword 0, 5
end_signature:`
    const { guest, exit } = await runElf(source)
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    const signature = await guest.signature()
    expect([...(signature ?? [])]).toEqual([0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 5, 0, 0, 0, 0, 0, 0, 0])
    await guest.dispose()
  })

  it.each([0x8000_0ffc, 0x10_0000, 0x8100_0000])('refuses a tohost that is no doubleword of RAM: %i', async (tohost) => {
    const buffer = elfFile({ segments: [{ gpa: 0x8000_0000, bytes: image('j .') }], symbols: { tohost } })
    const create = host.hypervisor.createGuest({ memory: '16MiB', boot: { elf: { buffer } } })
    await expect(create).rejects.toThrow(new RegExp(`tohost is 0x${tohost.toString(16)}, expected a doubleword of RAM`))
  })
})
