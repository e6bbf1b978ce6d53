/** What a guest's vCPUs did with their time, read from what the scheduler keeps of them. */
import type { Core } from '../core/core'
import { CpuGroupLayout, GuestLayout, VcpuLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import type { CpuTimes } from '../guest/statistics'

export const groupView = (core: Core, pointer: number): StructView<typeof CpuGroupLayout> =>
  new StructView(core, CpuGroupLayout, pointer)

type VcpuTimes = CpuTimes & { cpuTimeNs: number }

/** Of all vCPUs together; call guestAccount before, which brings them up to now. */
export function readCpuTimes(core: Core, group: number): VcpuTimes {
  const times: VcpuTimes = { ...nothing }
  for (const vcpu of readVcpuTimes(core, group))
    for (const key of Object.keys(times) as (keyof VcpuTimes)[]) times[key] += vcpu[key]
  return times
}

/** Of each vCPU; call guestAccount before. */
export function readVcpuTimes(core: Core, group: number): VcpuTimes[] {
  return Array.from({ length: groupView(core, group).get('vcpus') }, (_, index) => {
    const vcpu = new StructView(core, VcpuLayout, group + CpuGroupLayout.bytes + index * VcpuLayout.bytes)
    return {
      vcpus: 1,
      runNs: Number(vcpu.get('runNs')),
      waitNs: Number(vcpu.get('waitNs')),
      readyNs: Number(vcpu.get('readyNs')),
      limitedNs: Number(vcpu.get('throttledNs')),
      costopNs: Number(vcpu.get('costopNs')),
      switches: Number(vcpu.get('switches')),
      cpuTimeNs: Number(vcpu.get('cpuNs')),
    }
  })
}

/** The same by the guest. */
export const readVcpusOf = (core: Core, guest: number): VcpuTimes[] =>
  readVcpuTimes(core, new StructView(core, GuestLayout, guest).get('cpu'))

const nothing = { vcpus: 0, runNs: 0, waitNs: 0, readyNs: 0, limitedNs: 0, costopNs: 0, switches: 0, cpuTimeNs: 0 }
