/** Makes straight code of random instructions: forward branches, jumps and reservations arranged so that they mean something. */

import { rowNamed } from '../../src/spec/isa'
import type { Row } from '../../src/spec/isa/dsl'
import type { Random } from '../support/random'
import {
  baseRegisters,
  type Draft,
  encode,
  instructionOf,
  isIndirect,
  isRelative,
  isReservation,
  randomDraft,
  withImmediate,
} from './random-instruction'
import type { Instruction } from './sequence'

const draft = (name: string, fields: Readonly<Record<string, number>>): Draft => ({
  row: rowNamed(name),
  bits: encode(name, fields).bits,
})

/** A register to hold a jump's address: not x0, not a base, and not the one that names the landing. */
const linkRegisters = [5, 6, 7, 10, 11, 12, 13] as const

/** `auipc t, 0; addi t, t, bytes; jump t`, to the instruction behind or one further. */
function indirectJump(random: Random, row: Row): Draft[] {
  const register = random.pick(linkRegisters)
  const jump = randomDraft(random, row, { rs1: register, imm: 0 })
  const filler = draft('addi', { rd: 10, rs1: 10, imm: 1 })
  const skipped = random.below(3)
  const bytes = 8 + row.encoding.length + 4 * skipped
  const address = [draft('auipc', { rd: register, imm: 0 }), draft('addi', { rd: register, rs1: register, imm: bytes })]
  return [...address, jump, ...Array.from({ length: skipped }, () => filler)]
}

/** A reservation and its store; in between at most something that leaves memory alone. */
function reservation(random: Random, row: Row): Draft[] {
  const width = row.name.slice(-1)
  const load = randomDraft(random, rowNamed(`lr.${width}`))
  const rs1 = (load.bits >>> 15) & 31
  const between = random.oneIn(2) ? [randomDraft(random, rowNamed('addi'))] : []
  return [load, ...between, randomDraft(random, rowNamed(`sc.${width}`), { rs1 })]
}

/** Of these QEMU 10 drops the flags when nothing uses the result: it says of them that they have no side effects. */
const dropped = /^(froundnx|fround|fleq|fltq|fminm|fmaxm|fcvtmod\.w)\./

/** The instruction, and a store of what it writes. */
function withResultUsed(random: Random, row: Row): Draft[] {
  const instruction = randomDraft(random, row)
  const register = (instruction.bits >>> 7) & 31
  const isFloat = row.encoding.fields.some(({ name }) => name === 'fd')
  const imm = 8 * random.below(32)
  const rs1 = random.pick(baseRegisters)
  return [instruction, isFloat ? draft('fsd', { fs2: register, rs1, imm }) : draft('sd', { rs2: register, rs1, imm })]
}

function unit(random: Random, row: Row): Draft[] {
  if (dropped.test(row.name)) return withResultUsed(random, row)
  if (isReservation(row)) return reservation(random, row)
  return isIndirect(row) ? indirectJump(random, row) : [randomDraft(random, row)]
}

/** Sends every relative jump to the start of a unit that follows, or to the end of the code. */
function aim(random: Random, units: readonly (readonly Draft[])[]): Draft[] {
  const bytesOf = (drafts: readonly Draft[]): number => drafts.reduce((sum, { row }) => sum + row.encoding.length, 0)
  const starts = [0]
  for (const drafts of units) starts.push((starts.at(-1) ?? 0) + bytesOf(drafts))
  return units.flatMap((drafts, index) =>
    drafts.map((each) => {
      if (!isRelative(each.row)) return each
      const target = random.between(index + 1, Math.min(index + 5, units.length))
      return withImmediate(each, (starts[target] ?? 0) - (starts[index] ?? 0))
    }),
  )
}

/** About `count` random instructions of the rows. */
export function straightLine(random: Random, rows: readonly Row[], count: number): Instruction[] {
  const units = Array.from({ length: count }, () => unit(random, random.pick(rows)))
  return aim(random, units).map(instructionOf)
}
