/** CSRs and traps inside loops: floating-point flags and modes, FS off and on, calls, breakpoints, illegal words, fetches from nowhere. */
import { rowNamed } from '../../../../src/spec/isa'
import { CSR } from '../../csr-list'
import { encode, instructionOf, randomDraft, randomIllegal } from '../../random-instruction'
import { MSTATUS } from '../../sequence'
import { type Context, inside, REGISTER, valueRegisters } from '../context'
import { costOf, instruction, leaf, type Piece, write } from '../piece'
import { SERVICES, TABLE, TABLE_BIAS } from '../slot'
import { straight } from '../straight'
import { countedLoop } from './flow'
import { ask, wide } from './paging'

const { gp, sp, s0, a0 } = REGISTER
const floatCsrs = [0x001, 0x002, 0x003] as const
const csrRows = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'] as const

/** A read or write of fflags, frm or fcsr; rounding modes are nearly always left legal. */
function floatCsr({ random }: Context): Piece {
  const rd = random.pick([0, ...valueRegisters])
  const csr = random.pick(floatCsrs)
  const isWild = csr === 1 || random.oneIn(60)
  if (random.oneIn(2)) return instruction(encode('csrrs', { rd, rs1: 0, csr }))
  if (isWild) return instruction(instructionOf(randomDraft(random, rowNamed(random.pick(csrRows)), { csr, rd })))
  const zimm = csr === 2 ? random.below(5) : random.below(32)
  return instruction(encode('csrrwi', { rd, zimm, csr }))
}

export function floatState(context: Context): Piece[] {
  const { random } = context
  const floating = inside(context, { palette: ['float', 'float', 'half'] })
  return Array.from({ length: random.between(2, 5) }, () => [
    ...straight(floating, random.between(0, 3)),
    floatCsr(context),
  ]).flat()
}

/** Arithmetic over and over, so that values overflow, become subnormal or settle. */
export function floatChain(context: Context): Piece[] {
  const { random, budget } = context
  const floating = inside(context, { palette: ['float', 'float', 'float', 'half'], depth: context.depth + 1 })
  const body = [...straight(floating, random.between(2, 8)), ...(random.oneIn(3) ? [floatCsr(context)] : [])]
  return countedLoop(context, Math.max(2, Math.min(random.pick([4, 20, 80]), Math.floor(budget / body.length))), body)
}

/** Floating point is off for some instructions. */
export function floatOff(context: Context): Piece[] {
  const { random, setting, isAway } = context
  const floating = inside(context, { palette: ['float', 'half'] })
  const body = [...straight(floating, random.between(1, 2)), ...straight(context, 1)]
  const isAsked = setting.privilege === 0 || isAway
  const csr = setting.privilege === 3 ? CSR.mstatus : CSR.sstatus
  return [
    {
      name: 'floating point off',
      parts: [body],
      cost: 20 + 500 * costOf(body),
      emit(text, [list]) {
        for (const isOff of [true, false]) {
          wide(text, isAsked ? a0 : 30, MSTATUS.FS)
          if (isAsked) ask(text, isOff ? SERVICES.clearStatus : SERVICES.setStatus)
          else text.emit(isOff ? 'csrrc' : 'csrrs', { rd: 0, rs1: 30, csr })
          if (isOff) write(text, list)
        }
      },
    },
  ]
}

/**
 * Something that traps and goes on behind it. Breakpoints only where code has one address: at an alias, QEMU 10 puts into mtval the
 * address under which it translated them first.
 */
export function trap(context: Context): Piece[] {
  const { random, setting } = context
  const choices = [
    encode('ecall', {}),
    ...(setting.privilege === 3 ? [encode('ebreak', {}), encode('c.ebreak', {})] : []),
    randomIllegal(random),
    encode('csrrs', { rd: 5, rs1: 0, csr: 0xf14 }),
    encode('csrrw', { rd: 6, rs1: 0, csr: 0xc00 }),
  ]
  return [{ ...instruction(random.pick(choices)), cost: 500 }]
}

/** A jump to where nothing is; the handler goes on where the table says. */
export function fetchFault(context: Context): Piece[] {
  const { random, setting } = context
  const shift = setting.privilege !== 3 ? random.pick([30, 34, 45, 62]) : 41
  return [
    leaf('fetch fault', 500, (text) => {
      const behind = text.label()
      text.load(5, behind).emit('sd', { rs2: 5, rs1: gp, imm: TABLE.landing - TABLE_BIAS })
      text.emit('sd', { rs2: sp, rs1: gp, imm: TABLE.landingStack - TABLE_BIAS })
      text.constant(6, 1).emit('slli', { rd: 6, rs1: 6, shamt: shift }).short('add', { rd: 6, rs1: 6, rs2: s0 })
      text.emit('jalr', { rd: 7, rs1: 6, imm: 0 })
      text.bind(behind)
      text.emit('sd', { rs2: 0, rs1: gp, imm: TABLE.landing - TABLE_BIAS })
    }),
  ]
}
