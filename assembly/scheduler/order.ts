/**
 * The two ordered arrays of a run queue: ready vCPUs by deadline, waiting ones by the moment that they wait for. Places are found by halving,
 * and what is behind them moves: for the few hundred pointers that there are, nothing is faster.
 */
import { MOST_VCPUS, Pcpu, Vcpu, VcpuState } from '../abi/layout.gen'

// @ts-ignore: decorator
@inline
export function at(array: usize, index: u32): Vcpu {
  return changetype<Vcpu>(<usize>load<u32>(array + (index << 2)))
}

export function insertReady(pcpu: Pcpu, vcpu: Vcpu): void {
  insert(pcpu.ready, pcpu.readyCount, placeOfDeadline(pcpu, vcpu.deadline), vcpu)
  pcpu.readyCount += 1
}

export function removeReady(pcpu: Pcpu, vcpu: Vcpu): void {
  removeAt(pcpu.ready, pcpu.readyCount, find(pcpu.ready, pcpu.readyCount, vcpu))
  pcpu.readyCount -= 1
}

export function insertTimer(pcpu: Pcpu, vcpu: Vcpu): void {
  insert(pcpu.timers, pcpu.timerCount, placeOfMoment(pcpu, vcpu.timerNs), vcpu)
  pcpu.timerCount += 1
  if (vcpu.state == VcpuState.costop) pcpu.costopped += 1
  vcpu.inTimers = 1
}

export function removeTimer(pcpu: Pcpu, vcpu: Vcpu): void {
  if (vcpu.inTimers == 0) return
  removeAt(pcpu.timers, pcpu.timerCount, find(pcpu.timers, pcpu.timerCount, vcpu))
  pcpu.timerCount -= 1
  if (vcpu.state == VcpuState.costop) pcpu.costopped -= 1
  vcpu.inTimers = 0
}

/** Behind those with the same deadline: who came first is first. */
function placeOfDeadline(pcpu: Pcpu, deadline: i64): u32 {
  let low: u32 = 0
  let high = pcpu.readyCount
  while (low < high) {
    const middle = (low + high) >> 1
    /* Virtual time may wrap around; its differences do not. */
    if (at(pcpu.ready, middle).deadline - deadline <= 0) low = middle + 1
    else high = middle
  }
  return low
}

function placeOfMoment(pcpu: Pcpu, ns: u64): u32 {
  let low: u32 = 0
  let high = pcpu.timerCount
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(pcpu.timers, middle).timerNs <= ns) low = middle + 1
    else high = middle
  }
  return low
}

function find(array: usize, count: u32, vcpu: Vcpu): u32 {
  const pointer = <u32>changetype<usize>(vcpu)
  for (let index: u32 = 0; index < count; index++) if (load<u32>(array + (index << 2)) == pointer) return index
  unreachable()
  return 0
}

function insert(array: usize, count: u32, index: u32, vcpu: Vcpu): void {
  if (count >= MOST_VCPUS) unreachable()
  const place = array + (index << 2)
  if (index < count) memory.copy(place + 4, place, (count - index) << 2)
  store<u32>(place, <u32>changetype<usize>(vcpu))
}

function removeAt(array: usize, count: u32, index: u32): void {
  const place = array + (index << 2)
  if (index + 1 < count) memory.copy(place, place + 4, (count - index - 1) << 2)
}
