/** 16550A UART (as QEMU's serial). */
import { array, struct, u32 } from '../layout/struct'

export const uartStruct = struct('Uart', 'Registers and receive FIFO.', [
  u32('ier', ''),
  u32('fcr', ''),
  u32('lcr', ''),
  u32('mcr', ''),
  u32('scr', ''),
  u32('divisor', 'DLL and DLM'),
  u32('fifoHead', 'bytes ever put into the receive FIFO'),
  u32('fifoTail', 'bytes ever taken out'),
  u32('thrIntr', '1 while the transmitter-empty interrupt waits to be seen'),
  u32('overrun', '1 after a byte was lost in loopback'),
  u32('msrDelta', 'delta bits of MSR'),
  array('u8', 'fifo', 16, 'receive FIFO'),
])
