// Flattened device tree (Devicetree Specification 0.4, chapter 5): a writer and a reader of version 17 blobs.
//
//   header (40 bytes) | memory reservation block | structure block | strings block
import { VmHostError } from '../error'

const magic = 0xd00dfeed
const version = 17
const lastCompatibleVersion = 16
const headerBytes = 40
const reservationEntryBytes = 16
const token = { beginNode: 1, endNode: 2, property: 3, nop: 4, end: 9 } as const
/** Deeper trees than this are refused by the reader: they are an attack, not hardware. */
const maxDepth = 64

/** A property: nothing, one cell (32 bits), cells, a string, strings, or raw bytes. */
export type FdtValue = true | number | readonly number[] | string | readonly string[] | Uint8Array

export interface FdtNode {
  name: string
  properties: Readonly<Record<string, FdtValue>>
  children: readonly FdtNode[]
}

/** A node as the reader sees it: property types are not in the blob, so values are bytes. */
export interface RawFdtNode {
  name: string
  properties: Map<string, Uint8Array>
  children: RawFdtNode[]
}

/** A 64-bit quantity as two cells, high first. */
export function cells64(value: number): [high: number, low: number] {
  return [Math.floor(value / 2 ** 32), value >>> 0]
}

/** Writes the tree below `root` (whose name is empty). */
export function writeFdt(root: FdtNode, bootHartId = 0): Uint8Array {
  const strings = new StringTable()
  const structure: number[] = []
  writeNode(root, structure, strings)
  pushCell(structure, token.end)
  const stringBytes = strings.bytes()
  const structureOffset = headerBytes + reservationEntryBytes
  const stringsOffset = structureOffset + structure.length
  const total = alignTo(stringsOffset + stringBytes.length, 8)
  const header = [magic, total, structureOffset, stringsOffset, headerBytes, version, lastCompatibleVersion, bootHartId]
  const out = new Uint8Array(total)
  const view = new DataView(out.buffer)
  for (const [index, field] of [...header, stringBytes.length, structure.length].entries()) view.setUint32(index * 4, field)
  out.set(structure, structureOffset)
  out.set(stringBytes, stringsOffset)
  return out
}

function writeNode(node: FdtNode, out: number[], strings: StringTable): void {
  pushCell(out, token.beginNode)
  pushBytes(out, encodeString(node.name))
  for (const [name, value] of Object.entries(node.properties)) {
    const bytes = encodeValue(value)
    pushCell(out, token.property)
    pushCell(out, bytes.length)
    pushCell(out, strings.offsetOf(name))
    pushBytes(out, bytes)
  }
  for (const child of node.children) writeNode(child, out, strings)
  pushCell(out, token.endNode)
}

function encodeValue(value: FdtValue): Uint8Array {
  if (value === true) return new Uint8Array(0)
  if (value instanceof Uint8Array) return value
  const list: readonly (string | number)[] = typeof value === 'string' || typeof value === 'number' ? [value] : value
  const out: number[] = []
  for (const item of list) {
    if (typeof item === 'string') for (const byte of encodeString(item)) out.push(byte)
    else pushCell(out, item)
  }
  return Uint8Array.from(out)
}

/** The strings block: property names, each once. */
class StringTable {
  private readonly offsets = new Map<string, number>()
  private readonly content: number[] = []

  offsetOf(name: string): number {
    const known = this.offsets.get(name)
    if (known !== undefined) return known
    const offset = this.content.length
    this.offsets.set(name, offset)
    for (const byte of encodeString(name)) this.content.push(byte)
    return offset
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.content)
  }
}

function pushCell(out: number[], value: number): void {
  out.push((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

function pushBytes(out: number[], bytes: Uint8Array): void {
  for (const byte of bytes) out.push(byte)
  while (out.length % 4 !== 0) out.push(0)
}

/** Reads a blob; throws ERR_IMAGE_FORMAT when it is not one, or is damaged. */
export function readFdt(blob: Uint8Array): RawFdtNode {
  return new FdtReader(blob).read()
}

class FdtReader {
  private readonly view: DataView
  private offset = 0
  private end = 0
  private strings = new Uint8Array(0)

  constructor(private readonly blob: Uint8Array) {
    this.view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  }

  read(): RawFdtNode {
    if (this.blob.length < headerBytes) throw malformed(`${this.blob.length} bytes, expected at least ${headerBytes}`)
    const field = (index: number): number => this.view.getUint32(index * 4)
    if (field(0) !== magic) throw malformed(`magic 0x${field(0).toString(16)}, expected 0x${magic.toString(16)}`)
    if (field(6) > version) throw malformed(`last compatible version ${field(6)}, expected at most ${version}`)
    const [structureOffset, stringsOffset, stringsBytes, structureBytes] = [field(2), field(3), field(8), field(9)]
    if (structureOffset + structureBytes > this.blob.length) throw malformed('structure block beyond the end')
    if (stringsOffset + stringsBytes > this.blob.length) throw malformed('strings block beyond the end')
    this.strings = this.blob.slice(stringsOffset, stringsOffset + stringsBytes)
    this.offset = structureOffset
    this.end = structureOffset + structureBytes
    if (this.nextToken() !== token.beginNode) throw malformed('no root node')
    const root = this.node(0)
    if (this.nextToken() !== token.end) throw malformed('content after the root node')
    return root
  }

  private node(depth: number): RawFdtNode {
    if (depth > maxDepth) throw malformed(`nodes nested deeper than ${maxDepth}`)
    const node: RawFdtNode = { name: this.name(), properties: new Map(), children: [] }
    for (;;) {
      const kind = this.nextToken()
      if (kind === token.endNode) return node
      if (kind === token.property) this.property(node)
      else if (kind === token.beginNode) node.children.push(this.node(depth + 1))
      else throw malformed(`token ${kind} inside a node`)
    }
  }

  private property(node: RawFdtNode): void {
    const length = this.cell()
    const name = stringAt(this.strings, this.cell())
    if (this.offset + length > this.end) throw malformed(`property ${name} beyond the end`)
    node.properties.set(name, this.blob.slice(this.offset, this.offset + length))
    this.offset = alignTo(this.offset + length, 4)
  }

  private name(): string {
    const stop = this.blob.indexOf(0, this.offset)
    if (stop < 0 || stop >= this.end) throw malformed('unterminated node name')
    const name = new TextDecoder().decode(this.blob.slice(this.offset, stop))
    this.offset = alignTo(stop + 1, 4)
    return name
  }

  private nextToken(): number {
    let kind = this.cell()
    while (kind === token.nop) kind = this.cell()
    return kind
  }

  private cell(): number {
    if (this.offset + 4 > this.end) throw malformed('truncated structure block')
    this.offset += 4
    return this.view.getUint32(this.offset - 4)
  }
}

function stringAt(strings: Uint8Array, offset: number): string {
  const stop = strings.indexOf(0, offset)
  if (stop < 0) throw malformed(`string at ${offset} beyond the strings block`)
  return new TextDecoder().decode(strings.slice(offset, stop))
}

const encodeString = (text: string): Uint8Array => new TextEncoder().encode(`${text}\0`)
const alignTo = (value: number, step: number): number => Math.ceil(value / step) * step

function malformed(what: string): VmHostError {
  return new VmHostError('ERR_IMAGE_FORMAT', `device tree blob: ${what}`)
}
