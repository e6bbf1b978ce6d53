/** What translated code calls in the core: accesses that miss, and instructions that the cold path executes. */
import { Attention, Hart, REGION_INSTRUCTIONS } from '../abi/layout.gen'
import { executeCold } from '../hart/execute-cold.gen'
import { enterPage } from '../hart/fetch'
import { loadSlow, storeSlow } from '../hart/memory'
import { ACCESS_LENGTH_SHIFT, ACCESS_SIGNED } from './memory'
import { lengthOf } from './record'

/** The hart is before the instruction at `pc`, with `budget` instructions left. */
function synchronize(hart: Hart, pc: u64, budget: u32): void {
  hart.pc = pc
  hart.retired = hart.budgetEnd - <u64>budget
}

/** The value at `address`, extended as `kind` says; hart.attention tells that there is none. */
export function translatedLoad(hart: usize, address: u64, kind: u32, pc: u64, budget: u32): u64 {
  const it = changetype<Hart>(hart)
  synchronize(it, pc, budget)
  const value = loadSlow(it, address, kind & (ACCESS_SIGNED - 1))
  if ((kind & ACCESS_SIGNED) == 0) return value
  const shift: u64 = 64 - (<u64>(kind & (ACCESS_SIGNED - 1)) << 3)
  return <u64>((<i64>value << shift) >> shift)
}

/** 1 when the region has to be left: the store needs attention, or it changed translated code and is done. */
export function translatedStore(hart: usize, address: u64, value: u64, kind: u32, pc: u64, budget: u32): u32 {
  const it = changetype<Hart>(hart)
  synchronize(it, pc, budget)
  storeSlow(it, address, value, kind & 0xff)
  if (it.attention != Attention.none) return 1
  if (it.codeChanged == 0) return 0
  it.pc += kind >> ACCESS_LENGTH_SHIFT
  it.retired += 1
  return 1
}

/** Executes the instruction of record `w`; the budget behind it, or -1 when the region has to be left. */
export function translatedStep(hart: usize, w: u64, pc: u64, budget: u32): i32 {
  const it = changetype<Hart>(hart)
  synchronize(it, pc, budget)
  if (!enterPage(it, pc)) return -1
  executeCold(it, w)
  if (it.attention != Attention.none) return -1
  it.codePtr = 0
  it.retired += 1
  it.pc = pc + (<u64>lengthOf(w) << 1)
  const left = it.limit - it.retired
  if (<i64>left < <i64>REGION_INSTRUCTIONS || it.codeChanged != 0) return -1
  const rest = min<u64>(<u64>(budget - 1), left)
  it.budgetEnd = it.retired + rest
  return <i32>rest
}
