/** A: load-reserved, store-conditional (Zalrsc) and memory operations (Zaamo). */

import { type Row, rowsOf } from '../dsl'
import { amoOperations } from '../memory-operations'
import { call, constant32, rd, rs1, rs2 } from '../semantics'

const reserve = rowsOf('zalrsc')
const modify = rowsOf('zaamo')
const registers = 'rd,rs2,(rs1)'

function operation(name: keyof typeof amoOperations, funct5: string): Row[] {
  const code = constant32(amoOperations[name])
  return [
    modify(`amo${name}.w`, `${funct5} aq rl rs2 rs1 010 rd 0101111`, registers, rd(call('amoW', rs1, rs2, code))),
    modify(`amo${name}.d`, `${funct5} aq rl rs2 rs1 011 rd 0101111`, registers, rd(call('amoD', rs1, rs2, code))),
  ]
}

export const a = [
  reserve('lr.w', '00010 aq rl 00000 rs1 010 rd 0101111', 'rd,(rs1)', rd(call('lrW', rs1))),
  reserve('lr.d', '00010 aq rl 00000 rs1 011 rd 0101111', 'rd,(rs1)', rd(call('lrD', rs1))),
  reserve('sc.w', '00011 aq rl rs2 rs1 010 rd 0101111', registers, rd(call('scW', rs1, rs2))),
  reserve('sc.d', '00011 aq rl rs2 rs1 011 rd 0101111', registers, rd(call('scD', rs1, rs2))),
  ...operation('swap', '00001'),
  ...operation('add', '00000'),
  ...operation('xor', '00100'),
  ...operation('and', '01100'),
  ...operation('or', '01000'),
  ...operation('min', '10000'),
  ...operation('max', '10100'),
  ...operation('minu', '11000'),
  ...operation('maxu', '11100'),
]
