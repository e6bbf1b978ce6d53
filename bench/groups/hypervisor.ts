/** Many guests on one host: how exactly the CPU is divided, and what that, forks and snapshots cost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { BareCore, type SpinningGuest } from '../../test/support/bare-core'
import { builtLibrary } from '../built'
import { forksAndRestore } from '../forks'
import type { BenchGroup } from '../group'
import { type Measure, measure } from '../measure'
import { snapshots } from '../snapshots'
import { phrase } from '../table'
import { twoCpuSpeedup } from '../two-cpus'

const SECOND = 1e9
const PERIOD_NS = 1e7
const INSTRUCTION_NS = 10
const STEP = 97

export const hypervisor: BenchGroup = {
  name: 'hypervisor',
  async run({ rounds, quick, report, fail }) {
    const measures: Measure[] = []
    const long = quick ? [] : [forksAndRestore, idle200]
    for (const part of [shareError, limitOvershoot, switchCost, twoCpuSpeedup, snapshots, ...long]) {
      try {
        for (const measured of [await part(rounds)].flat()) {
          report(phrase(measured))
          measures.push(measured)
        }
      } catch (error) {
        fail(error)
      }
    }
    return measures
  },
}

/** Shares 1 : 2 : 4 over a second: the worst of the three, in percent of what it should have got. */
async function shareError(): Promise<Measure> {
  const machine = await BareCore.create()
  const shares = [1000, 2000, 4000]
  const guests = shares.map((each) => {
    const guest = machine.spin(INSTRUCTION_NS)
    machine.core.exports.guestSetShares(guest.pointer, each)
    return guest
  })
  while (machine.pcpu().clockNs < SECOND) machine.step((SECOND - machine.pcpu().clockNs) / INSTRUCTION_NS)
  const errors = guests.map((guest, index) => {
    const expected = (SECOND * (shares[index] ?? 0)) / 7000
    return (100 * Math.abs(guest.ranNs() - expected)) / expected
  })
  return measure('hypervisor.share_error_percent', '%', [Math.max(...errors)])
}

/** A limit of 25 %, alone and beside a neighbour that wakes and sleeps: the most over 2.5 ms in any window of 10 ms, wherever it begins. */
async function limitOvershoot(): Promise<Measure> {
  const machine = await BareCore.create()
  const limited = machine.spin(INSTRUCTION_NS)
  const neighbour = machine.spin(INSTRUCTION_NS)
  machine.core.exports.guestSetLimit(limited.pointer, BigInt(PERIOD_NS / 4))
  const alone = traceOf(machine, limited, 0.2 * SECOND)
  machine.core.exports.guestSetLimit(neighbour.pointer, BigInt(PERIOD_NS * 0.6))
  const beside = traceOf(machine, limited, 0.4 * SECOND)
  machine.core.exports.guestHold(neighbour.pointer)
  const trace = [...alone, ...beside, ...traceOf(machine, limited, 0.6 * SECOND)]
  return measure('hypervisor.limit_overshoot_us', 'us', [Math.max(0, (mostIn(trace, PERIOD_NS) - PERIOD_NS / 4) / 1000)])
}

type Point = readonly [clockNs: number, ranNs: number]

/** In steps so short that it does not matter who ran in them, and what went before a step is idle time. */
function traceOf(machine: BareCore, guest: SpinningGuest, untilNs: number): Point[] {
  const points: Point[] = []
  while (machine.pcpu().clockNs < untilNs) {
    const before = points.at(-1)?.[1] ?? guest.ranNs()
    machine.step(STEP)
    const { clockNs } = machine.pcpu()
    points.push([clockNs - STEP * INSTRUCTION_NS, before], [clockNs, guest.ranNs()])
  }
  return points
}

/** The most run time in a window that begins or ends at a point; in between it changes linearly. */
function mostIn(points: readonly Point[], windowNs: number): number {
  const ranAt = (ns: number): number => {
    let [low, high] = [0, points.length - 1]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((points[middle]?.[0] ?? 0) <= ns) low = middle
      else high = middle
    }
    const [[t0, r0], [t1, r1]] = [points[low] ?? [0, 0], points[high] ?? [0, 0]]
    return t1 === t0 ? r1 : r0 + ((r1 - r0) * Math.min(Math.max(ns - t0, 0), t1 - t0)) / (t1 - t0)
  }
  let most = 0
  for (const [clock, ran] of points) most = Math.max(most, ranAt(clock + windowNs) - ran, ran - ranAt(clock - windowNs))
  return most
}

/** Two guests whose turns are a few instructions long, against one that has the CPU for itself: nanoseconds of each switch. */
async function switchCost(rounds: number): Promise<Measure> {
  const [switches, slowNs] = [200_000, 50_000]
  const samples: number[] = []
  for (let round = 0; round < rounds + 1; round++) {
    const [alone, both] = [await BareCore.create(), await BareCore.create()]
    alone.spin(slowNs)
    both.spin(slowNs)
    both.spin(slowNs)
    const instructions = switches * 10
    const base = cpuNsOf(() => alone.step(instructions))
    const before = both.pcpu().switches
    const cost = cpuNsOf(() => both.step(instructions))
    // The first round warms the engine up.
    if (round > 0) samples.push((cost - base) / (both.pcpu().switches - before))
  }
  return measure('hypervisor.switch_ns', 'ns', samples)
}

function cpuNsOf(task: () => void): number {
  const before = process.cpuUsage()
  task()
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1000
}

/** 200 guests at their prompt: CPU of ten seconds. */
async function idle200(): Promise<Measure> {
  const { Host } = await builtLibrary()
  const host = await Host.create({ memory: '1GiB' })
  try {
    for (let index = 0; index < 200; index++) {
      const guest = await host.hypervisor.createGuest({ name: `idle-${index}`, memory: '4MiB' })
      await guest.start()
      await guest.console.waitFor('vmhost> ', { timeoutMs: 300_000 })
    }
    await sleep(10_000)
    const before = process.cpuUsage()
    await sleep(10_000)
    const { user, system } = process.cpuUsage(before)
    return measure('hypervisor.idle200_cpu_percent', '%', [(user + system) / 1e5])
  } finally {
    await host.dispose()
  }
}
