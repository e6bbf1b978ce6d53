/** Bits of PCI registers that the core acts on, by the registers that they are in; what software can write is made of them, and the core's constants. */

/** PCIe 5.0 §7.5.1.1.3. */
export const commandBits = {
  ioSpace: 0x0001,
  memorySpace: 0x0002,
  busMaster: 0x0004,
  parityResponse: 0x0040,
  systemError: 0x0100,
  interruptDisable: 0x0400,
} as const

/** §7.5.1.1.4; secondary status has the last three at the same places, system errors received for those signaled. */
export const statusBits = { interrupt: 0x0008, capabilities: 0x0010, systemError: 0x4000 } as const

/** §7.5.1.3.13. */
export const bridgeControlBits = { forwardsErrors: 0x0002, secondaryBusReset: 0x0040 } as const

export const headerTypeBits = { bridge: 1, multifunction: 0x80 } as const

/** §7.5.1.2.1. */
export const barBits = { is64Bit: 4, isPrefetchable: 8, flags: 15 } as const

/** §7.5.2.2: D0 is 0, D3hot 3. */
export const powerBits = { state: 3, d3: 3, noSoftReset: 8 } as const

/** What is enabled in device control is detected in device status at the same place (§7.5.3.4 and 5). */
export const reportBits = { correctable: 1, nonFatal: 2, fatal: 4, unsupportedRequest: 8 } as const
export const deviceControlBits = { payloadSize: 0x00e0, initiateFlr: 0x8000 } as const
export const linkStatusBits = { active: 0x2000 } as const

/** §7.5.3.9 to 11. Events are enabled in slot control where they are in slot status, but for the last one, which is `linkShift` lower there. */
export const slotBits = {
  attentionButton: 0x0001,
  presenceChanged: 0x0008,
  commandCompleted: 0x0010,
  present: 0x0040,
  linkChanged: 0x0100,
  enables: 0x001f,
  interruptEnable: 0x0020,
  powerOff: 0x0400,
  linkShift: 4,
  numberShift: 19,
} as const

/** Of the root port's error status, and the first error pointer of a function (§7.8.4.7 and 10). */
export const rootErrorBits = {
  correctable: 0x01,
  moreCorrectable: 0x02,
  uncorrectable: 0x04,
  moreUncorrectable: 0x08,
  firstIsFatal: 0x10,
  nonFatal: 0x20,
  fatal: 0x40,
} as const
export const aerControlBits = { firstErrorPointer: 0x1f } as const

export const msiBits = { enable: 0x0001 } as const
/** Control, control of an entry of the table, and the BAR where the table is (§7.7.2). */
export const msixBits = { functionMask: 0x4000, enable: 0x8000, entryMasked: 1, bar: 7 } as const

/** §9.3.3.3. */
export const sriovBits = { vfEnable: 0x0001, vfMemorySpace: 0x0008, ariHierarchy: 0x0010, smallestPageShift: 12 } as const

/** Those of a set together. */
export const allOf = (bits: Readonly<Record<string, number>>): number => Object.values(bits).reduce((all, bit) => all | bit, 0)
