/** Zbkb (what it does not share with Zbb) and Zbkx: bit manipulation for cryptography. */
import { rowsOf } from '../dsl'
import { and, call, constant, or, rd, rs1, rs2, sext32, shl } from '../semantics'

const zbkb = rowsOf('zbkb')
const zbkx = rowsOf('zbkx')
const registers = 'rd,rs1,rs2'

export const zbk = [
  zbkb('pack', '0000100 rs2 rs1 100 rd 0110011', registers, rd(or(and(rs1, constant(0xffffffff)), shl(rs2, constant(32))))),
  zbkb(
    'packh',
    '0000100 rs2 rs1 111 rd 0110011',
    registers,
    rd(or(and(rs1, constant(0xff)), shl(and(rs2, constant(0xff)), constant(8)))),
  ),
  zbkb(
    'packw',
    '0000100 rs2!=0 rs1 100 rd 0111011',
    registers,
    rd(sext32(or(and(rs1, constant(0xffff)), shl(rs2, constant(16))))),
  ),
  zbkb('brev8', '011010000111 rs1 101 rd 0010011', 'rd,rs1', rd(call('brev8', rs1))),
  zbkx('xperm4', '0010100 rs2 rs1 010 rd 0110011', registers, rd(call('xperm4', rs1, rs2))),
  zbkx('xperm8', '0010100 rs2 rs1 100 rd 0110011', registers, rd(call('xperm8', rs1, rs2))),
]
