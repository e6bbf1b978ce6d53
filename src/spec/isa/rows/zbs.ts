/** Zbs: single bits. */
import { rowsOf } from '../dsl'
import { and, constant, type Expression, imm, not, or, rd, rs1, rs2, shl, shrU, xor } from '../semantics'

const define = rowsOf('zbs')
const registers = 'rd,rs1,rs2'
const immediate = 'rd,rs1,shamt'
const bit = (index: Expression): Expression => shl(constant(1), index)

export const zbs = [
  define('bclr', '0100100 rs2 rs1 001 rd 0110011', registers, rd(and(rs1, not(bit(rs2))))),
  define('bclri', '010010 shamt[5:0] rs1 001 rd 0010011', immediate, rd(and(rs1, not(bit(imm))))),
  define('bext', '0100100 rs2 rs1 101 rd 0110011', registers, rd(and(shrU(rs1, rs2), constant(1)))),
  define('bexti', '010010 shamt[5:0] rs1 101 rd 0010011', immediate, rd(and(shrU(rs1, imm), constant(1)))),
  define('binv', '0110100 rs2 rs1 001 rd 0110011', registers, rd(xor(rs1, bit(rs2)))),
  define('binvi', '011010 shamt[5:0] rs1 001 rd 0010011', immediate, rd(xor(rs1, bit(imm)))),
  define('bset', '0010100 rs2 rs1 001 rd 0110011', registers, rd(or(rs1, bit(rs2)))),
  define('bseti', '001010 shamt[5:0] rs1 001 rd 0010011', immediate, rd(or(rs1, bit(imm)))),
]
