/** What a guest that waits for its user costs: CPU of ten seconds at the embedded guest's prompt. */
import { setTimeout as sleep } from 'node:timers/promises'
import { builtLibrary } from '../built'
import type { BenchGroup } from '../group'
import { measure } from '../measure'

const SECONDS = 10

export const idle: BenchGroup = {
  name: 'idle',
  async run() {
    const { Host } = await builtLibrary()
    const host = await Host.create({ memory: '128MiB' })
    try {
      const guest = await host.hypervisor.createGuest({ memory: '64MiB' })
      await guest.start()
      await guest.console.waitFor('vmhost> ', { timeoutMs: 30_000 })
      // What the start left to compile and to collect is not the idle guest's.
      await sleep(1000)
      const before = process.cpuUsage()
      await sleep(SECONDS * 1000)
      // Microseconds of all threads of this process, the guest's included.
      const { user, system } = process.cpuUsage(before)
      return [measure('idle.cpu_percent', '%', [(user + system) / 1e4 / SECONDS])]
    } finally {
      await host.dispose()
    }
  },
}
