/** SBI STA (SBI 2.0, chapter 16) as a supervisor uses it: the time that others and a limit took from it, told in its own memory. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Guest, GuestOptions, Host } from '../../src/index'
import { sbiExtensions } from '../../src/spec/sbi'
import { createGuest, inlineHost } from './bare-metal'

const shared = 0x8040_0000
const results = 0x8050_0000
const calls = 7

/** steal_time_set_shmem, or what function `id` is; its error goes to the next place of the results. */
const call = (low: string, high: string, flags = '0', id = 0): string => `
    li a0, ${low}
    li a1, ${high}
    li a2, ${flags}
    li a6, ${id}
    li a7, ${sbiExtensions.sta.id}
    ecall
    sd a0, 0(s1)
    addi s1, s1, 8`

/** Tries what must fail, shares memory, spins until it is told to stop sharing, and spins on. */
const program = `
    li s1, ${results}
    ${call(`${shared + 4}`, '0')}
    ${call(`${shared}`, '0', '1')}
    ${call(`${shared}`, '1')}
    ${call('0x1000', '0')}
    ${call(`${shared}`, '0', '0', 1)}
    ${call(`${shared}`, '0')}
1:  ld t0, 64(s1)
    beqz t0, 1b
    ${call('-1', '-1')}
    j .`
const goOn = results + 8 * (calls - 1) + 64
const spin = '1: addi s0, s0, 1\n j 1b'

let host: Host
beforeAll(async () => {
  host = await inlineHost()
})
afterAll(() => host.dispose())

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function started(source: string, options: GuestOptions): Promise<Guest> {
  const guest = await createGuest(host, source, { mode: 'S', options: { clock: 'real', ...options } })
  await guest.start()
  return guest
}

async function words(guest: Guest, gpa: number, count: number): Promise<bigint[]> {
  const bytes = await guest.readMemory(BigInt(gpa), 8 * count)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return Array.from({ length: count }, (_, index) => view.getBigInt64(8 * index, true))
}

/** sequence and flags, steal, preempted, and the rest. */
async function told(guest: Guest): Promise<{ sequence: number; flags: number; steal: number; rest: bigint[] }> {
  const [head = 0n, steal = 0n, , ...rest] = await words(guest, shared, 8)
  return { sequence: Number(head & 0xffff_ffffn), flags: Number(head >> 32n), steal: Number(steal), rest }
}

it.each([
  ['another guest takes', {}, true],
  ['its limit takes', { cpu: { limit: '50%' } }, false],
] as const)('time that %s is told, until the guest wants to hear no more', async (_, options, hasRival) => {
  const rival = hasRival ? await started(spin, {}) : undefined
  const guest = await started(program, options)
  const taken = async (): Promise<number> => (await guest.stats()).cpu[hasRival ? 'readyNs' : 'limitedNs']
  while ((await told(guest)).steal < 20e6 || (await taken()) < 60e6) await sleep(10)
  // SBI_ERR_INVALID_PARAM, INVALID_ADDRESS, NOT_SUPPORTED, and success.
  expect(await words(guest, results, calls - 1)).toEqual([-3n, -3n, -5n, -5n, -2n, 0n])
  await guest.pause()
  const [{ sequence, flags, steal, rest }, { cpu }] = [await told(guest), await guest.stats()]
  expect([sequence % 2, sequence > 0, flags, rest]).toEqual([0, true, 0, [0n, 0n, 0n, 0n, 0n]])
  expect(steal).toBeLessThanOrEqual(cpu.readyNs + cpu.limitedNs)

  await guest.resume()
  await guest.writeMemory(BigInt(goOn), new Uint8Array([1]))
  const last = results + 8 * (calls - 1)
  await guest.writeMemory(BigInt(last), new Uint8Array([0x55]))
  while ((await words(guest, last, 1))[0] !== 0n) await sleep(5)
  const end = await told(guest)
  const { readyNs, limitedNs } = (await guest.stats()).cpu
  for (
    let now = { readyNs, limitedNs };
    now.readyNs + now.limitedNs < readyNs + limitedNs + 20e6;
    now = (await guest.stats()).cpu
  )
    await sleep(10)
  expect(await told(guest)).toEqual(end)
  await guest.dispose()
  await rival?.dispose()
})

it('nothing is stolen from a guest on the virtual clock, whose time stands still meanwhile', async () => {
  const rival = await started(spin, { clock: 'virtual' })
  const guest = await started(program, { clock: 'virtual' })
  while ((await guest.stats()).cpu.readyNs < 20e6) await sleep(10)
  expect(await words(guest, results, calls - 1)).toEqual([-3n, -3n, -5n, -5n, -2n, 0n])
  expect((await told(guest)).steal).toBe(0)
  await guest.dispose()
  await rival.dispose()
})
