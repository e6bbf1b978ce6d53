/** What every virtio device has in common (Virtual I/O Device 1.3, chapters 2, 4.2 and 6): ids, status, features, registers. */

/** Kinds of devices by the dense number that the core dispatches on, with their device ids (chapter 5). */
export const virtioKinds = {
  none: { kind: 0, id: 0 },
  net: { kind: 1, id: 1 },
  blk: { kind: 2, id: 2 },
  console: { kind: 3, id: 3 },
  rng: { kind: 4, id: 4 },
  balloon: { kind: 5, id: 5 },
  p9: { kind: 6, id: 9 },
  vsock: { kind: 7, id: 19 },
} as const

/** Who carries a device's registers and interrupts. */
export const virtioTransports = { none: 0, mmio: 1, pci: 2 } as const

/** §2.1 */
export const virtioStatus = {
  acknowledge: 1,
  driver: 2,
  driverOk: 4,
  featuresOk: 8,
  needsReset: 64,
  failed: 128,
} as const

/** Bits of ISR or InterruptStatus. */
export const virtioInterrupts = { queue: 1, config: 2 } as const

/** §2.7 and §2.8 */
export const virtqDescriptorFlags = { next: 1, write: 2, indirect: 4 } as const
export const virtqAvailFlags = { noInterrupt: 1 } as const
export const virtqUsedFlags = { noNotify: 1 } as const

/** Feature bits that belong to no kind of device (chapter 6), by number. */
export const virtioFeatureBits = {
  indirectDesc: 28,
  eventIdx: 29,
  version1: 32,
  accessPlatform: 33,
  ringPacked: 34,
  inOrder: 35,
  orderPlatform: 36,
  srIov: 37,
  notificationData: 38,
  ringReset: 40,
} as const

/** Registers of the memory-mapped transport (§4.2.2), by offset. */
export const virtioMmioRegisters = {
  magicValue: 0x000,
  version: 0x004,
  deviceId: 0x008,
  vendorId: 0x00c,
  deviceFeatures: 0x010,
  deviceFeaturesSel: 0x014,
  driverFeatures: 0x020,
  driverFeaturesSel: 0x024,
  queueSel: 0x030,
  queueNumMax: 0x034,
  queueNum: 0x038,
  queueReady: 0x044,
  queueNotify: 0x050,
  interruptStatus: 0x060,
  interruptAck: 0x064,
  status: 0x070,
  queueDescLow: 0x080,
  queueDescHigh: 0x084,
  queueDriverLow: 0x090,
  queueDriverHigh: 0x094,
  queueDeviceLow: 0x0a0,
  queueDeviceHigh: 0x0a4,
  shmSel: 0x0ac,
  shmLenLow: 0x0b0,
  shmLenHigh: 0x0b4,
  shmBaseLow: 0x0b8,
  shmBaseHigh: 0x0bc,
  queueReset: 0x0c0,
  configGeneration: 0x0fc,
  config: 0x100,
} as const

/** Values of the identifying registers: the vendor is that of the platform that drivers look for. */
export const virtioMmioIdentity = { magic: 0x74726976, version: 2, vendor: 0x554d4551 } as const

/** Registers of the common configuration of the PCI transport (§4.1.4.3), by offset. */
export const virtioPciRegisters = {
  deviceFeatureSelect: 0,
  deviceFeature: 4,
  driverFeatureSelect: 8,
  driverFeature: 12,
  configMsixVector: 16,
  numQueues: 18,
  deviceStatus: 20,
  configGeneration: 21,
  queueSelect: 22,
  queueSize: 24,
  queueMsixVector: 26,
  queueEnable: 28,
  queueNotifyOff: 30,
  queueDesc: 32,
  queueDriver: 40,
  queueDevice: 48,
  queueNotifyData: 56,
  queueReset: 58,
} as const
