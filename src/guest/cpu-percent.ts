/** Nanoseconds of vCPU states as esxtop shows them. */
import type { CpuPercent, CpuTimes } from './statistics'

/** Percent of one physical CPU, over all vCPUs, in the time between two readings; since the beginning when there is one alone. */
export function cpuPercent(now: CpuTimes, before?: CpuTimes): CpuPercent {
  const of = (key: 'runNs' | 'waitNs' | 'readyNs' | 'limitedNs' | 'costopNs'): number => now[key] - (before?.[key] ?? 0)
  const sum = of('runNs') + of('waitNs') + of('readyNs') + of('limitedNs') + of('costopNs')
  const percent = (ns: number): number => (sum <= 0 ? 0 : (ns * 100 * now.vcpus) / sum)
  return {
    '%USED': percent(of('runNs')),
    '%RUN': percent(of('runNs')),
    '%WAIT': percent(of('waitNs')),
    '%RDY': percent(of('readyNs') + of('limitedNs')),
    '%CSTP': percent(of('costopNs')),
    '%MLMTD': percent(of('limitedNs')),
  }
}
