/** M: integer multiplication (Zmmul) and division. */
import { rowsOf } from '../dsl'
import { call, mul, rd, rs1, rs2, sext32 } from '../semantics'

const multiply = rowsOf('zmmul')
const divide = rowsOf('m')
const registers = 'rd,rs1,rs2'

export const m = [
  multiply('mul', '0000001 rs2 rs1 000 rd 0110011', registers, rd(mul(rs1, rs2))),
  multiply('mulh', '0000001 rs2 rs1 001 rd 0110011', registers, rd(call('mulh', rs1, rs2))),
  multiply('mulhsu', '0000001 rs2 rs1 010 rd 0110011', registers, rd(call('mulhsu', rs1, rs2))),
  multiply('mulhu', '0000001 rs2 rs1 011 rd 0110011', registers, rd(call('mulhu', rs1, rs2))),
  multiply('mulw', '0000001 rs2 rs1 000 rd 0111011', registers, rd(sext32(mul(rs1, rs2)))),
  divide('div', '0000001 rs2 rs1 100 rd 0110011', registers, rd(call('div', rs1, rs2))),
  divide('divu', '0000001 rs2 rs1 101 rd 0110011', registers, rd(call('divu', rs1, rs2))),
  divide('rem', '0000001 rs2 rs1 110 rd 0110011', registers, rd(call('rem', rs1, rs2))),
  divide('remu', '0000001 rs2 rs1 111 rd 0110011', registers, rd(call('remu', rs1, rs2))),
  divide('divw', '0000001 rs2 rs1 100 rd 0111011', registers, rd(call('divw', rs1, rs2))),
  divide('divuw', '0000001 rs2 rs1 101 rd 0111011', registers, rd(call('divuw', rs1, rs2))),
  divide('remw', '0000001 rs2 rs1 110 rd 0111011', registers, rd(call('remw', rs1, rs2))),
  divide('remuw', '0000001 rs2 rs1 111 rd 0111011', registers, rd(call('remuw', rs1, rs2))),
]
