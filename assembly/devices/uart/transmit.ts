/** Transmitter of the UART: bytes leave at once into the console's ring, and its room is what the guest sees as THRE. */
import { GUEST_CONSOLE_OUT, Guest, Ring, Uart } from '../../abi/layout.gen'
import { ringFree, ringPush } from '../../lib/ring'
import { receive } from './receive'
import { Lsr, Mcr } from './registers'

/** A driver that sees THRE may write a whole FIFO: THRE is shown only while that much fits. */
// @ts-ignore: decorator
@inline const FIFO_BYTES: u32 = 16

export function transmit(guest: Guest, uart: Uart, byte: u32): void {
  uart.thrPending = 0
  uart.lsr &= ~(Lsr.transmitterEmpty | Lsr.idle)
  if ((uart.mcr & Mcr.loop) != 0) receive(uart, byte)
  else ringPush(outputOf(guest), byte)
  showRoom(guest, uart)
}

/** Raises THRE, and its interrupt, once a FIFO's worth fits. */
export function showRoom(guest: Guest, uart: Uart): void {
  if ((uart.lsr & Lsr.transmitterEmpty) != 0 || !hasRoom(guest, uart)) return
  uart.lsr |= Lsr.transmitterEmpty | Lsr.idle
  uart.thrPending = 1
}

function hasRoom(guest: Guest, uart: Uart): bool {
  return (uart.mcr & Mcr.loop) != 0 || ringFree(outputOf(guest)) >= FIFO_BYTES
}

function outputOf(guest: Guest): Ring {
  return changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_OUT)
}
