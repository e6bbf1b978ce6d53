/** Zimop: may-be-operations; here they write zero. */
import { rowsOf } from '../dsl'
import { constant, rd } from '../semantics'

const define = rowsOf('zimop')

export const zimop = [
  define('mop.r.N', '1 uimm[4] 00 uimm[3:2] 0111 uimm[1:0] rs1 100 rd 1110011', 'rd,rs1', rd(constant(0))),
  define('mop.rr.N', '1 uimm[2] 00 uimm[1:0] 1 rs2 rs1 100 rd 1110011', 'rd,rs1,rs2', rd(constant(0))),
]
