/**
 * The host-target interface: what a program stores to `tohost` asks the host for something, as Spike answers it.
 *
 *     tohost: | device 63:56 | command 55:48 | payload 47:0 |
 *
 * Device 0 is the proxy of system calls (an odd payload ends the guest), device 1 the console.
 */
import { GUEST_CONSOLE_IN, GUEST_CONSOLE_OUT, GUEST_HTIF, Guest, Htif, HTIF_BYTES, Ring } from '../../abi/layout.gen'
import { ringPop, ringPush } from '../../lib/ring'
import { endGuest, storeWord } from './answer'
import { systemCall } from './system-call'

const enum Device {
  systemCall = 0,
  console = 1,
}

const enum ConsoleCommand {
  read = 0,
  write = 1,
}

// @ts-ignore: decorator
@inline const PAYLOAD_MASK: u64 = 0xffff_ffff_ffff
/** A console read answers with this bit and the byte. */
// @ts-ignore: decorator
@inline const BYTE_READ: u64 = 0x100

export function htifReset(guest: Guest): void {
  memory.fill(changetype<usize>(htifOf(guest)), 0, HTIF_BYTES)
}

/** Answers the value that was stored to `tohost` and clears it there. */
export function htifPoll(guest: Guest, tohost: u64): void {
  if (tohost == 0 || guest.tohostGpa == 0) return
  storeWord(guest, guest.tohostGpa, 0)
  const device = <u32>(tohost >> 56)
  const command = <u32>(tohost >> 48) & 0xff
  if (device == Device.systemCall && command == 0) callHost(guest, tohost & PAYLOAD_MASK)
  else if (device == Device.console && command == ConsoleCommand.write) ringPush(outputOf(guest), <u32>tohost & 0xff)
  else if (device == Device.console && command == ConsoleCommand.read) readConsole(guest)
}

/** The outside put bytes into the console's input ring. */
export function htifInputArrived(guest: Guest): void {
  if (htifOf(guest).readWaits != 0) readConsole(guest)
}

function callHost(guest: Guest, payload: u64): void {
  if ((payload & 1) != 0) return endGuest(guest, <u32>(payload >> 1))
  systemCall(guest, payload)
  answer(guest, Device.systemCall, 0, 1)
}

function readConsole(guest: Guest): void {
  const htif = htifOf(guest)
  const byte = ringPop(inputOf(guest))
  htif.readWaits = byte < 0 ? 1 : 0
  if (byte >= 0) answer(guest, Device.console, ConsoleCommand.read, BYTE_READ | byte)
}

function answer(guest: Guest, device: u64, command: u64, payload: u64): void {
  if (guest.fromhostGpa != 0) storeWord(guest, guest.fromhostGpa, (device << 56) | (command << 48) | payload)
}

function htifOf(guest: Guest): Htif {
  return changetype<Htif>(changetype<usize>(guest) + GUEST_HTIF)
}

function outputOf(guest: Guest): Ring {
  return changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_OUT)
}

function inputOf(guest: Guest): Ring {
  return changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_IN)
}
