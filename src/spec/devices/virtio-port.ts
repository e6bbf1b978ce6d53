/** Devices whose work the outside does, chain by chain: consoles (Virtual I/O Device 1.3, §5.3), sockets (§5.10) and 9P. */
import { struct, u32 } from '../layout/struct'

/** What the core keeps of such a device, whatever its kind. */
export const portDeviceStruct = struct('PortDevice', 'State of a device whose chains the outside takes and fills.', [
  u32('inputs', 'bit per queue: its chains wait for the outside to fill them', 'fixed'),
  u32('wants', 'bit per queue: the outside had something and found no chain'),
  u32('resets', 'resets by the driver'),
  u32('isReady', '1 when the outside should look at it: it was reset, or has a chain at last', { most: 1 }),
])

/** virtio-9p: the tag to mount is in the configuration space. */
export const p9FeatureBits = { mountTag: 0 } as const
export const consoleFeatureBits = { size: 0, multiport: 1 } as const
