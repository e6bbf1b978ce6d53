/** State of a PCI function of a guest. */
import { array, struct, u32, u64 } from '../layout/struct'
import { configBytes, mostMsixVectors } from './functions'

export const pciBars = 6
/** Bytes for what a function that is no virtio device keeps for itself. */
export const pciFunctionStateBytes = 5760

export const pciFunctionStruct = struct(
  'PciFunction',
  'One function of the PCI hierarchy: where it is, its configuration space, its MSI-X table.',
  [
    u32('kind', 'PciKind; 0 in an empty slot', 'fixed'),
    u32('slot', 'index of this function in the guest', 'fixed'),
    u32('bridge', 'slot of the root port that it is behind; 0 on the root bus', 'fixed'),
    u32('devfn', 'device and function number, 8 bits', 'fixed'),
    u32('isPresent', '1 when it answers; 0 for a VF that is not enabled, or a device that was detached', { most: 1 }),
    u32('msixVectors', 'entries of the MSI-X table', 'fixed'),
    u32('interruptPin', 'INTx pin, 1 to 4; 0 none', 'fixed'),
    u32('intxLevel', '1 while it asserts INTx', { most: 1 }),
    u32('physicalFunction', 'slot of the PF of a VF; 0 when it is none, or its PF is elsewhere', 'fixed'),
    u32('vfIndex', 'number of the VF', 'fixed'),
    u32('totalVfs', 'SR-IOV: VFs that can be enabled', 'fixed'),
    u32('device', 'slot of the virtio device that it carries, plus one; 0 none', 'fixed'),
    u32('events', 'PciEvent bits that the owner of the device has not seen'),
    u32('slotPower', 'root port: 1 while its slot has power', { most: 1 }),
    u32('slotAsserts', 'root port: 1 while an event of its slot interrupts', { most: 1 }),
    u32('isEjecting', 'root port: 1 when what is in its slot leaves as soon as it has no power', { most: 1 }),
    u64('msixPending', 'bit per vector'),
    array('u64', 'bars', pciBars, 'guest-physical address of each BAR, all ones while it does not answer'),
    array('u64', 'barBytes', pciBars, 'size of each BAR, 0 for none', 'fixed'),
    array('u8', 'config', configBytes, 'configuration space'),
    array('u32', 'msix', 4 * mostMsixVectors, 'MSI-X table: address low and high, data, control'),
    array('u8', 'state', pciFunctionStateBytes, 'what the kind of function lays out'),
  ],
  64,
)

/** How a function is taken out: by the guest's leave, without it, or when its slot has no power any more. */
export const detachHows = { ask: 0, force: 1, finish: 2 } as const

/** What became of it: out, its system asked by the attention button, or in use by a driver whose system does not look after the slot. */
export const detachResults = { gone: 0, asked: 1, refused: 2 } as const

/** What a write to configuration space asks of the device behind it. */
export const pciEvents = { reset: 1, vfEnable: 2, window: 4, slotControl: 8, slotStatus: 16, busReset: 32 } as const
