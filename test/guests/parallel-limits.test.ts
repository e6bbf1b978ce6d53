/** Limits where each physical CPU is a thread: what several vCPUs of a guest use at the same time is counted together. */
import { afterEach, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { createGuest } from './bare-metal'
import { bringUp, threadedHost } from './parallel'

const periodNs = 10_000_000
const watchedNs = 60 * periodNs

let host: Host
afterEach(() => host.dispose())

const spin = `${bringUp(2)}\nwork:\n1: addi s0, s0, 1\n j 1b`

/** Used nanoseconds, of so many as the guest is on. */
async function used(guest: Guest): Promise<{ runNs: number; uptimeNs: number; throttled: number }> {
  const { cpu, uptimeNs } = await guest.stats()
  return { runNs: cpu.runNs, uptimeNs, throttled: cpu['%MLMTD'] }
}

it.each([25, 60])(
  'two spinning vCPUs have %i hundredths of one CPU between them, and the other guest has the rest',
  async (limit) => {
    host = await threadedHost()
    const options = { clock: 'real', vcpus: 2 } as const
    const limited = await createGuest(host, spin, { mode: 'S', options: { ...options, cpu: { limit } } })
    const free = await createGuest(host, spin, { mode: 'S', options })
    for (const guest of [limited, free]) await guest.start()
    const isSeen = async (): Promise<boolean> => {
      const { uptimeNs, throttled } = await used(limited)
      // On a busy machine the physical CPUs' threads are there long after their guests.
      return uptimeNs >= watchedNs && throttled > 0 && (await used(free)).runNs > 0
    }
    while (!(await isSeen())) await new Promise((resolve) => setTimeout(resolve, 20))
    await limited.pause()
    const { runNs, uptimeNs, throttled } = await used(limited)
    const periods = Math.floor(uptimeNs / periodNs) + 2
    expect(runNs).toBeGreaterThan(0)
    expect(runNs).toBeLessThanOrEqual(periods * periodNs * (limit / 100))
    expect(throttled).toBeGreaterThan(0)
    expect((await used(free)).runNs).toBeGreaterThan(runNs)
  },
)
