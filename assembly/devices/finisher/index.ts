/** The SiFive test device: one word ends the guest. Linux reaches it as the syscon of poweroff and reboot. */
import { Finisher, FinisherValue, GUEST_FINISHER, Guest, GuestEnd } from '../../abi/layout.gen'

export function finisherReset(guest: Guest): void {
  finisherOf(guest).value = 0
}

export function finisherRead(guest: Guest, offset: u32, bytes: u32): u64 {
  return 0
}

/** The low half says what, the high half the exit code of a failure; other values do nothing. */
export function finisherWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  if (offset != 0 || (bytes != 2 && bytes != 4)) return
  const word = bytes == 2 ? <u32>value & 0xffff : <u32>value
  finisherOf(guest).value = word
  switch (word & 0xffff) {
    case FinisherValue.fail:
      return end(guest, GuestEnd.fail, word >> 16)
    case FinisherValue.pass:
      return end(guest, GuestEnd.powerOff, 0)
    case FinisherValue.reset:
      return end(guest, GuestEnd.reboot, 0)
  }
}

function end(guest: Guest, how: u32, code: u32): void {
  guest.ended = how
  guest.endCode = code
}

function finisherOf(guest: Guest): Finisher {
  return changetype<Finisher>(changetype<usize>(guest) + GUEST_FINISHER)
}
