/** What a second physical CPU brings: two busy guests on two, against both on one. */
import { setTimeout } from 'node:timers/promises'
import { alternate } from './alternate'
import { builtLibrary } from './built'
import { type Measure, measure, ratios } from './measure'

/** Mixes numbers and walks over 64 KiB, for ever. */
const BUSY = `
    li s0, 0x80100000
    li s1, 0
    li s2, 0x1fff
    li s3, 0x9e3779b9
loop:
    slli t0, s1, 3
    add t0, t0, s0
    ld t1, 0(t0)
    mul t1, t1, s3
    xor t1, t1, s1
    srli t2, t1, 13
    add t1, t1, t2
    sd t1, 0(t0)
    addi s1, s1, 1
    and s1, s1, s2
    j loop`

/** Until what is hot is compiled for good, and then how long the guests are watched. */
const WARM_MS = 1500
const WATCH_MS = 2500

export async function twoCpuSpeedup(rounds: number): Promise<Measure> {
  const { Host, assemble } = await builtLibrary()
  const { bytes: buffer } = assemble(BUSY, { base: 0x8000_0000 })

  /** Instructions per second of two busy guests with one vCPU each, by the wall clock: that is what a second CPU is for. */
  const throughput = async (cpus: number): Promise<number> => {
    const host = await Host.create({ cpus, memory: '128MiB' })
    try {
      const guests = await Promise.all(
        [0, 1].map(() => host.hypervisor.createGuest({ memory: '16MiB', boot: { firmware: { buffer } } })),
      )
      for (const guest of guests) await guest.start()
      const count = async (): Promise<number> => {
        const statistics = await Promise.all(guests.map((guest) => guest.stats()))
        return statistics.reduce((sum, { instructions }) => sum + instructions, 0)
      }
      await setTimeout(WARM_MS)
      const [before, start] = [await count(), performance.now()]
      await setTimeout(WATCH_MS)
      return ((await count()) - before) / (performance.now() - start)
    } finally {
      await host.dispose()
    }
  }
  const { two, one } = await alternate({ two: () => throughput(2), one: () => throughput(1) }, rounds)
  return measure('hypervisor.two_cpu_speedup', 'x', ratios(two, one))
}
