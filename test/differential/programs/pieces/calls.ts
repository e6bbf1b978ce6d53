/** Functions and everything that calls, returns or jumps through a register. */
import { encode } from '../../random-instruction'
import { type CallableFunction, type Context, callable, counterRegisters, inside, REGISTER } from '../context'
import { costOf, instruction, leaf, type Piece, write } from '../piece'
import { plainWords, straight } from '../straight'
import type { Text } from '../text'
import { counterAt } from './flow'

const { ra, sp, gp, a0 } = REGISTER

export interface ProgramFunction {
  readonly saved: readonly number[]
  readonly body: readonly Piece[]
  /** Number of the function that it goes to instead of returning. */
  readonly tail: number | undefined
  readonly skipsOne: boolean
  /** Bytes before the end of a page where it starts, or undefined. */
  readonly beforePageEnd: number | undefined
}

export function writeFunction(text: Text, index: number, { saved, body, tail, skipsOne, beforePageEnd }: ProgramFunction): void {
  if (beforePageEnd !== undefined) text.beforePageEnd(beforePageEnd)
  const frame = 16 * Math.ceil((saved.length + 1) / 2)
  const kept = [ra, ...saved]
  text.bind(text.functions[index] ?? 0)
  text.short('addi', { rd: sp, rs1: sp, imm: -frame })
  for (const [place, register] of kept.entries()) text.short('sd', { rs2: register, rs1: sp, imm: 8 * place })
  write(text, body)
  for (const [place, register] of kept.entries()) text.short('ld', { rd: register, rs1: sp, imm: 8 * place })
  text.short('addi', { rd: sp, rs1: sp, imm: frame })
  if (skipsOne) text.short('addi', { rd: ra, rs1: ra, imm: 4 })
  if (tail === undefined) text.short('jalr', { rd: 0, rs1: ra, imm: 0 })
  else text.jump(text.functions[tail] ?? 0)
}

/** A function that calls only those before it; a loop in it may use every counter, because it saves them. */
export function randomFunction(context: Context): ProgramFunction {
  const { random } = context
  const tailable = callable(context).filter(({ skipsOne }) => !skipsOne)
  return {
    saved: counterRegisters.slice(0, random.pick([6, 6, 3])),
    body: context.block(inside(context, { depth: 0 })),
    tail: tailable.length > 0 && random.oneIn(3) ? random.pick(tailable).index : undefined,
    skipsOne: random.oneIn(6),
    beforePageEnd: random.oneIn(4) ? 2 * random.between(1, 20) : undefined,
  }
}

type Way = 'direct' | 'far' | 'pointer' | 'table'

function writeCall(text: Text, { index }: CallableFunction, way: Way): void {
  const label = text.functions[index] ?? 0
  if (way === 'direct') text.jump(label, ra)
  else if (way === 'table') {
    const offset = text.words([label], 'label')
    text
      .short('lw', { rd: 5, rs1: gp, imm: offset })
      .short('add', { rd: 5, rs1: 5, rs2: gp })
      .short('jalr', { rd: ra, rs1: 5, imm: 0 })
  } else text.load(way === 'far' ? ra : 6, label).short('jalr', { rd: ra, rs1: way === 'far' ? ra : 6, imm: 0 })
}

export function call(context: Context): Piece[] {
  const { random } = context
  const affordable = callable(context)
  if (affordable.length === 0) return straight(context, 2)
  const callee = random.pick(affordable)
  const way = random.pick(['direct', 'direct', 'far', 'pointer', 'table'] as const)
  const [skipped = 0] = plainWords(context, 1)
  return [
    leaf('call', callee.cost + 8, (text) => {
      writeCall(text, callee, way)
      if (callee.skipsOne) text.raw({ bits: skipped, length: 4 })
    }),
  ]
}

/** One of several functions, by a random value; those that return elsewhere stay out. */
export function callByTable(context: Context): Piece[] {
  const { random } = context
  const affordable = callable(context).filter(({ skipsOne }) => !skipsOne)
  if (affordable.length === 0) return straight(context, 2)
  const callees = Array.from({ length: random.pick([2, 4]) }, () => random.pick(affordable))
  const source = random.pick([5, 6, 10, 12, ...counterRegisters])
  return [
    leaf('call by table', Math.max(...callees.map(({ cost }) => cost)) + 10, (text) => {
      const offset = text.words(
        callees.map(({ index }) => text.functions[index] ?? 0),
        'label',
      )
      text.short('andi', { rd: 7, rs1: source, imm: callees.length - 1 }).emit('sh2add', { rd: 7, rs1: 7, rs2: gp })
      text.emit('lw', { rd: 7, rs1: 7, imm: offset }).short('add', { rd: 7, rs1: 7, rs2: gp })
      text.short('jalr', { rd: ra, rs1: 7, imm: 0 })
    }),
  ]
}

/** A switch: an indirect jump with many targets. */
export function jumpTable(context: Context): Piece[] {
  const { random, budget } = context
  const count = random.pick([2, 4, 8, 16])
  const cases = Array.from({ length: count }, () => context.block(inside(context, { budget: Math.min(budget / 2, 10) })))
  const source = random.pick([5, 6, 10, 12, 15, ...counterRegisters, ...counterRegisters])
  const link = random.oneIn(6) ? 5 : 0
  return [
    {
      name: 'jump table',
      parts: cases,
      cost: 8 + costOf(cases.flat()) / count,
      emit(text, lists) {
        const labels = lists.map(() => text.label())
        const end = text.label()
        const offset = text.words(labels, 'label')
        text.short('andi', { rd: 7, rs1: source, imm: lists.length - 1 }).emit('sh2add', { rd: 7, rs1: 7, rs2: gp })
        text.emit('lw', { rd: 7, rs1: 7, imm: offset }).short('add', { rd: 7, rs1: 7, rs2: gp })
        text.short('jalr', { rd: link, rs1: 7, imm: 0 })
        for (const [index, list] of lists.entries()) {
          text.bind(labels[index] ?? end)
          write(text, list)
          if (index + 1 < lists.length) text.jump(end)
        }
        text.bind(end)
      },
    },
  ]
}

/** A function of its own that calls itself so many times, then comes back all the way, or at once over all frames. */
export function recursion(context: Context): Piece[] {
  const { random, isLeaf } = context
  if (isLeaf) return straight(context, 2)
  const count = random.between(2, 10)
  const isLong = random.oneIn(3)
  const quiet = inside(context, { reserved: [...context.reserved, a0] })
  const [down, up] = [straight(quiet, random.between(1, 4)), straight(quiet, random.between(0, 4))]
  return [
    {
      name: isLong ? 'longjmp' : 'recursion',
      parts: [down, up],
      cost: count * (8 + down.length + up.length),
      emit(text, [before, after]) {
        const [self, base, resume] = [text.label(), text.label(), text.label()]
        text.constant(a0, count)
        if (isLong) {
          text
            .load(5, resume)
            .emit('sd', { rs2: 5, rs1: gp, imm: -2048 + 0x10 })
            .emit('sd', { rs2: sp, rs1: gp, imm: -2048 + 0x18 })
        }
        text.jump(self, ra).jump(resume)
        text.bind(self)
        text.short('addi', { rd: sp, rs1: sp, imm: -16 }).short('sd', { rs2: ra, rs1: sp, imm: 8 })
        write(text, before)
        text.short('addi', { rd: a0, rs1: a0, imm: -1 }).branch('beq', { rs1: a0, rs2: 0 }, base)
        text.jump(self, ra)
        write(text, after)
        text.bind(base)
        if (isLong) {
          const ahead = text.label()
          text.branch('bne', { rs1: a0, rs2: 0 }, ahead)
          text.emit('ld', { rd: 6, rs1: gp, imm: -2048 + 0x10 }).emit('ld', { rd: sp, rs1: gp, imm: -2048 + 0x18 })
          text.short('jalr', { rd: 0, rs1: 6, imm: 0 })
          text.bind(ahead)
        }
        text.short('ld', { rd: ra, rs1: sp, imm: 8 }).short('addi', { rd: sp, rs1: sp, imm: 16 })
        text.short('jalr', { rd: 0, rs1: ra, imm: 0 })
        text.bind(resume)
      },
    },
  ]
}

/** Two that give the turn to each other by jumps that swap the pc with x5. */
export function coroutine(context: Context): Piece[] {
  const { random, budget, depth } = context
  const counter = counterAt(context)
  if (counter === undefined) return straight(context, 2)
  const quiet = inside(context, { reserved: [...context.reserved, 5], depth: depth + 1 })
  const [mine, yours, more] = [2, 3, 2].map((most) => straight(quiet, random.between(0, most)))
  const count = Math.max(2, Math.min(random.pick([5, 40, 200]), Math.floor(budget / 14)))
  const swap = instruction(encode('jalr', { rd: 5, rs1: 5, imm: 0 }))
  return [
    {
      name: 'coroutine',
      parts: [mine ?? [], yours ?? [], more ?? []],
      cost: count * 14,
      emit(text, [first, second, third]) {
        const [other, head, out] = [text.label(), text.label(), text.label()]
        text.load(5, other).constant(counter, count)
        text.bind(head)
        write(text, first)
        write(text, [swap])
        text.short('addi', { rd: counter, rs1: counter, imm: -1 })
        text.branch('bne', { rs1: counter, rs2: 0 }, head).jump(out)
        text.bind(other)
        write(text, second)
        write(text, [swap])
        write(text, third)
        write(text, [swap])
        text.jump(other)
        text.bind(out)
      },
    },
  ]
}
