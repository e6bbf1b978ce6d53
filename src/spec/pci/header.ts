/** The configuration space headers, type 0 and type 1 (PCI Local Bus 3.0 §6.1, PCI-to-PCI Bridge 1.2 §3.2). */
import { allOf, barBits, commandBits, headerTypeBits, statusBits } from './bits'
import { type ConfigRegister, register } from './register'

export interface Identity {
  vendor: number
  device: number
  revision: number
  /** Base class, sub-class and programming interface. */
  classCode: number
}

/** Interrupt status is hardware's; master data parity error, aborts, system error and parity error are cleared by a one. */
const statusErrors = 0xf900
const capabilityPointer = 0x34

interface HeaderOptions {
  identity: Identity
  headerType: number
  firstCapability: number
  /** A virtual function on the bus of its physical one, which answers for it (PCIe 5.0 §9.3.4.1). */
  isVirtual?: boolean
}

function common({ identity, headerType, firstCapability, isVirtual = false }: HeaderOptions): ConfigRegister[] {
  return [
    register('vendorId', 0x00, 2, { reset: identity.vendor }),
    register('deviceId', 0x02, 2, { reset: identity.device }),
    /* A virtual function may be a bus master; it has no cache line, and no line of interrupts either (PCIe 5.0 §9.3.4.1). */
    register('command', 0x04, 2, { writable: isVirtual ? commandBits.busMaster : allOf(commandBits) }),
    register('status', 0x06, 2, { reset: firstCapability === 0 ? 0 : statusBits.capabilities, clearedByOne: statusErrors }),
    register('revision', 0x08, 1, { reset: identity.revision }),
    register('progInterface', 0x09, 1, { reset: identity.classCode & 0xff }),
    register('subClass', 0x0a, 1, { reset: (identity.classCode >>> 8) & 0xff }),
    register('baseClass', 0x0b, 1, { reset: identity.classCode >>> 16 }),
    register('cacheLineSize', 0x0c, 1, { writable: isVirtual ? 0 : 0xff }),
    register('headerType', 0x0e, 1, { reset: headerType }),
    register('capabilities', capabilityPointer, 1, { reset: firstCapability }),
    register('interruptLine', 0x3c, 1, { writable: isVirtual ? 0 : 0xff }),
    register('interruptPin', 0x3d, 1),
  ]
}

/** A memory BAR: its size is told by the bits that can be written (PCI 3.0 §6.2.5.1). */
export interface MemoryBar {
  /** 0 to 5; a 64-bit BAR takes the next one too. */
  index: number
  /** A power of two, at least 4 KiB. */
  bytes: number
  is64Bit: boolean
  isPrefetchable: boolean
}

export const barRegisters = (base: number, bars: readonly MemoryBar[]): ConfigRegister[] =>
  bars.flatMap(({ index, bytes, is64Bit, isPrefetchable }) => {
    const low = register(`bar${index}`, base + index * 4, 4, {
      reset: (is64Bit ? barBits.is64Bit : 0) | (isPrefetchable ? barBits.isPrefetchable : 0),
      writable: -bytes >>> 0,
    })
    return is64Bit ? [low, register(`bar${index + 1}`, low.offset + 4, 4, { writable: 0xffff_ffff })] : [low]
  })

export interface EndpointHeader {
  identity: Identity
  subsystem: { vendor: number; device: number }
  bars: readonly MemoryBar[]
  firstCapability: number
  isVirtual?: boolean
}

export function endpointHeader({
  identity,
  subsystem,
  bars,
  firstCapability,
  isVirtual = false,
}: EndpointHeader): ConfigRegister[] {
  return [
    ...common({ identity, headerType: 0, firstCapability, isVirtual }),
    ...barRegisters(0x10, bars),
    register('subsystemVendorId', 0x2c, 2, { reset: subsystem.vendor }),
    register('subsystemId', 0x2e, 2, { reset: subsystem.device }),
  ]
}

/** 32-bit I/O and 64-bit prefetchable windows; no BAR of the bridge's own. */
export function bridgeHeader(identity: Identity, firstCapability: number): ConfigRegister[] {
  return [
    ...common({ identity, headerType: headerTypeBits.bridge, firstCapability }),
    register('primaryBus', 0x18, 1, { writable: 0xff }),
    register('secondaryBus', 0x19, 1, { writable: 0xff }),
    register('subordinateBus', 0x1a, 1, { writable: 0xff }),
    register('secondaryStatus', 0x1e, 2, { clearedByOne: statusErrors }),
    register('memoryBase', 0x20, 2, { writable: 0xfff0 }),
    register('memoryLimit', 0x22, 2, { writable: 0xfff0 }),
    register('prefetchBase', 0x24, 2, { reset: 1, writable: 0xfff0 }),
    register('prefetchLimit', 0x26, 2, { reset: 1, writable: 0xfff0 }),
    register('prefetchBaseUpper', 0x28, 4, { writable: 0xffff_ffff }),
    register('prefetchLimitUpper', 0x2c, 4, { writable: 0xffff_ffff }),
    /* Parity, SERR#, ISA, VGA, VGA16, secondary bus reset. */
    register('bridgeControl', 0x3e, 2, { writable: 0x005f }),
  ]
}
