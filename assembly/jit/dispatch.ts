/** Runs a hart by both engines: regions where there are some, the interpreter in between. */
import { Attention, Engine, Guest, GUEST_FALLBACKS, Hart, RECORD_ENTER, RECORD_OPERATION, REGION_INSTRUCTIONS } from '../abi/layout.gen'
import { isKicked } from '../memory/exclusive'
import { forgetJumpsOfHart } from '../memory/jump-cache'
import { ENTER_POSITION_SHIFT, translator } from '../memory/regions'
import { execute } from '../hart/execute.gen'
import { bringRecords, enterPage } from '../hart/fetch'
import { Cause } from '../hart/trap'
import { Effect, effectsOf } from './effects.gen'
import { warmArrival } from '../hart/heat'
import { operationOf } from './record'

/** Instructions that translated code runs at most before it comes back here, so that V8 can put better code in its place. */
const BUDGET: u64 = 250_000
/** The same where other harts of the guest run at the same time, and may want this one to leave its loop. */
const PARALLEL_BUDGET: u64 = 20_000
/** Instructions between two looks of the interpreter whether anybody wants that. */
const INTERPRETED: u64 = 10_000
/** Calls nested in Wasm. */
const DEPTH: i32 = 128
const NEVER: i64 = i64.MAX_VALUE

/** Executes until `retired` reaches `limit` or something needs attention. */
export function run(guest: Guest, hart: Hart): void {
  if (guest.engine == Engine.interpreter) return interpret(hart)
  hart.heatLimit = guest.hotThreshold
  const most = guest.isParallel != 0 ? PARALLEL_BUDGET : BUDGET
  let stuckAt = u64.MAX_VALUE
  while (goesOn(hart)) {
    if (hart.codePtr == 0 && !enterPage(hart, hart.pc)) return
    const w = load<u64>(<usize>hart.codePtr)
    const isRegion = (<u32>w & RECORD_OPERATION) == RECORD_ENTER && hart.limit - hart.retired >= REGION_INSTRUCTIONS
    if (isRegion && hart.retired != stuckAt) {
      const before = hart.retired
      enterRegion(guest, hart, w, most)
      stuckAt = hart.retired == before ? before : u64.MAX_VALUE
      continue
    }
    if (isRegion) stepOver(hart)
    else {
      noteFallback(guest, w)
      warmArrival(hart)
      hart.entryReserve = REGION_INSTRUCTIONS
      bringRecords(hart)
      executeSome(hart)
    }
    stuckAt = u64.MAX_VALUE
  }
}

function interpret(hart: Hart): void {
  hart.heatLimit = u32.MAX_VALUE
  hart.entryReserve = NEVER
  if (!ASC_FEATURE_THREADS) {
    if (hart.codePtr != 0 || enterPage(hart, hart.pc)) execute(hart)
    return
  }
  while (goesOn(hart) && (hart.codePtr != 0 || enterPage(hart, hart.pc))) executeSome(hart)
}

// @ts-ignore: decorator
@inline
function goesOn(hart: Hart): bool {
  return hart.attention == Attention.none && hart.retired < hart.limit && !isKicked(hart)
}

/** Where others may want the hart to leave its loop, it looks from time to time. */
function executeSome(hart: Hart): void {
  if (ASC_FEATURE_THREADS) executeUntil(hart, min<u64>(hart.limit, hart.retired + INTERPRETED))
  else execute(hart)
}

function executeUntil(hart: Hart, until: u64): void {
  const limit = hart.limit
  hart.limit = until
  execute(hart)
  // The last instruction before `until` may be one that ended the slice.
  if (hart.limit == until && hart.attention != Attention.resume) hart.limit = limit
  else hart.limit = min<u64>(limit, hart.limit)
}

function enterRegion(guest: Guest, hart: Hart, w: u64, most: u64): void {
  const before = hart.retired
  const budget = <i32>min<u64>(hart.limit - before, most)
  forgetDropped(hart)
  hart.codePtr = 0
  hart.codeChanged = 0
  hart.budgetEnd = before + <u64>budget
  translator().running = <u32>changetype<usize>(hart)
  const rest = call_indirect<i32>(<u32>(w >> 32), <u32>changetype<usize>(hart), budget, DEPTH, hart.pageVa, <u32>w >>> ENTER_POSITION_SHIFT)
  translator().running = 0
  if (rest >= 0) hart.retired = hart.budgetEnd - <u64>rest
  guest.translatedRetired += hart.retired - before
  if (hart.attention == Attention.trap && hart.trapCause == Cause.illegalInstruction) leaveToInterpreter(hart)
}

/** Regions are only dropped while nobody is in translated code, or by who then leaves it. */
function forgetDropped(hart: Hart): void {
  if (hart.dropsSeen == translator().drops) return
  hart.dropsSeen = translator().drops
  forgetJumpsOfHart(hart)
}

/** An instruction that turned out to be illegal did nothing yet; the interpreter tells which it was. */
function leaveToInterpreter(hart: Hart): void {
  hart.attention = Attention.none
  if (enterPage(hart, hart.pc)) stepOver(hart)
}

/** Interprets one instruction, whatever translated code there is for it. */
function stepOver(hart: Hart): void {
  hart.entryReserve = NEVER
  executeUntil(hart, hart.retired + 1)
}

/** Counts what is never translated. */
function noteFallback(guest: Guest, w: u64): void {
  if (<u32>w == 0 || (effectsOf(w) & Effect.leave) == 0) return
  const counter = changetype<usize>(guest) + GUEST_FALLBACKS + (operationOf(w) << 2)
  store<u32>(counter, load<u32>(counter) + 1)
}
