/** ACLINT: software interrupts and timers of M-mode (RISC-V ACLINT specification; QEMU's clint). */
import { maxHarts } from '../platform'
import { array, struct, u64 } from '../layout/struct'

export const aclintStruct = struct('Aclint', 'MSWI and MTIMER of all harts.', [
  u64('timeOffset', 'mtime minus the ticks of guest time'),
  array('u64', 'mtimecmp', maxHarts, 'deadline of each hart in ticks'),
  array('u32', 'msip', maxHarts, 'software interrupt of each hart'),
])
