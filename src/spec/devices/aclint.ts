/** State of the ACLINT's timer; its software interrupts live in the harts' lines. */
import { array, struct, u64 } from '../layout/struct'
import { maxHarts } from '../platform'

export const aclintStruct = struct('Aclint', 'Machine timer of every hart.', [
  u64('mtimeOffset', 'mtime minus the ticks of guest time'),
  array('u64', 'mtimecmp', maxHarts, 'deadline in ticks of mtime, all ones when none'),
])
