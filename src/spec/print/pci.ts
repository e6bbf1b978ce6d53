/** Prints what is in the configuration space of every kind of function: reset values, write masks, and where the capabilities are. */
import type { Output } from '../generate'
import * as bits from '../pci/bits'
import {
  advancedErrorReporting,
  alternativeRoutingId,
  msi,
  msix,
  pciExpress,
  powerManagement,
  singleRootIov,
  virtioWindow,
} from '../pci/capabilities'
import { configBytes, type FunctionKind, functionRegisters, pciKinds } from '../pci/functions'
import { bridgeHeader, endpointHeader } from '../pci/header'
import type { ConfigRegister } from '../pci/register'
import { banner } from './text'

/** Capabilities that the core acts on, in the order of the directory; 0 where a kind has none. Each begins with a register of the name here. */
const directory = {
  pm: 'pmId',
  express: 'expressId',
  msix: 'msixId',
  msi: 'msiId',
  window: 'windowId',
  aer: 'aerHeader',
  ari: 'ariHeader',
  sriov: 'sriovHeader',
} as const
const directoryEntries = 8

const kinds = (Object.entries(pciKinds) as [FunctionKind | 'none', number][]).sort(([, a], [, b]) => a - b)

const identity = { vendor: 0, device: 0, revision: 0, classCode: 0 }
const bars = [{ index: 0, bytes: 0x1000, is64Bit: false, isPrefetchable: false }]

/** Offsets of registers: in configuration space, and from the beginning of a capability. */
const offsetsOf: Readonly<Record<string, { doc: string; registers: readonly ConfigRegister[] }>> = {
  Header: {
    doc: 'Registers of the header, of type 0 or 1',
    registers: [
      ...bridgeHeader(identity, 0),
      ...endpointHeader({ identity, subsystem: { vendor: 0, device: 0 }, bars, firstCapability: 0 }),
    ],
  },
  Pm: { doc: 'Registers of power management', registers: powerManagement.registers },
  Express: {
    doc: 'Registers of the PCI Express capability, those of ports among them',
    registers: pciExpress('rootPort').registers,
  },
  Msix: { doc: 'Registers of MSI-X', registers: msix(0, 0, 0).registers },
  Msi: { doc: 'Registers of MSI', registers: msi.registers },
  Window: { doc: 'Registers of the window into the BARs', registers: virtioWindow.registers },
  Aer: { doc: 'Registers of advanced error reporting', registers: advancedErrorReporting('rootPort').registers },
  Ari: { doc: 'Registers of alternative routing IDs', registers: alternativeRoutingId.registers },
  Sriov: {
    doc: 'Registers of single root I/O virtualization',
    registers: singleRootIov({ firstVfOffset: 0, vfStride: 0, vfDevice: 0, bars }).registers,
  },
}

/** Bits of registers. */
const bitsOf: Readonly<Record<string, { doc: string; bits: Readonly<Record<string, number>> }>> = {
  Command: { doc: 'Bits of the command register', bits: bits.commandBits },
  Status: { doc: 'Bits of status and of secondary status', bits: bits.statusBits },
  BridgeControl: { doc: 'Bits of bridge control', bits: bits.bridgeControlBits },
  HeaderType: { doc: 'Bits of the type of the header', bits: bits.headerTypeBits },
  Bar: { doc: 'Bits of a BAR', bits: bits.barBits },
  Power: { doc: 'Bits of power management', bits: bits.powerBits },
  Report: { doc: 'Bits at the same places in device control and device status', bits: bits.reportBits },
  DeviceControl: { doc: 'Further bits of device control', bits: bits.deviceControlBits },
  LinkStatus: { doc: 'Bits of link status', bits: bits.linkStatusBits },
  Slot: { doc: 'Bits of slot capabilities, control and status', bits: bits.slotBits },
  RootError: { doc: 'Bits of root error status', bits: bits.rootErrorBits },
  AerControl: { doc: 'Bits of control of advanced error reporting', bits: bits.aerControlBits },
  MsiBit: { doc: 'Bits of MSI', bits: bits.msiBits },
  MsixBit: { doc: 'Bits of MSI-X', bits: bits.msixBits },
  SriovBit: { doc: 'Bits of single root I/O virtualization', bits: bits.sriovBits },
}

/** What is kept of each kind, in rows: many kinds have the same ones. */
const images = {
  reset: { doc: 'Value after reset', pick: (it: ConfigRegister) => it.reset },
  writable: { doc: 'Bits that software writes', pick: (it: ConfigRegister) => it.writable },
  clearedByOne: { doc: 'Bits that writing a one clears', pick: (it: ConfigRegister) => it.clearedByOne },
  sticky: { doc: 'Bits that power alone resets', pick: (it: ConfigRegister) => it.sticky },
  lasting: { doc: 'Bits that a function level reset leaves beside those', pick: (it: ConfigRegister) => it.lasting },
} as const
const rowBytes = 64
const rowsOfImage = configBytes / rowBytes

export function outputs(): Output[] {
  const tables = kinds.map(([kind]) => registersOf(kind))
  const rows: string[] = []
  const numbers = Object.values(images).flatMap(({ pick }) =>
    tables.flatMap((registers) => rowsOf(imageOf(registers, pick)).map((row) => numberOf(row, rows))),
  )
  const accessors = Object.entries(images).map(([name, { doc }], index) => accessor(name, doc, index * tables.length))
  const text = [
    `/** The different rows of ${rowBytes} bytes that configuration spaces are made of. */\nconst ROWS = memory.data<u32>([\n` +
      `${rows.map((row) => `  ${row},\n`).join('')}])\n`,
    `/** Numbers of the rows: ${rowsOfImage} for each kind, of each of ${Object.keys(images).join(', ')}. */\n` +
      `const NUMBERS = memory.data<u8>([\n${linesOf(numbers)}])\n`,
    ...accessors,
    offsets(tables),
    ...Object.entries(bitsOf).map(([name, { doc, bits: of }]) => enumText(name, doc, Object.entries(of))),
    ...Object.entries(offsetsOf).map(([name, { doc, registers }]) => enumOf(name, doc, registers)),
  ]
  return [{ path: 'assembly/pci/tables.gen.ts', text: `${banner('src/spec/pci')}${text.join('\n')}` }]
}

/** The words of each row, as text. */
const rowsOf = (image: readonly number[]): string[] =>
  Array.from({ length: rowsOfImage }, (_, row) =>
    Array.from({ length: rowBytes / 4 }, (_, word) => wordAt(image, (row * rowBytes) / 4 + word)).join(', '),
  )

function numberOf(row: string, rows: string[]): number {
  const found = rows.indexOf(row)
  if (found >= 0) return found
  if (rows.length > 0xff) throw new RangeError('more rows than a byte can number')
  return rows.push(row) - 1
}

const linesOf = (numbers: readonly number[]): string =>
  Array.from({ length: numbers.length / rowsOfImage }, (_, line) => {
    const of = numbers.slice(line * rowsOfImage, (line + 1) * rowsOfImage)
    return `  ${of.join(', ')},\n`
  }).join('')

const accessor = (name: string, doc: string, first: number): string =>
  `/** ${doc}, at \`offset\`: a pointer, which is good up to the end of the ${rowBytes} bytes there. */\n` +
  `export function ${name}At(kind: u32, offset: u32): usize {\n` +
  `  const row = <usize>load<u8>(NUMBERS + (${first} + kind) * ${rowsOfImage} + offset / ${rowBytes})\n` +
  `  return ROWS + row * ${rowBytes} + (offset & ${rowBytes - 1})\n}\n`

const registersOf = (kind: FunctionKind | 'none'): readonly ConfigRegister[] => (kind === 'none' ? [] : functionRegisters[kind])

/** One value of all registers, as the bytes of configuration space; two registers in one place are a mistake. */
export function imageOf(registers: readonly ConfigRegister[], pick: (register: ConfigRegister) => number): number[] {
  const image = new Array<number>(configBytes).fill(0)
  const taken = new Set<number>()
  for (const it of registers) {
    for (let byte = 0; byte < it.bytes; byte++) {
      const at = it.offset + byte
      if (at >= configBytes || taken.has(at)) throw new RangeError(`register ${it.name} at 0x${it.offset.toString(16)}: no room`)
      taken.add(at)
      image[at] = (pick(it) >>> (8 * byte)) & 0xff
    }
  }
  return image
}

const wordAt = (image: readonly number[], index: number): string => {
  const byte = (at: number): number => image[index * 4 + at] ?? 0
  const word = (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0
  return word === 0 ? '0' : `0x${word.toString(16)}`
}

function offsets(tables: readonly (readonly ConfigRegister[])[]): string {
  const entries = tables.flatMap((registers) =>
    Array.from(
      { length: directoryEntries },
      (_, index) => registers.find(({ name }) => name === Object.values(directory)[index])?.offset ?? 0,
    ),
  )
  const members = Object.keys(directory)
    .map((name, index) => `  ${name} = ${index},\n`)
    .join('')
  return (
    `/** Capabilities that the core acts on. */\nexport const enum ConfigPlace {\n${members}}\n\n` +
    `const PLACES = memory.data<u16>([${entries.join(', ')}])\n\n` +
    `/** Offset of a capability in the configuration space of a kind; 0 where it has none. */\n` +
    `// @ts-ignore: decorator\n@inline export function configPlace(kind: u32, place: ConfigPlace): u32 {\n` +
    `  return load<u16>(PLACES + ((kind * ${directoryEntries} + place) << 1))\n}\n`
  )
}

function enumOf(name: string, doc: string, registers: readonly ConfigRegister[]): string {
  const inOrder = [...registers].sort((a, b) => a.offset - b.offset)
  const members = new Map(inOrder.map((it) => [`${it.name.charAt(0).toLowerCase()}${it.name.slice(1)}`, it.offset]))
  return enumText(name, doc, [...members])
}

function enumText(name: string, doc: string, members: readonly (readonly [string, number])[]): string {
  const lines = members.map(([member, value]) => `  ${member} = 0x${value.toString(16)},\n`)
  return `/** ${doc}. */\nexport const enum ${name} {\n${lines.join('')}}\n`
}
