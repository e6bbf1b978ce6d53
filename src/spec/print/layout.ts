/** Prints the layouts and constants for the core (AssemblyScript) and for the library (TypeScript). */
import { createHash } from 'node:crypto'
import { aplicWords } from '../devices/aplic'
import { imsicWords } from '../devices/imsic'
import { plicContexts, plicWords } from '../devices/plic'
import {
  virtioFeatureBits,
  virtioInterrupts,
  virtioKinds,
  virtioMmioIdentity,
  virtioMmioRegisters,
  virtioPciRegisters,
  virtioStatus,
  virtioTransports,
  virtqAvailFlags,
  virtqDescriptorFlags,
  virtqUsedFlags,
} from '../devices/virtio'
import { balloonFeatureBits, balloonHints } from '../devices/virtio-balloon'
import { blkFeatureBits, blkIdBytes, blkQueueSize, blkQueues, blkRequests, blkStatus, sectorBytes } from '../devices/virtio-blk'
import {
  virtioNetConfig,
  virtioNetControl,
  virtioNetFeatures,
  virtioNetHashTypes,
  virtioNetHeader,
  virtioNetSizes,
  virtioNetStatus,
} from '../devices/virtio-net'
import { consoleFeatureBits, p9FeatureBits } from '../devices/virtio-port'
import { vsockFeatureBits } from '../devices/virtio-vsock'
import type { Output } from '../generate'
import { extensions } from '../isa/extensions'
import { codeInboxStores } from '../layout/code-cache'
import { crashReasons, guestEnds, guestStates, runResults, stage2Bits, stage2FrameShift, stateFaults } from '../layout/guest'
import { attentions, decodedPage, decodedRecord, hsmStates, mmioStates, tlb } from '../layout/hart'
import { hostBase, hostFrames, stagingBytes } from '../layout/host'
import { ioFlags, ioSlots, ioStates } from '../layout/io'
import { memoryPercents, memorySizes, memoryStates, mergeSizes } from '../layout/memory'
import {
  decodedPageBytes,
  guestParts,
  guestStateBytes,
  hartBytes,
  hartParts,
  hartStateBytes,
  type PlacedPart,
  pciFunctionBlockBytes,
  structs,
  tlbBytes,
  tlbModeBytes,
} from '../layout/region'
import { ringBytes } from '../layout/ring'
import { pcpuResults, schedulerSizes, vcpuStates } from '../layout/scheduler'
import { type PlacedField, type Struct, scalarBytes } from '../layout/struct'
import { engines, regionStates, translatorSizes, tricks } from '../layout/translator'
import { securityEntries, virtioSizes, virtioViolations } from '../layout/virtio'
import {
  igbBits,
  igbLanes,
  igbMacFilters,
  igbMailboxBits,
  igbMessageFlags,
  igbMessageInfoShift,
  igbMessages,
  igbPfBits,
  igbPfMailboxBits,
  igbPromisc,
  igbReceive,
  igbRinging,
  igbThrottleBits,
  igbTransmit,
} from '../nic/igb'
import { igbPfKept, igbPfRegisterOffsets, igbPfSizes } from '../nic/igb-pf-registers'
import { igbVfRegisterOffsets, igbVfSizes } from '../nic/igb-registers'
import { linkStates, nicPortKinds, nicSizes, portOwners, sinkHeads } from '../nic/port'
import { uncorrectableErrors } from '../pci/errors'
import { configBytes, mostMsixVectors, mostRootPorts, msixPendingOffset, pciKinds, virtioBar } from '../pci/functions'
import { detachHows, detachResults, pciBars, pciEvents } from '../pci/state'
import { finisher, interruptControllers, maxHarts, nsPerTick, platform, timebaseFrequency } from '../platform'
import { sbiErrors, sbiExtensions, sbiImplementationId, sbiVersion } from '../sbi'
import { banner, constantName } from './text'

const enums: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Attention: attentions,
  MmioState: mmioStates,
  HsmState: hsmStates,
  GuestState: guestStates,
  GuestEnd: guestEnds,
  StateFault: stateFaults,
  CrashReason: crashReasons,
  RunResult: runResults,
  Stage2: stage2Bits,
  InterruptController: interruptControllers,
  VcpuState: vcpuStates,
  PcpuResult: pcpuResults,
  PciKind: pciKinds,
  VirtioNetFeature: virtioNetFeatures,
  VirtioNetConfig: virtioNetConfig,
  VirtioNetStatus: virtioNetStatus,
  VirtioNetControl: virtioNetControl,
  VirtioNetHashType: virtioNetHashTypes,
  VirtioNetHeader: virtioNetHeader,
  VirtioPciRegister: virtioPciRegisters,
  NicPortKind: nicPortKinds,
  LinkState: linkStates,
  PortOwner: portOwners,
  PciEvent: pciEvents,
  PciError: uncorrectableErrors,
  DetachHow: detachHows,
  Detached: detachResults,
  IgbVfRegister: igbVfRegisterOffsets,
  IgbPfRegister: igbPfRegisterOffsets,
  IgbPfKept: igbPfKept,
  IgbPfBit: igbPfBits,
  IgbPfMailbox: igbPfMailboxBits,
  IgbLane: igbLanes,
  IgbBit: igbBits,
  IgbMailbox: igbMailboxBits,
  IgbMessage: igbMessages,
  IgbMessageFlag: igbMessageFlags,
  IgbMacFilter: igbMacFilters,
  IgbPromisc: igbPromisc,
  IgbTransmit: igbTransmit,
  IgbThrottleBit: igbThrottleBits,
  IgbReceive: igbReceive,
  IgbRinging: igbRinging,
  MemoryState: memoryStates,
  Engine: engines,
  RegionState: regionStates,
  Trick: tricks,
  FinisherValue: finisher,
  SbiExtension: mapped(({ id }) => id),
  SbiBit: mapped(({ bit }) => bit),
  SbiError: sbiErrors,
  VirtioKind: Object.fromEntries(Object.entries(virtioKinds).map(([name, { kind }]) => [name, kind])),
  VirtioDeviceId: Object.fromEntries(Object.entries(virtioKinds).map(([name, { id }]) => [name, id])),
  VirtioTransport: virtioTransports,
  VirtioStatus: virtioStatus,
  VirtioInterrupt: virtioInterrupts,
  VirtioFeatureBit: virtioFeatureBits,
  VirtioMmioRegister: virtioMmioRegisters,
  VirtioViolation: virtioViolations,
  BlkFeatureBit: blkFeatureBits,
  P9FeatureBit: p9FeatureBits,
  ConsoleFeatureBit: consoleFeatureBits,
  VsockFeatureBit: vsockFeatureBits,
  BlkRequest: blkRequests,
  BlkStatus: blkStatus,
  IoState: ioStates,
  IoFlag: ioFlags,
  BalloonFeatureBit: balloonFeatureBits,
  BalloonHint: balloonHints,
  DescriptorFlag: virtqDescriptorFlags,
  AvailFlag: virtqAvailFlags,
  UsedFlag: virtqUsedFlags,
  Extension: Object.fromEntries(extensions.map(({ name, id }) => [name, id])),
}

function mapped(pick: (extension: { id: number; bit: number }) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(sbiExtensions).map(([name, extension]) => [name, pick(extension)]))
}

const numbers: Readonly<Record<string, number>> = {
  STAGE2_FRAME_SHIFT: stage2FrameShift,
  BATCH_REGIONS: translatorSizes.batchRegions,
  WINDOW_PAGES: translatorSizes.windowPages,
  MOST_HEADS: translatorSizes.mostHeads,
  ASKING_PLACES: translatorSizes.askingPlaces,
  REGION_INSTRUCTIONS: translatorSizes.regionInstructions,
  FIRST_SLOT: translatorSizes.firstSlot,
  MOST_REGIONS: translatorSizes.mostRegions,
  CODE_INBOX_STORES: codeInboxStores,
  MOST_PCPUS: schedulerSizes.mostPcpus,
  PCPU_SET_WORDS: schedulerSizes.pcpuSetWords,
  MOST_VCPUS: schedulerSizes.mostVcpus,
  PERIOD_NS: schedulerSizes.periodNs,
  BUDGET_USES: schedulerSizes.budgetUses,
  VIRTUAL_TIME_SHIFT: schedulerSizes.virtualTimeShift,
  NORMAL_SHARES: schedulerSizes.normalShares,
  TLB_MODES: tlb.modes,
  TLB_MASK: tlb.dataEntries - 1,
  TLB_FETCH_MASK: tlb.fetchEntries - 1,
  TLB_DATA_BYTES: tlbBytes.data,
  TLB_FETCH_BYTES: tlbBytes.fetch,
  TLB_SITES: tlb.siteEntries,
  TLB_SITE_OFFSET: 2 * tlbBytes.data + tlbBytes.fetch,
  TLB_SPAN_OFFSET: 2 * tlbBytes.data + tlbBytes.fetch + tlbBytes.site,
  TLB_GENERATION_OFFSET: tlbModeBytes - tlbBytes.generation,
  TLB_MODE_BYTES: tlbModeBytes,
  JUMP_MASK: tlb.jumpEntries - 1,
  JUMP_CACHE_BYTES: tlbBytes.jump,
  DECODED_RECORDS: decodedPage.records,
  DECODED_PAGE_BYTES: decodedPageBytes,
  RECORD_PAGE_END: decodedPage.pageEndRecord,
  RECORD_STRADDLE: decodedPage.straddleRecord,
  RECORD_ILLEGAL: decodedPage.illegalRecord,
  RECORD_ENTER: decodedPage.enterRecord,
  RECORD_OPERATION: decodedRecord.operationMask,
  RECORD_LENGTH_SHIFT: decodedRecord.lengthShift,
  HART_TLB: hartStateBytes,
  HART_JUMPS: hartStateBytes + tlb.modes * tlbModeBytes,
  HART_STATE_BYTES: hartStateBytes,
  HART_BLOCK_BYTES: hartBytes,
  GUEST_HARTS: guestStateBytes,
  HOST_BASE: hostBase,
  HOST_FRAMES: hostFrames,
  STAGING_BYTES: stagingBytes,
  HIGH_PERCENT: memoryPercents.high,
  SOFT_PERCENT: memoryPercents.soft,
  HARD_PERCENT: memoryPercents.hard,
  LOW_PERCENT: memoryPercents.low,
  MERGE_WAYS: mergeSizes.ways,
  MERGE_ENTRY_BYTES: mergeSizes.entryBytes,
  SWAP_SLOTS: memorySizes.swapSlots,
  RESERVE_PART: memorySizes.reservePart,
  RESERVE_LEAST: memorySizes.reserveLeast,
  RING_DATA_BYTES: ringBytes,
  VIRTIO_SLOT_BYTES: virtioSizes.slotBytes,
  VIRTIO_MMIO_DEVICES: virtioSizes.mmioSlots,
  VIRTIO_QUEUES: virtioSizes.virtqueues,
  VIRTIO_QUEUE_SIZE: virtioSizes.queueSize,
  VIRTIO_CONFIG_BYTES: virtioSizes.configBytes,
  VIRTIO_STATE_BYTES: virtioSizes.stateBytes,
  VIRTIO_MAGIC: virtioMmioIdentity.magic,
  VIRTIO_MMIO_VERSION: virtioMmioIdentity.version,
  VIRTIO_VENDOR: virtioMmioIdentity.vendor,
  IO_SLOTS: ioSlots,
  BLK_ID_BYTES: blkIdBytes,
  BLK_QUEUES: blkQueues,
  BLK_QUEUE_SIZE: blkQueueSize,
  BLK_SECTOR_BYTES: sectorBytes,
  SECURITY_ENTRIES: securityEntries,
  SBI_VERSION: sbiVersion,
  SBI_IMPLEMENTATION_ID: sbiImplementationId,
  MAX_HARTS: maxHarts,
  PLIC_WORDS: plicWords,
  PLIC_CONTEXTS: plicContexts,
  IMSIC_WORDS: imsicWords,
  APLIC_WORDS: aplicWords,
  CONFIG_BYTES: configBytes,
  VIRTIO_NET_MOST_PAIRS: virtioNetSizes.mostPairs,
  VIRTIO_NET_QUEUE_SIZE: virtioNetSizes.queueSize,
  VIRTIO_NET_FILTER_ADDRESSES: virtioNetSizes.filterAddresses,
  VIRTIO_NET_HEADER_BYTES: virtioNetHeader.bytes,
  VIRTIO_NET_RSS_KEY_BYTES: virtioNetSizes.rssKeyBytes,
  VIRTIO_NET_RSS_ENTRIES: virtioNetSizes.rssTableEntries,
  NIC_LOOKUPS: nicSizes.lookups,
  NIC_LONGEST_FRAME: nicSizes.longestFrame,
  NIC_HEADER_BYTES: nicSizes.headerBytes,
  NIC_OUTBOX_BYTES: nicSizes.outboxBytes,
  SINK_HEADS: sinkHeads,
  PCI_BARS: pciBars,
  IGB_QUEUES: igbVfSizes.queues,
  IGB_VECTORS: igbVfSizes.vectors,
  IGB_MAILBOX_WORDS: igbVfSizes.mailboxWords,
  IGB_PF_QUEUES: igbPfSizes.queues,
  IGB_PF_VECTORS: igbPfSizes.vectors,
  IGB_POOLS: igbPfSizes.pools,
  IGB_PF_ADDRESSES: igbPfSizes.addresses,
  IGB_VLAN_POOLS: igbPfSizes.vlanPools,
  IGB_NVM_WORDS: igbPfSizes.nvmWords,
  IGB_PHY_REGISTERS: igbPfSizes.phyRegisters,
  IGB_FILTER_ADDRESSES: igbVfSizes.filterAddresses,
  IGB_MESSAGE_INFO_SHIFT: igbMessageInfoShift,
  MOST_MSIX_VECTORS: mostMsixVectors,
  MOST_ROOT_PORTS: mostRootPorts,
  MSIX_PENDING_OFFSET: msixPendingOffset,
  PCI_FUNCTION_BLOCK_BYTES: pciFunctionBlockBytes,
  VIRTIO_PCI_COMMON: virtioBar.common,
  VIRTIO_PCI_ISR: virtioBar.isr,
  VIRTIO_PCI_DEVICE: virtioBar.device,
  VIRTIO_PCI_NOTIFY: virtioBar.notify,
  VIRTIO_PCI_NOTIFY_MULTIPLIER: virtioBar.notifyMultiplier,
  TIMEBASE_FREQUENCY: timebaseFrequency,
  NS_PER_TICK: nsPerTick,
}

export function outputs(): Output[] {
  const body = layoutBody()
  const hash = abiHash(body)
  return [
    { path: 'assembly/abi/layout.gen.ts', text: `${banner('src/spec/layout')}${body}\n${constant('u64', 'ABI_HASH', hash)}` },
    { path: 'assembly/abi/platform.gen.ts', text: `${banner('src/spec/platform.ts')}${platformConstants().join('')}` },
    { path: 'src/core/layout.gen.ts', text: `${banner('src/spec/layout')}${typescriptBody(hash)}` },
  ]
}

function layoutBody(): string {
  return [
    ...structs.map(unmanagedClass),
    ...structs.flatMap(arrayConstants),
    ...partConstants('GUEST', guestParts),
    ...partConstants('HART', hartParts),
    ...Object.entries(numbers).map(([name, value]) => constant('u32', name, String(value))),
    ...Object.entries(enums).map(constEnum),
  ].join('')
}

function unmanagedClass(s: Struct): string {
  const scalars = s.fields.filter((f) => f.count === 1)
  const lines = scalars.map((f) => `  /** ${String(f.offset).padStart(5)}: ${f.doc} */\n  ${f.name}: ${f.type}\n`)
  return `/** ${s.doc} ${s.bytes} bytes. */\n@unmanaged\nexport class ${s.name} {\n${lines.join('')}}\n\n`
}

function arrayConstants(s: Struct): string[] {
  const arrays = s.fields.filter((f) => f.count > 1)
  return [
    ...arrays.map((f) =>
      constant('u32', `${constantName(s.name)}_${constantName(f.name)}`, String(f.offset), `${f.type}[${f.count}] ${f.doc}`),
    ),
    constant('u32', `${constantName(s.name)}_BYTES`, String(s.bytes)),
  ]
}

function partConstants(prefix: string, parts: readonly PlacedPart[]): string[] {
  return parts
    .filter((p) => p.name !== 'SELF')
    .map((p) => constant('u32', `${prefix}_${p.name}`, String(p.offset), `offset of a ${p.struct.name}`))
}

function constant(type: string, name: string, value: string, doc = ''): string {
  return `${doc === '' ? '' : `/** ${doc.trim()} */\n`}// @ts-ignore: decorator\n@inline export const ${name}: ${type} = ${value}\n`
}

function constEnum([name, members]: [string, Readonly<Record<string, number>>]): string {
  return `export const enum ${name} {\n${Object.entries(members)
    .map(([k, v]) => `  ${k} = ${v},\n`)
    .join('')}}\n`
}

function platformConstants(): string[] {
  return Object.entries(platform).flatMap(([device, values]) =>
    Object.entries(values).map(([key, value]) =>
      constant(
        key === 'base' || key === 'bytes' ? 'u64' : 'u32',
        `${constantName(device)}_${constantName(key)}`,
        `0x${Number(value).toString(16)}`,
      ),
    ),
  )
}

function typescriptBody(hash: string): string {
  const objects = structs.map((s) => {
    const fields = s.fields.map((f) => `  ${f.name}: ${typescriptField(f)},\n`)
    return `/** ${s.doc} */\nexport const ${s.name}Layout = {\n  bytes: ${s.bytes},\n${fields.join('')}} as const\n\n`
  })
  const parts = [...guestParts.map((p) => ['GUEST', p] as const), ...hartParts.map((p) => ['HART', p] as const)]
    .filter(([, p]) => p.name !== 'SELF')
    .map(([prefix, p]) => `export const ${prefix}_${p.name} = ${p.offset}\n`)
  const constants = Object.entries(numbers).map(([name, value]) => `export const ${name} = ${value}\n`)
  const enumObjects = Object.entries(enums).map(
    ([name, members]) =>
      `export const ${name} = {\n${Object.entries(members)
        .map(([k, v]) => `  ${k}: ${v},\n`)
        .join('')}} as const\n`,
  )
  return [...objects, ...parts, ...constants, ...enumObjects, `export const ABI_HASH = ${hash}n\n`].join('')
}

function typescriptField(f: PlacedField): string {
  return `{ offset: ${f.offset}, type: '${f.type}', count: ${f.count}, bytes: ${scalarBytes[f.type]} }`
}

function abiHash(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}
