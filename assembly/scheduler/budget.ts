/**
 * Limits: a guest's vCPUs get in all at most `limitNs` in every window of a period, wherever the window begins.
 *
 *     limit 2.5 ms     ran    |## |        |#######|              |## |        |#######|
 *                      ms     0   0.5      7       9              10           17
 *
 * What is used at a moment comes back one period later. A use is remembered by its end and its length, as if it had been without a break up to
 * its end; that is the latest that it can have been, and so two uses may be remembered as one.
 */
import { BUDGET_USES, CPU_GROUP_USE_END_NS, CPU_GROUP_USE_NS, CpuGroup, PERIOD_NS } from '../abi/layout.gen'
import { acquireLock, releaseLock } from '../lib/lock'
import { NEVER } from './pcpu'

/** Less is not worth a switch. */
const LEAST_GRANT_NS: u64 = 50_000

// @ts-ignore: decorator
@inline
export function isLimited(group: CpuGroup): bool {
  return group.limitNs != NEVER
}

/** Takes up to `wantedNs` from the budget before they are used; 0 when it must wait until budgetBackNs. */
export function takeBudget(group: CpuGroup, now: u64, wantedNs: u64): u64 {
  lock(group)
  giveBack(group, now)
  let granted: u64 = 0
  if (group.budgetNs >= <i64>leastGrant(group)) {
    granted = min<u64>(wantedNs, <u64>group.budgetNs)
    group.budgetNs -= <i64>granted
  }
  unlock(group)
  return granted
}

/** Of what was taken, `usedNs` were used up to `endNs`. More than there was, as by a thread that lost its processor meanwhile, is paid back. */
export function useBudget(group: CpuGroup, takenNs: u64, usedNs: u64, endNs: u64): void {
  lock(group)
  group.budgetNs += <i64>takenNs - <i64>usedNs
  if (usedNs != 0) remember(group, usedNs, endNs + payBackNs(group))
  unlock(group)
}

/** How much later than usual a use comes back that overdrew the budget, so that the guest has no more than its limit in the long run. */
function payBackNs(group: CpuGroup): u64 {
  if (group.budgetNs >= 0 || !isLimited(group)) return 0
  return <u64>-group.budgetNs * PERIOD_NS / max<u64>(group.limitNs, 1)
}

/** When there is enough again for a vCPU to run. */
export function budgetBackNs(group: CpuGroup): u64 {
  lock(group)
  let budget = group.budgetNs
  let when: u64 = 0
  for (let i: u32 = 0; i < group.useCount && budget < <i64>leastGrant(group); i++) {
    const place = placeOf(group, i)
    budget += <i64>load<u64>(place, CPU_GROUP_USE_NS)
    when = max<u64>(when, backAt(group, place))
  }
  unlock(group)
  return when
}

/** Changes the limit; what was used in the last period counts against the new one. */
export function setLimit(group: CpuGroup, limitNs: u64): void {
  lock(group)
  if (limitNs == NEVER || !isLimited(group)) {
    group.useCount = 0
    group.budgetNs = <i64>limitNs
  } else group.budgetNs += <i64>limitNs - <i64>group.limitNs
  group.limitNs = limitNs
  unlock(group)
}

function leastGrant(group: CpuGroup): u64 {
  return min<u64>(LEAST_GRANT_NS, group.limitNs)
}

function giveBack(group: CpuGroup, now: u64): void {
  while (group.useCount > 0) {
    const place = placeOf(group, 0)
    if (backAt(group, place) > now) return
    group.budgetNs += <i64>load<u64>(place, CPU_GROUP_USE_NS)
    group.firstUse = (group.firstUse + 1) % BUDGET_USES
    group.useCount -= 1
  }
}

/** One vCPU uses what comes back no faster than it was used; several could, so for them it comes back at its end. */
function backAt(group: CpuGroup, place: usize): u64 {
  const end = load<u64>(place, CPU_GROUP_USE_END_NS) + PERIOD_NS
  if (group.vcpus > 1) return end
  const length = load<u64>(place, CPU_GROUP_USE_NS)
  return length > end ? 0 : end - length
}

function remember(group: CpuGroup, usedNs: u64, endNs: u64): void {
  const last: usize = group.useCount == 0 ? 0 : placeOf(group, group.useCount - 1)
  if (last != 0 && (group.useCount == BUDGET_USES || follows(last, usedNs, endNs))) {
    store<u64>(last, max<u64>(endNs, load<u64>(last, CPU_GROUP_USE_END_NS)), CPU_GROUP_USE_END_NS)
    store<u64>(last, load<u64>(last, CPU_GROUP_USE_NS) + usedNs, CPU_GROUP_USE_NS)
    return
  }
  const place = placeOf(group, group.useCount)
  const before = last == 0 ? 0 : load<u64>(last, CPU_GROUP_USE_END_NS)
  store<u64>(place, max<u64>(endNs, before), CPU_GROUP_USE_END_NS)
  store<u64>(place, usedNs, CPU_GROUP_USE_NS)
  group.useCount += 1
}

/** Did the use begin where the last one ended, or before? */
function follows(last: usize, usedNs: u64, endNs: u64): bool {
  return endNs - usedNs <= load<u64>(last, CPU_GROUP_USE_END_NS)
}

/** Where use `index` from the oldest is, relative to which its two numbers lie at constant offsets. */
// @ts-ignore: decorator
@inline
function placeOf(group: CpuGroup, index: u32): usize {
  return changetype<usize>(group) + (((group.firstUse + index) % BUDGET_USES) << 3)
}

function lock(group: CpuGroup): void {
  acquireLock(changetype<usize>(group) + offsetof<CpuGroup>('lock'))
}

function unlock(group: CpuGroup): void {
  releaseLock(changetype<usize>(group) + offsetof<CpuGroup>('lock'))
}
