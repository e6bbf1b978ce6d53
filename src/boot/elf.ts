// A parser of ELF64 little-endian RISC-V files: segments, sections and symbols, safe on hostile input.
// Layouts: System V ABI, chapters 4 and 5; EM_RISCV from the RISC-V ELF psABI.
import { VmHostError } from '../error'

const headerBytes = 64
const programHeaderBytes = 56
const sectionHeaderBytes = 64
const symbolBytes = 24
const machineRiscv = 243
const segmentLoad = 1
/** `Elf.type` of a position-independent program (ET_DYN). */
export const typePositionIndependent = 3
export const typeExecutable = 2
const sectionSymbols = 2
const sectionNoBits = 8
const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

/** A PT_LOAD segment: `bytes` go to `gpa`, then zeroes up to `memoryBytes`. */
export interface ElfSegment {
  gpa: number
  bytes: Uint8Array
  memoryBytes: number
}

export interface ElfSection {
  name: string
  type: number
  /** sh_flags, low half. */
  flags: number
  address: bigint
  offset: number
  bytes: Uint8Array
  /** Index of the associated section (of the string table, for a symbol table). */
  link: number
}

/** A parsed file, its entry point a physical address. Sections and symbols are read on demand, since a stripped or truncated table must not stop a load. */
export interface Elf {
  /** ET_EXEC 2, ET_DYN 3, ET_REL 1. */
  type: number
  entry: number
  segments: ElfSegment[]
  sections(): ElfSection[]
  /** The value of a global or local symbol, or undefined. */
  symbol(name: string): number | undefined
}

/** Says whether `bytes` start with the ELF magic. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
}

/** Parses `bytes`; throws ERR_IMAGE_FORMAT with what is wrong, and where. */
export function parseElf(bytes: Uint8Array): Elf {
  checkIdentity(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const machine = view.getUint16(18, true)
  if (machine !== machineRiscv) throw malformed(`machine ${machine} (${machineName(machine)}), expected ${machineRiscv} (RISC-V)`)
  const segments = readSegments(bytes, view)
  let symbols: Map<string, number> | undefined
  const sections = (): ElfSection[] => readSections(bytes, view)
  return {
    type: view.getUint16(16, true),
    entry: readEntry(view, segments),
    segments: segments.map(({ gva: _, ...segment }) => segment),
    sections,
    symbol: (name) => {
      symbols ??= readSymbols(sections())
      return symbols.get(name)
    },
  }
}

/** The same file with every address `delta` higher: what a position-independent program is when it is loaded elsewhere. */
export function moveElf(elf: Elf, delta: number): Elf {
  return {
    ...elf,
    entry: elf.entry + delta,
    segments: elf.segments.map((segment) => ({ ...segment, gpa: segment.gpa + delta })),
    symbol: (name) => {
      const value = elf.symbol(name)
      return value === undefined ? undefined : value + delta
    },
  }
}

function checkIdentity(bytes: Uint8Array): void {
  if (!isElf(bytes)) throw malformed(`magic ${hexBytes(bytes.subarray(0, 4))}, expected 7f 45 4c 46`)
  if (bytes.length < headerBytes) throw malformed(`truncated header: ${bytes.length} of ${headerBytes} bytes`)
  if (bytes[4] !== 2) throw malformed(`class ${bytes[4]} (${bytes[4] === 1 ? '32-bit' : 'unknown'}), expected 2 (64-bit)`)
  if (bytes[5] !== 1)
    throw malformed(`data encoding ${bytes[5]} (${bytes[5] === 2 ? 'big-endian' : 'unknown'}), expected 1 (little-endian)`)
  if (bytes[6] !== 1) throw malformed(`version ${bytes[6]}, expected 1`)
}

/** The physical entry point: a kernel linked at virtual addresses is entered where its segment is loaded. */
function readEntry(view: DataView, segments: readonly LinkedSegment[]): number {
  const entry = view.getBigUint64(24, true)
  const home = segments.find(({ gva, memoryBytes }) => entry >= gva && entry - gva < BigInt(memoryBytes))
  return home === undefined ? word(view, 24, 'entry point') : home.gpa + Number(entry - home.gva)
}

interface LinkedSegment extends ElfSegment {
  gva: bigint
}

function readSegments(bytes: Uint8Array, view: DataView): LinkedSegment[] {
  const table = tableAt(view, {
    offsetField: 32,
    entryField: 54,
    countField: 56,
    entryBytes: programHeaderBytes,
    what: 'program header',
  })
  const segments: LinkedSegment[] = []
  for (const [index, at] of table.entries()) {
    if (view.getUint32(at, true) !== segmentLoad) continue
    const what = `segment ${index}`
    const offset = word(view, at + 8, `${what} offset`)
    const gpa = word(view, at + 24, `${what} physical address`)
    const fileBytes = word(view, at + 32, `${what} file size`)
    const memoryBytes = word(view, at + 40, `${what} memory size`)
    if (fileBytes > 0 && offset + fileBytes > bytes.length)
      throw malformed(`truncated ${what}: its bytes end at ${offset + fileBytes}, the file at ${bytes.length}`)
    if (fileBytes > memoryBytes) throw malformed(`${what}: file size ${fileBytes} is larger than its memory size ${memoryBytes}`)
    const gva = view.getBigUint64(at + 16, true)
    if (memoryBytes > 0) segments.push({ gpa, gva, bytes: bytes.subarray(offset, offset + fileBytes), memoryBytes })
  }
  return segments
}

function readSections(bytes: Uint8Array, view: DataView): ElfSection[] {
  const table = tableAt(view, {
    offsetField: 40,
    entryField: 58,
    countField: 60,
    entryBytes: sectionHeaderBytes,
    what: 'section header',
  })
  const raw = table.map((at, index) => {
    const type = view.getUint32(at + 4, true)
    const offset = word(view, at + 24, `section ${index} offset`)
    const size = type === sectionNoBits ? 0 : word(view, at + 32, `section ${index} size`)
    // What takes no bytes of the file has an offset that may lie behind its end: gABI, sh_offset of SHT_NOBITS.
    if (type !== 0 && size > 0 && offset + size > bytes.length)
      throw malformed(`truncated section ${index}: it ends at ${offset + size}, the file at ${bytes.length}`)
    const content = type === 0 ? new Uint8Array(0) : bytes.subarray(offset, offset + size)
    return {
      nameOffset: view.getUint32(at, true),
      type,
      flags: view.getUint32(at + 8, true),
      address: view.getBigUint64(at + 16, true),
      offset,
      bytes: content,
      link: view.getUint32(at + 40, true),
    }
  })
  const names = raw[view.getUint16(62, true)]?.bytes ?? new Uint8Array(0)
  return raw.map(({ nameOffset, ...section }) => ({ name: stringAt(names, nameOffset), ...section }))
}

function readSymbols(sections: readonly ElfSection[]): Map<string, number> {
  const symbols = new Map<string, number>()
  for (const section of sections) {
    if (section.type !== sectionSymbols) continue
    const names = sections[section.link]?.bytes ?? new Uint8Array(0)
    const view = new DataView(section.bytes.buffer, section.bytes.byteOffset, section.bytes.byteLength)
    for (let at = 0; at + symbolBytes <= section.bytes.length; at += symbolBytes) {
      const value = view.getBigUint64(at + 8, true)
      // A symbol without a section (SHN_UNDEF) has no address here; one beyond 2^53 is no guest-physical address.
      if (view.getUint16(at + 6, true) === 0 || value > maxSafe) continue
      symbols.set(stringAt(names, view.getUint32(at, true)), Number(value))
    }
  }
  return symbols
}

interface TableShape {
  offsetField: number
  entryField: number
  countField: number
  entryBytes: number
  what: string
}

/** The offsets of a header table's entries, all of them inside the file. */
function tableAt(view: DataView, shape: TableShape): number[] {
  const count = view.getUint16(shape.countField, true)
  if (count === 0) return []
  const offset = word(view, shape.offsetField, `${shape.what} table offset`)
  const entryBytes = view.getUint16(shape.entryField, true)
  if (entryBytes < shape.entryBytes) throw malformed(`${shape.what} of ${entryBytes} bytes, expected ${shape.entryBytes}`)
  const end = offset + count * entryBytes
  if (end > view.byteLength) throw malformed(`truncated ${shape.what} table: it ends at ${end}, the file at ${view.byteLength}`)
  return Array.from({ length: count }, (_, index) => offset + index * entryBytes)
}

function word(view: DataView, offset: number, what: string): number {
  const value = view.getBigUint64(offset, true)
  if (value > maxSafe) throw malformed(`${what} 0x${value.toString(16)} is beyond 2^53`)
  return Number(value)
}

function stringAt(table: Uint8Array, offset: number): string {
  const end = table.indexOf(0, offset)
  return new TextDecoder('latin1').decode(table.subarray(offset, end < 0 ? table.length : end))
}

function machineName(machine: number): string {
  return { 3: 'i386', 40: 'ARM', 62: 'x86-64', 183: 'AArch64', 258: 'LoongArch' }[machine] ?? 'unknown'
}

const hexBytes = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')

function malformed(what: string): VmHostError {
  return new VmHostError('ERR_IMAGE_FORMAT', `ELF file: ${what}`)
}
