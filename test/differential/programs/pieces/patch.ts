/** Code that writes code: sites whose instruction changes, small functions made in memory, a store that replaces itself. */
import { encode } from '../../random-instruction'
import type { Instruction } from '../../sequence'
import { type Context, counterRegisters, inside, REGISTER } from '../context'
import { instruction, leaf, type Piece, write } from '../piece'
import { PAGE, PART, TABLE_BIAS, WINDOW_BYTES } from '../slot'
import { plainWords, straight } from '../straight'
import type { Label, Text } from '../text'
import { countedLoop } from './flow'

const { ra, gp } = REGISTER
const fence: Instruction = encode('fence.i', {})

/** x30 becomes one of the words by a register's lowest bits. */
function pickWord(text: Text, words: readonly number[], source: number): void {
  const offset = text.words(words, 'value')
  text.short('andi', { rd: 30, rs1: source, imm: words.length - 1 }).emit('sh2add', { rd: 30, rs1: 30, rs2: gp })
  text.emit('lw', { rd: 30, rs1: 30, imm: offset })
}

/**
 * How code is stored: a word, its halves or bytes, the upper half alone, which leaves the opcode as it is, a doubleword with what lies behind, from an
 * f register, or by an atomic instruction.
 */
const storeWays = [
  'word',
  'word',
  'word',
  'halves',
  'upper',
  'upper',
  'bytes',
  'doubleword',
  'float',
  'swap',
  'conditional',
] as const

interface CodeStore {
  readonly way: (typeof storeWays)[number]
  /** Bytes from where the code runs to where it is written: pages of two windows may have the same frame. */
  readonly alias: number
  /** Our engines see what is stored at once; QEMU has to be told. */
  readonly isFenced: boolean
}

function randomStore({ random, setting, isAway }: Context): CodeStore {
  return {
    way: random.pick(storeWays),
    alias: setting.privilege !== 3 && !isAway && random.oneIn(4) ? 2 * WINDOW_BYTES : 0,
    isFenced: !setting.hasTimer || random.oneIn(2),
  }
}

/** Stores x30 where x31 points. */
function writeWord(text: Text, way: CodeStore['way']): void {
  const at = { rs1: 31, imm: 0 }
  if (way === 'halves' || way === 'bytes') {
    const [row, bytes] = way === 'halves' ? (['sh', 2] as const) : (['sb', 1] as const)
    for (let imm = 0; imm < 4; imm += bytes) {
      text.emit(row, { rs2: 30, rs1: 31, imm })
      if (imm + bytes < 4) text.emit('srli', { rd: 30, rs1: 30, shamt: 8 * bytes })
    }
  } else if (way === 'upper') text.emit('srli', { rd: 30, rs1: 30, shamt: 16 }).emit('sh', { rs2: 30, rs1: 31, imm: 2 })
  else if (way === 'doubleword') {
    text.emit('lwu', { rd: 29, rs1: 31, imm: 4 }).emit('slli', { rd: 29, rs1: 29, shamt: 32 })
    text.emit('slli', { rd: 30, rs1: 30, shamt: 32 }).emit('srli', { rd: 30, rs1: 30, shamt: 32 })
    text.emit('or', { rd: 30, rs1: 30, rs2: 29 }).emit('sd', { rs2: 30, ...at })
  } else if (way === 'float') text.emit('fmv.w.x', { fd: 31, rs1: 30 }).emit('fsw', { fs2: 31, ...at })
  // Where the site is not aligned these trap, and nothing is stored.
  else if (way === 'swap') text.emit('amoswap.w', { rd: 29, rs1: 31, rs2: 30 })
  else if (way === 'conditional') {
    // A page that may not be written yet is put right here, not between the two.
    text.emit('lw', { rd: 29, ...at }).emit('sw', { rs2: 29, ...at })
    text.emit('lr.w', { rd: 29, rs1: 31 }).emit('sc.w', { rd: 29, rs1: 31, rs2: 30 })
  } else text.emit('sw', { rs2: 30, ...at })
}

/** Stores x30 at a label, then makes it seen. */
function store(text: Text, site: Label, { way, alias, isFenced }: CodeStore): void {
  text.load(31, site)
  if (alias !== 0) text.constant(29, alias).short('add', { rd: 31, rs1: 31, rs2: 29 })
  writeWord(text, way)
  if (isFenced) text.raw(fence)
}

const sourceOf = ({ random, depth }: Context): number =>
  depth > 0 && !random.oneIn(3) ? (counterRegisters[depth - 1] ?? 18) : random.pick([5, 6, 10])

/** An instruction that the next round finds changed; before or behind the code that changes it. */
export function patchedLoop(context: Context): Piece[] {
  const { random, budget } = context
  // x30 holds the word from its choice to its store, which may take x29.
  const deeper = inside(context, { depth: context.depth + 1, budget: 4, reserved: [...context.reserved, 30] })
  const words = plainWords(deeper, random.pick([2, 4]))
  const source = sourceOf(deeper)
  const storing = randomStore(context)
  const placed = random.oneIn(3) ? random.pick([2, 6, 30]) : undefined
  const order = random.below(3)
  const rest = straight(deeper, random.between(0, 4))
  const body: Piece = {
    name: 'patched instruction',
    parts: [rest],
    cost: 12 + rest.length,
    emit(text, [other]) {
      const site = text.label()
      const writeSite = (): void => {
        if (placed !== undefined && order === 0) text.beforePageEnd(placed)
        text.bind(site)
        text.raw({ bits: words[0] ?? 0, length: 4 })
      }
      if (order === 0) writeSite()
      pickWord(text, words, source)
      if (order === 1) write(text, other)
      store(text, site, storing)
      if (order === 2) write(text, other)
      if (order !== 0) writeSite()
    },
  }
  return countedLoop(context, Math.max(2, Math.min(random.pick([4, 20, 60]), Math.floor(budget / 14))), [body])
}

/** A leaf function that callers change before they call it. */
export function patchedCallee(context: Context): Piece[] {
  const { random, budget, isLeaf } = context
  if (isLeaf) return straight(context, 2)
  const deeper = inside(context, { depth: context.depth + 1, budget: 4 })
  const words = plainWords(deeper, 4)
  const source = sourceOf(deeper)
  const [before, behind] = [straight(deeper, random.between(0, 3)), straight(deeper, random.between(0, 3))]
  const calls = random.between(1, 3)
  const everyOther = random.oneIn(2)
  const storing = randomStore(context)
  const placed = random.oneIn(2) ? 2 * random.between(1, 8) : undefined
  const body: Piece = {
    name: 'patched callee',
    parts: [before, behind],
    cost: 14 + calls * (before.length + behind.length + 4),
    emit(text, [first, second]) {
      const [site, callee, over, unchanged] = [text.label(), text.label(), text.label(), text.label()]
      if (everyOther) text.short('andi', { rd: 31, rs1: source, imm: 3 }).branch('bne', { rs1: 31, rs2: 0 }, unchanged)
      pickWord(text, words, source)
      store(text, site, storing)
      text.bind(unchanged)
      for (let count = 0; count < calls; count++) text.jump(callee, ra)
      text.jump(over)
      if (placed !== undefined) text.beforePageEnd(placed)
      text.bind(callee)
      write(text, first)
      text.bind(site)
      text.raw({ bits: words[0] ?? 0, length: 4 })
      write(text, second)
      text.short('jalr', { rd: 0, rs1: ra, imm: 0 })
      text.bind(over)
    },
  }
  return countedLoop(context, Math.max(2, Math.min(random.pick([3, 16, 50]), Math.floor(budget / body.cost))), [body])
}

/** Below the stack, where random stores do not come. */
const bufferOffset = (PART.stack.page - PART.table.page) * PAGE - TABLE_BIAS

/** Copies a function to memory, with a constant that is new each time, and calls it. */
export function madeFunction(context: Context): Piece[] {
  const { random, budget, isLeaf } = context
  if (isLeaf) return straight(context, 2)
  const deeper = inside(context, { depth: context.depth + 1, budget: 4, reserved: [...context.reserved, 28] })
  const words = plainWords(deeper, random.between(1, 5))
  const variable = encode('addi', { rd: 12, rs1: 12, imm: 0 }).bits
  const back = encode('jalr', { rd: 0, rs1: ra, imm: 0 }).bits
  const source = sourceOf(deeper)
  // Always the same in a program modulo 4: what remains of one function is whole instructions in another.
  const place = bufferOffset + 4 * random.below(32) + 2 * (context.palette.length % 2)
  const calls = random.between(1, 4)
  const everyOther = random.oneIn(2)
  const body = leaf('made function', 16 + words.length * (2 + calls), (text) => {
    const unchanged = text.label()
    const template = [...words, variable, back]
    const offset = text.words(template, 'value')
    text.constant(28, place).short('add', { rd: 28, rs1: 28, rs2: gp })
    if (everyOther) text.short('andi', { rd: 31, rs1: source, imm: 3 }).branch('bne', { rs1: 31, rs2: 0 }, unchanged)
    for (const index of template.keys()) {
      text.emit('lw', { rd: 30, rs1: gp, imm: offset + 4 * index })
      if (index === words.length) {
        text.short('andi', { rd: 31, rs1: source, imm: 127 }).emit('slli', { rd: 31, rs1: 31, shamt: 20 })
        text.short('add', { rd: 30, rs1: 30, rs2: 31 })
      }
      text.emit('sw', { rs2: 30, rs1: 28, imm: 4 * index })
    }
    text.raw(fence)
    text.bind(unchanged)
    if (everyOther) {
      const made = text.label()
      text.emit('lw', { rd: 30, rs1: 28, imm: 4 * (template.length - 1) }).constant(31, back)
      text.branch('beq', { rs1: 30, rs2: 31 }, made)
      text.raw(encode('sw', { rs2: 31, rs1: 28, imm: 0 })).raw(fence)
      text.bind(made)
    }
    for (let count = 0; count < calls; count++) text.emit('jalr', { rd: ra, rs1: 28, imm: 0 })
  })
  return countedLoop(context, Math.max(2, Math.min(random.pick([3, 12, 40]), Math.floor(budget / body.cost))), [body])
}

/** Writes a function over and over through a pointer that stays, long before it is called for the first time. */
export function warmedBuffer(context: Context): Piece[] {
  const { random, budget, isLeaf } = context
  const counter = counterRegisters[context.depth]
  if (isLeaf || counter === undefined) return straight(context, 2)
  const deeper = inside(context, { depth: context.depth + 1, budget: 4, reserved: [...context.reserved, 28] })
  const words = plainWords(deeper, random.between(1, 3))
  const variable = encode('addi', { rd: 12, rs1: 12, imm: 0 }).bits
  const template = [variable, ...words, encode('jalr', { rd: 0, rs1: ra, imm: 0 }).bits]
  const place = bufferOffset + 256 + 4 * random.below(16)
  const rounds = Math.max(4, Math.min(random.pick([8, 40, 120]), Math.floor(budget / (8 + 3 * template.length))))
  const pointer = leaf('pointer', 3, (text) => text.constant(28, place).short('add', { rd: 28, rs1: 28, rs2: gp }))
  const body = leaf('warmed buffer', 8 + 3 * template.length, (text) => {
    const behind = text.label()
    const offset = text.words(template, 'value')
    text.emit('slli', { rd: 31, rs1: counter, shamt: 20 })
    for (const index of template.keys()) {
      text.emit('lw', { rd: 30, rs1: gp, imm: offset + 4 * index })
      if (index === 0) text.short('add', { rd: 30, rs1: 30, rs2: 31 })
      text.emit('sw', { rs2: 30, rs1: 28, imm: 4 * index })
    }
    text.raw(fence).emit('slti', { rd: 31, rs1: counter, imm: rounds >> 1 })
    text.branch('beq', { rs1: 31, rs2: 0 }, behind).emit('jalr', { rd: ra, rs1: 28, imm: 0 })
    text.bind(behind)
  })
  return [pointer, ...countedLoop(context, rounds, [body])]
}

/** A store that is another instruction from its second round on. */
export function selfReplacing(context: Context): Piece[] {
  const { random, budget } = context
  const deeper = inside(context, { depth: context.depth + 1, budget: 4, reserved: [...context.reserved, 28, 29, 31] })
  const [word = 0] = plainWords(deeper, 1)
  const storing = encode('sw', { rs2: 29, rs1: 28, imm: 0 })
  const rest = straight(deeper, random.between(0, 3))
  const rounds = Math.max(2, Math.min(random.pick([3, 10, 40]), Math.floor(budget / 6)))
  const site: Piece = {
    name: 'self-replacing store',
    parts: [rest],
    cost: 2 + rest.length,
    emit(text, [other]) {
      const [here, again] = [text.label(), text.label()]
      const offset = text.words([word, storing.bits], 'value')
      text.load(28, here).emit('lw', { rd: 29, rs1: gp, imm: offset + 4 })
      text.emit('sw', { rs2: 29, rs1: 28, imm: 0 }).raw(fence).emit('lw', { rd: 29, rs1: gp, imm: offset })
      text.constant(31, rounds)
      text.bind(again)
      text.bind(here)
      text.raw(storing).raw(fence)
      write(text, other)
      text.emit('addi', { rd: 24, rs1: 24, imm: 1 })
      text.short('addi', { rd: 31, rs1: 31, imm: -1 }).branch('bne', { rs1: 31, rs2: 0 }, again)
    },
  }
  return [site].map((piece) => ({ ...piece, cost: rounds * piece.cost }))
}

export const instructionFence = (): Piece[] => [instruction(fence)]
