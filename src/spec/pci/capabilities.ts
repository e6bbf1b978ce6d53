/** PCI and PCI Express capabilities as registers relative to their start; the next pointer is filled in when they are chained. */

import { allOf, deviceControlBits, msiBits, msixBits, powerBits, rootErrorBits, sriovBits } from './bits'
import { correctableErrors, errorBits, fatalErrors, maskedErrors, uncorrectableErrors } from './errors'
import { barRegisters, type MemoryBar } from './header'
import { type ConfigRegister, register } from './register'

export interface Capability {
  readonly name: string
  readonly bytes: number
  readonly registers: readonly ConfigRegister[]
}

const capabilityIds = { powerManagement: 0x01, msi: 0x05, vendor: 0x09, subsystem: 0x0d, pciExpress: 0x10, msix: 0x11 } as const
const extendedIds = {
  aer: { id: 0x0001, version: 2 },
  ari: { id: 0x000e, version: 1 },
  sriov: { id: 0x0010, version: 1 },
} as const

const id = (value: number): ConfigRegister => register('Id', 0, 1, { reset: value })

/** D0 and D3hot, and what was configured survives D3hot (PCI PM 1.2 §3.2). */
export const powerManagement: Capability = {
  name: 'pm',
  bytes: 8,
  registers: [
    id(capabilityIds.powerManagement),
    register('Capabilities', 2, 2, { reset: 0x0003 }),
    register('ControlStatus', 4, 2, { reset: powerBits.noSoftReset, writable: powerBits.state }),
  ],
}

export const devicePortTypes = { endpoint: 0, rootPort: 4, integratedEndpoint: 9 } as const

/** Role-based error reporting. */
const roleBased = 0x8000
const functionLevelReset = 1 << 28
/** Enables of error reports, relaxed ordering, payload size, extended tags, no snoop, read request size. */
const deviceControls = 0x79ff
const { initiateFlr, payloadSize } = deviceControlBits
/** Relaxed ordering, no snoop, read requests of 512 bytes. */
const deviceControlReset = 0x2810
/** x1 at 2.5 GT/s: what a link without wires is told to be. */
const link = 0x0011

const slotImplemented = 0x0100
/** Attention button, power controller, attention and power indicators, surprise removal, hot-plug. */
const slotCapabilities = 0x0000_007b
/** Enables of events, indicators, power controller, and the enable of data link layer events. */
const slotControlBits = 0x17ff
/** Button, power fault, latch, presence, command completed, data link layer. */
const slotEvents = 0x011f

/** The slot of a port (§7.5.3.9 to 11): its number, what is in it and whether its link is up are told where it is made. */
const slotRegisters: readonly ConfigRegister[] = [
  register('SlotCapabilities', 0x14, 4, { reset: slotCapabilities }),
  register('SlotControl', 0x18, 2, { writable: slotControlBits }),
  register('SlotStatus', 0x1a, 2, { clearedByOne: slotEvents }),
]

/** Device control and link of a function by itself; a virtual one has neither, but for its own reset: what its physical one says holds (§9.3.5). */
function controlRegisters(isPort: boolean, isVirtual: boolean): ConfigRegister[] {
  const linkControl = isPort ? 0x00db : 0x00cb
  if (isVirtual)
    return [
      register('DeviceControl', 0x08, 2, { writable: initiateFlr }),
      register('LinkControl', 0x10, 2),
      register('LinkStatus', 0x12, 2),
      register('LinkControl2', 0x30, 2),
    ]
  return [
    register('DeviceControl', 0x08, 2, {
      reset: deviceControlReset,
      writable: deviceControls | (isPort ? 0 : initiateFlr),
      /* Largest payload: a function level reset leaves it. */
      lasting: payloadSize,
    }),
    register('LinkControl', 0x10, 2, { writable: linkControl, lasting: linkControl }),
    register('LinkStatus', 0x12, 2, { reset: link }),
    register('LinkControl2', 0x30, 2, { reset: 1, writable: 0x000f, sticky: 0x000f }),
  ]
}

/** The PCI Express capability, version 2 (PCIe 5.0 §7.5.3). */
export function pciExpress(type: keyof typeof devicePortTypes, isVirtual = false): Capability {
  const isPort = type === 'rootPort'
  const linkCapabilities = link | (isPort ? 1 << 20 : 0)
  return {
    name: 'express',
    bytes: 0x3c,
    registers: [
      id(capabilityIds.pciExpress),
      register('Capabilities', 0x02, 2, { reset: 2 | (devicePortTypes[type] << 4) | (isPort ? slotImplemented : 0) }),
      register('DeviceCapabilities', 0x04, 4, { reset: roleBased | (isPort ? 0 : functionLevelReset) }),
      register('DeviceStatus', 0x0a, 2, { clearedByOne: 0x000f }),
      register('LinkCapabilities', 0x0c, 4, { reset: linkCapabilities }),
      ...controlRegisters(isPort, isVirtual),
      ...(isPort
        ? [
            ...slotRegisters,
            register('RootControl', 0x1c, 2, { writable: 0x001f }),
            register('RootStatus', 0x20, 4, { clearedByOne: 0x0001_0000 }),
          ]
        : []),
      register('DeviceCapabilities2', 0x24, 4, { reset: isPort ? 1 << 5 : 0 }),
      register('DeviceControl2', 0x28, 2, { writable: isPort ? 1 << 5 : 0 }),
      register('LinkCapabilities2', 0x2c, 4, { reset: 1 << 1 }),
    ],
  }
}

/** One vector, 64-bit address, no mask (PCI 3.0 §6.8.1). */
export const msi: Capability = {
  name: 'msi',
  bytes: 14,
  registers: [
    id(capabilityIds.msi),
    register('Control', 2, 2, { reset: 0x0080, writable: msiBits.enable }),
    register('AddressLow', 4, 4, { writable: 0xffff_fffc }),
    register('AddressHigh', 8, 4, { writable: 0xffff_ffff }),
    register('Data', 12, 2, { writable: 0xffff }),
  ],
}

export const subsystemId = (vendor: number, device: number): Capability => ({
  name: 'subsystem',
  bytes: 8,
  registers: [
    id(capabilityIds.subsystem),
    register('Vendor', 4, 2, { reset: vendor }),
    register('Device', 6, 2, { reset: device }),
  ],
})

/** Table and pending bits lie in one BAR; how many vectors there are is told when the function is made. */
export const msix = (bar: number, tableOffset: number, pendingOffset: number): Capability => ({
  name: 'msix',
  bytes: 12,
  registers: [
    id(capabilityIds.msix),
    register('Control', 2, 2, { writable: msixBits.enable | msixBits.functionMask }),
    register('Table', 4, 4, { reset: tableOffset | bar }),
    register('Pending', 8, 4, { reset: pendingOffset | bar }),
  ],
})

/** A structure of a virtio device, found through a vendor capability (virtio 1.3 §4.1.4). */
export interface VirtioWindow {
  name: string
  type: number
  bar: number
  offset: number
  bytes: number
  /** With notifications: bytes between two queues' doorbells. */
  multiplier?: number
}

export const virtioStructure = ({ name, type, bar, offset, bytes, multiplier }: VirtioWindow): Capability => ({
  name,
  bytes: multiplier === undefined ? 16 : 20,
  registers: [
    id(capabilityIds.vendor),
    register('Length', 2, 1, { reset: multiplier === undefined ? 16 : 20 }),
    register('Type', 3, 1, { reset: type }),
    register('Bar', 4, 1, { reset: bar }),
    register('Offset', 8, 4, { reset: offset }),
    register('Bytes', 12, 4, { reset: bytes }),
    ...(multiplier === undefined ? [] : [register('Multiplier', 16, 4, { reset: multiplier })]),
  ],
})

/** A window through configuration space into the BARs (virtio 1.3 §4.1.4.9). */
export const virtioWindow: Capability = {
  name: 'window',
  bytes: 20,
  registers: [
    id(capabilityIds.vendor),
    register('Length', 2, 1, { reset: 20 }),
    register('Type', 3, 1, { reset: 5 }),
    register('Bar', 4, 1, { writable: 0xff }),
    register('Offset', 8, 4, { writable: 0xffff_ffff }),
    register('Bytes', 12, 4, { writable: 0xffff_ffff }),
    register('Data', 16, 4, { writable: 0xffff_ffff }),
  ],
}

const extendedHeader = ({ id: number, version }: { id: number; version: number }): ConfigRegister =>
  register('Header', 0, 4, { reset: number | (version << 16) })

const uncorrectable = errorBits(uncorrectableErrors)
const correctable = errorBits(correctableErrors)
/** Of the first header of a TLP that was in error. */
const headerLogWords = 4

const sticky = 0xffff_ffff

/** Which errors are masked and which are fatal: of a virtual function, what its physical one says (§9.4.2). */
const errorRules = (
  name: string,
  offset: number,
  bits: { reset: number; writable: number },
  isVirtual: boolean,
): ConfigRegister => register(name, offset, 4, isVirtual ? {} : { ...bits, sticky })

/** Advanced error reporting (PCIe 5.0 §7.8.4). */
export function advancedErrorReporting(of: 'endpoint' | 'rootPort' | 'virtual'): Capability {
  const isVirtual = of === 'virtual'
  const masked = errorBits(uncorrectableErrors, maskedErrors.uncorrectable)
  const fatal = errorBits(uncorrectableErrors, fatalErrors)
  const quiet = errorBits(correctableErrors, maskedErrors.correctable)
  return {
    name: 'aer',
    bytes: 0x48,
    registers: [
      extendedHeader(extendedIds.aer),
      register('UncorrectableStatus', 0x04, 4, { clearedByOne: uncorrectable, sticky }),
      errorRules('UncorrectableMask', 0x08, { reset: masked, writable: uncorrectable }, isVirtual),
      errorRules('UncorrectableSeverity', 0x0c, { reset: fatal, writable: uncorrectable }, isVirtual),
      register('CorrectableStatus', 0x10, 4, { clearedByOne: correctable, sticky }),
      errorRules('CorrectableMask', 0x14, { reset: quiet, writable: correctable }, isVirtual),
      register('Control', 0x18, 4, { sticky }),
      ...Array.from({ length: headerLogWords }, (_, word) => register(`HeaderLog${word}`, 0x1c + 4 * word, 4, { sticky })),
      ...(of === 'rootPort'
        ? [
            register('RootCommand', 0x2c, 4, { writable: 0x0000_0007 }),
            register('RootStatus', 0x30, 4, { clearedByOne: allOf(rootErrorBits), sticky }),
            register('ErrorSource', 0x34, 4, { sticky }),
          ]
        : []),
    ],
  }
}

/** Alternative routing-ID interpretation; the next function is told when the function is made (PCIe 5.0 §7.8.7). */
export const alternativeRoutingId: Capability = {
  name: 'ari',
  bytes: 8,
  registers: [extendedHeader(extendedIds.ari), register('Capability', 4, 2), register('Control', 6, 2)],
}

export interface SriovOptions {
  firstVfOffset: number
  vfStride: number
  vfDevice: number
  bars: readonly MemoryBar[]
}

const { vfEnable, vfMemorySpace, ariHierarchy } = sriovBits
/** Page sizes that BARs can be aligned to: 4 KiB, 8 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB. */
const pageSizes = 0x553

/** Single root I/O virtualization (PCIe 5.0 §9.3.3); how many VFs there are is told when the function is made. */
export const singleRootIov = ({ firstVfOffset, vfStride, vfDevice, bars }: SriovOptions): Capability => ({
  name: 'sriov',
  bytes: 0x40,
  registers: [
    extendedHeader(extendedIds.sriov),
    /* ARI capable hierarchy preserved. */
    register('Capabilities', 0x04, 4, { reset: 0x2 }),
    register('Control', 0x08, 2, { writable: vfEnable | vfMemorySpace | ariHierarchy }),
    register('Status', 0x0a, 2),
    register('InitialVfs', 0x0c, 2),
    register('TotalVfs', 0x0e, 2),
    register('NumVfs', 0x10, 2, { writable: 0xffff }),
    register('DependencyLink', 0x12, 1),
    register('FirstVfOffset', 0x14, 2, { reset: firstVfOffset }),
    register('VfStride', 0x16, 2, { reset: vfStride }),
    register('VfDeviceId', 0x1a, 2, { reset: vfDevice }),
    register('SupportedPageSizes', 0x1c, 4, { reset: pageSizes }),
    register('SystemPageSize', 0x20, 4, { reset: 1, writable: pageSizes }),
    ...barRegisters(0x24, bars).map((it) => ({ ...it, name: `VfB${it.name.slice(1)}` })),
  ],
})
