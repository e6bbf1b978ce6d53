/** Loops over memory: copies, walks with strides, random places, reservations, and accesses that fault now and then. */

import { rowNamed } from '../../../../src/spec/isa'
import { encode, instructionOf, randomDraft } from '../../random-instruction'
import { type Context, inside, REGISTER, valueRegisters } from '../context'
import { instruction, leaf, type Piece } from '../piece'
import { accesses, straight } from '../straight'
import { countedLoop } from './flow'

const { base: temporary, s0, s1 } = REGISTER

const widths = [
  { load: 'lb', store: 'sb', bytes: 1 },
  { load: 'lbu', store: 'sb', bytes: 1 },
  { load: 'lh', store: 'sh', bytes: 2 },
  { load: 'lhu', store: 'sh', bytes: 2 },
  { load: 'lw', store: 'sw', bytes: 4 },
  { load: 'lwu', store: 'sw', bytes: 4 },
  { load: 'ld', store: 'sd', bytes: 8 },
] as const

export const accessGroup = (context: Context): Piece[] => accesses(context, context.random.between(2, 8))

/** Goes through the data with a pointer of its own, and stores what it finds changed. */
export function walk(context: Context): Piece[] {
  const { random, budget } = context
  const { load, store, bytes } = random.pick(widths)
  const stride = random.pick([bytes, bytes, -bytes, 1, 16, 24, 64])
  const count = Math.min(random.pick([4, 16, 64, 200]), Math.floor(budget / 7), Math.floor(4000 / Math.abs(stride)))
  const start = (stride < 0 ? 1900 : -1900) + random.below(16)
  const value = random.pick([5, 6, 7, 10, 11, 12])
  const other = 8 * random.between(-4, 4)
  const quiet = inside(context, { reserved: [...context.reserved, 28, value], depth: context.depth + 1 })
  const body = [
    instruction(encode(load, { rd: value, rs1: 28, imm: 0 })),
    ...straight(quiet, random.between(0, 2)),
    instruction(encode(random.pick(['addi', 'xori', 'addiw']), { rd: value, rs1: value, imm: random.between(-9, 9) })),
    instruction(encode(store, { rs2: value, rs1: 28, imm: other })),
    instruction(encode('addi', { rd: 28, rs1: 28, imm: stride })),
  ]
  return [leaf('walk', 1, (text) => text.short('addi', { rd: 28, rs1: s0, imm: start })), ...countedLoop(context, count, body)]
}

/** Reads and writes wherever a changing value leads. */
export function scatter(context: Context): Piece[] {
  const { random, budget } = context
  const { load, store } = random.pick(widths)
  const [index, value] = [random.pick([5, 6, 7]), random.pick([10, 11, 12])]
  const scale = random.pick(['add', 'sh1add', 'sh2add', 'sh3add'])
  const mask = scale === 'sh3add' ? 0xff : 0x1ff
  const body = [
    instruction(encode('andi', { rd: 28, rs1: index, imm: mask })),
    instruction(encode(scale, { rd: 28, rs1: 28, rs2: random.pick([s0, s1]) })),
    instruction(encode(load, { rd: value, rs1: 28, imm: -1024 })),
    instruction(encode('add', { rd: value, rs1: value, rs2: index })),
    instruction(encode(store, { rs2: value, rs1: 28, imm: -1000 + random.below(50) })),
    instruction(encode('addi', { rd: index, rs1: index, imm: random.between(1, 97) })),
    instruction(encode('xor', { rd: index, rs1: index, rs2: value })),
  ]
  return countedLoop(context, Math.max(2, Math.min(random.pick([5, 50, 150]), Math.floor(budget / 9))), body)
}

/** A reservation, its store, and now and then a store between that does not touch it. */
export function reservation(context: Context): Piece[] {
  const { random, budget } = context
  const width = random.pick(['w', 'd'])
  const rs1 = s0
  const aqRl = { aq: random.below(2), rl: random.below(2) }
  const body = [
    // A page that may not be written yet is put right here, not between the two.
    instruction(encode('sd', { rs1, rs2: 5, imm: 16 })),
    instruction(encode(`lr.${width}`, { rd: 5, rs1, ...aqRl })),
    instruction(encode('addi', { rd: 5, rs1: 5, imm: random.between(-5, 5) })),
    instruction(encode(`sc.${width}`, { rd: 6, rs1, rs2: 5, ...aqRl })),
    ...(random.oneIn(4) ? [instruction(encode(`sc.${width}`, { rd: 7, rs1, rs2: 5, ...aqRl }))] : []),
    ...straight(inside(context, { depth: context.depth + 1 }), 1),
  ]
  return countedLoop(context, Math.max(2, Math.min(random.pick([3, 30, 100]), Math.floor(budget / 7))), body)
}

/** Of these only what does not say which addresses were there before. */
const faulting = ['lb', 'lhu', 'lw', 'ld', 'sb', 'sh', 'sw', 'sd', 'flw', 'fld', 'fsd', 'amoadd.w', 'amoswap.d', 'lr.d'] as const

/** An access in a loop that leads far outside in some rounds, and into the data in the others. */
export function fault(context: Context): Piece[] {
  const { random, setting, budget } = context
  const counter = context.depth < 6 ? 18 + context.depth : 5
  const shift = setting.privilege !== 3 ? random.pick([30, 34, 45, 62]) : 41
  const row = rowNamed(random.pick(faulting))
  const access = randomDraft(
    random,
    row,
    row.encoding.fields.some(({ name }) => name === 'imm') ? { rs1: temporary, imm: 8 } : { rs1: temporary },
  )
  const rd = (access.bits >>> 7) & 31
  const isSafe = !row.encoding.fields.some(({ name }) => name === 'rd') || (valueRegisters as readonly number[]).includes(rd)
  const bits = isSafe ? instructionOf(access) : encode('ld', { rd: 10, rs1: temporary, imm: 8 })
  const when = random.between(1, 12)
  const body = [
    instruction(encode('xori', { rd: 31, rs1: counter, imm: when })),
    instruction(encode('sltiu', { rd: 31, rs1: 31, imm: random.pick([1, 1, 2, 4]) })),
    instruction(encode('slli', { rd: 31, rs1: 31, shamt: shift })),
    instruction(encode('add', { rd: temporary, rs1: s0, rs2: 31 })),
    ...straight(inside(context, { depth: context.depth + 1 }), random.between(0, 3)),
    instruction(bits),
    ...straight(inside(context, { depth: context.depth + 1 }), random.between(0, 2)),
  ]
  return countedLoop(context, Math.max(2, Math.min(random.pick([4, 14, 60]), Math.floor(budget / 10))), body)
}
