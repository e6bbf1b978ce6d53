/** Zicbom, Zicboz, Zicbop: cache blocks. */

import { hintsOf, rowsOf } from '../dsl'
import { cacheBlockOperations } from '../memory-operations'
import { constant32, rs1, run } from '../semantics'

const zicbom = rowsOf('zicbom')
const zicboz = rowsOf('zicboz')
const prefetch = hintsOf('zicbop')
const { inval, clean, flush } = cacheBlockOperations

export const zicbo = [
  zicbom('cbo.inval', '000000000000 rs1 010 00000 0001111', '(rs1)', run('cboManagement', rs1, constant32(inval))),
  zicbom('cbo.clean', '000000000001 rs1 010 00000 0001111', '(rs1)', run('cboManagement', rs1, constant32(clean))),
  zicbom('cbo.flush', '000000000010 rs1 010 00000 0001111', '(rs1)', run('cboManagement', rs1, constant32(flush))),
  zicboz('cbo.zero', '000000000100 rs1 010 00000 0001111', '(rs1)', run('cboZero', rs1)),
  prefetch('prefetch.i', 'imm[11:5] 00000 rs1 110 00000 0010011', 'imm(rs1)', 'ori'),
  prefetch('prefetch.r', 'imm[11:5] 00001 rs1 110 00000 0010011', 'imm(rs1)', 'ori'),
  prefetch('prefetch.w', 'imm[11:5] 00011 rs1 110 00000 0010011', 'imm(rs1)', 'ori'),
]
