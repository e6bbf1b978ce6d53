/** The 16550A UART of the platform, with the behaviour of QEMU's serial.c. */
import { GUEST_UART, Guest, Uart, UART_BYTES } from '../../abi/layout.gen'
import { UART_IRQ } from '../../abi/platform.gen'
import { setInterruptLine } from '../../irq/line'
import { hasFifo, isTriggered, pullInput, resetReceiver, takeReceived } from './receive'
import { Fcr, Ier, Iir, Lcr, Lsr, Mcr, Msr, Register } from './registers'
import { showRoom, transmit } from './transmit'

/** 115200 baud divided by 9600. */
// @ts-ignore: decorator
@inline const RESET_DIVISOR: u32 = 12
// @ts-ignore: decorator
@inline const REGISTERS: u32 = 8

export function uartReset(guest: Guest): void {
  const uart = uartOf(guest)
  memory.fill(changetype<usize>(uart), 0, UART_BYTES)
  uart.divisor = RESET_DIVISOR
  uart.mcr = Mcr.out2
  uart.lsr = Lsr.transmitterEmpty | Lsr.idle
  uart.msr = Msr.connected
  settle(guest, uart)
}

/** The outside put bytes into the console's input ring. */
export function uartInputArrived(guest: Guest): void {
  settle(guest, uartOf(guest))
}

/** The outside took bytes from the console's output ring. */
export function uartOutputDrained(guest: Guest): void {
  settle(guest, uartOf(guest))
}

/** Any width reads the one byte of the register at `offset`, as on QEMU's memory-mapped UART. */
export function uartRead(guest: Guest, offset: u32, bytes: u32): u64 {
  if (offset >= REGISTERS) return 0
  const uart = uartOf(guest)
  pullInput(guest, uart)
  const value = readRegister(uart, offset)
  settle(guest, uart)
  return value
}

export function uartWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  if (offset >= REGISTERS) return
  const uart = uartOf(guest)
  if (offset == Register.iirFcr) pullInput(guest, uart)
  writeRegister(guest, uart, offset, <u32>value & 0xff)
  settle(guest, uart)
}

function readRegister(uart: Uart, register: u32): u32 {
  switch (register) {
    case Register.data:
      return isDivisorLatched(uart) ? uart.divisor & 0xff : takeReceived(uart)
    case Register.ier:
      return isDivisorLatched(uart) ? uart.divisor >> 8 : uart.ier
    case Register.iirFcr:
      return readIir(uart)
    case Register.lcr:
      return uart.lcr
    case Register.mcr:
      return uart.mcr
    case Register.lsr:
      return readLsr(uart)
    case Register.msr:
      return readMsr(uart)
    default:
      return uart.scr
  }
}

function writeRegister(guest: Guest, uart: Uart, register: u32, value: u32): void {
  switch (register) {
    case Register.data:
      if (isDivisorLatched(uart)) uart.divisor = (uart.divisor & 0xff00) | value
      else transmit(guest, uart, value)
      return
    case Register.ier:
      if (isDivisorLatched(uart)) uart.divisor = (uart.divisor & 0xff) | (value << 8)
      else writeIer(uart, value & Ier.mask)
      return
    case Register.iirFcr:
      return writeFcr(uart, value)
    case Register.lcr:
      uart.lcr = value
      return
    case Register.mcr:
      uart.mcr = value & Mcr.mask
      return
    case Register.scr:
      uart.scr = value
  }
}

/** Reading the identity of the transmitter's interrupt acknowledges it. */
function readIir(uart: Uart): u32 {
  const identity = interruptIdentity(uart)
  if (identity == Iir.transmitterEmpty) uart.thrPending = 0
  return identity | (hasFifo(uart) ? Iir.fifosOn : 0)
}

/** Overrun and break are told once. */
function readLsr(uart: Uart): u32 {
  const value = uart.lsr
  uart.lsr &= ~(Lsr.overrun | Lsr.breakSignal)
  return value
}

/** The loop brings the outputs of MCR back: OUT2 to DCD, OUT1 to RI, RTS to CTS, DTR to DSR. */
function readMsr(uart: Uart): u32 {
  if ((uart.mcr & Mcr.loop) != 0) return ((uart.mcr & Mcr.outputs) << 4) | ((uart.mcr & Mcr.rts) << 3) | ((uart.mcr & Mcr.dtr) << 5)
  const value = uart.msr
  uart.msr &= ~Msr.deltas
  return value
}

/** Enabling the transmitter's interrupt raises it again while THRE stands, though IIR was read: drivers start to send by it. */
function writeIer(uart: Uart, value: u32): void {
  const changed = uart.ier ^ value
  uart.ier = value
  if ((changed & Ier.transmitterEmpty) == 0) return
  const asks = (value & Ier.transmitterEmpty) != 0 && (uart.lsr & Lsr.transmitterEmpty) != 0
  uart.thrPending = asks ? 1 : 0
}

/** Switching FIFOs on or off empties both. */
function writeFcr(uart: Uart, value: u32): void {
  const resets = ((uart.fcr ^ value) & Fcr.enable) != 0 ? Fcr.resetReceiver | Fcr.resetTransmitter : value
  uart.fcr = value & Fcr.kept
  if ((resets & Fcr.resetReceiver) != 0) resetReceiver(uart)
  if ((resets & Fcr.resetTransmitter) != 0 && (uart.lsr & Lsr.transmitterEmpty) != 0) uart.thrPending = 1
}

/** Brings the FIFO, THRE and the interrupt line up to date after anything changed. */
function settle(guest: Guest, uart: Uart): void {
  /* Without interrupts only a read can tell; until then the debug console or HTIF may take the input. */
  if (uart.ier != 0) pullInput(guest, uart)
  showRoom(guest, uart)
  setInterruptLine(guest, UART_IRQ, interruptIdentity(uart) != Iir.none)
}

/** Bytes below the trigger level interrupt at once, as after a time-out: no line is slow here. */
function interruptIdentity(uart: Uart): u32 {
  if ((uart.ier & Ier.lineStatus) != 0 && (uart.lsr & Lsr.errors) != 0) return Iir.lineStatus
  if ((uart.ier & Ier.received) != 0 && uart.fifoCount != 0) return isTriggered(uart) ? Iir.received : Iir.timeout
  if ((uart.ier & Ier.transmitterEmpty) != 0 && uart.thrPending != 0) return Iir.transmitterEmpty
  if ((uart.ier & Ier.modemStatus) != 0 && (uart.msr & Msr.deltas) != 0) return Iir.modemStatus
  return Iir.none
}

function isDivisorLatched(uart: Uart): bool {
  return (uart.lcr & Lcr.divisorLatch) != 0
}

function uartOf(guest: Guest): Uart {
  return changetype<Uart>(changetype<usize>(guest) + GUEST_UART)
}
