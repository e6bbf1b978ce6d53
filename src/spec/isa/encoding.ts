/** Reads an encoding as the manuals write it: literal bits and named fields, most significant first. */

export interface Piece {
  /** Lowest bit in the instruction. */
  readonly at: number
  readonly width: number
  /** Lowest bit in the field's value. */
  readonly to: number
}

export interface Field {
  readonly name: string
  readonly pieces: readonly Piece[]
  /** Bits of the value, unencoded low ones included. */
  readonly width: number
  readonly signed: boolean
  /** Added to the encoded value: 8 for the three-bit registers of compressed instructions. */
  readonly offset: number
}

/** A field's value that makes the encoding another instruction or reserved. */
export interface Constraint {
  readonly field: string
  readonly notIn: readonly number[]
  readonly atMost: number | undefined
}

export interface Encoding {
  readonly length: 2 | 4
  readonly match: number
  readonly mask: number
  readonly fields: readonly Field[]
  readonly constraints: readonly Constraint[]
}

/** Fields that need no bit list. */
const widths: Readonly<Record<string, number>> = {
  rd: 5,
  rs1: 5,
  rs2: 5,
  fd: 5,
  fs1: 5,
  fs2: 5,
  fs3: 5,
  rm: 3,
  csr: 12,
  zimm: 5,
  aq: 1,
  rl: 1,
  fm: 4,
  pred: 4,
  succ: 4,
  "rd'": 3,
  "rs1'": 3,
  "rs2'": 3,
  "fd'": 3,
  "fs2'": 3,
}

const token = /^(?<name>[a-z][a-z0-9]*'?)(?:\[(?<bits>[\d:|]+)\])?(?:!=(?<not>[\d,]+))?(?:<=(?<most>\d+))?$/

/** `5:4|9:6|2` to the list of [high, low]. */
function ranges(name: string, bits: string | undefined): [number, number][] {
  if (bits === undefined) {
    const width = widths[name]
    if (width === undefined) throw new Error(`field ${name} needs its bits`)
    return [[width - 1, 0]]
  }
  return bits.split('|').map((part) => {
    const [high = 0, low = high] = part.split(':').map(Number)
    return [high, low]
  })
}

interface Draft {
  name: string
  pieces: { top: number; width: number; to: number }[]
}

/** Adds the bits of one token to the draft and says how many they are. */
function addRanges(draft: Draft, list: [number, number][], top: number): number {
  let used = 0
  for (const [high, low] of list) {
    const width = high - low + 1
    draft.pieces.push({ top: top + used, width, to: low })
    used += width
  }
  return used
}

const plain = (name: string): string => name.replace("'", '')

function finish(draft: Draft, bits: number): Field {
  const pieces = draft.pieces.map(({ top, width, to }) => ({ at: bits - top - width, width, to }))
  const width = Math.max(...pieces.map((piece) => piece.to + piece.width))
  return { name: plain(draft.name), pieces, width, signed: draft.name === 'imm', offset: draft.name.endsWith("'") ? 8 : 0 }
}

export function parseEncoding(name: string, text: string): Encoding {
  const drafts = new Map<string, Draft>()
  const constraints = new Map<string, Constraint>()
  let literal = ''
  for (const part of text.trim().split(/\s+/)) {
    if (/^[01]+$/.test(part)) {
      literal += part
      continue
    }
    const groups = token.exec(part)?.groups
    if (groups?.name === undefined) throw new Error(`${name}: encoding part ${part}: expected bits or a field`)
    const draft = drafts.get(groups.name) ?? { name: groups.name, pieces: [] }
    drafts.set(groups.name, draft)
    literal += '.'.repeat(addRanges(draft, ranges(groups.name, groups.bits), literal.length))
    const field = plain(groups.name)
    // Static rounding modes 5 and 6 are reserved (unprivileged manual, "Floating-Point Control and Status Register").
    const notIn = groups.not?.split(',').map(Number) ?? (field === 'rm' ? [5, 6] : [])
    if (notIn.length > 0 || groups.most !== undefined) {
      constraints.set(field, { field, notIn, atMost: groups.most === undefined ? undefined : Number(groups.most) })
    }
  }
  if (literal.length !== 16 && literal.length !== 32)
    throw new Error(`${name}: encoding covers ${literal.length} bits, expected 16 or 32`)
  const fields = [...drafts.values()].map((draft) => finish(draft, literal.length))
  return {
    length: literal.length === 16 ? 2 : 4,
    match: Number.parseInt(literal.replaceAll('.', '0'), 2),
    mask: Number.parseInt(literal.replaceAll('0', '1').replaceAll('.', '0'), 2),
    fields,
    constraints: [...constraints.values()],
  }
}

/** The field's value in an instruction. */
export function extract(field: Field, insn: number): number {
  let value = 0
  for (const { at, width, to } of field.pieces) value |= ((insn >>> at) & ((1 << width) - 1)) << to
  if (field.signed) value = (value << (32 - field.width)) >> (32 - field.width)
  return value + field.offset
}

/** The bits that give the field its value; bits of the value that have no place are dropped. */
export function insert(field: Field, value: number): number {
  let bits = 0
  for (const { at, width, to } of field.pieces) bits |= (((value - field.offset) >>> to) & ((1 << width) - 1)) << at
  return bits >>> 0
}

/** True when the encoding can hold the value exactly. */
export const holds = (field: Field, value: number): boolean => extract(field, insert(field, value)) === value

export function allows(constraint: Constraint, value: number): boolean {
  return !constraint.notIn.includes(value) && (constraint.atMost === undefined || value <= constraint.atMost)
}

/** True when `insn` is this encoding, its constraints included. */
export function matches(encoding: Encoding, insn: number): boolean {
  if ((insn & encoding.mask) >>> 0 !== encoding.match) return false
  return encoding.constraints.every((constraint) => {
    const field = encoding.fields.find((each) => each.name === constraint.field)
    return field === undefined || allows(constraint, extract(field, insn))
  })
}
