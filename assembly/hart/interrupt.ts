/** Which interrupt a hart takes, or wakes for: pending, enabled, delegated, by priority (Privileged §3.1.9; AIA chapter 5). */
import { Extension, Guest, Hart, HART_MIPRIO, HART_SIPRIO, InterruptController } from '../abi/layout.gen'
import { driveLine, Line } from '../irq/hart-line'
import { imsicTop } from '../irq/imsic'
import { currentTick } from './clock'
import {
  ENVCFG_STCE, INTERRUPT_LCOFI, INTERRUPT_MEI, INTERRUPT_MSI, INTERRUPT_MTI, INTERRUPT_SEI, INTERRUPT_SSI, INTERRUPT_STI, MSTATUS_MIE,
  MSTATUS_SIE,
} from './csr/fields.gen'

/** Interrupts that exist on this hart; the others read as zero everywhere. */
// @ts-ignore: decorator
@inline export const MACHINE_INTERRUPTS: u64 = INTERRUPT_MSI | INTERRUPT_MTI | INTERRUPT_MEI
// @ts-ignore: decorator
@inline export const SUPERVISOR_INTERRUPTS: u64 = INTERRUPT_SSI | INTERRUPT_STI | INTERRUPT_SEI | INTERRUPT_LCOFI
// @ts-ignore: decorator
@inline export const ALL_INTERRUPTS: u64 = MACHINE_INTERRUPTS | SUPERVISOR_INTERRUPTS

/** mip as hardware sees it: software-written bits, device lines and timers together. */
// @ts-ignore: decorator
@inline export function interruptsPending(hart: Hart): u64 {
  return hart.mip | hart.lines
}

/** Cause of the interrupt to take now, or -1. */
export function pendingInterrupt(hart: Hart): i32 {
  const machine = machineCandidates(hart)
  if (machine != 0 && (hart.privilege < 3 || (hart.mstatus & MSTATUS_MIE) != 0)) return highest(hart, machine, true)
  if (hart.privilege > 1) return -1
  const supervisor = supervisorCandidates(hart)
  if (supervisor != 0 && (hart.privilege == 0 || (hart.mstatus & MSTATUS_SIE) != 0)) return highest(hart, supervisor, false)
  return -1
}

/** True when WFI has something to resume for: global enables and delegation do not count (§3.3.3). */
export function hasWakeup(hart: Hart): bool {
  return machineCandidates(hart) != 0 || supervisorCandidates(hart) != 0
}

/** Whether interrupt `code`, about to be taken below M-mode, is handled in S-mode. */
export function interruptTargetsSupervisor(hart: Hart, code: u32): bool {
  const bit = <u64>1 << code
  if ((hart.mideleg & bit) != 0) return true
  return (machineCandidates(hart) & bit) == 0 && (supervisorCandidates(hart) & bit) != 0
}

/** Interrupts for M-mode that are pending and enabled, whatever mstatus.MIE says. */
function machineCandidates(hart: Hart): u64 {
  return interruptsPending(hart) & hart.mie & ~hart.mideleg
}

/** Interrupts for S-mode; one that mvien virtualizes comes from mvip and has its own enable (AIA §5.3). */
function supervisorCandidates(hart: Hart): u64 {
  const delegated = interruptsPending(hart) & hart.mie & hart.mideleg
  return delegated | (hart.mvip & hart.sie & hart.mvien & ~hart.mideleg)
}

function highest(hart: Hart, candidates: u64, machine: bool): i32 {
  if (hasPriorities(hart, machine)) return <i32>(topCandidate(hart, candidates, machine) >> 16)
  return byDefaultOrder(candidates)
}

/** The order that the manual fixes: MEI, MSI, MTI, SEI, SSI, STI, LCOFI. */
function byDefaultOrder(candidates: u64): i32 {
  if ((candidates & INTERRUPT_MEI) != 0) return 11
  if ((candidates & INTERRUPT_MSI) != 0) return 3
  if ((candidates & INTERRUPT_MTI) != 0) return 7
  if ((candidates & INTERRUPT_SEI) != 0) return 9
  if ((candidates & INTERRUPT_SSI) != 0) return 1
  if ((candidates & INTERRUPT_STI) != 0) return 5
  return candidates == 0 ? -1 : <i32>ctz(candidates)
}

function hasPriorities(hart: Hart, machine: bool): bool {
  return ((hart.extensions >> (machine ? Extension.smaia : Extension.ssaia)) & 1) != 0
}

/** mtopi or stopi: identity in bits 27:16, priority in bits 7:0, or 0 (AIA §5.2). */
export function topInterrupt(hart: Hart, machine: bool): u32 {
  const candidates = machine ? machineCandidates(hart) : supervisorCandidates(hart)
  return candidates == 0 ? 0 : topCandidate(hart, candidates, machine)
}

/** The candidate with the lowest priority number; among equals the default order decides. */
function topCandidate(hart: Hart, candidates: u64, machine: bool): u32 {
  let rest = candidates
  let best: u32 = 0
  let bestPriority: u32 = 256
  while (rest != 0) {
    const code = byDefaultOrder(rest)
    const priority = priorityOf(hart, code, machine)
    if (priority < bestPriority) {
      bestPriority = priority
      best = code
    }
    rest &= ~(<u64>1 << code)
  }
  return (best << 16) | bestPriority
}

/**
 * A byte 0 of iprio stands for the place of the interrupt in the default order relative to the external one: 0 before it, 255 after it
 * (AIA §5.2.2). The external interrupt has the priority of what the IMSIC holds.
 */
function priorityOf(hart: Hart, code: i32, machine: bool): u32 {
  const external = machine ? 11 : 9
  if (code == external) return externalPriority(hart, machine)
  const own = <u32>load<u8>(changetype<usize>(hart) + (machine ? HART_MIPRIO : HART_SIPRIO) + code)
  if (own != 0) return own
  return isBeforeExternal(code, external) ? 0 : 255
}

/** MEI heads the default order; the machine-level interrupts alone are before SEI. */
// @ts-ignore: decorator
@inline function isBeforeExternal(code: i32, external: i32): bool {
  return external == 9 && (code == 11 || code == 3 || code == 7)
}

function externalPriority(hart: Hart, machine: bool): u32 {
  if (!hasImsic(hart)) return 0
  const identity = imsicTop(hart, machine) & 0x7ff
  return identity > 255 ? 255 : identity
}

export function hasImsic(hart: Hart): bool {
  return changetype<Guest>(hart.guest).interruptController == InterruptController.aia
}

/** Drives STIP from stimecmp: under menvcfg.STCE, or for the SBI timer of a direct start (Sstc §2.1). */
export function updateTimerLine(hart: Hart): void {
  const drives = (hart.menvcfg & ENVCFG_STCE) != 0 || changetype<Guest>(hart.guest).start == 0
  driveLine(hart, Line.stip, drives && currentTick(hart) >= hart.stimecmp)
}
