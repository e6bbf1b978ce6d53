/** State of the 16550A UART. */
import { array, struct, u32 } from '../layout/struct'

export const uartStruct = struct('Uart', '16550A: registers as the guest wrote them, and its receive FIFO.', [
  u32('divisor', 'divisor latch, DLM and DLL'),
  u32('ier', 'interrupt enables'),
  u32('fcr', 'FIFO control without its self-clearing bits'),
  u32('lcr', 'line control'),
  u32('mcr', 'modem control'),
  u32('lsr', 'line status'),
  u32('msr', 'modem status'),
  u32('scr', 'scratch'),
  u32('thrPending', '1 while the transmitter-empty interrupt waits', { most: 1 }),
  u32('fifoFirst', 'place of the oldest byte in `fifo`', { most: 15 }),
  u32('fifoCount', 'bytes in `fifo`; at most 1 while FIFOs are off', { most: 16 }),
  array('u8', 'fifo', 16, 'received bytes, a ring'),
])
