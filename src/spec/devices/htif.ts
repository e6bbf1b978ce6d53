/** State of the host-target interface. */
import { array, struct, u32 } from '../layout/struct'

export const htifStruct = struct('Htif', 'Host-target interface as Spike answers it.', [
  u32('readWaits', '1 while a console read waits for a byte'),
  array('u64', 'call', 8, 'the system call block that the guest points to'),
])
