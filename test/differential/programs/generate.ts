/** Makes a random program: how it runs, its functions, its main part, the state that it starts in. */
import { Random } from '../../support/random'
import { MSTATUS } from '../sequence'
import { randomFcsr, randomFloatRegisters } from '../state'
import { randomFloat, randomInteger } from '../values'
import { type CallableFunction, type Context, inside, REGISTER, type Setting, seenAddress } from './context'
import { costOf, type Piece } from './piece'
import { call, callByTable, coroutine, jumpTable, type ProgramFunction, randomFunction, recursion } from './pieces/calls'
import { conditional, loop, maze } from './pieces/flow'
import { accessGroup, fault, reservation, scatter, walk } from './pieces/memory'
import { elsewhere, lentPrivilege, movingCode, movingData, superpage, translationFence } from './pieces/paging'
import { instructionFence, madeFunction, patchedCallee, patchedLoop, selfReplacing, warmedBuffer } from './pieces/patch'
import { otherSpace } from './pieces/space'
import { fetchFault, floatChain, floatOff, floatState, trap } from './pieces/status'
import { offsetOf, PAGE, PART, TABLE_BIAS } from './slot'
import { randomPalette, straight } from './straight'

export interface Program {
  readonly seed: number
  readonly kind: string
  readonly setting: Setting
  readonly functions: readonly ProgramFunction[]
  readonly main: readonly Piece[]
  readonly f: readonly bigint[]
  readonly mstatus: bigint
  /** Draws the registers and what lies in the slot's memory: data, page tables, twins. */
  readonly contents: number
}

type Maker = (context: Context) => Piece | Piece[]

/** Pieces by how often they come. */
const makers: readonly (readonly [number, Maker])[] = [
  [14, (context) => straight(context, context.random.between(1, 6))],
  [12, loop],
  [6, conditional],
  [5, maze],
  [6, call],
  [2, callByTable],
  [4, jumpTable],
  [3, recursion],
  [2, coroutine],
  [8, accessGroup],
  [4, walk],
  [4, scatter],
  [2, reservation],
  [1, fault],
  [3, patchedLoop],
  [2, patchedCallee],
  [2, madeFunction],
  [2, warmedBuffer],
  [1, selfReplacing],
  [1, () => instructionFence()],
  [3, movingData],
  [3, movingCode],
  [3, elsewhere],
  [2, superpage],
  [2, lentPrivilege],
  [2, otherSpace],
  [1, translationFence],
  [3, floatState],
  [3, floatChain],
  [1, floatOff],
  [1, trap],
  [1, fetchFault],
]

/** A kind of program: all pieces, or more of some. */
export interface Kind {
  readonly name: string
  readonly favoured: readonly Maker[]
  readonly hasTimer: boolean
  readonly privileges: readonly Setting['privilege'][]
}

const kind = (
  name: string,
  favoured: readonly Maker[],
  privileges: Kind['privileges'] = [3, 3, 1, 0],
  hasTimer = false,
): Kind => ({
  name,
  favoured,
  hasTimer,
  privileges,
})

export const kinds: readonly Kind[] = [
  kind('any', []),
  kind('flow', [loop, maze, conditional, jumpTable, call, callByTable]),
  kind('calls', [call, callByTable, recursion, coroutine, jumpTable]),
  kind('memory', [accessGroup, walk, scatter, reservation]),
  kind('patching', [patchedLoop, patchedCallee, madeFunction, warmedBuffer, selfReplacing]),
  kind('paging', [movingData, movingCode, elsewhere, superpage, lentPrivilege, otherSpace], [1, 1, 0, 3]),
  kind('traps', [fault, trap, fetchFault, floatOff]),
  kind('float', [floatState, floatChain]),
]

/** What only our own engines agree in to the instruction. */
export const timerKind: Kind = kind('timer', [patchedLoop, patchedCallee], [3, 1, 0], true)

const DELEGABLE = [2, 4, 6, 13, 15] as const

function randomSetting(random: Random, { privileges, hasTimer, name }: Kind, hasUsers: boolean): Setting {
  const privilege = random.pick(hasUsers ? privileges : privileges.filter((each) => each !== 0))
  const isPaged = privilege !== 3 || name === 'paging' || random.oneIn(3)
  const window = BigInt.asUintN(64, BigInt.asIntN(39, BigInt(random.below(2 ** 18)) << 21n))
  const delegated = privilege === 3 || random.oneIn(2) ? [] : DELEGABLE.filter(() => random.oneIn(2))
  return {
    privilege,
    hasUsers,
    isPaged,
    asid: random.below(4),
    window,
    medeleg: delegated.reduce((sum, cause) => sum | (1n << BigInt(cause)), 0n),
    menvcfg: random.oneIn(3) ? 1n << 61n : 0n,
    fcsr: random.oneIn(2) ? 1 : randomFcsr(random) & 0x7f,
    hasTimer,
  }
}

/** Pieces until the budget is spent, and a few at most. */
function blockOf(weights: readonly (readonly [number, Maker])[]): Context['block'] {
  const drawn = weights.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  return (context) => {
    const { random } = context
    const pieces: Piece[] = []
    for (let left = context.budget, most = random.between(1, 4); left > 2 && most > 0; most--) {
      const made =
        left < 10 ? straight(context, Math.min(3, Math.floor(left))) : random.pick(drawn)(inside(context, { budget: left }))
      const list = Array.isArray(made) ? made : [made]
      pieces.push(...list)
      left -= costOf(list)
    }
    return pieces
  }
}

/** What the integer registers start with in a slot. */
export function startRegisters({ setting, contents }: Program, slot: number): bigint[] {
  const random = new Random(contents)
  const x = Array.from({ length: 32 }, () => randomInteger(random))
  const data = (page: number, offset: number): bigint => seenAddress(setting, slot, offsetOf('data') + page * PAGE + offset)
  x[0] = 0n
  x[REGISTER.sp] = seenAddress(setting, slot, offsetOf('stack') + PAGE)
  x[REGISTER.gp] = seenAddress(setting, slot, offsetOf('table') + TABLE_BIAS)
  x[REGISTER.s0] = data(random.pick([1, 2, 3]), 16 * random.below(256))
  x[REGISTER.s1] = data(random.pick([1, 2, 3]), random.oneIn(2) ? random.below(4096) : 8 * random.below(512))
  return x
}

/** Values of which arithmetic makes more of their kind, or of every kind. */
const floats = (random: Random): bigint[] =>
  random.oneIn(2)
    ? randomFloatRegisters(random)
    : Array.from({ length: 32 }, () => {
        if (random.oneIn(6)) return randomFloat(random)
        const exponent = BigInt(1023 + random.between(-20, 20)) << 52n
        const single = (0xffff_ffffn << 32n) | (BigInt(127 + random.between(-9, 9)) << 23n) | (random.u64() & 0x8070_0000n)
        return random.oneIn(2) ? exponent | (random.u64() & 0x800f_0000_0000_0000n) : single
      })

const FIRST_BUDGET = 3000

export function generateProgram(random: Random, chosen: Kind, hasUsers: boolean): Program {
  const setting = randomSetting(random, chosen, hasUsers)
  const weights = [...makers, ...chosen.favoured.map((make): [number, Maker] => [16, make])]
  const block = blockOf(weights)
  const callables: CallableFunction[] = []
  const context: Context = {
    random,
    setting,
    palette: randomPalette(random),
    depth: 0,
    functions: callables,
    bases: [REGISTER.s0, REGISTER.s0, REGISTER.s1],
    reserved: [],
    isLeaf: false,
    isAway: false,
    budget: FIRST_BUDGET,
    block,
  }
  const functions: ProgramFunction[] = []
  for (let index = 0, count = random.between(0, 4); index < count; index++) {
    const isAway = random.oneIn(2)
    const made = randomFunction(inside(context, { functions: [...callables], budget: random.pick([20, 60, 300]), isAway }))
    const tail = made.tail === undefined ? 0 : (callables[made.tail]?.cost ?? 0)
    callables.push({ index, cost: costOf(made.body) + 18 + tail, skipsOne: made.skipsOne, worksAway: isAway })
    functions.push(made)
  }
  const goal = random.pick([3000, 8000, 20_000])
  const main: Piece[] = []
  for (let count = 0; count < 12 && costOf(main) < goal; count++)
    main.push(...block(inside(context, { budget: goal - costOf(main) })))
  const mpp = BigInt(setting.privilege) << 11n
  return {
    seed: random.seed,
    kind: chosen.name,
    setting,
    functions,
    main,
    f: floats(random),
    mstatus: mpp | MSTATUS.FS | (setting.hasTimer ? 1n << 7n : 0n) | (random.oneIn(3) ? MSTATUS.SUM : 0n),
    contents: random.u32(),
  }
}

export const textCapacity = PART.text.pages * PAGE
