/** State of the virtual machine generation id (Microsoft, "Virtual Machine Generation ID"; device tree binding `microsoft,vmgenid`). */
import { struct, u32, u64 } from '../layout/struct'

export const vmGenIdStruct = struct(
  'VmGenId',
  'Generation id: another one whenever a guest goes on from a state that others may have gone on from.',
  [
    u64('low', 'bytes 0 to 7 of the id, first byte lowest'),
    u64('high', 'bytes 8 to 15'),
    u32('isUnread', '1 from a change until the guest reads it'),
  ],
)
