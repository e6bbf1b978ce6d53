/** Prints what is in the configuration space of every kind of function: reset values, write masks, and where the capabilities are. */
import type { Output } from '../generate'
import { configBytes, type FunctionKind, functionRegisters, pciKinds } from '../pci/functions'
import type { ConfigRegister } from '../pci/register'
import { banner } from './text'

/** Capabilities that the core acts on, in the order of the directory; 0 where a kind has none. */
const directory = ['pmControlStatus', 'expressCapabilities', 'msixControl', 'msiControl', 'windowBar', 'sriovHeader'] as const
const directoryEntries = 8

const kinds = (Object.entries(pciKinds) as [FunctionKind | 'none', number][]).sort(([, a], [, b]) => a - b)

export function outputs(): Output[] {
  const tables = kinds.map(([kind]) => registersOf(kind))
  const text = [
    table(
      'reset',
      'Values after reset',
      tables.map((it) => imageOf(it, ({ reset }) => reset)),
      configBytes,
    ),
    table(
      'writable',
      'Bits that software writes',
      tables.map((it) => imageOf(it, ({ writable }) => writable)),
      configBytes,
    ),
    table(
      'clearedByOne',
      'Bits that writing a one clears',
      tables.map((it) => imageOf(it, (r) => r.clearedByOne)),
      configBytes,
    ),
    offsets(tables),
  ]
  return [{ path: 'assembly/pci/tables.gen.ts', text: `${banner('src/spec/pci')}${text.join('\n')}` }]
}

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

function table(name: string, doc: string, images: readonly (readonly number[])[], bytes: number): string {
  const words = images.flatMap((image) => Array.from({ length: bytes / 4 }, (_, index) => wordAt(image, index)))
  const lines = Array.from(
    { length: Math.ceil(words.length / 16) },
    (_, row) => `  ${words.slice(row * 16, row * 16 + 16).join(', ')},\n`,
  )
  const constant = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
  return (
    `/** ${doc}: ${bytes} bytes per kind. */\nconst ${constant} = memory.data<u32>([\n${lines.join('')}])\n\n` +
    `// @ts-ignore: decorator\n@inline export function ${name}Image(kind: u32): usize {\n  return ${constant} + kind * ${bytes}\n}\n`
  )
}

const wordAt = (image: readonly number[], index: number): string => {
  const byte = (at: number): number => image[index * 4 + at] ?? 0
  const word = (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0
  return word === 0 ? '0' : `0x${word.toString(16)}`
}

function offsets(tables: readonly (readonly ConfigRegister[])[]): string {
  const entries = tables.flatMap((registers) =>
    Array.from({ length: directoryEntries }, (_, index) => registers.find(({ name }) => name === directory[index])?.offset ?? 0),
  )
  const members = directory.map((name, index) => `  ${name} = ${index},\n`).join('')
  return (
    `/** Registers that the core acts on. */\nexport const enum ConfigPlace {\n${members}}\n\n` +
    `const PLACES = memory.data<u16>([${entries.join(', ')}])\n\n` +
    `/** Offset of a register in the configuration space of a kind; 0 where it has none. */\n` +
    `// @ts-ignore: decorator\n@inline export function configPlace(kind: u32, place: ConfigPlace): u32 {\n` +
    `  return load<u16>(PLACES + ((kind * ${directoryEntries} + place) << 1))\n}\n`
  )
}
