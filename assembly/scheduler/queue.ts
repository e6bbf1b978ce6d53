/** Entering and leaving a run queue. The caller holds the queue's lock. */
import { Hart, Pcpu, PERIOD_NS, Vcpu, VcpuState } from '../abi/layout.gen'
import { setFlag } from '../lib/lock'
import { kick } from '../memory/exclusive'
import { enterState } from './group'
import { joinSiblings } from './lead'
import { insertReady, insertTimer, removeReady, removeTimer } from './order'
import { goesByMonotonicClock, NEVER, ringPcpu } from './pcpu'
import { reservedLeft } from './reservation'
import { joinTime, leaveTime, queueTime } from './virtual-time'

/** A vCPU that is in neither array comes to the ready ones. */
export function enqueue(pcpu: Pcpu, vcpu: Vcpu, now: u64): void {
  passIdle(pcpu, now)
  if (vcpu.pcpu != pcpu.index) {
    setFlag(changetype<usize>(vcpu) + offsetof<Vcpu>('pcpu'), pcpu.index)
    vcpu.arrivedNs = now
  }
  vcpu.timerNs = NEVER
  if (vcpu.state != VcpuState.ready) forgive(pcpu, vcpu, now)
  if (vcpu.state != VcpuState.ready && vcpu.state != VcpuState.costop) joinSiblings(vcpu)
  joinTime(pcpu, vcpu)
  enterState(vcpu, VcpuState.ready, now)
  insertReady(pcpu, vcpu)
  if (pcpu.current == 0) ringPcpu(pcpu)
  else if (preempts(pcpu, vcpu, changetype<Vcpu>(<usize>pcpu.current), now)) giveWay(pcpu)
}

/** Who was away leaves its part of that time to the others: so it pays what it owes. */
function forgive(pcpu: Pcpu, vcpu: Vcpu, now: u64): void {
  if (vcpu.lag >= 0 || now <= vcpu.sinceNs) return
  const away = min<u64>(now - vcpu.sinceNs, PERIOD_NS)
  vcpu.lag = min<i64>(0, vcpu.lag + <i64>(away * vcpu.weight / (pcpu.weight + vcpu.weight)))
}

/** A vCPU that is ready, or in the timers, or neither, but not running, leaves for `state`. */
export function dequeue(pcpu: Pcpu, vcpu: Vcpu, state: u32, now: u64): void {
  if (vcpu.state == VcpuState.run) unreachable()
  if (vcpu.state == VcpuState.ready) {
    removeReady(pcpu, vcpu)
    leaveTime(pcpu, vcpu)
  }
  removeTimer(pcpu, vcpu)
  enterState(vcpu, state, now)
}

/** It waits until `timerNs`, or only for somebody who wakes it. */
export function waitUntil(pcpu: Pcpu, vcpu: Vcpu, timerNs: u64): void {
  vcpu.timerNs = timerNs
  if (timerNs != NEVER) insertTimer(pcpu, vcpu)
}

/** The running vCPU leaves its loop at its next exit. */
export function giveWay(pcpu: Pcpu): void {
  if (pcpu.current == 0) return
  const hart: usize = changetype<Vcpu>(<usize>pcpu.current).hart
  setFlag(hart + offsetof<Hart>('giveWay'), 1)
  kick(changetype<Hart>(hart))
}

/** Who woke takes the CPU when its deadline is earlier and it is owed time, or has a reservation that the running one has not. */
function preempts(pcpu: Pcpu, woken: Vcpu, running: Vcpu, now: u64): bool {
  const isReserved = reservedLeft(woken, now) != 0
  if (isReserved != (reservedLeft(running, now) != 0)) return isReserved
  return woken.deadline - running.deadline < 0 && woken.virtualTime - queueTime(pcpu) <= 0
}

/** Where time is the guests' own, a CPU that had nothing to do comes to the moment at which it has. */
function passIdle(pcpu: Pcpu, now: u64): void {
  if (goesByMonotonicClock() || pcpu.current != 0 || pcpu.readyCount != 0 || now <= pcpu.clockNs) return
  pcpu.idleNs += now - pcpu.clockNs
  pcpu.clockNs = now
}
