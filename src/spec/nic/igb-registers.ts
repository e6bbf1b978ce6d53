/**
 * Registers of an Intel 82576 virtual function, as the datasheet (rev. 2.87, §8.26 and §9) has them and Linux's igbvf uses them. The core's
 * constants and docs/intel-82576.md are printed from this table.
 */
export interface IgbRegister {
  readonly name: string
  /** The name in the datasheet. */
  readonly datasheet: string
  readonly offset: number
  /** rc: reading clears what the bits tell. */
  readonly access: 'rw' | 'ro' | 'wo' | 'rc'
  readonly doc: string
  /** There is one for each of so many, so many bytes apart. */
  readonly count?: number
  readonly stride?: number
}

const row = (
  name: string,
  [datasheet, offset, access]: readonly [string, number, IgbRegister['access']],
  doc: string,
  repeated: { count?: number; stride?: number } = {},
): IgbRegister => ({ name, datasheet, offset, access, doc, ...repeated })

/** Queues of each kind, and MSI-X vectors, of a virtual function. */
export const igbVfSizes = { queues: 2, vectors: 3, mailboxWords: 16, hashes: 4096, vlans: 4096, filterAddresses: 4 } as const
const perQueue = { count: igbVfSizes.queues, stride: 0x100 } as const

export const igbVfRegisters: readonly IgbRegister[] = [
  row('ctrl', ['VTCTRL', 0x0000, 'rw'], 'bit 26 resets queues and interrupts of the function'),
  row('status', ['VTSTATUS', 0x0008, 'ro'], 'link up, speed, duplex'),
  row('frameTimer', ['VTFRTIMER', 0x1048, 'ro'], 'free running timer, microseconds'),
  row('eics', ['VTEICS', 0x1520, 'wo'], 'raises interrupt causes'),
  row('eims', ['VTEIMS', 0x1524, 'rw'], 'causes that may interrupt; writing sets bits'),
  row('eimc', ['VTEIMC', 0x1528, 'wo'], 'clears bits of VTEIMS'),
  row('eiac', ['VTEIAC', 0x152c, 'rw'], 'causes that are cleared when their message is sent'),
  row('eiam', ['VTEIAM', 0x1530, 'rw'], 'causes that are masked when their message is sent'),
  row('eicr', ['VTEICR', 0x1580, 'rc'], 'causes, a bit for each vector'),
  row(
    'eitr',
    ['VTEITR', 0x1680, 'rw'],
    'least time between two messages of a vector, microseconds in bits 14:2, and the counter of what is left of it, 4 microseconds a unit, in bits 30:21; a write with bit 31 leaves the counter alone',
    {
      count: igbVfSizes.vectors,
      stride: 4,
    },
  ),
  row(
    'ivar',
    ['VTIVAR', 0x1700, 'rw'],
    'vectors of the queues: receive 0, transmit 0, receive 1, transmit 1, a byte each; bit 7 valid',
  ),
  row('ivarMisc', ['VTIVAR_MISC', 0x1740, 'rw'], 'vector of the mailbox; bit 7 valid'),
  row('mailboxMemory', ['VMBMEM', 0x0800, 'rw'], 'message to or from the physical function', {
    count: igbVfSizes.mailboxWords,
    stride: 4,
  }),
  row('mailbox', ['VFMAILBOX', 0x0c40, 'rc'], 'who holds the mailbox, and what is in it'),
  row('psrtype', ['VFPSRTYPE', 0x0f0c, 'rw'], 'headers that are split off'),
  row('gprc', ['VFGPRC', 0x0f10, 'ro'], 'frames received'),
  row('gptc', ['VFGPTC', 0x0f14, 'ro'], 'frames sent'),
  row('gorc', ['VFGORC', 0x0f18, 'ro'], 'bytes received'),
  row('gotc', ['VFGOTC', 0x0f34, 'ro'], 'bytes sent'),
  row('mprc', ['VFMPRC', 0x0f3c, 'ro'], 'frames to groups received'),
  row('gprlbc', ['VFGPRLBC', 0x0f40, 'ro'], 'frames received from other functions'),
  row('gptlbc', ['VFGPTLBC', 0x0f44, 'ro'], 'frames sent to other functions'),
  row('gorlbc', ['VFGORLBC', 0x0f48, 'ro'], 'bytes received from other functions'),
  row('gotlbc', ['VFGOTLBC', 0x0f50, 'ro'], 'bytes sent to other functions'),
  row('rdbal', ['RDBAL', 0x2800, 'rw'], 'receive ring: address, low half', perQueue),
  row('rdbah', ['RDBAH', 0x2804, 'rw'], 'receive ring: address, high half', perQueue),
  row('rdlen', ['RDLEN', 0x2808, 'rw'], 'receive ring: bytes, a multiple of 128', perQueue),
  row('srrctl', ['SRRCTL', 0x280c, 'rw'], 'sizes of the buffers, and kind of the descriptors', perQueue),
  row('rdh', ['RDH', 0x2810, 'rw'], 'descriptor that the function fills next', perQueue),
  row('rxctl', ['RXCTL', 0x2814, 'rw'], 'direct cache access, which is kept and does nothing', perQueue),
  row('rdt', ['RDT', 0x2818, 'rw'], 'descriptor behind the last one that may be filled', perQueue),
  row('rxdctl', ['RXDCTL', 0x2828, 'rw'], 'bit 25 enables the queue', perQueue),
  row('tdbal', ['TDBAL', 0x3800, 'rw'], 'transmit ring: address, low half', perQueue),
  row('tdbah', ['TDBAH', 0x3804, 'rw'], 'transmit ring: address, high half', perQueue),
  row('tdlen', ['TDLEN', 0x3808, 'rw'], 'transmit ring: bytes, a multiple of 128', perQueue),
  row('tdh', ['TDH', 0x3810, 'rw'], 'descriptor that the function reads next', perQueue),
  row('txctl', ['TXCTL', 0x3814, 'rw'], 'direct cache access, which is kept and does nothing', perQueue),
  row('tdt', ['TDT', 0x3818, 'rw'], 'descriptor behind the last one to send', perQueue),
  row('txdctl', ['TXDCTL', 0x3828, 'rw'], 'bit 25 enables the queue', perQueue),
  row('tdwbal', ['TDWBAL', 0x3838, 'rw'], 'where TDH is written to, low half; bit 0 enables it', perQueue),
  row('tdwbah', ['TDWBAH', 0x383c, 'rw'], 'where TDH is written to, high half', perQueue),
]

export const igbVfRegisterOffsets: Readonly<Record<string, number>> = Object.fromEntries(
  igbVfRegisters.map(({ name, offset }) => [name, offset]),
)
