/**
 * Virtio devices in a guest's region. Their slots follow the harts, one of a fixed size for each device that the guest can have:
 *
 *     slot 0..7   memory-mapped, at platform.virtioMmio.base + slot x 0x1000
 *     slot 8...   on PCI, as many as the guest was made with
 *
 *     | VirtioDevice scalars | config | Virtqueue x virtqueues | state of the device's own |
 */
import { array, struct, u32, u64 } from './struct'

export const virtioSizes = {
  /** Bytes of one slot. */
  slotBytes: 4096,
  /** Slots that every guest has: those of the memory-mapped transport. */
  mmioSlots: 8,
  /** Queues that a device can have. */
  virtqueues: 20,
  /** Descriptors that a queue, and so a chain, can have. */
  queueSize: 1024,
  configBytes: 256,
  /** Bytes for what a kind of device keeps for itself. */
  stateBytes: 2048,
  /** Chains that a guest's devices can have in their hands at once: one that is read while another is written. */
  chains: 2,
} as const

export const virtqueueStruct = struct(
  'Virtqueue',
  'One virtqueue: where its rings are, and how far the device is. Addresses are guest-physical.',
  [
    u32('maxSize', 'largest size that the driver may choose, 0 when there is no such queue', 'fixed'),
    u32('size', 'descriptors, as the driver chose', { most: virtioSizes.queueSize }),
    u32('ready', '1 while the queue is enabled', { most: 1 }),
    u32('nextAvail', 'split: avail.idx up to which entries were taken; packed: place of the next descriptor', { most: 0xffff }),
    u32('nextUsed', 'split: used.idx of the next entry; packed: place of the next descriptor', { most: 0xffff }),
    u32('signalledUsed', 'nextUsed when the driver was last interrupted', { most: 0xffff }),
    u32('wraps', 'packed: bit 0 wrap counter of the driver, bit 1 of the device', { most: 3 }),
    u32('vector', 'MSI-X vector, 0xffff when none'),
    u64('descriptorGpa', 'descriptor area'),
    u64('driverGpa', 'driver area: the available ring, or the event suppression of the driver'),
    u64('deviceGpa', 'device area: the used ring, or the event suppression of the device'),
    u64('notifications', 'statistics: notifications by the driver'),
    u64('chains', 'statistics: chains taken'),
    u64('interrupts', 'statistics: interrupts asked for'),
  ],
  16,
)

export const virtioDeviceStruct = struct(
  'VirtioDevice',
  'One virtio device: what its transport shows, its configuration space, its queues, and its own state.',
  [
    u32('kind', 'VirtioKind', 'fixed'),
    u32('deviceId', 'device id of the specification, 0 in an empty slot', 'fixed'),
    u32('transport', 'VirtioTransport', 'fixed'),
    u32('slot', 'its number in the guest', 'fixed'),
    u32('queues', 'virtqueues that it has', 'fixed'),
    u32('status', 'VirtioStatus bits'),
    u64('deviceFeatures', 'feature bits on offer', 'fixed'),
    u64('driverFeatures', 'feature bits that the driver accepted'),
    u32('deviceFeaturesSel', 'word of the features that is read'),
    u32('driverFeaturesSel', 'word of the features that is written'),
    u32('queueSel', 'queue that the transport shows'),
    u32('interruptStatus', 'VirtioInterrupt bits that the driver has not acknowledged'),
    u32('configGeneration', 'goes up when the device changes its configuration'),
    u32('configBytes', 'size of the configuration space in use', 'fixed'),
    u64('configWritable', 'bit per byte of the configuration space: the driver may write it', 'fixed'),
    u32('configVector', 'MSI-X vector of configuration changes, 0xffff when none'),
    u32('pending', 'bit per queue: it has more to do'),
    u32('blocked', 'bit per queue: it waits for a free request to the outside'),
    u32('pciFunction', 'PCI transport: number of its function in the guest', 'fixed'),
    u64('violations', 'statistics: what a driver did against the rules of queues or memory'),
    u64('needsResets', 'statistics: how often DEVICE_NEEDS_RESET was set'),
    array('u8', 'config', virtioSizes.configBytes, 'configuration space'),
    array('u8', 'queue', virtioSizes.virtqueues * virtqueueStruct.bytes, 'Virtqueue each'),
    array('u8', 'state', virtioSizes.stateBytes, 'what the kind of device lays out'),
  ],
  64,
)

/** What a device took out of a queue: validated copies of its descriptors, which the guest cannot change any more. */
export const chainStruct = struct(
  'Chain',
  'A chain of buffers: readable segments first, then writable ones. A scratch, filled again for each chain.',
  [
    u32('head', 'split: index of its first descriptor; packed: its buffer id'),
    u32('descriptors', 'packed: descriptors that it takes in the ring'),
    u32('place', 'packed: place of its first descriptor'),
    u32('readSegments', 'segments for the device to read'),
    u32('writeSegments', 'segments for the device to write, which follow'),
    u32('readBytes', 'bytes to read in all'),
    u32('writeBytes', 'bytes to write in all'),
    u32('pointer', 'host pointer of the run found last'),
    u32('readIndex', 'segment of the read position found last'),
    u32('readStart', 'position of that segment'),
    u32('writeIndex', 'segment of the write position found last, from the first writable one'),
    u32('writeStart', 'position of that segment'),
    u32('index', 'split: the descriptor read last'),
    u64('gpa', 'its address'),
    u32('length', 'its length'),
    u32('flags', 'its DescriptorFlag bits, and in the upper half the next index or the buffer id'),
    array('u64', 'segment', 2 * virtioSizes.queueSize, 'gpa, and bytes in the low half of the word behind'),
  ],
  64,
)

/** Why a device stopped trusting its driver. */
export const virtioViolations = {
  none: 0,
  queueAddress: 1,
  queueSize: 2,
  queueOverlap: 3,
  availIndex: 4,
  descriptorIndex: 5,
  chainLength: 6,
  emptyBuffer: 7,
  bufferAddress: 8,
  bufferOrder: 9,
  indirectInIndirect: 10,
  indirectTable: 11,
  totalLength: 12,
  request: 13,
} as const

/** What the guest's devices refused lately: the newest are there, and how many there were in all. */
export const securityEntries = 64
export const securityEntryStruct = struct('SecurityEntry', 'A refusal of something that a guest asked a device for.', [
  u64('timeNs', 'guest time'),
  u64('gpa', 'the guest-physical address concerned, 0 when none'),
  u64('length', 'the length concerned'),
  u32('reason', 'VirtioViolation'),
  u32('slot', 'slot of the device'),
  u32('queue', 'its queue'),
  u32('kind', 'VirtioKind; 0 for a function of an 82576, whose slot is that of the PCI function'),
])
export const securityLogStruct = struct(
  'SecurityLog',
  'Refusals by the devices of a guest.',
  [
    u32('written', 'entries ever written; the entry of number n is at n modulo their count'),
    u32('told', 'entries that the outside took'),
    array('u8', 'entry', securityEntries * securityEntryStruct.bytes, 'SecurityEntry each'),
  ],
  64,
)
