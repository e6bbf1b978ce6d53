/** Zfhmin and Zfh: half precision. */
import { rowsOf } from '../dsl'
import { half } from '../float'
import { boxed, call, fd, fs1, loadF, rd, rm, rs1, sext16, storeF } from '../semantics'
import { arithmetic } from './arithmetic'

const minimal = rowsOf('zfhmin')
const withDouble = rowsOf('zfhmin+d')

export const zfh = [
  minimal('flh', 'imm[11:0] rs1 001 fd 0000111', 'fd,imm(rs1)', loadF(2)),
  minimal('fsh', 'imm[11:5] fs2 rs1 001 imm[4:0] 0100111', 'fs2,imm(rs1)', storeF(2)),
  minimal('fmv.x.h', '1110010 00000 fs1 000 rd 1010011', 'rd,fs1', rd(sext16(fs1))),
  minimal('fmv.h.x', '1111010 00000 rs1 000 fd 1010011', 'fd,rs1', fd(boxed(rs1, 16))),
  minimal('fcvt.s.h', '0100000 00010 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_s_h', fs1, rm))),
  minimal('fcvt.h.s', '0100010 00000 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_h_s', fs1, rm))),
  withDouble('fcvt.d.h', '0100001 00010 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_d_h', fs1, rm))),
  withDouble('fcvt.h.d', '0100010 00001 fs1 rm fd 1010011', 'fd,fs1,rm', fd(call('fcvt_h_d', fs1, rm))),
  ...arithmetic(half),
]
