/** What a host's physical CPUs did, and samples of host and guests at intervals. */
import * as v from 'valibot'
import type { Core } from '../core/core'
import { PERIOD_NS } from '../core/layout.gen'
import { cpuPercent } from '../guest/cpu-percent'
import type { CpuPercent, GuestMemoryStatistics } from '../guest/statistics'
import { integerBetween, strictObject } from '../options/check'
import { afterDelay } from '../platform/event-loop'
import type { GuestSample, HostSample, HostStatistics, PcpuStatistics } from './host-statistics'
import type { GuestState } from './protocol'
import { readPcpus } from './resident-cpu'

export interface StatsStreamOptions {
  /** Milliseconds of wall time between two samples. Default 1000. */
  intervalMs?: number
}

const mostIntervalMs = 86_400_000
export const statsStreamSchema = strictObject({ intervalMs: v.optional(integerBetween(1, mostIntervalMs), 1000) })

/** One row of a table such as esxtop's: what happened since the sample before. */
export interface HostStatsSample {
  /** Nanoseconds of the host's clock at the sample, and since the one before. */
  atNs: number
  intervalNs: number
  host: HostStatistics
  /** Percent of the host's physical CPUs together, where 100 is one of them. */
  '%USED': number
  pcpus: { index: number; '%USED': number }[]
  guests: GuestStatsSample[]
}

/** A guest in an interval: its CPU and each of its virtual CPUs in percent, and its memory at the end. */
export interface GuestStatsSample {
  name: string
  state: GuestState
  residentMemory: number
  /** Retired since the guest was created. */
  instructions: number
  cpu: CpuPercent
  vcpus: CpuPercent[]
  memory: GuestMemoryStatistics
}

export function readPcpuStatistics(core: Core): PcpuStatistics[] {
  return readPcpus(core).map((pcpu, index) => {
    const [busyNs, idleNs, stealNs] = [Number(pcpu.get('busyNs')), Number(pcpu.get('idleNs')), Number(pcpu.get('stealNs'))]
    return {
      index,
      busyNs,
      idleNs,
      stealNs,
      '%USED': share(busyNs, busyNs + idleNs + stealNs),
      reserved: (Number(pcpu.get('reservedNs')) * 100) / PERIOD_NS,
      vcpus: pcpu.get('readyCount') + (pcpu.get('current') === 0 ? 0 : 1),
      switches: Number(pcpu.get('switches')),
      migrations: Number(pcpu.get('migrations')),
      wakeups: Number(pcpu.get('wakeups')),
    }
  })
}

/** What changed between two samples. */
export function compareSamples(before: HostSample, now: HostSample): HostStatsSample {
  const pcpus = now.host.cpu.pcpus.map((pcpu, index) => ({ index, '%USED': usedBetween(before.host.cpu.pcpus[index], pcpu) }))
  return {
    atNs: now.atNs,
    intervalNs: now.atNs - before.atNs,
    host: now.host,
    '%USED': pcpus.reduce((sum, pcpu) => sum + pcpu['%USED'], 0),
    pcpus,
    guests: now.guests.map((guest) =>
      comparedGuest(
        guest,
        before.guests.find(({ id }) => id === guest.id),
      ),
    ),
  }
}

/** A hart that is stopped has no time: the guest's percent are the sum of those of its virtual CPUs. */
function comparedGuest({ id: _, vcpus: now, ...guest }: GuestSample, before: GuestSample | undefined): GuestStatsSample {
  const vcpus = now.map((vcpu, index) => cpuPercent(vcpu, before?.vcpus[index]))
  const cpu = cpuPercent(guest.cpu)
  for (const key of Object.keys(cpu) as (keyof CpuPercent)[]) cpu[key] = vcpus.reduce((sum, vcpu) => sum + vcpu[key], 0)
  return { ...guest, cpu, vcpus }
}

/** Samples until the consumer has enough, or `take` fails. */
export async function* sampleStream(take: () => Promise<HostSample>, intervalMs: number): AsyncGenerator<HostStatsSample, void> {
  let before = await take()
  while (true) {
    await new Promise<void>((resolve) => afterDelay(intervalMs, resolve))
    const now = await take()
    yield compareSamples(before, now)
    before = now
  }
}

function usedBetween(before: PcpuStatistics | undefined, now: PcpuStatistics): number {
  const of = (key: 'busyNs' | 'idleNs' | 'stealNs'): number => now[key] - (before?.[key] ?? 0)
  return share(of('busyNs'), of('busyNs') + of('idleNs') + of('stealNs'))
}

const share = (part: number, whole: number): number => (whole <= 0 ? 0 : (part * 100) / whole)
