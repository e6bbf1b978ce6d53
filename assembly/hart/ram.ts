/** Guest RAM as a hart's instruction reaches it: a pointer, or 0 and in hart.attention why there is none yet. */
import { Attention, Guest, Hart } from '../abi/layout.gen'
import { writePointer } from '../memory/physical'

/**
 * Host pointer to RAM that is about to be written. There is none when the host has no frame; and when the code that the hart is executing
 * is in a copy from now on, where the instruction is executed again.
 */
export function writableRam(hart: Hart, gpa: u64, bytes: u32): usize {
  const record = hart.codePtr
  const pointer = writePointer(changetype<Guest>(<usize>hart.guest), gpa, bytes)
  if (pointer == 0) hart.attention = Attention.memory
  if (hart.codePtr == record) return pointer
  hart.attention = Attention.moved
  return 0
}
