/** Privileged instructions and Svinval. */
import { rowsOf } from '../dsl'
import { record, run } from '../semantics'

const base = rowsOf('i')
const svinval = rowsOf('svinval')

export const priv = [
  base('sret', '000100000010 00000 000 00000 1110011', '', run('sret')),
  base('mret', '001100000010 00000 000 00000 1110011', '', run('mret')),
  base('wfi', '000100000101 00000 000 00000 1110011', '', run('wfi')),
  base('sfence.vma', '0001001 rs2 rs1 000 00000 1110011', 'rs1,rs2', run('sfenceVma', record)),
  svinval('sinval.vma', '0001011 rs2 rs1 000 00000 1110011', 'rs1,rs2', run('sinvalVma', record)),
  svinval('sfence.w.inval', '000110000000 00000 000 00000 1110011', '', run('sfenceWInval')),
  svinval('sfence.inval.ir', '000110000001 00000 000 00000 1110011', '', run('sfenceInvalIr')),
]
