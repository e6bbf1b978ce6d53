/** Zfa: additional floating point. */
import { type Row, rowsOf } from '../dsl'
import { double, type Format, half, single } from '../float'
import { call, fd, fs1, fs2, imm, rd, rm, wrap } from '../semantics'

const extensions = { s: 'zfa', d: 'zfa+d', h: 'zfa+zfh' } as const

function additional({ letter, bits }: Format): Row[] {
  const define = rowsOf(extensions[letter])
  const round = (name: string, code: string): Row =>
    define(`${name}.${letter}`, `01000 ${bits} ${code} fs1 rm fd 1010011`, 'fd,fs1,rm', fd(call(`${name}_${letter}`, fs1, rm)))
  const extreme = (name: string, funct3: string): Row =>
    define(
      `${name}.${letter}`,
      `00101 ${bits} fs2 fs1 ${funct3} fd 1010011`,
      'fd,fs1,fs2',
      fd(call(`${name}_${letter}`, fs1, fs2)),
    )
  const compare = (name: string, funct3: string): Row =>
    define(
      `${name}.${letter}`,
      `10100 ${bits} fs2 fs1 ${funct3} rd 1010011`,
      'rd,fs1,fs2',
      rd(call(`${name}_${letter}`, fs1, fs2)),
    )
  return [
    define(`fli.${letter}`, `11110 ${bits} 00001 uimm[4:0] 000 fd 1010011`, 'fd,constant', fd(call(`fli_${letter}`, wrap(imm)))),
    extreme('fminm', '010'),
    extreme('fmaxm', '011'),
    round('fround', '00100'),
    round('froundnx', '00101'),
    compare('fleq', '100'),
    compare('fltq', '101'),
  ]
}

export const zfa = [
  ...[single, double, half].flatMap(additional),
  rowsOf('zfa+d')('fcvtmod.w.d', '1100001 01000 fs1 001 rd 1010011', 'rd,fs1,rtz', rd(call('fcvtmod_w_d', fs1))),
]
