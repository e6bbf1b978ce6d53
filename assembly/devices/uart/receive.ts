/** Receiver of the UART: a FIFO of 16 bytes, or one holding register while FIFOs are off. */
import { GUEST_CONSOLE_IN, Guest, Ring, UART_FIFO, Uart } from '../../abi/layout.gen'
import { ringPop } from '../../lib/ring'
import { Fcr, Lsr, Mcr } from './registers'

// @ts-ignore: decorator
@inline const FIFO_BYTES: u32 = 16

export function resetReceiver(uart: Uart): void {
  uart.fifoFirst = 0
  uart.fifoCount = 0
  uart.lsr &= ~(Lsr.dataReady | Lsr.breakSignal)
}

/** Takes bytes that were typed while there is room: the rest waits in the ring, so that nothing is lost. */
export function pullInput(guest: Guest, uart: Uart): void {
  if ((uart.mcr & Mcr.loop) != 0) return
  const ring = changetype<Ring>(changetype<usize>(guest) + GUEST_CONSOLE_IN)
  while (uart.fifoCount < capacity(uart)) {
    const byte = ringPop(ring)
    if (byte < 0) return
    receive(uart, byte)
  }
}

/** A byte arrives from the line or from the loop; one that finds no room is an overrun. */
export function receive(uart: Uart, byte: u32): void {
  uart.lsr |= Lsr.dataReady
  if (uart.fifoCount >= capacity(uart)) {
    uart.lsr |= Lsr.overrun
    return
  }
  store<u8>(place(uart, uart.fifoFirst + uart.fifoCount), byte)
  uart.fifoCount += 1
}

/** RBR: the oldest byte; 0 from an empty FIFO, the last byte again without one. */
export function takeReceived(uart: Uart): u32 {
  if (uart.fifoCount == 0) return hasFifo(uart) ? 0 : load<u8>(place(uart, uart.fifoFirst - 1))
  const byte = <u32>load<u8>(place(uart, uart.fifoFirst))
  uart.fifoFirst = (uart.fifoFirst + 1) & (FIFO_BYTES - 1)
  uart.fifoCount -= 1
  if (uart.fifoCount == 0) uart.lsr &= ~(Lsr.dataReady | Lsr.breakSignal)
  return byte
}

/** Has the FIFO reached its trigger level? */
export function isTriggered(uart: Uart): bool {
  return uart.fifoCount != 0 && (!hasFifo(uart) || uart.fifoCount >= triggerLevel(uart))
}

// @ts-ignore: decorator
@inline
export function hasFifo(uart: Uart): bool {
  return (uart.fcr & Fcr.enable) != 0
}

function triggerLevel(uart: Uart): u32 {
  switch (uart.fcr >> 6) {
    case 0:
      return 1
    case 1:
      return 4
    case 2:
      return 8
    default:
      return 14
  }
}

function capacity(uart: Uart): u32 {
  return hasFifo(uart) ? FIFO_BYTES : 1
}

function place(uart: Uart, index: u32): usize {
  return changetype<usize>(uart) + UART_FIFO + (index & (FIFO_BYTES - 1))
}
