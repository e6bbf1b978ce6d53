/** D: double precision. */
import { double } from '../float'
import { call, fd, fs1, loadF, rd, rm, rs1, storeF } from '../semantics'
import { arithmetic } from './arithmetic'

const { define } = double

export const d = [
  define('fld', 'imm[11:0] rs1 011 fd 0000111', 'fd,imm(rs1)', loadF(8)),
  define('fsd', 'imm[11:5] fs2 rs1 011 imm[4:0] 0100111', 'fs2,imm(rs1)', storeF(8)),
  define('fmv.x.d', '1110001 00000 fs1 000 rd 1010011', 'rd,fs1', rd(fs1)),
  define('fmv.d.x', '1111001 00000 rs1 000 fd 1010011', 'fd,rs1', fd(rs1)),
  define('fcvt.s.d', '0100000 00001 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_s_d', fs1, rm))),
  define('fcvt.d.s', '0100001 00000 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_d_s', fs1, rm))),
  ...arithmetic(double),
]
