/** Memory of stock Debians on two physical CPUs with threads: balloons, equal pages, and the ladder of a host that gets short. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { Host as Hosts } from '../../src/index'
import { cmdline, debianFile, hasDebian, shellPrompt, wasmUrl, workerUrl } from './built-host'
import { sharedWasmUrl } from './parallel'
import { engine } from './program-guest'

const timeoutMs = 240_000
const MIB = 2 ** 20
const hostMib = 512
const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }

let host: Host
let guest: Guest
let twin: Guest
const ask = async (of: Guest, command: string): Promise<string> => {
  await of.console.write(`${command}\n`)
  return of.console.waitFor(shellPrompt, { timeoutMs })
}
/** Looks again and again until it holds; the test's own time-out ends it otherwise. */
async function until<Value>(look: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const balloon = (of: Guest) => of.balloon.stats()

describe.skipIf(!hasDebian)('the memory of Debians on two threads', () => {
  beforeAll(async () => {
    host = await Hosts.create({ cpus: 2, memory: `${hostMib}MiB`, thread: 'worker', wasmUrl, sharedWasmUrl, workerUrl })
    guest = await host.hypervisor.createGuest({
      memory: '192MiB',
      vcpus: 2,
      engine,
      balloon: true,
      sharingDomain: 'tenant',
      boot,
    })
    await guest.start()
    await guest.console.waitFor(shellPrompt, { timeoutMs })
  }, timeoutMs)
  afterAll(async () => host?.dispose())

  it(
    'goes into a balloon and comes back while both harts work, and what they have stays what it was',
    async () => {
      const sums = 'for n in 1 2 3; do sha256sum < /file; done | sort -u | wc -l'
      await ask(guest, 'dd if=/dev/urandom of=/file bs=1M count=8 2>/dev/null')
      await guest.console.write(`(${sums} > /one) & (${sums} > /two) & wait; cat /one /two\n`)
      await guest.balloon.setTarget('64MiB')
      const full = await until(
        () => balloon(guest),
        ({ actual }) => actual === 64 * MIB,
      )
      expect(full.discarded).toBeGreaterThan(0)
      expect((await guest.stats()).memory.ballooned).toBe(64 * MIB)
      await guest.balloon.setTarget(0)
      await until(
        () => balloon(guest),
        ({ actual }) => actual === 0,
      )
      expect(await guest.console.waitFor(shellPrompt, { timeoutMs })).toMatch(/^1\r?\n1\r?\n/m)
      expect(await ask(guest, 'dmesg | grep -c "Oops\\|BUG\\|panic"')).toMatch(/^0\r?$/m)
    },
    timeoutMs,
  )

  it(
    'is held once where guests of one domain have the same',
    async () => {
      const before = (await host.stats()).memory.sharing
      twin = await host.hypervisor.restore(await guest.snapshot(), { name: 'twin', sharingDomain: 'tenant' })
      await ask(twin, 'while :; do :; done &')
      const shared = await until(
        async () => (await host.stats()).memory.sharing,
        ({ pages_sharing }) => pages_sharing > before.pages_sharing + 4000,
      )
      expect(shared.pages_shared).toBeGreaterThan(0)
      const { granted, consumed } = (await twin.stats()).memory
      expect(consumed).toBeLessThan(granted)
      await ask(twin, 'kill $!')
      const sumOf = async (of: Guest) => /[0-9a-f]{64}/.exec(await ask(of, 'sha256sum < /file'))?.[0]
      expect([await sumOf(twin)]).toEqual([await sumOf(guest)])
    },
    timeoutMs,
  )

  it(
    'is asked back by balloons before any page is taken, and returned when there is plenty again',
    async () => {
      await twin.dispose()
      // The crowd has no balloon, so that its own pages are taken.
      const taken = async () => {
        const { compressedIn, swappedOut } = (await guest.stats()).memory
        return compressedIn + swappedOut
      }
      const before = await taken()
      await ask(guest, 'while :; do :; done & echo $! > /pid')
      const crowd = await host.hypervisor.createGuest({ memory: `${hostMib}MiB` })
      // No page of it has its equal: as much as leaves the host with less than it wants.
      const step = 2 * MIB
      for (let at = 0; (await host.stats()).memory.state === 'high'; at += step) {
        await crowd.writeMemory(0x8000_0000 + at, randomBytes(step))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      await until(
        () => balloon(guest),
        ({ actual }) => actual > 0,
      )
      expect(await taken()).toBe(before)
      await crowd.dispose()
      await until(
        () => balloon(guest),
        ({ target, actual }) => target === 0 && actual === 0,
      )
      await ask(guest, 'kill $(cat /pid)')
    },
    timeoutMs,
  )
})
