/** virtio-net (Virtual I/O Device 1.3, §5.1): feature bits, configuration space, control commands and the state of one device. */
import { array, struct, u32, u64 } from '../layout/struct'

export const virtioNetFeatures = {
  csum: 0,
  guestCsum: 1,
  ctrlGuestOffloads: 2,
  mtu: 3,
  mac: 5,
  guestTso4: 7,
  guestTso6: 8,
  guestEcn: 9,
  hostTso4: 11,
  hostTso6: 12,
  hostEcn: 13,
  mrgRxbuf: 15,
  status: 16,
  ctrlVq: 17,
  ctrlRx: 18,
  ctrlVlan: 19,
  ctrlRxExtra: 20,
  guestAnnounce: 21,
  mq: 22,
  ctrlMacAddr: 23,
  rss: 60,
  speedDuplex: 63,
} as const

/** Offsets in the configuration space (§5.1.4). */
export const virtioNetConfig = {
  mac: 0,
  status: 6,
  maxPairs: 8,
  mtu: 10,
  speed: 12,
  duplex: 16,
  rssKeyBytes: 17,
  rssTableEntries: 18,
  hashTypes: 20,
  bytes: 24,
} as const
export const virtioNetStatus = { linkUp: 1, announce: 2 } as const

/** Class in bits 15:8 and command in bits 7:0 (§5.1.6.5). */
export const virtioNetControl = {
  promisc: 0x0000,
  allMulti: 0x0001,
  allUni: 0x0002,
  noMulti: 0x0003,
  noUni: 0x0004,
  noBroadcast: 0x0005,
  macTableSet: 0x0100,
  macAddrSet: 0x0101,
  vlanAdd: 0x0200,
  vlanDel: 0x0201,
  announceAck: 0x0300,
  pairsSet: 0x0400,
  rssConfig: 0x0401,
  guestOffloadsSet: 0x0500,
} as const

/** Bits of `flags` and values of `gso_type` in the header of a packet (§5.1.6). */
export const virtioNetHeader = { bytes: 12, needsCsum: 1, dataValid: 2, gsoTcp4: 1, gsoTcp6: 4, gsoEcn: 0x80 } as const

/** What of a packet is hashed to choose its receive queue (§5.1.6.4.3): addresses, or addresses and ports. */
export const virtioNetHashTypes = { ip4: 0x01, tcp4: 0x02, udp4: 0x04, ip6: 0x08, tcp6: 0x10, udp6: 0x20, all: 0x3f } as const

export const virtioNetSizes = {
  /** Pairs of a receive and a transmit queue. */
  mostPairs: 8,
  /** Addresses of the receive filter; a driver that asks for more gets everything of that kind. */
  filterAddresses: 64,
  vlans: 4096,
  queueSize: 256,
  /** Of receive-side scaling: bytes of the key, and entries of the table of queues. */
  rssKeyBytes: 40,
  rssTableEntries: 128,
} as const

export const virtioNetStruct = struct(
  'Net',
  'A network device: what its driver asked of its receive filter, and what it is plugged into.',
  [
    u32('pairs', 'pairs of queues that it has', 'fixed'),
    u32('activePairs', 'pairs that the driver uses', { most: virtioNetSizes.mostPairs }),
    u32('port', 'cache: host pointer of its port of a switch, 0 while it is unplugged'),
    u32('promisc', 'takes every frame'),
    u32('allMulti', 'takes every frame to a group'),
    u32('allUni', 'takes every frame to a station'),
    u32('noMulti', 'takes no frame to a group'),
    u32('noUni', 'takes no frame to a station'),
    u32('noBroadcast', 'takes no broadcast'),
    u32('addresses', 'addresses in the filter', { most: virtioNetSizes.filterAddresses }),
    u32('unicastOverflow', '1 when more stations were asked for than the filter holds'),
    u32('multicastOverflow', '1 when more groups were asked for'),
    u32('isRss', '1 when its driver chooses receive queues by a hash and a table'),
    u32('hashTypes', 'what is hashed then'),
    u32('rssMask', 'bits of the hash that number an entry of the table'),
    u32('unclassified', 'pair of what is not hashed'),
    u64('ringing', 'what its driver did that the switch has not answered: bit per queue, and further ones of nic/virtio.ts'),
    u64('offloads', 'what it takes in one piece: guest feature bits'),
    u64('scratch', 'piece of a command under work'),
    u64('mac', 'its address, first byte lowest'),
    array('u64', 'filter', virtioNetSizes.filterAddresses, 'addresses that it takes, first byte lowest'),
    array('u64', 'vlans', virtioNetSizes.vlans / 64, 'bit per VLAN that it takes'),
    array('u16', 'rssTable', virtioNetSizes.rssTableEntries, 'pairs by the lowest bits of the hash'),
    array('u8', 'rssKey', virtioNetSizes.rssKeyBytes + 8, 'key of the hash, and zeros'),
  ],
  16,
)
