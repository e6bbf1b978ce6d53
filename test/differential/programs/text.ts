/** The code of a program while it is written: instructions, labels, and branches that grow when their target is too far. */
import { compress } from '../../../src/isa/assembler/compress'
import { rowNamed } from '../../../src/spec/isa'
import { encode } from '../random-instruction'
import type { Instruction } from '../sequence'
import { PAGE, TABLE, TABLE_BIAS } from './slot'

export type Fields = Readonly<Record<string, number>>
export type Label = number

interface Fixup {
  readonly at: number
  readonly label: Label
  readonly index: number
  apply(distance: number): void
}

const inverse: Readonly<Record<string, string>> = {
  beq: 'bne',
  bne: 'beq',
  blt: 'bge',
  bge: 'blt',
  bltu: 'bgeu',
  bgeu: 'bltu',
}

/** What `compress` said, by name and operands: programs are made of few different ones. */
const shortForms = new Map<string, Map<number, number>>()
const NONE = -1
/** No compressed instruction reaches further. */
const reachOfShort = 2048

function shortForm(name: string, fields: Fields): number | undefined {
  const { rd = 0, rs1 = 0, rs2 = 0, imm = 0, shamt = 0 } = fields
  if (imm < -reachOfShort || imm >= reachOfShort) return undefined
  const key = ((((imm + reachOfShort) * 64 + shamt) * 32 + rd) * 32 + rs1) * 32 + rs2
  let known = shortForms.get(name)
  if (known === undefined) {
    known = new Map()
    shortForms.set(name, known)
  }
  let bits = known.get(key)
  if (bits === undefined) {
    bits = compress(rowNamed(name), fields) ?? NONE
    known.set(key, bits)
  }
  return bits === NONE ? undefined : bits
}

const reachOfBranch = 4094
/** What is far once stays so: the next attempt leaves room for it. */
export type Far = Set<number>

/** The text part has no room for the program. */
export class TextFullError extends Error {}

export interface TextOptions {
  /** Virtual address of the first byte. */
  readonly base: bigint
  readonly capacity: number
  /** Physical address of the program's slot. */
  readonly slot: number
  /** Virtual address of gp. */
  readonly gp: bigint
  readonly far: Far
}

export class Text {
  readonly bytes: Uint8Array
  readonly table = new Uint8Array(PAGE)
  /** Functions' labels by their number. */
  readonly functions: Label[] = []
  readonly options: TextOptions
  #view: DataView
  #tableView = new DataView(this.table.buffer)
  #at = 0
  #tableAt: number = TABLE.free
  #labels: (number | undefined)[] = []
  #fixups: Fixup[] = []
  #branches = 0

  constructor(options: TextOptions) {
    this.options = options
    this.bytes = new Uint8Array(options.capacity)
    this.#view = new DataView(this.bytes.buffer)
  }

  /** Bytes so far. */
  get length(): number {
    return this.#at
  }

  get address(): bigint {
    return this.options.base + BigInt(this.#at)
  }

  addressOf(label: Label): bigint {
    return this.options.base + BigInt(this.#place(label))
  }

  label(): Label {
    return this.#labels.push(undefined) - 1
  }

  bind(label: Label): void {
    this.#labels[label] = this.#at
  }

  raw({ bits, length }: Instruction): this {
    if (this.#at + length > this.bytes.length) throw new TextFullError(`more than ${this.bytes.length} bytes of code`)
    if (length === 2) this.#view.setUint16(this.#at, bits, true)
    else this.#view.setUint32(this.#at, bits, true)
    this.#at += length
    return this
  }

  emit(name: string, fields: Fields = {}): this {
    return this.raw(encode(name, fields))
  }

  /** The shortest encoding. */
  short(name: string, fields: Fields): this {
    const bits = shortForm(name, fields)
    return bits === undefined ? this.emit(name, fields) : this.raw({ bits, length: 2 })
  }

  /** A 32-bit constant. */
  constant(rd: number, value: number): this {
    if (value >= -2048 && value < 2048) return this.short('addi', { rd, rs1: 0, imm: value })
    const low = (value << 20) >> 20
    this.emit('lui', { rd, imm: (value - low) | 0 })
    return low === 0 ? this : this.emit('addiw', { rd, rs1: rd, imm: low })
  }

  branch(name: string, fields: Fields, label: Label): this {
    const index = this.#branches++
    if (this.#backward(name, fields, label)) return this
    if (this.options.far.has(index)) {
      this.emit(inverse[name] ?? '', { ...fields, imm: 8 })
      return this.#relative('jal', { rd: 0 }, label, index)
    }
    return this.#relative(name, fields, label, index)
  }

  jump(label: Label, rd = 0): this {
    return this.#backward('jal', { rd }, label) ? this : this.#relative('jal', { rd }, label, -1)
  }

  /** The address of a label into a register. */
  load(rd: number, label: Label): this {
    const at = this.#at
    this.raw(encode('auipc', { rd, imm: 0 })).raw(encode('addi', { rd, rs1: rd, imm: 0 }))
    this.#fixups.push({
      at,
      label,
      index: -1,
      apply: (distance) => {
        const low = (distance << 20) >> 20
        this.#view.setUint32(at, encode('auipc', { rd, imm: (distance - low) | 0 }).bits, true)
        this.#view.setUint32(at + 4, encode('addi', { rd, rs1: rd, imm: low }).bits, true)
      },
    })
    return this
  }

  /** Jumps over filling, so that so many bytes of what comes next lie on this page; when there is no room, nothing happens. */
  beforePageEnd(bytes: number): this {
    const here = Number(this.address & 4095n)
    const filling = (2 * PAGE - here - bytes - 4) % PAGE
    if (this.#at + filling + 4 + 2048 > this.bytes.length) return this
    this.emit('jal', { rd: 0, imm: filling + 4 })
    this.#at += filling
    return this
  }

  /** Puts words of 4 bytes into the table; where they start, relative to gp. */
  words(values: readonly (number | Label)[], kind: 'value' | 'label'): number {
    const at = this.#tableAt
    if (at + 4 * values.length > PAGE) throw new TextFullError('the table is full')
    for (const [index, value] of values.entries()) {
      if (kind === 'value') this.#tableView.setUint32(at + 4 * index, value, true)
      else this.#entry(at + 4 * index, value)
    }
    this.#tableAt += 4 * values.length
    return at - TABLE_BIAS
  }

  /** Fills in what refers to labels; false when a branch did not reach, which is then in `far`. */
  finish(): boolean {
    let reached = true
    for (const { at, label, index, apply } of this.#fixups) {
      const distance = this.#place(label) - at
      if (index >= 0 && !this.options.far.has(index) && (distance < -reachOfBranch || distance > reachOfBranch)) {
        this.options.far.add(index)
        reached = false
      } else apply(distance)
    }
    return reached
  }

  /** Writes the jump compressed, when where it goes is known already and near enough. */
  #backward(name: string, fields: Fields, label: Label): boolean {
    const place = this.#labels[label]
    if (place === undefined) return false
    const bits = shortForm(name, { ...fields, imm: place - this.#at })
    if (bits !== undefined) this.raw({ bits, length: 2 })
    return bits !== undefined
  }

  #entry(at: number, label: Label): void {
    const gp = Number(this.options.gp - this.options.base)
    this.#fixups.push({
      at: gp,
      label,
      index: -1,
      apply: (distance) => this.#tableView.setInt32(at, distance, true),
    })
  }

  #place(label: Label): number {
    const place = this.#labels[label]
    if (place === undefined) throw new Error(`label ${label} is nowhere`)
    return place
  }

  #relative(name: string, fields: Fields, label: Label, index: number): this {
    const at = this.#at
    this.raw(encode(name, { ...fields, imm: 0 }))
    this.#fixups.push({
      at,
      label,
      index,
      apply: (imm) => this.#view.setUint32(at, encode(name, { ...fields, imm }).bits, true),
    })
    return this
  }
}
