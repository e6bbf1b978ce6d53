/** The platform of QEMU's `-M virt`: addresses, sizes and interrupt numbers, said once. */
export const platform = {
  finisher: { base: 0x10_0000, bytes: 0x1000 },
  rtc: { base: 0x10_1000, bytes: 0x1000, irq: 11 },
  /** Not in QEMU's machine, whose free place it has. */
  vmgenid: { base: 0x10_2000, bytes: 0x1000, irq: 12 },
  aclint: { base: 0x200_0000, bytes: 0x1_0000 },
  plic: { base: 0xc00_0000, bytes: 0x60_0000, sources: 95 },
  aplicM: { base: 0xc00_0000, bytes: 0x8000, sources: 96 },
  aplicS: { base: 0xd00_0000, bytes: 0x8000, sources: 96 },
  uart: { base: 0x1000_0000, bytes: 0x100, irq: 10, clockHz: 3_686_400 },
  virtioMmio: { base: 0x1000_1000, bytes: 0x1000, slots: 8, firstIrq: 1 },
  imsicM: { base: 0x2400_0000, bytesPerHart: 0x1000, ids: 255 },
  imsicS: { base: 0x2800_0000, bytesPerHart: 0x1000, ids: 255 },
  pcieEcam: { base: 0x3000_0000, bytes: 0x1000_0000 },
  pcieIo: { base: 0x300_0000, bytes: 0x1_0000 },
  pcieMmio32: { base: 0x4000_0000, bytes: 0x4000_0000 },
  pcieMmio64: { base: 0x4_0000_0000, bytes: 0x4_0000_0000 },
  pcieIntx: { firstIrq: 32, count: 4 },
  dram: { base: 0x8000_0000 },
} as const

/** Ticks per second of `time`, as in the device tree's `timebase-frequency`. */
export const timebaseFrequency = 10_000_000

/** Nanoseconds of one tick of `time`. */
export const nsPerTick = 1_000_000_000 / timebaseFrequency

/** Values that a guest writes to the test finisher (SiFive test device). */
export const finisher = { fail: 0x3333, pass: 0x5555, reset: 0x7777 } as const

/** Interrupt controllers of a guest, by the id that the core knows them by. */
export const interruptControllers = { plic: 0, aia: 1 } as const

/** Most harts a guest can have. */
export const maxHarts = 64
