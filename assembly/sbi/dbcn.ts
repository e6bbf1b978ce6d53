/** DBCN: the debug console, on the same rings as the UART (SBI chapter 12). */
import { GUEST_CONSOLE_IN, GUEST_CONSOLE_OUT, Guest, Hart, Ring, SbiError } from '../abi/layout.gen'
import { headPointer, headRun, ringPush, tailPointer, tailRun } from '../lib/ring'
import { lockGuest, unlockGuest } from '../memory/locks'
import { guestIsRam, guestRead, guestWrite } from '../memory/physical'
import { answer, argument, refuse, succeed } from './call'

const enum DbcnFunction {
  write = 0,
  read = 1,
  writeByte = 2,
}

export function dbcnCall(guest: Guest, hart: Hart, functionId: u64): void {
  if (functionId > <u64>DbcnFunction.writeByte) return refuse(hart, SbiError.notSupported)
  if (functionId == DbcnFunction.writeByte) return writeByte(guest, hart)
  const bytes = argument(hart, 0)
  const gpa = argument(hart, 1)
  /* The whole buffer, not only what fits into one call, has to be RAM. */
  if (argument(hart, 2) != 0 || (bytes != 0 && !guestIsRam(guest, gpa, bytes))) return refuse(hart, SbiError.invalidParam)
  lockGuest(guest)
  const done = functionId == DbcnFunction.write ? write(guest, gpa, bytes) : read(guest, gpa, bytes)
  unlockGuest(guest)
  answer(hart, SbiError.success, done)
}

/** Writes as much as the ring takes, in at most two runs; the caller comes again with the rest. */
function write(guest: Guest, gpa: u64, bytes: u64): u64 {
  const ring = outputOf(guest)
  let done: u64 = 0
  while (done < bytes) {
    const run = <u32>min<u64>(bytes - done, headRun(ring))
    if (run == 0 || !guestRead(guest, gpa + done, headPointer(ring), run)) break
    ring.head += run
    done += run
  }
  return done
}

function read(guest: Guest, gpa: u64, bytes: u64): u64 {
  const ring = changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_IN)
  let done: u64 = 0
  while (done < bytes) {
    const run = <u32>min<u64>(bytes - done, tailRun(ring))
    if (run == 0 || !guestWrite(guest, gpa + done, tailPointer(ring), run)) break
    ring.tail += run
    done += run
  }
  return done
}

/** A full ring is an I/O error: the call may not wait for the outside. */
function writeByte(guest: Guest, hart: Hart): void {
  lockGuest(guest)
  const isWritten = ringPush(outputOf(guest), <u32>argument(hart, 0) & 0xff)
  unlockGuest(guest)
  if (isWritten) succeed(hart)
  else refuse(hart, SbiError.failed)
}

function outputOf(guest: Guest): Ring {
  return changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_OUT)
}
