/** Guest RAM as a hart's instruction reaches it: a pointer, or 0 and in hart.attention why there is none yet. */
import { Attention, Guest, Hart } from '../abi/layout.gen'
import { writePointer } from '../memory/physical'
import { isSharedPage } from '../memory/stage2'
import { isAlone } from './alone'

/**
 * Host pointer to RAM that is about to be written. There is none when the host has no frame; and when the code that the hart is executing
 * is in a copy from now on, where the instruction is executed again.
 */
export function writableRam(hart: Hart, gpa: u64, bytes: u32): usize {
  if (ASC_FEATURE_THREADS && isSharedPage(changetype<Guest>(<usize>hart.guest), gpa) && !isAlone(hart)) return 0
  const record = hart.codePtr
  const pointer = writePointer(changetype<Guest>(<usize>hart.guest), gpa, bytes)
  if (pointer == 0) hart.attention = Attention.memory
  if (hart.codePtr == record) return pointer
  hart.attention = Attention.moved
  return 0
}
