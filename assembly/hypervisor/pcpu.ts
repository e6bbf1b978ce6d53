/** A physical CPU at work: it gives the vCPUs of its queue their turns, and finds out what each of them wants next. */
import { CpuGroup, Guest, GUEST_CONSOLE_OUT, GuestEnd, Hart, HsmState, Pcpu, PcpuResult, Ring, Vcpu, VcpuState } from '../abi/layout.gen'
import { isVirtual, pauseClock } from '../hart/clock'
import { rtcTick } from '../devices/rtc/index'
import { updateTimersOf } from '../irq/aclint'
import { ringCount } from '../lib/ring'
import { enterGuest, leaveGuest } from '../memory/exclusive'
import { host } from '../memory/host'
import { hsmResume } from '../sbi/index'
import { tellPreempted, tellSteal } from '../sbi/sta'
import { balanceWork, offerWork, stealWork } from '../scheduler/balance'
import { resumeHere } from '../scheduler/costop'
import { chargeRun, endRun, enterPcpu, nextMoment, nextVcpu } from '../scheduler/dispatch'
import { groupOf, stolenNs, vcpuOf } from '../scheduler/group'
import { goesByMonotonicClock, monotonic, NEVER, pcpuOf, realNs } from '../scheduler/pcpu'
import { readyVcpu, sleepUntil } from '../scheduler/place'
import { momentOf, nextEventTickOf } from './alarm'
import { wantAttention, wantAttentionNow } from './attention'
import { holdGuest } from './power'
import { continueRound, idleNs, passIdleTime, runLimited, waitsForMemory } from './round'
import { hasPosted } from './vcpu'
import { serveDevices } from './virtio'
import { serveNetwork } from './network'
import { anyCanRun, canRun, wakeSiblings } from './wake'

/** Times of an instruction are told in 1/1024 ns, and paces in instructions per 1024 ns. */
const FRACTION_SHIFT: u64 = 10
/** Instructions of a run by the monotonic clock at least: fewer are not worth the switch. */
const LEAST_RUN: u64 = 5_000
/** The pace of a vCPU before it was seen. */
const FIRST_RATE: u64 = 100
/** A shorter run says nothing about the pace. */
const TELLING_NS: u64 = 20_000

/**
 * Runs the vCPUs of physical CPU `index` for about `instructions`; a PcpuResult. It comes back earlier when nothing can run, and, where one
 * thread has all CPUs, when a guest on the virtual clock came to the end of a round.
 */
export function pcpuRun(index: u32, instructions: u64): u32 {
  const pcpu = pcpuOf(index)
  let left = instructions
  enterPcpu(pcpu)
  while (left > 0) {
    balanceWork(pcpu, pcpu.clockNs)
    const vcpu = nextVcpu(pcpu)
    if (changetype<usize>(vcpu) != 0) {
      if (host().isShared != 0 && pcpu.readyCount != 0) offerWork(pcpu)
      left -= min<u64>(left, max<u64>(1, runVcpu(pcpu, vcpu, left)))
      if (host().isShared == 0 && mustLook(guestOf(vcpu))) return PcpuResult.busy
      /* Where time is the guests' own, the others come as far before this one goes on. */
      if (host().pcpuCount > 1 && !goesByMonotonicClock()) return PcpuResult.busy
    } else if (!stealWork(pcpu) && !resumeHere(pcpu)) return PcpuResult.idle
  }
  return PcpuResult.busy
}

/** The guest came to the end of a round, or a device of it waits for the outside. */
function mustLook(guest: Guest): bool {
  return groupOf(guest).isRoundOver != 0 || hasPosted(guest)
}

/**
 * Where one thread has all CPUs: the one to run next, or -1 when none has anything to do. By the monotonic clock they take turns; otherwise it is
 * the one that is behind the others, so that they run side by side.
 */
export function pcpuNext(): i32 {
  const it = host()
  let next: i32 = -1
  let earliest = goesByMonotonicClock() ? realNs() : NEVER - 1
  for (let i: u32 = 1; i <= it.pcpuCount; i++) {
    const pcpu = pcpuOf((it.lastPcpu + i) % it.pcpuCount)
    if (pcpu.readyCount == 0) stealWork(pcpu)
    const moment = nextMoment(pcpu)
    if (moment > earliest) continue
    next = <i32>pcpu.index
    if (goesByMonotonicClock()) break
    earliest = moment - (moment == 0 ? 0 : 1)
  }
  if (next >= 0) it.lastPcpu = <u32>next
  return next
}

/** Nanoseconds until the first moment at which a physical CPU has something to do by itself: 0 when it has now, infinite when never. */
export function hostSleepNs(): f64 {
  let sleep: f64 = Infinity
  for (let i: u32 = 0; i < host().pcpuCount; i++) sleep = min<f64>(sleep, pcpuSleepNs(i))
  return sleep
}

export function pcpuSleepNs(index: u32): f64 {
  const moment = nextMoment(pcpuOf(index))
  if (moment == NEVER) return Infinity
  const now = goesByMonotonicClock() ? realNs() : moment
  return moment <= now ? 0 : <f64>(moment - now)
}

/** The outside has looked at the guest: after the end of a round the next one may begin, or the guest sleeps until its next timer. */
export function guestExchanged(guest: Guest): void {
  const group = groupOf(guest)
  if (group.isRoundOver == 0) return
  group.isRoundOver = 0
  const vcpu = vcpuOf(group, 0)
  const idle = group.isActive == 0 ? NEVER : idleNs(guest)
  if (idle == NEVER) return
  if (idle != 0 && !goesByMonotonicClock()) {
    group.sleepEndNs = vcpu.availableNs + idle
    return sleepUntil(vcpu, group.sleepEndNs)
  }
  if (idle != 0) passIdleTime(guest)
  readyVcpu(vcpu, vcpu.availableNs)
}

/** Runs the vCPU for its quantum, and at most so many instructions; how many it used. */
function runVcpu(pcpu: Pcpu, vcpu: Vcpu, most: u64): u64 {
  const guest = guestOf(vcpu)
  guest.rounds += 1
  enterGuest(guest)
  const used = isVirtual(guest) ? runWhole(pcpu, vcpu, guest, most) : runOne(pcpu, vcpu, guest, most)
  leaveGuest(guest)
  return used
}

/** A guest on the virtual clock. */
function runWhole(pcpu: Pcpu, vcpu: Vcpu, guest: Guest, most: u64): u64 {
  const group = groupOf(guest)
  if (isAsleep(guest, group, pcpu.clockNs)) {
    charge(pcpu, vcpu, 0)
    endRun(pcpu, vcpu, VcpuState.wait, group.sleepEndNs)
    return 0
  }
  const used = continueRound(guest, instructionsOf(vcpu, most))
  charge(pcpu, vcpu, used)
  if (guest.ended != GuestEnd.none) endGuest(pcpu, vcpu, guest)
  else if (group.isRoundOver != 0 || waitsForMemory(guest)) {
    endRun(pcpu, vcpu, VcpuState.wait, NEVER)
    wantAttentionNow(guest)
  } else endRun(pcpu, vcpu, VcpuState.ready, NEVER)
  return used
}

/** It was woken too early; or its time goes on to the timer that it slept for. */
function isAsleep(guest: Guest, group: CpuGroup, now: u64): bool {
  if (group.sleepEndNs == NEVER) return false
  if (!anyCanRun(guest)) {
    if (now < group.sleepEndNs) return true
    passIdleTime(guest)
  }
  group.sleepEndNs = NEVER
  return false
}

/** A hart of a guest on the real clock. */
function runOne(pcpu: Pcpu, vcpu: Vcpu, guest: Guest, most: u64): u64 {
  const hart = changetype<Hart>(<usize>vcpu.hart)
  let used: u64 = 0
  if (hart.waiting != 0) refreshTime(guest, hart)
  if (canRun(hart)) {
    if (hart.waiting != 0) hsmResume(hart)
    if (guest.harts > 1) hart.reservationGpa = NEVER
    tellSteal(guest, hart, stolenNs(vcpu))
    used = runLimited(guest, hart.id, instructionsOf(vcpu, most))
  }
  charge(pcpu, vcpu, used)
  if (hasNews(guest)) wantAttentionNow(guest)
  else wantAttention(guest)
  if (guest.ended != GuestEnd.none) endGuest(pcpu, vcpu, guest)
  else settle(pcpu, vcpu, guest, hart)
  return used
}

/** Somebody outside waits for this; what else there may be is seen when the outside looks the next time. */
function hasNews(guest: Guest): bool {
  return ringCount(changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_OUT)) != 0 || hasPosted(guest) || waitsForMemory(guest)
}

/** Time passed while the hart waited. An alarm may have woken another one. */
function refreshTime(guest: Guest, hart: Hart): void {
  pauseClock(guest)
  updateTimersOf(guest, hart)
  rtcTick(guest)
  serveDevices(guest)
  serveNetwork(guest)
  wakeSiblings(guest, hart)
}

/** What the hart wants next. Who woke or started it, or set an alarm, before it was off the CPU did not see it waiting, so it looks once more afterwards. */
function settle(pcpu: Pcpu, vcpu: Vcpu, guest: Guest, hart: Hart): void {
  if (canRun(hart)) {
    if (pcpu.readyCount != 0) tellPreempted(guest, hart)
    return endRun(pcpu, vcpu, VcpuState.ready, NEVER)
  }
  const tick = nextEventTickOf(guest, hart)
  if (hart.hsm == HsmState.stopped) endRun(pcpu, vcpu, VcpuState.off, NEVER)
  else endRun(pcpu, vcpu, VcpuState.wait, momentOf(guest, tick))
  if (canRun(hart) || (hart.hsm != HsmState.stopped && nextEventTickOf(guest, hart) < tick)) readyVcpu(vcpu, pcpu.clockNs)
}

/** No vCPU of the guest runs any more; the outside learns why. */
function endGuest(pcpu: Pcpu, vcpu: Vcpu, guest: Guest): void {
  endRun(pcpu, vcpu, VcpuState.off, NEVER)
  holdGuest(guest)
  wantAttentionNow(guest)
}

/** The quantum in instructions: exact where time is made of them, else by the pace seen so far. */
function instructionsOf(vcpu: Vcpu, most: u64): u64 {
  if (vcpu.quantumNs == NEVER) return most
  if (goesByMonotonicClock()) {
    const rate = vcpu.instructionRate == 0 ? FIRST_RATE : vcpu.instructionRate
    return min<u64>(most, max<u64>(LEAST_RUN, (vcpu.quantumNs * rate) >> FRACTION_SHIFT))
  }
  const exact = (vcpu.quantumNs << FRACTION_SHIFT) / periodOf(guestOf(vcpu))
  /* The last exit may count twice, and a limit leaves no room for that. */
  return min<u64>(most, max<u64>(1, vcpu.takenNs == 0 ? exact : exact - 1))
}

function charge(pcpu: Pcpu, vcpu: Vcpu, used: u64): void {
  const now = monotonic()
  const elapsed = now - min<u64>(now, pcpu.seenNs)
  pcpu.seenNs = now
  vcpu.cpuNs += elapsed
  if (elapsed >= TELLING_NS && used != 0) learnRate(vcpu, (used << FRACTION_SHIFT) / elapsed)
  chargeRun(pcpu, vcpu, goesByMonotonicClock() ? elapsed : (used * periodOf(guestOf(vcpu))) >> FRACTION_SHIFT)
}

function learnRate(vcpu: Vcpu, rate: u64): void {
  const before = vcpu.instructionRate
  vcpu.instructionRate = max<u64>(1, before == 0 ? rate : (3 * before + rate) >> 2)
}

function periodOf(guest: Guest): u64 {
  return max<u64>(1, guest.virtualNsPerInstruction)
}

// @ts-ignore: decorator
@inline
function guestOf(vcpu: Vcpu): Guest {
  return changetype<Guest>(<usize>vcpu.guest)
}
