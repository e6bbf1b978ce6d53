/** How a guest's region is put together: guest scalars, devices, rings, one block per hart, and a slot per virtio device. */
import { aclintStruct } from '../devices/aclint'
import { aplicStruct } from '../devices/aplic'
import { finisherStruct } from '../devices/finisher'
import { htifStruct } from '../devices/htif'
import { imsicStruct } from '../devices/imsic'
import { plicStruct } from '../devices/plic'
import { rtcStruct } from '../devices/rtc'
import { uartStruct } from '../devices/uart'
import { balloonConfigStruct, balloonStruct } from '../devices/virtio-balloon'
import { blkConfigStruct, blkStruct } from '../devices/virtio-blk'
import { virtioNetStruct } from '../devices/virtio-net'
import { portDeviceStruct } from '../devices/virtio-port'
import { rngStruct } from '../devices/virtio-rng'
import { vmGenIdStruct } from '../devices/vmgenid'
import { igbPfStruct, igbQueueStruct, igbThrottleStruct, igbVfStruct } from '../nic/igb'
import { frameSinkStruct, nicPortStruct, nicStruct } from '../nic/port'
import { pciFunctionStateBytes, pciFunctionStruct } from '../pci/state'
import { codeCacheStruct } from './code-cache'
import { guestStruct } from './guest'
import { decodedPage, hartStruct, jumpStruct, spanStruct, tlb } from './hart'
import { decodedHeaderStruct, hostStruct } from './host'
import { ioRequestStruct, ioTableStruct, volumeStruct } from './io'
import { allocationStruct, swapStruct } from './memory'
import { ringStruct } from './ring'
import { cpuGroupStruct, pcpuStruct, stealTimeStruct, vcpuStruct } from './scheduler'
import { roundUp, type Struct } from './struct'
import { hotPlaceStruct, listingEntryStruct, regionStruct, translatorStruct } from './translator'
import { chainStruct, securityEntryStruct, securityLogStruct, virtioDeviceStruct, virtioSizes, virtqueueStruct } from './virtio'

export interface Part {
  /** Constant prefix: UART gives GUEST_UART or HART_IMSIC_S. */
  readonly name: string
  readonly struct: Struct
}

export interface PlacedPart extends Part {
  readonly offset: number
}

export const structs: readonly Struct[] = [
  hostStruct,
  codeCacheStruct,
  decodedHeaderStruct,
  pcpuStruct,
  vcpuStruct,
  cpuGroupStruct,
  stealTimeStruct,
  swapStruct,
  translatorStruct,
  listingEntryStruct,
  hotPlaceStruct,
  regionStruct,
  guestStruct,
  allocationStruct,
  hartStruct,
  spanStruct,
  jumpStruct,
  ringStruct,
  uartStruct,
  rtcStruct,
  vmGenIdStruct,
  finisherStruct,
  htifStruct,
  aclintStruct,
  plicStruct,
  aplicStruct,
  imsicStruct,
  virtqueueStruct,
  virtioDeviceStruct,
  chainStruct,
  securityEntryStruct,
  securityLogStruct,
  rngStruct,
  portDeviceStruct,
  pciFunctionStruct,
  virtioNetStruct,
  nicPortStruct,
  frameSinkStruct,
  nicStruct,
  igbQueueStruct,
  igbThrottleStruct,
  igbVfStruct,
  igbPfStruct,
  balloonStruct,
  balloonConfigStruct,
  blkStruct,
  blkConfigStruct,
  ioRequestStruct,
  ioTableStruct,
  volumeStruct,
]

/** Parts of the guest region before its harts, in order. */
export const guestParts = place([
  { name: 'SELF', struct: guestStruct },
  { name: 'ALLOCATION', struct: allocationStruct },
  { name: 'UART', struct: uartStruct },
  { name: 'RTC', struct: rtcStruct },
  { name: 'VMGENID', struct: vmGenIdStruct },
  { name: 'FINISHER', struct: finisherStruct },
  { name: 'HTIF', struct: htifStruct },
  { name: 'ACLINT', struct: aclintStruct },
  { name: 'PLIC', struct: plicStruct },
  { name: 'APLIC_M', struct: aplicStruct },
  { name: 'APLIC_S', struct: aplicStruct },
  { name: 'CONSOLE_OUT', struct: ringStruct },
  { name: 'CONSOLE_IN', struct: ringStruct },
  { name: 'CHAIN_READ', struct: chainStruct },
  { name: 'CHAIN_WRITE', struct: chainStruct },
  { name: 'SECURITY', struct: securityLogStruct },
  { name: 'IO', struct: ioTableStruct },
])

/** Parts of one hart's block that move with the guest; the TLBs (a cache) follow. */
export const hartParts = place([
  { name: 'SELF', struct: hartStruct },
  { name: 'IMSIC_M', struct: imsicStruct },
  { name: 'IMSIC_S', struct: imsicStruct },
])

export const tlbBytes = {
  data: tlb.dataEntries * tlb.entryBytes,
  fetch: tlb.fetchEntries * tlb.entryBytes,
  site: tlb.siteEntries * tlb.entryBytes,
  span: tlb.spans * spanStruct.bytes,
  /** A u32, and a cache line for it. */
  generation: 64,
  jump: tlb.jumpEntries * jumpStruct.bytes,
} as const

/** Per mode: read entries, write entries, fetch entries, sites, the spans for reading and for writing, the number that its jumps are found by. */
export const tlbModeBytes = 2 * tlbBytes.data + tlbBytes.fetch + tlbBytes.site + tlbBytes.span + tlbBytes.generation
export const hartStateBytes = end(hartParts)
export const hartBytes = hartStateBytes + roundUp(tlb.modes * tlbModeBytes + tlbBytes.jump, 4096)
export const guestStateBytes = end(guestParts)
/** What kinds of devices keep in the state bytes of their slot. */
const deviceStates: readonly Struct[] = [rngStruct, balloonStruct, blkStruct, portDeviceStruct]
for (const { name, bytes } of deviceStates)
  if (bytes > virtioSizes.stateBytes) throw new Error(`${name} does not fit in the state of a device`)
if (igbVfStruct.bytes + igbPfStruct.bytes > pciFunctionStateBytes)
  throw new Error('an 82576 does not fit in the state of a PCI function')
if (virtioDeviceStruct.bytes > virtioSizes.slotBytes) throw new Error('a virtio device does not fit in its slot')

/** The PCI functions are the last in a region. */
export const pciFunctionBlockBytes = pciFunctionStruct.bytes
export const decodedPageBytes =
  decodedPage.headerBytes + (decodedPage.records + decodedPage.endRecords) * decodedPage.recordBytes + 48

function place(parts: readonly Part[]): readonly PlacedPart[] {
  let offset = 0
  return parts.map((part) => {
    const here = { ...part, offset }
    offset += roundUp(part.struct.bytes, 64)
    return here
  })
}

function end(parts: readonly PlacedPart[]): number {
  const last = parts.at(-1)
  return last === undefined ? 0 : roundUp(last.offset + last.struct.bytes, 4096)
}
