/** Zbc: carry-less multiplication. */
import { rowsOf } from '../dsl'
import { call, rd, rs1, rs2 } from '../semantics'

const define = rowsOf('zbc')
const registers = 'rd,rs1,rs2'

export const zbc = [
  define('clmul', '0000101 rs2 rs1 001 rd 0110011', registers, rd(call('clmul', rs1, rs2))),
  define('clmulr', '0000101 rs2 rs1 010 rd 0110011', registers, rd(call('clmulr', rs1, rs2))),
  define('clmulh', '0000101 rs2 rs1 011 rd 0110011', registers, rd(call('clmulh', rs1, rs2))),
]
