/** Intel 82576: bits of its registers, descriptors and mailbox messages, and the state of a virtual function. */
import { array, struct, u32, u64 } from '../layout/struct'
import { igbPfKeptWords, igbPfSizes } from './igb-pf-registers'
import { igbVfSizes } from './igb-registers'

export const igbBits = {
  /** VTCTRL. */
  ctrlReset: 1 << 26,
  /** VTSTATUS: full duplex, link up, 1000 Mbit/s. */
  statusFullDuplex: 0x01,
  statusLinkUp: 0x02,
  statusSpeed1000: 0x80,
  /** RXDCTL, TXDCTL. */
  queueEnable: 1 << 25,
  /** VTIVAR. */
  vectorValid: 0x80,
} as const

/** VFMAILBOX (§8.15.2). */
export const igbMailboxBits = {
  request: 0x01,
  acknowledge: 0x02,
  heldByVf: 0x04,
  heldByPf: 0x08,
  pfMessage: 0x10,
  pfAcknowledge: 0x20,
  resetInProgress: 0x40,
  resetDone: 0x80,
} as const

/** Messages of the mailbox, as the drivers of physical and virtual functions agree on them. */
export const igbMessages = {
  reset: 0x0001,
  setMac: 0x0002,
  setMulticast: 0x0003,
  setVlan: 0x0004,
  setLpe: 0x0005,
  setPromisc: 0x0006,
  pfControl: 0x0100,
} as const

/** Further bits of the first word. */
export const igbMessageFlags = { clearToSend: 0x2000_0000, nack: 0x4000_0000, ack: 0x8000_0000 | 0 } as const
/** Bits 23:16 of the first word tell more. */
export const igbMessageInfoShift = 16
export const igbMacFilters = { clear: 1, add: 2 } as const
export const igbPromisc = { unicast: 1, multicast: 2 } as const

/** Advanced transmit descriptors (§7.2.2), and what legacy ones share with them: bits of the third word. */
export const igbTransmit = {
  typeShift: 20,
  typeMask: 15,
  lengthMask: 0xffff,
  typeContext: 2,
  typeData: 3,
  endOfPacket: 1 << 24,
  insertChecksum: 1 << 26,
  reportStatus: 1 << 27,
  isAdvanced: 1 << 29,
  insertVlan: 1 << 30,
  segment: 0x8000_0000 | 0,
  /** Bits 13:8 of the fourth word. */
  ipChecksum: 0x100,
  l4Checksum: 0x200,
  /** Third word of a context. */
  contextIpv4: 0x400,
  contextL4Shift: 11,
  l4Udp: 0,
  l4Tcp: 1,
  l4Sctp: 2,
  done: 1,
} as const

/** Receive descriptors as they are written back (§7.1.5.2), SRRCTL's kinds among them. */
export const igbReceive = {
  done: 0x01,
  endOfPacket: 0x02,
  vlanPacket: 0x08,
  udpChecked: 0x10,
  l4Checked: 0x20,
  ipChecked: 0x40,
  loopback: 0x0004_0000,
  /** SRRCTL: kind of the descriptors; buffers of packets in KiB, where 0 stands for 2, and those of headers in 64 bytes. */
  typeShift: 25,
  typeMask: 7,
  packetMask: 0x7f,
  packetShift: 10,
  usualPacketBytes: 2048,
  headerFieldShift: 8,
  headerMask: 15,
  headerShift: 6,
  typeLegacy: 0,
  typeOneBuffer: 1,
  typeSplit: 2,
  typeSplitAlways: 5,
  splitHeader: 0x8000,
  headerLengthShift: 5,
} as const

export const igbQueueStruct = struct(
  'IgbQueue',
  'A ring of descriptors of 16 bytes. Addresses are guest-physical.',
  [
    u64('baseGpa', 'RDBAL and RDBAH, or TDBAL and TDBAH'),
    u64('headGpa', 'TDWBAL and TDWBAH: where the head is written to'),
    u32('length', 'RDLEN or TDLEN, bytes'),
    u32('head', 'RDH or TDH'),
    u32('tail', 'RDT or TDT'),
    u32('control', 'RXDCTL or TXDCTL'),
    u32('split', 'SRRCTL'),
    u32('dca', 'RXCTL or TXCTL'),
    array('u32', 'context', 2 * 4, 'two contexts: lengths and VLAN, unused, type, segment size and length of the header'),
  ],
  16,
)

export const igbThrottleStruct = struct(
  'IgbThrottle',
  'What holds the messages of a vector back (§7.3.4.1): EITR, whose counter goes by the time of the guest.',
  [
    u32('eitr', 'interval and what is kept for low latency: EITR without the counter'),
    u32('pad', 'zero'),
    u64('endNs', 'guest time when the counter comes to zero'),
  ],
  8,
)

/** EITR (§8.8.12). The counter has 12 bits, of which drivers see the upper ten. */
export const igbThrottleBits = {
  /** Microseconds. */
  interval: 0x7ffc,
  intervalShift: 2,
  /** Whether messages of low latency are counted, and their credits. */
  lowLatency: 0x8000,
  credits: 0x1f_0000,
  counterShift: 21,
  counterMask: 0x3ff,
  /** Microseconds to a unit of the counter, as a shift. */
  counterUnit: 2,
  /** The counters stay: of this write alone. */
  keepsCounters: 0x8000_0000 | 0,
} as const

export const igbVfStruct = struct(
  'IgbVf',
  'A function of an 82576: its registers, and what the driver of a virtual one asked the physical function for. IgbPf follows in that of a physical one.',
  [
    u32('port', 'cache: host pointer of its port of a switch, 0 while it is unplugged'),
    u32('ringing', 'what its driver did that the switch has not answered: IgbRinging bits'),
    u32('queues', 'queues of each kind', 'fixed'),
    u32('receiveAt', 'offset of the first receive ring from here', 'fixed'),
    u32('transmitAt', 'offset of the first transmit ring from here', 'fixed'),
    u32('throttlesAt', 'offset of the first IgbThrottle from here', 'fixed'),
    u32('lanes', 'IgbLane bits: whether it receives and sends at all'),
    u32('isClearToSend', '1 after its reset message', { most: 1 }),
    u32('isReplyUnread', '1 while the driver has not read the answer to its message', { most: 1 }),
    u32('isPingDue', '1 when a message to the driver waits for the mailbox', { most: 1 }),
    u32('mailbox', 'VFMAILBOX'),
    u32('ctrl', 'VTCTRL'),
    u32('eicr', 'VTEICR'),
    u32('held', 'vectors whose messages are held back'),
    u32('eims', 'VTEIMS'),
    u32('eiac', 'VTEIAC'),
    u32('eiam', 'VTEIAM'),
    u32('ivar', 'VTIVAR'),
    u32('ivarMisc', 'VTIVAR_MISC'),
    u32('psrtype', 'VFPSRTYPE'),
    u32('longestFrame', 'bytes of a frame that it takes at most, with a tag and without the checksum', { most: 0xffff }),
    u32('allMulti', '1 when it takes every frame to a group', { most: 1 }),
    u32('addresses', 'further addresses in the filter', { most: igbVfSizes.filterAddresses }),
    u32('gprc', 'VFGPRC'),
    u32('gptc', 'VFGPTC'),
    u32('gorc', 'VFGORC'),
    u32('gotc', 'VFGOTC'),
    u32('mprc', 'VFMPRC'),
    u32('gprlbc', 'VFGPRLBC'),
    u32('gptlbc', 'VFGPTLBC'),
    u32('gorlbc', 'VFGORLBC'),
    u32('gotlbc', 'VFGOTLBC'),
    u32('frameEnd', 'frame in hand: place behind its last descriptor'),
    u32('frameCommand', 'frame in hand: third word of the descriptor that tells about it'),
    u32('frameOptions', 'frame in hand: fourth word of that descriptor'),
    u32('frameReason', 'frame in hand: VirtioViolation when it is none'),
    u64('descriptor', 'first half of the descriptor read last'),
    u64('descriptorHigh', 'its second half'),
    array('u32', 'mailboxMemory', igbVfSizes.mailboxWords, 'VMBMEM'),
    array('u64', 'filter', igbVfSizes.filterAddresses, 'further addresses, first byte lowest'),
    array('u64', 'hashes', igbVfSizes.hashes / 64, 'bit per hash of groups that it takes'),
    array('u64', 'vlans', igbVfSizes.vlans / 64, 'bit per VLAN that it takes'),
    array('u8', 'throttles', igbVfSizes.vectors * igbThrottleStruct.bytes, 'VTEITR: IgbThrottle each'),
    array('u8', 'receive', igbVfSizes.queues * igbQueueStruct.bytes, 'IgbQueue each'),
    array('u8', 'transmit', igbVfSizes.queues * igbQueueStruct.bytes, 'IgbQueue each'),
  ],
  16,
)

/** What a driver did, in IgbVf.ringing: a bit for each transmit queue, and what else the switch answers. */
export const igbRinging = { transmit: 1, receive: 0x1_0000, mailbox: 0x2_0000, reset: 0x4_0000, pools: 0x8_0000 } as const
export const igbLanes = { receive: 1, transmit: 2 } as const

export const igbPfStruct = struct(
  'IgbPf',
  'What the physical function of an 82576 has beyond a virtual one.',
  [
    u32('eerd', 'EERD'),
    u32('eecd', 'EECD: bits that the driver writes'),
    u32('mdic', 'MDIC'),
    u32('icr', 'ICR'),
    u32('ims', 'IMS'),
    u32('mailboxCauses', 'MBVFICR'),
    u32('vfResets', 'VFLRE'),
    u32('macLow', 'its address out of the NVM, first byte lowest'),
    u32('macHigh', 'its upper half'),
    u32('pad', 'zero'),
    array('u64', 'spoofed', igbPfSizes.pools, 'frames with wrong addresses of each virtual function that the driver was told of'),
    array('u32', 'kept', igbPfKeptWords, 'registers that keep what is written, by IgbPfKept'),
    array('u32', 'phy', igbPfSizes.phyRegisters, 'registers of the PHY'),
    array('u32', 'rates', igbPfSizes.queues, 'RTTBCNRC of each queue'),
    array('u8', 'throttles', igbPfSizes.vectors * igbThrottleStruct.bytes, 'EITR: IgbThrottle each'),
    array('u8', 'receive', igbPfSizes.queues * igbQueueStruct.bytes, 'IgbQueue each'),
    array('u8', 'transmit', igbPfSizes.queues * igbQueueStruct.bytes, 'IgbQueue each'),
  ],
  16,
)

/** Bits of registers of the physical function that the core acts on. */
export const igbPfBits = {
  /** CTRL. */
  masterDisable: 1 << 2,
  reset: 1 << 26,
  stripsTags: 1 << 30,
  phyReset: 0x8000_0000 | 0,
  /** STATUS. */
  resetDone: 1 << 21,
  masterEnabled: 1 << 19,
  /** EECD: asked for, granted, there, read. */
  nvmRequest: 0x40,
  nvmGrant: 0x80,
  nvmPresent: 0x100,
  nvmRead: 0x200,
  /** CTRL_EXT. */
  functionResetDone: 1 << 14,
  /** EEMNGCTL of either port. */
  phyConfigured: 0xc_0000,
  /** ICR: link changed, a mailbox, data out of synchronization. */
  linkChanged: 1 << 2,
  mailboxCause: 1 << 8,
  outOfSync: 1 << 28,
  /** MDIC. */
  phyWrite: 1 << 26,
  phyReady: 1 << 28,
  /** RCTL. */
  receiveEnable: 1 << 1,
  everyStation: 1 << 3,
  everyGroup: 1 << 4,
  longFrames: 1 << 5,
  broadcasts: 1 << 15,
  vlanFilter: 1 << 18,
  /** TCTL. */
  transmitEnable: 1 << 1,
  /** RAH. */
  addressValid: 0x8000_0000 | 0,
  addressPoolShift: 18,
  /** VMOLR: longest frame, in force, frames without a tag, groups by the table, broadcasts, every group, tags beside the frame. */
  poolLongest: 0x3fff,
  poolLongFrames: 1 << 16,
  poolUntagged: 1 << 24,
  poolGroups: 1 << 25,
  poolBroadcasts: 1 << 27,
  poolEveryGroup: 1 << 28,
  poolStripsTags: 1 << 30,
  /** VLVF. */
  vlanValid: 0x8000_0000 | 0,
  vlanPoolShift: 12,
  /** VMVIR. */
  insertAlways: 1 << 30,
} as const

/** P2VMAILBOX (§8.14.3). */
export const igbPfMailboxBits = { message: 1, acknowledge: 2, heldByVf: 4, heldByPf: 8, reclaim: 16 } as const
