/** Guest RAM as a hart's instruction reaches it: a pointer, or 0 and in hart.attention why there is none yet. */
import { Attention, Guest, Hart } from '../abi/layout.gen'
import { mayRead, mayWrite } from '../memory/allocation'
import { PAGE_MASK } from '../memory/page'
import { writePointer } from '../memory/physical'
import { isSharedPage, readablePage } from '../memory/stage2'
import { isAlone } from './alone'

/** Host pointer to RAM that is about to be read. There is none while the page is swapped out and the host has no frame for it. */
export function readableRam(hart: Hart, gpa: u64): usize {
  const guest = changetype<Guest>(<usize>hart.guest)
  const page = mayRead(guest, gpa) ? readablePage(guest, gpa) : 0
  if (page != 0) return page + (<usize>gpa & PAGE_MASK)
  hart.attention = Attention.memory
  return 0
}

/**
 * Host pointer to RAM that is about to be written. There is none while the host has no frame for it; and when the code that the hart is
 * executing is in a copy from now on, where the instruction is executed again.
 */
export function writableRam(hart: Hart, gpa: u64, bytes: u32): usize {
  const guest = changetype<Guest>(<usize>hart.guest)
  if (ASC_FEATURE_THREADS && isSharedPage(guest, gpa) && !isAlone(hart)) return 0
  const record = hart.codePtr
  const pointer = mayWrite(guest, gpa) ? writePointer(guest, gpa, bytes) : 0
  if (pointer == 0) hart.attention = Attention.memory
  if (hart.codePtr == record) return pointer
  hart.attention = Attention.moved
  return 0
}
