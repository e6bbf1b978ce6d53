/** How the host-target interface answers: words in guest memory, and the guest's end. */
import { GUEST_HTIF, Guest, GuestEnd, HTIF_CALL } from '../../abi/layout.gen'
import { guestWrite } from '../../memory/physical'

/** Where the host keeps the block of a system call while it serves it; its last word doubles as the word to send. */
// @ts-ignore: decorator
@inline
export function callBlock(guest: Guest): usize {
  return changetype<usize>(guest) + GUEST_HTIF + HTIF_CALL
}

/** Writes a doubleword to guest memory; an address outside RAM takes nothing. */
export function storeWord(guest: Guest, gpa: u64, value: u64): void {
  const word = callBlock(guest) + 56
  store<u64>(word, value)
  guestWrite(guest, gpa, word, 8)
}

/** Ends the guest with the exit code of its program: 0 is a pass. */
export function endGuest(guest: Guest, code: u32): void {
  guest.ended = code == 0 ? GuestEnd.powerOff : GuestEnd.fail
  guest.endCode = code
}
