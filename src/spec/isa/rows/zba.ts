/** Zba: address generation. */
import { rowsOf } from '../dsl'
import { add, and, constant, type Expression, imm, rd, rs1, rs2, shl } from '../semantics'

const define = rowsOf('zba')
const registers = 'rd,rs1,rs2'
const word = and(rs1, constant(0xffffffff))
const shifted = (value: Expression, by: number): Expression => shl(value, constant(by))

export const zba = [
  define('add.uw', '0000100 rs2 rs1 000 rd 0111011', registers, rd(add(word, rs2))),
  define('sh1add', '0010000 rs2 rs1 010 rd 0110011', registers, rd(add(shifted(rs1, 1), rs2))),
  define('sh2add', '0010000 rs2 rs1 100 rd 0110011', registers, rd(add(shifted(rs1, 2), rs2))),
  define('sh3add', '0010000 rs2 rs1 110 rd 0110011', registers, rd(add(shifted(rs1, 3), rs2))),
  define('sh1add.uw', '0010000 rs2 rs1 010 rd 0111011', registers, rd(add(shifted(word, 1), rs2))),
  define('sh2add.uw', '0010000 rs2 rs1 100 rd 0111011', registers, rd(add(shifted(word, 2), rs2))),
  define('sh3add.uw', '0010000 rs2 rs1 110 rd 0111011', registers, rd(add(shifted(word, 3), rs2))),
  define('slli.uw', '000010 shamt[5:0] rs1 001 rd 0011011', 'rd,rs1,shamt', rd(shl(word, imm))),
]
