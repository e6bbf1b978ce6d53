/** Which physical CPU a vCPU comes to, and moving it there. */
import { Pcpu, PCPU_SET_WORDS, Vcpu, VCPU_HARD, VCPU_SOFT, VcpuState } from '../abi/layout.gen'
import { readFlag, setFlag } from '../lib/lock'
import { host } from '../memory/host'
import { groupOfVcpu, mayRunOn, shouldRunOn } from './group'
import { insertTimer, removeTimer } from './order'
import { lockBothQueues, lockQueue, pcpuNow, pcpuOf, unlockBothQueues, unlockQueue } from './pcpu'
import { dequeue, enqueue, giveWay, waitUntil } from './queue'

const NOWHERE: u32 = u32.MAX_VALUE

/** Locks the queue that the vCPU belongs to. */
export function lockQueueOf(vcpu: Vcpu): Pcpu {
  while (true) {
    const index = queueIndex(vcpu)
    const pcpu = pcpuOf(index)
    lockQueue(pcpu)
    if (queueIndex(vcpu) == index) return pcpu
    unlockQueue(pcpu)
  }
}

// @ts-ignore: decorator
@inline
function queueIndex(vcpu: Vcpu): u32 {
  return readFlag(changetype<usize>(vcpu) + offsetof<Vcpu>('pcpu'))
}

/** Is it where its reservation and its affinity let it be? */
export function belongsOn(vcpu: Vcpu, pcpu: u32): bool {
  return vcpu.home != 0 ? vcpu.home - 1 == pcpu : mayRunOn(vcpu, pcpu)
}

/** A vCPU that waits, or was off, can run again; `now` is the moment on a CPU that has nothing to do. */
export function readyVcpu(vcpu: Vcpu, now: u64): void {
  while (true) {
    const from = pcpuOf(queueIndex(vcpu))
    const to = pcpuOf(choosePcpu(vcpu))
    lockPair(from, to)
    const isHere = queueIndex(vcpu) == from.index
    if (isHere && isIdle(vcpu) && groupOfVcpu(vcpu).isActive != 0) wake(from, to, vcpu, now)
    unlockPair(from, to)
    if (isHere) return
  }
}

// @ts-ignore: decorator
@inline
function isIdle(vcpu: Vcpu): bool {
  return vcpu.state == VcpuState.wait || vcpu.state == VcpuState.off
}

function wake(from: Pcpu, to: Pcpu, vcpu: Vcpu, now: u64): void {
  removeTimer(from, vcpu)
  if (vcpu.state == VcpuState.wait) to.wakeups += 1
  enqueue(to, vcpu, max<u64>(now, pcpuNow(to)))
}

/** A vCPU that waits for nothing in particular does so until `ns`. */
export function sleepUntil(vcpu: Vcpu, ns: u64): void {
  const pcpu = lockQueueOf(vcpu)
  if (vcpu.state == VcpuState.wait && vcpu.inTimers == 0) waitUntil(pcpu, vcpu, ns)
  unlockQueue(pcpu)
}

/** After a change of affinity or reservation: to a queue where the vCPU may be. One that runs goes there when its run ends. */
export function relocate(vcpu: Vcpu): void {
  while (true) {
    const from = pcpuOf(queueIndex(vcpu))
    const to = pcpuOf(choosePcpu(vcpu))
    lockPair(from, to)
    const isHere = queueIndex(vcpu) == from.index
    if (isHere && !belongsOn(vcpu, from.index)) move(from, to, vcpu)
    unlockPair(from, to)
    if (isHere) return
  }
}

function move(from: Pcpu, to: Pcpu, vcpu: Vcpu): void {
  if (vcpu.state == VcpuState.run) giveWay(from)
  else if (vcpu.state == VcpuState.ready) moveReady(from, to, vcpu)
  else {
    const hadTimer = vcpu.inTimers != 0
    removeTimer(from, vcpu)
    setFlag(changetype<usize>(vcpu) + offsetof<Vcpu>('pcpu'), to.index)
    if (hadTimer) insertTimer(to, vcpu)
  }
}

/** Both queues are locked. */
export function moveReady(from: Pcpu, to: Pcpu, vcpu: Vcpu): void {
  const now = max<u64>(pcpuNow(to), vcpu.availableNs)
  dequeue(from, vcpu, VcpuState.ready, now)
  enqueue(to, vcpu, now)
  to.migrations += 1
}

/** Idle before busy, preferred before merely allowed, the last one before others. */
export function choosePcpu(vcpu: Vcpu): u32 {
  if (vcpu.home != 0) return vcpu.home - 1
  const last = queueIndex(vcpu)
  const count = host().pcpuCount
  if (count == 1) return 0
  const prefers = hasPreference(vcpu)
  let best = NOWHERE
  let bestRank: u64 = u64.MAX_VALUE
  for (let i: u32 = 0; i < count; i++) {
    const index = (last + i) % count
    if (!mayRunOn(vcpu, index)) continue
    const rank = rankOf(pcpuOf(index), prefers && !shouldRunOn(vcpu, index))
    if (rank < bestRank) {
      best = index
      bestRank = rank
    }
  }
  return best == NOWHERE ? last : best
}

/** Lower is better. What other queues hold is a hint here, read without their locks. */
function rankOf(pcpu: Pcpu, isSecondChoice: bool): u64 {
  const isBusy = pcpu.current != 0 || pcpu.readyCount != 0
  return (isBusy ? <u64>1 << 62 : 0) | (isSecondChoice ? <u64>1 << 61 : 0) | (isBusy ? pcpu.weight : 0)
}

/** A preference is for some of the CPUs that it may run on. */
export function hasPreference(vcpu: Vcpu): bool {
  const base = changetype<usize>(vcpu)
  for (let word: u32 = 0; word < PCPU_SET_WORDS; word++) {
    if ((load<u64>(base + (word << 3), VCPU_SOFT) & load<u64>(base + (word << 3), VCPU_HARD)) != 0) return true
  }
  return false
}

function lockPair(one: Pcpu, other: Pcpu): void {
  if (one == other) lockQueue(one)
  else lockBothQueues(one, other)
}

function unlockPair(one: Pcpu, other: Pcpu): void {
  if (one == other) unlockQueue(one)
  else unlockBothQueues(one, other)
}
