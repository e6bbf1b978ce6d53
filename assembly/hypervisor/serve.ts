/**
 * A physical CPU on a thread of its own. When nothing can run it waits for a while right here, so that whoever wakes it finds a vCPU running a few
 * microseconds later: the outside's event loop, and what the outside does between two stretches, come when guests have something for the outside,
 * when nobody needed the CPU for that while, or when the time is over.
 *
 *     run | nothing to do | wait ... rung | run | nothing to do | wait ............... | the outside | sleeps
 */
import { Pcpu, PcpuResult } from '../abi/layout.gen'
import { readFlag } from '../lib/lock'
import { sleepWhile } from '../lib/mutex'
import { codeCache } from '../memory/code-cache'
import { nextMoment } from '../scheduler/dispatch'
import { monotonic, NEVER, pcpuOf, realNs } from '../scheduler/pcpu'
import { pcpuRun } from './pcpu'

/** Longest wait inside: an answer from another guest is there sooner. */
const REST_NS: u64 = 2_000_000

/** Runs physical CPU `index` in stretches of about `instructions`, for about `ns` in all; a PcpuResult. */
export function pcpuServe(index: u32, instructions: u64, ns: f64): u32 {
  const pcpu = pcpuOf(index)
  const end = monotonic() + <u64>ns
  codeCache().hasNews = 0
  while (true) {
    pcpu.heard = readFlag(doorbellOf(pcpu))
    if (pcpuRun(index, instructions) == PcpuResult.busy) return PcpuResult.busy
    if (codeCache().hasNews != 0 || monotonic() >= end || !rest(pcpu)) return PcpuResult.idle
  }
}

/** Waits until there may be something to do; false when there was nothing for as long as it waits at most. */
function rest(pcpu: Pcpu): bool {
  const moment = nextMoment(pcpu)
  const now = realNs()
  const untilMoment = moment == NEVER ? NEVER : moment - min<u64>(now, moment)
  sleepWhile(doorbellOf(pcpu), pcpu.heard, <i64>min<u64>(untilMoment, REST_NS))
  return untilMoment < REST_NS || readFlag(doorbellOf(pcpu)) != pcpu.heard
}

// @ts-ignore: decorator
@inline
function doorbellOf(pcpu: Pcpu): usize {
  return changetype<usize>(pcpu) + offsetof<Pcpu>('doorbell')
}
