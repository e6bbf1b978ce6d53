/** What is scheduled of a guest: its group, and in it a vCPU for each hart, or one for all of them under the virtual clock. */
import { CPU_GROUP_BYTES, CpuGroup, Guest, Vcpu, VCPU_BYTES, VcpuState, VCPU_HARD, VCPU_SOFT } from '../abi/layout.gen'
import { readFlag, setFlag } from '../lib/lock'

// @ts-ignore: decorator
@inline
export function groupOf(guest: Guest): CpuGroup {
  return changetype<CpuGroup>(<usize>guest.cpu)
}

// @ts-ignore: decorator
@inline
export function vcpuOf(group: CpuGroup, index: u32): Vcpu {
  return changetype<Vcpu>(changetype<usize>(group) + CPU_GROUP_BYTES + index * VCPU_BYTES)
}

// @ts-ignore: decorator
@inline
export function groupOfVcpu(vcpu: Vcpu): CpuGroup {
  return changetype<CpuGroup>(<usize>vcpu.group)
}

// @ts-ignore: decorator
@inline
export function stateOf(vcpu: Vcpu): u32 {
  return readFlag(changetype<usize>(vcpu) + offsetof<Vcpu>('state'))
}

/** Enters a state at `now`; the time since the last change counts for the state that is left. */
export function enterState(vcpu: Vcpu, state: u32, now: u64): void {
  accountState(vcpu, now)
  setFlag(changetype<usize>(vcpu) + offsetof<Vcpu>('state'), state)
}

/** Books the time in the present state up to `now`. */
export function accountState(vcpu: Vcpu, now: u64): void {
  if (now <= vcpu.sinceNs) return
  const elapsed = now - vcpu.sinceNs
  vcpu.sinceNs = now
  switch (vcpu.state) {
    case VcpuState.ready:
      vcpu.readyNs += elapsed
      break
    case VcpuState.run:
      vcpu.runNs += elapsed
      break
    case VcpuState.wait:
      vcpu.waitNs += elapsed
      break
    case VcpuState.throttled:
      vcpu.throttledNs += elapsed
      break
    case VcpuState.costop:
      vcpu.costopNs += elapsed
      break
    case VcpuState.off:
      // A hart that is stopped idles, as long as its guest is on.
      if (groupOfVcpu(vcpu).isActive != 0) vcpu.waitNs += elapsed
      break
    default:
  }
}

/** It runs on a CPU whose clock is behind the one by which its state was told last: what lies between is run time, and was none of waiting. */
export function rewindState(vcpu: Vcpu, now: u64): void {
  if (vcpu.sinceNs <= now) return
  vcpu.readyNs -= min<u64>(vcpu.readyNs, vcpu.sinceNs - now)
  vcpu.sinceNs = now
}

/** Time that others took from it: it could have run. */
export function stolenNs(vcpu: Vcpu): u64 {
  return vcpu.readyNs + vcpu.throttledNs + vcpu.costopNs
}

export function mayRunOn(vcpu: Vcpu, pcpu: u32): bool {
  return hasBit(changetype<usize>(vcpu) + VCPU_HARD, pcpu)
}

export function shouldRunOn(vcpu: Vcpu, pcpu: u32): bool {
  return hasBit(changetype<usize>(vcpu) + VCPU_SOFT, pcpu)
}

// @ts-ignore: decorator
@inline
function hasBit(set: usize, bit: u32): bool {
  return ((load<u64>(set + ((bit >> 6) << 3)) >> (bit & 63)) & 1) != 0
}
