/** The functions that a guest can find on its bus: what is in the configuration space of each. */

import { virtioKinds } from '../devices/virtio'
import {
  advancedErrorReporting,
  alternativeRoutingId,
  type Capability,
  msi,
  msix,
  pciExpress,
  powerManagement,
  singleRootIov,
  subsystemId,
  virtioStructure,
  virtioWindow,
} from './capabilities'
import { bridgeHeader, endpointHeader, type MemoryBar } from './header'
import { type ConfigRegister, placed } from './register'

/** Bytes of configuration space that are kept; the rest of its 4 KiB reads zero. */
export const configBytes = 512
export const mostMsixVectors = 64
/** Device numbers 1 to 31 of the root bus, with eight root ports each. */
export const mostRootPorts = 248
/** Places that a guest is given beyond what it is made with end there. */
export const mostPlaces = 256
/** Where pending bits lie in the BAR of the table. */
export const msixPendingOffset = 0x800

const red = 0x1b36
const virtio = 0x1af4
const intel = 0x8086

/** Structures of a virtio function in its BAR 0. */
export const virtioBar = {
  bytes: 0x4000,
  common: 0x0000,
  isr: 0x1000,
  device: 0x2000,
  notify: 0x3000,
  notifyMultiplier: 4,
} as const

const virtioBars: readonly MemoryBar[] = [
  { index: 0, bytes: virtioBar.bytes, is64Bit: true, isPrefetchable: true },
  { index: 2, bytes: 0x4000, is64Bit: true, isPrefetchable: true },
]
const msixBar = 2

const virtioStructures: readonly Capability[] = [
  virtioStructure({ name: 'common', type: 1, bar: 0, offset: virtioBar.common, bytes: 0x1000 }),
  virtioStructure({ name: 'isr', type: 3, bar: 0, offset: virtioBar.isr, bytes: 0x1000 }),
  virtioStructure({ name: 'device', type: 4, bar: 0, offset: virtioBar.device, bytes: 0x1000 }),
  virtioStructure({
    name: 'notify',
    type: 2,
    bar: 0,
    offset: virtioBar.notify,
    bytes: 0x1000,
    multiplier: virtioBar.notifyMultiplier,
  }),
  virtioWindow,
]

const firstCapability = 0x40
const firstExtended = 0x100
const alignment = 4

/** Chains capabilities of the first 256 bytes from 0x40 on. */
function chain(capabilities: readonly Capability[]): ConfigRegister[] {
  let offset = firstCapability
  return capabilities.flatMap((it, index) => {
    const here = offset
    offset = Math.ceil((here + it.bytes) / alignment) * alignment
    if (offset > firstExtended) throw new RangeError(`capability ${it.name} ends behind the first 256 bytes`)
    const next = index === capabilities.length - 1 ? 0 : offset
    return [...placed(it.name, here, it.registers), { ...nextPointer, name: `${it.name}Next`, offset: here + 1, reset: next }]
  })
}

const nextPointer = { bytes: 1, writable: 0, clearedByOne: 0, sticky: 0, lasting: 0 } as const

/** Chains extended capabilities, each at a place of its own. */
function chainExtended(capabilities: readonly (readonly [offset: number, capability: Capability])[]): ConfigRegister[] {
  return capabilities.flatMap(([offset, it], index) => {
    const next = capabilities[index + 1]?.[0] ?? 0
    if (offset + it.bytes > (next === 0 ? configBytes : next)) throw new RangeError(`extended capability ${it.name} overlaps`)
    const [header, ...rest] = placed(it.name, offset, it.registers)
    return header === undefined ? [] : [{ ...header, reset: (header.reset | (next << 20)) >>> 0 }, ...rest]
  })
}

const aerAt = 0x100
const ariAt = 0x150
const sriovAt = 0x160

/** Of a modern device: 0x1040 and its device id (virtio 1.3 §4.1.2.1). */
const virtioIdentity = (kind: keyof typeof virtioKinds, classCode: number) => ({
  vendor: virtio,
  device: 0x1040 + virtioKinds[kind].id,
  revision: 1,
  classCode,
})
const virtioNet = virtioIdentity('net', 0x02_00_00)
const virtioSubsystem = { vendor: virtio, device: 0x1100 }

/** A VF by itself does not tell who it is: its physical function does (PCIe 5.0 §9.3.4.1). */
const anonymous = { vendor: 0xffff, device: 0xffff }

const virtioCapabilities = (isVirtual: boolean): Capability[] => [
  powerManagement,
  pciExpress('endpoint', isVirtual),
  msix(msixBar, 0, msixPendingOffset),
  ...virtioStructures,
]
/** Of an endpoint, physical or virtual, at the same places. */
const extendedOf = (isVirtual: boolean): (readonly [number, Capability])[] => [
  [aerAt, advancedErrorReporting(isVirtual ? 'virtual' : 'endpoint')],
  [ariAt, alternativeRoutingId],
]

function virtioEndpoint(identity: typeof virtioNet, extended: readonly (readonly [number, Capability])[] = []): ConfigRegister[] {
  const isVirtual = identity.vendor === anonymous.vendor
  return [
    ...endpointHeader({ identity, subsystem: virtioSubsystem, bars: isVirtual ? [] : virtioBars, firstCapability, isVirtual }),
    ...chain(virtioCapabilities(isVirtual)),
    ...chainExtended([...extendedOf(isVirtual), ...extended]),
  ]
}

const igbIdentity = { vendor: intel, device: 0x10c9, revision: 1, classCode: 0x02_00_00 }
const igbVfIdentity = { vendor: intel, device: 0x10ca, revision: 1, classCode: 0x02_00_00 }
const igbSubsystem = { vendor: intel, device: 0x0000 }
const igbVfBars: readonly MemoryBar[] = [
  { index: 0, bytes: 0x4000, is64Bit: true, isPrefetchable: true },
  { index: 3, bytes: 0x4000, is64Bit: true, isPrefetchable: true },
]

const igbVf: ConfigRegister[] = [
  ...endpointHeader({ identity: igbVfIdentity, subsystem: igbSubsystem, bars: igbVfBars, firstCapability }),
  ...chain([msix(3, 0, 0x2000), pciExpress('endpoint')]),
  ...chainExtended(extendedOf(false)),
]

const igbBusVf: ConfigRegister[] = [
  ...endpointHeader({
    identity: { ...igbVfIdentity, ...anonymous },
    subsystem: igbSubsystem,
    bars: [],
    firstCapability,
    isVirtual: true,
  }),
  ...chain([msix(3, 0, 0x2000), pciExpress('endpoint', true)]),
  ...chainExtended(extendedOf(true)),
]

/** Configuration space by kind of function. */
export const functionRegisters = {
  /** The host bridge at 00:00.0, as QEMU's. */
  hostBridge: endpointHeader({
    identity: { vendor: red, device: 0x0008, revision: 0, classCode: 0x06_00_00 },
    subsystem: { vendor: virtio, device: 0x1100 },
    bars: [],
    firstCapability: 0,
  }),
  /** A root port of one device, as QEMU's pcie-root-port. */
  rootPort: [
    ...bridgeHeader({ vendor: red, device: 0x000c, revision: 0, classCode: 0x06_04_00 }, firstCapability),
    ...chain([subsystemId(red, 0), powerManagement, pciExpress('rootPort'), msi]),
    ...chainExtended([[aerAt, advancedErrorReporting('rootPort')]]),
  ],
  /** A virtio network function: a plain port, or a VF that the hypervisor gave to the guest. */
  virtioNet: virtioEndpoint(virtioNet),
  /** The physical function, given whole to a guest. */
  virtioNetPf: virtioEndpoint(virtioNet, [
    [sriovAt, singleRootIov({ firstVfOffset: 0x80, vfStride: 1, vfDevice: virtioNet.device, bars: virtioBars })],
  ]),
  /** A VF on the bus of its physical function. */
  virtioNetVf: virtioEndpoint({ ...virtioNet, ...anonymous }),
  /** Other virtio devices, with the class codes of QEMU's. */
  virtioBlk: virtioEndpoint(virtioIdentity('blk', 0x01_00_00)),
  virtioConsole: virtioEndpoint(virtioIdentity('console', 0x07_80_00)),
  virtioRng: virtioEndpoint(virtioIdentity('rng', 0x00_ff_00)),
  virtioP9: virtioEndpoint(virtioIdentity('p9', 0x00_02_00)),
  virtioVsock: virtioEndpoint(virtioIdentity('vsock', 0x07_80_00)),
  /** A VF of an Intel 82576 that the hypervisor gave to the guest. */
  igbVf,
  /** A VF of an Intel 82576 on the bus of its physical function. */
  igbBusVf,
  /** An Intel 82576, given whole to a guest. */
  igbPf: [
    ...endpointHeader({
      identity: igbIdentity,
      subsystem: igbSubsystem,
      bars: [
        { index: 0, bytes: 0x2_0000, is64Bit: false, isPrefetchable: false },
        { index: 1, bytes: 0x2_0000, is64Bit: false, isPrefetchable: false },
        { index: 3, bytes: 0x4000, is64Bit: false, isPrefetchable: false },
      ],
      firstCapability,
    }),
    ...chain([powerManagement, msix(3, 0, 0x2000), pciExpress('endpoint')]),
    ...chainExtended([
      ...extendedOf(false),
      [sriovAt, singleRootIov({ firstVfOffset: 0x80, vfStride: 2, vfDevice: igbVfIdentity.device, bars: igbVfBars })],
    ]),
  ],
} as const satisfies Readonly<Record<string, readonly ConfigRegister[]>>

export type FunctionKind = keyof typeof functionRegisters

/** Numbers that the core knows the kinds by; 0 is an empty place. */
export const pciKinds = {
  none: 0,
  hostBridge: 1,
  rootPort: 2,
  virtioNet: 3,
  virtioNetPf: 4,
  virtioNetVf: 5,
  igbVf: 6,
  igbPf: 7,
  igbBusVf: 8,
  virtioBlk: 9,
  virtioConsole: 10,
  virtioRng: 11,
  virtioP9: 12,
  virtioVsock: 13,
} as const satisfies Readonly<Record<FunctionKind | 'none', number>>
