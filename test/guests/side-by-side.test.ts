/** Different operating systems on one host at the same time, each at its own prompt. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guest, type GuestOptions, Host } from '../../src/index'
import { image, powerOff } from './bare-metal'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'

const firmware = { path: debianFile('fw_jump.bin') }
const print = (text: string): string =>
  `li t0, UART\n${[...text].map((letter) => `li t1, ${letter.charCodeAt(0)}\n sb t1, 0(t0)`).join('\n')}\n`

/** Each with what its console shows when it is up. */
const systems: Readonly<Record<string, { options: GuestOptions; ready: string | RegExp }>> = {
  debian: {
    options: {
      memory: '128MiB',
      boot: { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline },
    },
    ready: shellPrompt,
  },
  'u-boot': {
    options: { memory: '128MiB', boot: { firmware, kernel: { path: debianFile('u-boot.bin') } } },
    ready: /Hit any key to stop autoboot/,
  },
  // The payload is S-mode code of its own, which asks OpenSBI to print by the legacy call.
  payload: {
    options: {
      memory: '64MiB',
      boot: { firmware, kernel: { buffer: image("li a0, 'P'\n li a7, 1\n ecall\n li a0, '!'\n ecall\n 1: wfi\n j 1b\n", 'S') } },
    },
    ready: /OpenSBI v[\s\S]*P!/,
  },
  embedded: { options: { memory: '16MiB' }, ready: 'vmhost> ' },
  'bare-metal': {
    options: { memory: '1MiB', boot: { firmware: { buffer: image(`${print('bare')}1: wfi\n j 1b\n`) } } },
    ready: 'bare',
  },
}

describe.skipIf(!hasDebian)('on one host', () => {
  let host: Host
  const guests = new Map<string, Guest>()

  beforeAll(async () => {
    host = await Host.create({ memory: '1GiB', thread: 'inline', wasmUrl, workerUrl })
    for (const [name, { options }] of Object.entries(systems))
      guests.set(name, await host.hypervisor.createGuest({ name, ...options }))
    await Promise.all([...guests.values()].map((guest) => guest.start()))
  })
  afterAll(() => host.dispose())

  it('Debian, U-Boot, a payload of OpenSBI, the embedded guest and a bare-metal program come up side by side', async () => {
    await Promise.all(
      Object.entries(systems).map(([name, { ready }]) => guests.get(name)?.console.waitFor(ready, { timeoutMs: 240_000 })),
    )
    expect([...guests.values()].map(({ state }) => state)).toEqual(Array(5).fill('running'))
  })

  it('answer, each in its own way, and one that ends leaves the others running', async () => {
    const [debian, uBoot, embedded] = ['debian', 'u-boot', 'embedded'].map((name) => guests.get(name) as Guest)
    await uBoot?.console.write('\n')
    await uBoot?.console.waitFor('=> ', { timeoutMs: 60_000 })
    await uBoot?.console.write('version\n')
    await embedded?.console.write('echo here\n')
    await debian?.console.write('uname -sm\n')
    await uBoot?.console.waitFor(/U-Boot 20\d\d/, { timeoutMs: 60_000 })
    await embedded?.console.waitFor(/\nhere/, { timeoutMs: 60_000 })
    await debian?.console.waitFor('Linux riscv64', { timeoutMs: 60_000 })
    await embedded?.console.write('poweroff\n')
    expect((await embedded?.exited)?.reason).toBe('power-off')
    const late = await host.hypervisor.createGuest({
      name: 'late',
      memory: '1MiB',
      boot: { firmware: { buffer: image(powerOff) } },
    })
    await late.start()
    expect(await late.exited).toEqual({ reason: 'power-off', code: 0 })
    await debian?.console.write('echo still $((6 * 7))\n')
    await debian?.console.waitFor('still 42', { timeoutMs: 60_000 })
    expect(debian?.state).toBe('running')
  })
})
