/** What a guest's vCPUs did with their time, read from what the scheduler keeps of them. */
import type { Core } from '../core/core'
import { CpuGroupLayout, VcpuLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import type { CpuTimes } from '../guest/statistics'

export const groupView = (core: Core, pointer: number): StructView<typeof CpuGroupLayout> =>
  new StructView(core, CpuGroupLayout, pointer)

/** Of all vCPUs together; call guestAccount before, which brings them up to now. */
export function readCpuTimes(core: Core, group: number): CpuTimes & { cpuTimeNs: number } {
  const vcpus = groupView(core, group).get('vcpus')
  const times = { vcpus, runNs: 0, waitNs: 0, readyNs: 0, limitedNs: 0, costopNs: 0, switches: 0, cpuTimeNs: 0 }
  for (let index = 0; index < vcpus; index++) {
    const vcpu = new StructView(core, VcpuLayout, group + CpuGroupLayout.bytes + index * VcpuLayout.bytes)
    times.runNs += Number(vcpu.get('runNs'))
    times.waitNs += Number(vcpu.get('waitNs'))
    times.readyNs += Number(vcpu.get('readyNs'))
    times.limitedNs += Number(vcpu.get('throttledNs'))
    times.costopNs += Number(vcpu.get('costopNs'))
    times.switches += Number(vcpu.get('switches'))
    times.cpuTimeNs += Number(vcpu.get('cpuNs'))
  }
  return times
}
