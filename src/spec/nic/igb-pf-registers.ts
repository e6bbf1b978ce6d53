/**
 * Registers of the physical function of an Intel 82576, as the datasheet (rev. 2.87, §8) has them and Linux's igb uses them. Most of them keep what
 * is written; what else happens is in the core. The core's constants and docs/intel-82576.md are printed from this table.
 */
export interface IgbPfRegister {
  readonly name: string
  /** The name in the datasheet. */
  readonly datasheet: string
  readonly offset: number
  readonly doc: string
  readonly count: number
  /** Bytes from one to the next. */
  readonly stride: number
  /** Keeps what is written, and is this after a reset; undefined for one that the core answers by itself. */
  readonly reset: number | undefined
}

type Place = readonly [datasheet: string, offset: number, count?: number]

const answered = (name: string, [datasheet, offset, count = 1]: Place, doc: string, stride = 4): IgbPfRegister => ({
  ...{ name, datasheet, offset, count, stride, doc },
  reset: undefined,
})
const kept = (name: string, [datasheet, offset, count = 1]: Place, doc: string, reset = 0): IgbPfRegister => ({
  ...{ name, datasheet, offset, count, stride: 4, doc },
  reset,
})

/** Queues of each kind, MSI-X vectors, pools, entries of the tables of addresses and of VLANs, words of the NVM and of the PHY. */
export const igbPfSizes = {
  queues: 16,
  vectors: 25,
  pools: 8,
  addresses: 24,
  vlanPools: 32,
  nvmWords: 64,
  phyRegisters: 32,
} as const

/** CTRL, EECD, PHY management: what drivers poll for is there at once. */
export const igbPfRegisters: readonly IgbPfRegister[] = [
  kept(
    'ctrl',
    ['CTRL', 0x0000],
    'bit 26 resets the function; bit 2 stops its bus mastering; bit 30 takes tags out of frames, without pools',
    0x0014_0241,
  ),
  answered('status', ['STATUS', 0x0008], 'link up, speed, duplex, bus mastering'),
  answered('eecd', ['EECD', 0x0010], 'who has the NVM, and that there is one'),
  answered('eerd', ['EERD', 0x0014], 'reads a word of the NVM'),
  kept('ctrlExt', ['CTRL_EXT', 0x0018], 'bit 14 tells the virtual functions that the physical one is through with its reset'),
  answered('mdic', ['MDIC', 0x0020], 'reads and writes registers of the PHY'),
  kept('flowControl', ['FCAL to VET', 0x0028, 5], 'flow control and VLAN type, which are kept and do nothing'),
  kept('rctl', ['RCTL', 0x0100], 'receiving: bit 1 enables it, promiscuity, long frames, broadcasts, VLAN filter'),
  kept('fcttv', ['FCTTV', 0x0170], 'flow control, which is kept and does nothing'),
  kept('tctl', ['TCTL', 0x0400, 5], 'sending: bit 1 enables it; gaps'),
  answered('mailboxMemory', ['VMBMEM', 0x0800, 8], 'messages to and from the virtual functions, 16 words each', 0x40),
  answered('mailbox', ['P2VMAILBOX', 0x0c00, 8], 'who holds the mailbox of a virtual function, and what is in it'),
  answered(
    'mailboxCauses',
    ['MBVFICR', 0x0c80],
    'virtual functions with a message, and in the upper half those that read one; a one clears',
  ),
  kept('mailboxMask', ['MBVFIMR', 0x0c84], 'virtual functions whose mailboxes interrupt', 0xff),
  answered('vfResets', ['VFLRE', 0x0c88], 'virtual functions that were reset; a one clears'),
  kept('vfReceive', ['VFRE', 0x0c8c], 'virtual functions that receive', 0xff),
  kept('vfTransmit', ['VFTE', 0x0c90], 'virtual functions that send', 0xff),
  kept('leds', ['LEDCTL', 0x0e00], 'kept'),
  answered('managementControl', ['EEMNGCTL', 0x1010], 'the PHY was set up'),
  answered('icr', ['ICR', 0x1500], 'interrupt causes; reading clears; this one to IAM are at 0x00c0 and on, too, 8 bytes apart'),
  answered('ics', ['ICS', 0x1504], 'raises interrupt causes'),
  answered('ims', ['IMS', 0x1508], 'causes that may interrupt; writing sets bits'),
  answered('imc', ['IMC', 0x150c], 'clears bits of IMS'),
  kept('iam', ['IAM', 0x1510, 2], 'auto mask, and GPIE'),
  answered('eics', ['EICS', 0x1520], 'raises vectors'),
  answered('eims', ['EIMS', 0x1524], 'vectors that may interrupt; writing sets bits'),
  answered('eimc', ['EIMC', 0x1528], 'clears bits of EIMS'),
  answered('eiac', ['EIAC', 0x152c], 'vectors that are cleared when their message is sent'),
  answered('eiam', ['EIAM', 0x1530], 'vectors that are masked when their message is sent'),
  answered('eicr', ['EICR', 0x1580], 'vectors with a cause; reading clears'),
  answered('eitr', ['EITR', 0x1680, 25], 'least time between two messages of a vector, as VTEITR'),
  kept(
    'ivar',
    ['IVAR', 0x1700, 8],
    'vectors of the queues: receive n, transmit n, receive n + 8, transmit n + 8, a byte each; bit 7 valid',
  ),
  kept('ivarMisc', ['IVAR_MISC', 0x1740], 'vectors of the timer, and of all other causes in bits 15:8'),
  kept('fcrt', ['FCRTL, FCRTH', 0x2160, 3], 'thresholds of flow control, which are kept and do nothing'),
  kept('receiveBuffer', ['RXPBS', 0x2404], 'size of the packet buffer, KiB', 0x40),
  kept('dropEnable', ['QDE', 0x2408], 'kept'),
  kept('transmitBuffer', ['TXPBS', 0x3404], 'size of the packet buffer, KiB', 0x28),
  kept(
    'transmitSwitch',
    ['DTXSWC', 0x3500],
    'pools whose addresses and VLANs are checked: bits 7:0; the rest is kept, and pools are always switched between',
  ),
  answered('wrongBehavior', ['WVBR', 0x3554], 'pools that sent from addresses that are not theirs; reading clears'),
  kept('rateSelect', ['RTTDQSEL', 0x3604], 'queue whose rate is set'),
  answered('rate', ['RTTBCNRC', 0x36b0], 'rate of that queue: link speed over this fixed-point number; bit 31 valid'),
  kept('vlanInsert', ['VMVIR', 0x3700, 8], 'port VLAN of a pool; bit 30 inserts it'),
  answered('gprc', ['GPRC', 0x4074], 'frames received; reading clears, as of all statistics'),
  answered('mprc', ['MPRC', 0x407c], 'frames to groups received'),
  answered('gptc', ['GPTC', 0x4080], 'frames sent'),
  answered('gorc', ['GORCL', 0x4088], 'bytes received'),
  answered('gotc', ['GOTCL', 0x4090], 'bytes sent'),
  kept('rxcsum', ['RXCSUM', 0x5000], 'kept'),
  kept('longest', ['RLPML', 0x5004], 'bytes of the longest frame', 0x2600),
  kept('rfctl', ['RFCTL', 0x5008], 'kept'),
  answered('hashes', ['MTA', 0x5200, 128], 'bit per hash of groups'),
  kept('addresses', ['RAL, RAH', 0x5400, 32], 'addresses: low half, and high half with the pools in bits 25:18; bit 31 valid'),
  kept('moreAddresses', ['RAL, RAH', 0x54e0, 16], 'the same for the entries from 16 on'),
  answered('vlans', ['VFTA', 0x5600, 128], "bit per VLAN; those that VLVF does not name are the physical function's"),
  kept('wakeUp', ['WUC', 0x5800, 3], 'kept'),
  kept('mrqc', ['MRQC', 0x5818], 'several queues: bits 2:0 are 3 or 5 when there are pools'),
  kept('vtCtl', ['VT_CTL', 0x581c], 'the pool of the physical function in bits 9:7'),
  kept('manc', ['MANC', 0x5820], 'kept'),
  kept(
    'poolControl',
    ['VMOLR', 0x5ad0, 8],
    'of a pool: longest frame, groups by the table, broadcasts, frames without a tag, every group; bit 30 takes tags out of frames',
  ),
  kept('gcr', ['GCR', 0x5b00], 'kept'),
  kept('swsm', ['SWSM', 0x5b50], 'semaphore of the software'),
  kept('swFwSync', ['SW_FW_SYNC', 0x5b5c], 'what software and firmware have'),
  kept('redirection', ['RETA', 0x5c00, 32], 'receive queue by hash, a byte each'),
  kept('rssKey', ['RSSRK', 0x5c80, 10], 'kept'),
  kept('vlanPools', ['VLVF', 0x5d00, 32], 'a VLAN, and the pools that it has in bits 19:12; bit 31 valid'),
  answered('systemTime', ['SYSTIML, SYSTIMH', 0xb600, 2], 'nanoseconds, in 2^-19'),
]

const keptRows = igbPfRegisters.filter(({ reset }) => reset !== undefined)
/** Words of the registers that keep what is written. */
export const igbPfKeptWords = keptRows.reduce((words, { count }) => words + count, 0)

/** Where each row of them begins among the words. */
export const igbPfKept: Readonly<Record<string, number>> = Object.fromEntries(
  keptRows.map(({ name }, index) => [name, keptRows.slice(0, index).reduce((words, { count }) => words + count, 0)]),
)
export const igbPfRegisterOffsets: Readonly<Record<string, number>> = Object.fromEntries(
  igbPfRegisters.map(({ name, offset }) => [name, offset]),
)
/** First offset, words and value after reset of each row. */
export const igbPfKeptRanges: readonly (readonly [offset: number, words: number, reset: number])[] = keptRows.map(
  ({ offset, count, reset = 0 }) => [offset, count, reset],
)

/** The NVM by its words; those of the address come when the function is made, the last one brings the sum to 0xbaba. */
export const igbNvm: Readonly<Record<number, number>> = {
  3: 0x0000,
  5: 0x0100,
  8: 0x0000,
  9: 0x0001,
  11: 0x0000,
  12: 0x8086,
  13: 0x10c9,
  14: 0x8086,
  15: 0x0000,
  /* No alternative addresses. */
  55: 0xffff,
}

/** The PHY's registers after a reset: an IGP03 that knows 1000BASE-T and has found a partner that does. */
export const igbPhy: readonly number[] = Object.assign(new Array<number>(32).fill(0), {
  0: 0x1140,
  1: 0x7969,
  2: 0x02a8,
  3: 0x0391,
  4: 0x0de1,
  5: 0x41e1,
  6: 0x000f,
  9: 0x0300,
  10: 0x3c00,
  15: 0x3000,
  17: 0xc400,
})
