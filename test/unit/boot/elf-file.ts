// Builds small ELF files for tests: a header, program headers, and a symbol table.
export interface SegmentSpec {
  gpa: number
  gva?: bigint
  bytes: Uint8Array
  memoryBytes?: number
}

export interface ElfSpec {
  type?: number
  entry?: bigint
  segments?: readonly SegmentSpec[]
  symbols?: Readonly<Record<string, number>>
}

const headerBytes = 64
const programHeaderBytes = 56
const sectionHeaderBytes = 64
const symbolBytes = 24

export function elfFile({ type = 2, entry = 0x8000_0000n, segments = [], symbols = {} }: ElfSpec): Uint8Array {
  const content = segments.map(({ bytes }) => bytes)
  const dataStart = headerBytes + segments.length * programHeaderBytes
  const { table, strings } = symbolTable(symbols)
  const symbolsAt = dataStart + content.reduce((sum, bytes) => sum + bytes.length, 0)
  const stringsAt = symbolsAt + table.length
  const sectionsAt = stringsAt + strings.length
  const out = new Uint8Array(sectionsAt + 3 * sectionHeaderBytes)
  const view = new DataView(out.buffer)
  out.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, type, true)
  view.setUint16(18, 243, true)
  view.setBigUint64(24, entry, true)
  view.setBigUint64(32, BigInt(headerBytes), true)
  view.setBigUint64(40, BigInt(sectionsAt), true)
  for (const [offset, value] of [
    [54, programHeaderBytes],
    [56, segments.length],
    [58, sectionHeaderBytes],
    [60, 3],
    [62, 2],
  ] as const) {
    view.setUint16(offset, value, true)
  }
  let dataAt = dataStart
  for (const [index, { gpa, gva = BigInt(gpa), bytes, memoryBytes = bytes.length }] of segments.entries()) {
    const at = headerBytes + index * programHeaderBytes
    view.setUint32(at, 1, true)
    for (const [field, value] of [dataAt, gva, gpa, bytes.length, memoryBytes].entries())
      view.setBigUint64(at + 8 + field * 8, BigInt(value), true)
    out.set(bytes, dataAt)
    dataAt += bytes.length
  }
  out.set(table, symbolsAt)
  out.set(strings, stringsAt)
  section(view, sectionsAt + sectionHeaderBytes, { type: 2, offset: symbolsAt, bytes: table.length, link: 2 })
  section(view, sectionsAt + 2 * sectionHeaderBytes, { type: 3, offset: stringsAt, bytes: strings.length, link: 0 })
  return out
}

function section(
  view: DataView,
  at: number,
  { type, offset, bytes, link }: { type: number; offset: number; bytes: number; link: number },
): void {
  view.setUint32(at + 4, type, true)
  view.setBigUint64(at + 24, BigInt(offset), true)
  view.setBigUint64(at + 32, BigInt(bytes), true)
  view.setUint32(at + 40, link, true)
}

function symbolTable(symbols: Readonly<Record<string, number>>): { table: Uint8Array; strings: Uint8Array } {
  const names = Object.keys(symbols)
  const table = new Uint8Array(names.length * symbolBytes)
  const view = new DataView(table.buffer)
  let text = '\0'
  for (const [index, name] of names.entries()) {
    view.setUint32(index * symbolBytes, text.length, true)
    view.setUint16(index * symbolBytes + 6, 1, true)
    view.setBigUint64(index * symbolBytes + 8, BigInt(symbols[name] ?? 0), true)
    text += `${name}\0`
  }
  return { table, strings: new TextEncoder().encode(text) }
}

/** A Linux `Image` of `bytes` bytes with the header's fields. */
export function linuxImage(spec: { bytes: number; textOffset?: number; imageBytes?: number; flags?: bigint }): Uint8Array {
  const out = new Uint8Array(spec.bytes)
  const view = new DataView(out.buffer)
  view.setBigUint64(8, BigInt(spec.textOffset ?? 0x20_0000), true)
  view.setBigUint64(16, BigInt(spec.imageBytes ?? spec.bytes), true)
  view.setBigUint64(24, spec.flags ?? 0n, true)
  out.set(new TextEncoder().encode('RISCV\0\0\0RSC\x05'), 48)
  return out
}
