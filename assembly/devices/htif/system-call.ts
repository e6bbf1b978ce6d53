/** System calls through the host-target interface: the guest points to eight doublewords, number and arguments; the first takes the result. */
import { GUEST_CONSOLE_OUT, Guest, Ring } from '../../abi/layout.gen'
import { headPointer, headRun } from '../../lib/ring'
import { guestIsRam, guestRead } from '../../memory/physical'
import { callBlock, endGuest, storeWord } from './answer'

/** Numbers of Linux on RISC-V. */
const enum SystemCall {
  write = 64,
  exit = 93,
}

const enum Errno {
  EBADF = -9,
  EFAULT = -14,
  ENOSYS = -38,
}

// @ts-ignore: decorator
@inline const BLOCK_BYTES: u32 = 64
// @ts-ignore: decorator
@inline const STDOUT: u64 = 1
// @ts-ignore: decorator
@inline const STDERR: u64 = 2

/** A block outside RAM is not a call: nobody could read the result. */
export function systemCall(guest: Guest, gpa: u64): void {
  const block = callBlock(guest)
  if (!guestRead(guest, gpa, block, BLOCK_BYTES)) return
  const number = load<u64>(block)
  const first = load<u64>(block, 8)
  storeWord(guest, gpa, <u64>serve(guest, number, first))
}

function serve(guest: Guest, number: u64, first: u64): i64 {
  if (number == SystemCall.write) return write(guest, first)
  if (number != SystemCall.exit) return Errno.ENOSYS
  endGuest(guest, <u32>first)
  return 0
}

/** Writes as much as the console's ring takes. */
function write(guest: Guest, descriptor: u64): i64 {
  const gpa = load<u64>(callBlock(guest), 16)
  const bytes = load<u64>(callBlock(guest), 24)
  if (descriptor != STDOUT && descriptor != STDERR) return Errno.EBADF
  if (!guestIsRam(guest, gpa, bytes)) return Errno.EFAULT
  return <i64>copyOut(guest, gpa, bytes)
}

function copyOut(guest: Guest, gpa: u64, bytes: u64): u64 {
  const ring = changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_OUT)
  let done: u64 = 0
  while (done < bytes) {
    const run = <u32>min<u64>(bytes - done, headRun(ring))
    if (run == 0 || !guestRead(guest, gpa + done, headPointer(ring), run)) break
    ring.head += run
    done += run
  }
  return done
}
