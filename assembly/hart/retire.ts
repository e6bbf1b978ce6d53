/** Completion of an instruction that changed what the loop caches, so that the loop must be entered anew. */
import { Attention, Hart } from '../abi/layout.gen'
import { currentPc } from './pc'

/** System, CSR and cache-block instructions, the ones that end here, have 4 bytes each. */
const INSTRUCTION_BYTES: u64 = 4

/** Comes before anything that flushes a TLB: a flush forgets where in its page the hart is. */
export function retireAndLeave(hart: Hart): void {
  retireAt(hart, currentPc(hart) + INSTRUCTION_BYTES)
}

/** The same where the next event may be another than the slice was made for. */
export function retireAndEndSlice(hart: Hart): void {
  retireAndLeave(hart)
  hart.limit = hart.retired
}

/** Retires the current instruction; the next one is at `pc`. */
export function retireAt(hart: Hart, pc: u64): void {
  hart.pc = pc
  hart.codePtr = 0
  hart.retired += 1
  hart.attention = Attention.resume
}
