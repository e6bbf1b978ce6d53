/** Zicond: integer conditional operations. */
import { rowsOf } from '../dsl'
import { constant, eqz, rd, rs1, rs2, select } from '../semantics'

const define = rowsOf('zicond')

export const zicond = [
  define('czero.eqz', '0000111 rs2 rs1 101 rd 0110011', 'rd,rs1,rs2', rd(select(constant(0), rs1, eqz(rs2)))),
  define('czero.nez', '0000111 rs2 rs1 111 rd 0110011', 'rd,rs1,rs2', rd(select(rs1, constant(0), eqz(rs2)))),
]
