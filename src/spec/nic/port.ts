/**
 * A network adapter of the host: an embedded switch with a port for its uplink, for the host (the physical function) and for every
 * virtual function.
 *
 *     | Nic | NicPort 0: uplink | NicPort 1: physical function | NicPort 2...: virtual functions |
 */
import { array, i64, struct, u32, u64 } from '../layout/struct'

export const nicSizes = {
  /** Virtual functions of an adapter (PCIe numbers them in 8 bits, less the physical one). */
  mostVfs: 255,
  /** Places of the table of what was looked up lately. */
  lookups: 256,
  /** Longest frame in one piece: a header, two tags and what segmentation offload hands over. */
  longestFrame: 65_535 + 14 + 8,
  /** Headers of a frame that are looked at and changed; longer ones are not segmented. */
  headerBytes: 256,
  /** Bytes of frames that wait for the outside to take them. */
  outboxBytes: 1 << 20,
} as const

export const nicPortKinds = { none: 0, uplink: 1, physical: 2, virtual: 3 } as const
/** `ip link set PF vf N state ...` */
export const linkStates = { auto: 0, enable: 1, disable: 2 } as const
/** Where frames for a port go. */
export const portOwners = { nobody: 0, outside: 1, virtioNet: 2, igb: 3 } as const

export const nicPortStruct = struct(
  'NicPort',
  'A port of the embedded switch: whose it is, what its owner and the administrator set, and its counters.',
  [
    u32('kind', 'NicPortKind'),
    u32('index', 'its number'),
    u32('nic', 'host pointer of the Nic'),
    u32('owner', 'PortOwner'),
    u32('guest', 'host pointer of the guest that has it'),
    u32('slot', 'slot of the device in that guest'),
    u32('linkState', 'LinkState that the administrator chose'),
    u32('isUp', '1 while the link is up'),
    u32('spoofchk', '1: frames from other addresses than its own are dropped'),
    u32('trust', '1: it may ask for every frame, and for another address'),
    u32('rssQueryEn', '1: it may ask how its queues are chosen'),
    u32('vlan', 'port VLAN, 0 for none'),
    u32('qos', 'priority of the port VLAN'),
    u32('vlanProto', 'EtherType of the port VLAN: 0x8100 or 0x88a8'),
    u32('isMacSet', '1 when the administrator chose the address'),
    u32('isStopped', '1 after a malicious driver, until the function is reset'),
    u64('mac', 'its address, first byte lowest'),
    u64('minTxRate', 'Mbit/s that it gets in any case, 0 for none'),
    u64('maxTxRate', 'Mbit/s at most, 0 for no limit'),
    i64('tokens', 'bits that it may send now; negative after a long frame'),
    u64('tokensNs', 'guest time up to which tokens were given'),
    u64('wakeNs', 'guest time when it may send again, all ones when it need not wait'),
    u64('waitingQueues', 'bit per transmit queue that waits for tokens, or for a receiver'),
    u32('waitsFor', 'port whose receiver it waits for, plus one; 0 none'),
    u32('isCongested', '1 while its receiver has no buffers, and nobody waits for it any more'),
    u32('waiters', 'ports that wait for buffers of this one'),
    u32('guaranteedWaiters', 'those of them that have less than their minTxRate: nobody overtakes them'),
    u32('waitsGuaranteed', '1 while it is one of those'),
    i64('credit', 'bits that it may send before others, of its minTxRate'),
    u64('creditNs', 'guest time up to which credit was given'),
    u64('congestedNs', 'guest time of the waiting port when it gives up'),
    u64('patienceNs', 'how long senders wait for its buffers; it earns that by taking frames'),
    u64('rxPackets', 'rx_packets'),
    u64('txPackets', 'tx_packets'),
    u64('rxBytes', 'rx_bytes'),
    u64('txBytes', 'tx_bytes'),
    u64('broadcast', 'broadcast: received broadcasts'),
    u64('multicast', 'multicast: received frames to groups'),
    u64('rxDropped', 'rx_dropped: no buffer, or the link was down'),
    u64('txDropped', 'tx_dropped: refused by the switch'),
    u64('spoofed', 'frames with an address that is not its own'),
    u64('malicious', 'malicious driver detections'),
    u64('copiedBytes', 'statistics: bytes moved for what it received; rxBytes when each was copied once'),
  ],
  64,
)

/** Buffers that one frame can be spread over; more are too small to be worth it, and the frame is dropped. */
export const sinkHeads = 64

export const frameSinkStruct = struct(
  'FrameSink',
  'Where a frame is being written: buffers of a receive queue, or the outbox of an adapter.',
  [
    u32('guest', 'host pointer of the receiving guest, 0 for the outbox'),
    u32('device', 'host pointer of its VirtioDevice, or of the Nic'),
    u32('queue', 'receive queue'),
    u32('position', 'bytes written into the buffer in hand'),
    u32('headerPointer', 'host pointer of the header in the first buffer, 0 when it does not lie together'),
    u32('heads', 'buffers taken, the one in hand is the last'),
    u32('isMergeable', '1 when a frame may take several buffers'),
    u32('savedAvail', 'where the queue was before the first'),
    u32('savedWraps', 'the same for a packed queue'),
    u32('headerBytes', '82576: bytes of the buffer for headers, 0 when they are not split off'),
    u32('headerLeft', '82576: bytes of it that are free'),
    u32('packetBytes', '82576: size of the buffer in hand'),
    u64('headerGpa', '82576: where the next byte of the headers goes'),
    u64('packetGpa', '82576: the buffer in hand'),
    array('u32', 'head', 4 * sinkHeads, 'of each buffer: head, descriptors, bytes written'),
  ],
  64,
)

export const nicStruct = struct(
  'Nic',
  'An adapter, and the frame that its switch has in hand.',
  [
    u32('ports', 'ports that it has'),
    u32('extentBytes', 'size of all of it'),
    u32('generation', 'goes up when a port changes; what was looked up before is void'),
    u32('linkSpeed', 'Mbit/s that drivers are told'),
    u32('outbox', 'host pointer of the frames for the outside'),
    u32('outboxHead', 'bytes ever written there'),
    u32('outboxTail', 'bytes ever taken from there'),
    u32('events', 'goes up with everything that the outside is told'),
    u32('mtu', 'MTU that drivers are told'),
    u32('frameGuest', 'frame: host pointer of the guest whose chain it is in, 0 when it lies in host memory'),
    u32('frameChain', 'frame: host pointer of the Chain'),
    u32('frameStart', 'frame: position of its first byte in the chain, or host pointer'),
    u32('frameBytes', 'frame: length, with the tag that is in it'),
    u32('framePort', 'frame: index of the port that it comes from'),
    u32('frameFlags', 'frame: flags of its virtio header'),
    u32('frameGso', 'frame: gso_type'),
    u32('frameHeader', 'frame: hdr_len'),
    u32('frameSegment', 'frame: gso_size'),
    u32('frameCsumStart', 'frame: csum_start'),
    u32('frameCsumOffset', 'frame: csum_offset'),
    u32('frameTag', 'frame: VLAN tag in it, EtherType in the upper half and TCI in the lower; 0 none'),
    u32('framePushed', 'frame: tag that its port VLAN gave it, the same way; 0 none'),
    u32('frameVlan', 'frame: VLAN in the switch'),
    u32('frameMade', 'frame: bytes at its beginning that are in made, and not where the sender has them'),
    u32('sinkOwner', 'PortOwner of the port that the sink is of'),
    u64('frameTo', 'frame: destination'),
    u64('frameFrom', 'frame: source'),
    u32('framePointer', 'frame: host pointer of the run found last'),
    u32('copied', 'frame: bytes moved for it that no receiver was charged with; that its header was read does not count'),
    u32('waitFor', 'port without buffers that the frame in hand is for'),
    u32('promiscuous', 'ports whose owners ask for frames that are not theirs'),
    u64('frameFlow', 'frame: what tells flows between the same stations apart'),
    array('u64', 'lookupKey', nicSizes.lookups, 'destination and VLAN << 48'),
    array('u32', 'lookupPort', nicSizes.lookups, 'port plus one'),
    array('u32', 'lookupGeneration', nicSizes.lookups, 'generation of the answer'),
    array('u8', 'header', nicSizes.headerBytes, 'headers of the frame'),
    array('u8', 'looked', 64, 'headers behind its addresses, when they do not lie together'),
    array('u8', 'segment', nicSizes.headerBytes + 16, 'headers of the segment that is made of it'),
    array('u8', 'made', nicSizes.headerBytes, 'headers that the adapter made for the sender'),
    array('u8', 'sink', frameSinkStruct.bytes, 'FrameSink'),
  ],
  4096,
)
