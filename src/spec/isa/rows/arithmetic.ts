/** Floating-point rows that every format has: arithmetic, comparison, sign injection, conversion from and to integers. */
import type { Row } from '../dsl'
import type { Format } from '../float'
import { call, fd, fs1, fs2, fs3, rd, rm, rs1 } from '../semantics'

function fused({ letter, bits, define }: Format): Row[] {
  const row = (name: string, opcode: string): Row =>
    define(
      `${name}.${letter}`,
      `fs3 ${bits} fs2 fs1 rm fd ${opcode}`,
      'fd,fs1,fs2,fs3,rm',
      fd(call(`${name}_${letter}`, fs1, fs2, fs3, rm)),
    )
  return [row('fmadd', '1000011'), row('fmsub', '1000111'), row('fnmsub', '1001011'), row('fnmadd', '1001111')]
}

function rounded({ letter, bits, define }: Format): Row[] {
  const row = (name: string, funct5: string): Row =>
    define(
      `${name}.${letter}`,
      `${funct5} ${bits} fs2 fs1 rm fd 1010011`,
      'fd,fs1,fs2,rm',
      fd(call(`${name}_${letter}`, fs1, fs2, rm)),
    )
  return [
    row('fadd', '00000'),
    row('fsub', '00001'),
    row('fmul', '00010'),
    row('fdiv', '00011'),
    define(`fsqrt.${letter}`, `01011 ${bits} 00000 fs1 rm fd 1010011`, 'fd,fs1,rm', fd(call(`fsqrt_${letter}`, fs1, rm))),
  ]
}

function exact({ letter, bits, define }: Format): Row[] {
  const sign = (name: string, funct3: string): Row =>
    define(
      `${name}.${letter}`,
      `00100 ${bits} fs2 fs1 ${funct3} fd 1010011`,
      'fd,fs1,fs2',
      fd(call(`${name}_${letter}`, fs1, fs2)),
    )
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
    sign('fsgnj', '000'),
    sign('fsgnjn', '001'),
    sign('fsgnjx', '010'),
    extreme('fmin', '000'),
    extreme('fmax', '001'),
    compare('fle', '000'),
    compare('flt', '001'),
    compare('feq', '010'),
    define(`fclass.${letter}`, `11100 ${bits} 00000 fs1 001 rd 1010011`, 'rd,fs1', rd(call(`fclass_${letter}`, fs1))),
  ]
}

const integers: readonly (readonly [string, string])[] = [
  ['w', '00000'],
  ['wu', '00001'],
  ['l', '00010'],
  ['lu', '00011'],
]

function conversions({ letter, bits, define }: Format): Row[] {
  return integers.flatMap(([integer, code]) => [
    define(
      `fcvt.${integer}.${letter}`,
      `11000 ${bits} ${code} fs1 rm rd 1010011`,
      'rd,fs1,rm',
      rd(call(`fcvt_${integer}_${letter}`, fs1, rm)),
    ),
    define(
      `fcvt.${letter}.${integer}`,
      `11010 ${bits} ${code} rs1 rm fd 1010011`,
      'fd,rs1,rm',
      fd(call(`fcvt_${letter}_${integer}`, rs1, rm)),
    ),
  ])
}

export const arithmetic = (format: Format): Row[] => [
  ...fused(format),
  ...rounded(format),
  ...exact(format),
  ...conversions(format),
]
