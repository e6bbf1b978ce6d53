/** Loops, branches and small graphs of them; every way round takes from a counter, so that all of them end. */
import { type Context, counterRegisters, inside, valueRegisters } from '../context'
import { costOf, type Piece, write } from '../piece'
import { straight } from '../straight'
import type { Label, Text } from '../text'

const conditions = ['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu'] as const

export interface Condition {
  readonly name: string
  readonly rs1: number
  readonly rs2: number
}

export const randomCondition = ({ random }: Context): Condition => ({
  name: random.pick(conditions),
  rs1: random.pick(valueRegisters),
  rs2: random.oneIn(3) ? 0 : random.pick(valueRegisters),
})

const branchOn = (text: Text, { name, rs1, rs2 }: Condition, label: Label): void => void text.branch(name, { rs1, rs2 }, label)

export function conditional(context: Context): Piece {
  const { random, budget } = context
  const condition = randomCondition(context)
  const then = context.block(inside(context, { budget: budget / 2 }))
  const otherwise = random.oneIn(2) ? context.block(inside(context, { budget: budget / 2 })) : []
  return {
    name: 'conditional',
    parts: [then, otherwise],
    cost: 2 + Math.max(costOf(then), costOf(otherwise)),
    emit(text, [first, second]) {
      const [other, end] = [text.label(), text.label()]
      branchOn(text, condition, other)
      write(text, first)
      if (second !== undefined && second.length > 0) text.jump(end)
      text.bind(other)
      write(text, second)
      text.bind(end)
    },
  }
}

type LoopShape = 'down' | 'up' | 'head' | 'entered' | 'continued' | 'left' | 'twoLatches'
const shapes: readonly LoopShape[] = ['down', 'down', 'down', 'up', 'head', 'entered', 'continued', 'left', 'twoLatches']

interface Loop {
  readonly counter: number
  readonly count: number
  readonly shape: LoopShape
  readonly condition: Condition
}

/** x4 is free where a loop ends: pieces that use it do not enclose loops that count up. */
function writeLoop(text: Text, { counter, count, shape, condition }: Loop, parts: Piece['parts']): void {
  const [head, middle, latch, out] = [text.label(), text.label(), text.label(), text.label()]
  const isUp = shape === 'up'
  text.constant(counter, isUp ? -count : count)
  if (shape === 'entered') branchOn(text, condition, middle)
  text.bind(head)
  if (shape === 'head') text.branch('beq', { rs1: counter, rs2: 0 }, out)
  write(text, parts[0])
  if (shape === 'continued') branchOn(text, condition, latch)
  if (shape === 'left') branchOn(text, condition, out)
  if (shape === 'twoLatches') {
    text.short('addi', { rd: counter, rs1: counter, imm: -1 })
    text.branch('bge', { rs1: 0, rs2: counter }, out)
    branchOn(text, condition, head)
  }
  text.bind(middle)
  write(text, parts[1])
  text.bind(latch)
  text.short('addi', { rd: counter, rs1: counter, imm: isUp ? 1 : -1 })
  if (shape === 'head') text.jump(head)
  else if (isUp) text.branch('bne', { rs1: counter, rs2: 0 }, head)
  else text.branch('blt', { rs1: 0, rs2: counter }, head)
  text.bind(out)
}

function loopOf(loop: Loop, parts: Piece['parts']): Piece {
  return {
    name: `loop x${loop.count}`,
    parts,
    cost: 2 + loop.count * (2 + costOf(parts.flat())),
    emit: (text, lists) => writeLoop(text, loop, lists),
    ...(loop.count > 1 ? { smaller: (lists) => loopOf({ ...loop, count: Math.ceil(loop.count / 2) }, lists) } : {}),
  }
}

/** A register for the next depth, or undefined at the last. */
export const counterAt = ({ depth }: Context): number | undefined => counterRegisters[depth]

export function loop(context: Context): Piece[] {
  const { random, budget, depth } = context
  const counter = counterAt(context)
  if (counter === undefined) return straight(context, 2)
  const count = Math.max(2, Math.min(random.pick([3, 8, 20, 60, 150, 400]), Math.floor(budget / 6)))
  const body = inside(context, { depth: depth + 1, budget: budget / count / 2 })
  const described: Loop = { counter, count, shape: random.pick(shapes), condition: randomCondition(context) }
  return [loopOf(described, [context.block(body), context.block(body)])]
}

/** A loop of given contents. */
export function countedLoop(context: Context, count: number, body: readonly Piece[]): Piece[] {
  const counter = counterAt(context)
  if (counter === undefined) return [...body]
  return [loopOf({ counter, count, shape: 'down', condition: { name: 'beq', rs1: 0, rs2: 0 } }, [body, []])]
}

/** Blocks that go to each other at random, as long as there is fuel. */
export function maze(context: Context): Piece[] {
  const { random, budget, depth } = context
  const counter = counterAt(context)
  if (counter === undefined) return straight(context, 2)
  const count = random.between(2, 6)
  const fuel = Math.max(2, Math.min(random.pick([10, 40, 200]), Math.floor(budget / 8)))
  const body = inside(context, { depth: depth + 1, budget: Math.min(12, budget / fuel) })
  const blocks = Array.from({ length: count }, () => context.block(body))
  const ways = blocks.map(() => ({ condition: randomCondition(context), to: random.below(count), next: random.below(count + 1) }))
  return [
    {
      name: 'maze',
      parts: blocks,
      cost: fuel * (4 + costOf(blocks.flat()) / count),
      emit(text, lists) {
        const labels = lists.map(() => text.label())
        const out = text.label()
        text.constant(counter, fuel)
        for (const [index, list] of lists.entries()) {
          text.bind(labels[index] ?? out)
          write(text, list)
          text.short('addi', { rd: counter, rs1: counter, imm: -1 })
          text.branch('bge', { rs1: 0, rs2: counter }, out)
          const way = ways[index]
          if (way === undefined) continue
          branchOn(text, way.condition, labels[way.to] ?? out)
          if (way.next !== index + 1) text.jump(labels[way.next] ?? out)
        }
        text.bind(out)
      },
    },
  ]
}
