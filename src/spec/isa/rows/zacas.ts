/** Zacas: compare and swap; the quadword form works on even-odd register pairs. */
import { rowsOf } from '../dsl'
import { call, rd, rdValue, record, rs1, rs2, run } from '../semantics'

const define = rowsOf('zacas')
const registers = 'rd,rs2,(rs1)'

export const zacas = [
  define('amocas.w', '00101 aq rl rs2 rs1 010 rd 0101111', registers, rd(call('amocasW', rs1, rdValue, rs2))),
  define('amocas.d', '00101 aq rl rs2 rs1 011 rd 0101111', registers, rd(call('amocasD', rs1, rdValue, rs2))),
  define('amocas.q', '00101 aq rl rs2[4:1] 0 rs1 100 rd[4:1] 0 0101111', registers, run('amocasQ', record)),
]
