/** F: single precision. */
import { single } from '../float'
import { boxed, fd, fs1, loadF, rd, rs1, sext32, storeF } from '../semantics'
import { arithmetic } from './arithmetic'

const { define } = single

export const f = [
  define('flw', 'imm[11:0] rs1 010 fd 0000111', 'fd,imm(rs1)', loadF(4)),
  define('fsw', 'imm[11:5] fs2 rs1 010 imm[4:0] 0100111', 'fs2,imm(rs1)', storeF(4)),
  define('fmv.x.w', '1110000 00000 fs1 000 rd 1010011', 'rd,fs1', rd(sext32(fs1))),
  define('fmv.w.x', '1111000 00000 rs1 000 fd 1010011', 'fd,rs1', fd(boxed(rs1, 32))),
  ...arithmetic(single),
]
