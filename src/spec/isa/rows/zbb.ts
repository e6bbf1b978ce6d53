/** Zbb: basic bit manipulation, and what Zbkb shares with it. */
import { rowsOf } from '../dsl'
import {
  add,
  and,
  call,
  clz,
  clz32,
  constant,
  ctz,
  ctz32,
  type Expression,
  extendS,
  extendU,
  geS,
  geU,
  imm,
  ltS,
  ltU,
  mul,
  not,
  or,
  popcnt,
  popcnt32,
  rd,
  rotl,
  rotl32,
  rotr,
  rotr32,
  rs1,
  rs2,
  select,
  sext8,
  sext16,
  shrU,
  wrap,
  xor,
} from '../semantics'

const define = rowsOf('zbb')
const shared = rowsOf('zbb|zbkb')
const registers = 'rd,rs1,rs2'
const unary = 'rd,rs1'

/** 0x80 in each byte of the value that is not zero: adding 0x7f carries into the top bit. */
const nonZeroBytes = (value: Expression): Expression => {
  const low = constant(0x7f7f7f7f7f7f7f7fn)
  return and(or(value, add(and(value, low), low)), constant(0x8080808080808080n))
}

export const zbb = [
  shared('andn', '0100000 rs2 rs1 111 rd 0110011', registers, rd(and(rs1, not(rs2)))),
  shared('orn', '0100000 rs2 rs1 110 rd 0110011', registers, rd(or(rs1, not(rs2)))),
  shared('xnor', '0100000 rs2 rs1 100 rd 0110011', registers, rd(not(xor(rs1, rs2)))),
  define('clz', '011000000000 rs1 001 rd 0010011', unary, rd(clz(rs1))),
  define('clzw', '011000000000 rs1 001 rd 0011011', unary, rd(extendU(clz32(wrap(rs1))))),
  define('ctz', '011000000001 rs1 001 rd 0010011', unary, rd(ctz(rs1))),
  define('ctzw', '011000000001 rs1 001 rd 0011011', unary, rd(extendU(ctz32(wrap(rs1))))),
  define('cpop', '011000000010 rs1 001 rd 0010011', unary, rd(popcnt(rs1))),
  define('cpopw', '011000000010 rs1 001 rd 0011011', unary, rd(extendU(popcnt32(wrap(rs1))))),
  define('max', '0000101 rs2 rs1 110 rd 0110011', registers, rd(select(rs1, rs2, geS(rs1, rs2)))),
  define('maxu', '0000101 rs2 rs1 111 rd 0110011', registers, rd(select(rs1, rs2, geU(rs1, rs2)))),
  define('min', '0000101 rs2 rs1 100 rd 0110011', registers, rd(select(rs1, rs2, ltS(rs1, rs2)))),
  define('minu', '0000101 rs2 rs1 101 rd 0110011', registers, rd(select(rs1, rs2, ltU(rs1, rs2)))),
  define('sext.b', '011000000100 rs1 001 rd 0010011', unary, rd(sext8(rs1))),
  define('sext.h', '011000000101 rs1 001 rd 0010011', unary, rd(sext16(rs1))),
  // With Zbkb this is packw with x0, whose row leaves rs2 = x0 to this one.
  shared('zext.h', '0000100 00000 rs1 100 rd 0111011', unary, rd(and(rs1, constant(0xffff)))),
  shared('rol', '0110000 rs2 rs1 001 rd 0110011', registers, rd(rotl(rs1, rs2))),
  shared('rolw', '0110000 rs2 rs1 001 rd 0111011', registers, rd(extendS(rotl32(wrap(rs1), wrap(rs2))))),
  shared('ror', '0110000 rs2 rs1 101 rd 0110011', registers, rd(rotr(rs1, rs2))),
  shared('rori', '011000 shamt[5:0] rs1 101 rd 0010011', 'rd,rs1,shamt', rd(rotr(rs1, imm))),
  shared('roriw', '0110000 shamt[4:0] rs1 101 rd 0011011', 'rd,rs1,shamt', rd(extendS(rotr32(wrap(rs1), wrap(imm))))),
  shared('rorw', '0110000 rs2 rs1 101 rd 0111011', registers, rd(extendS(rotr32(wrap(rs1), wrap(rs2))))),
  define('orc.b', '001010000111 rs1 101 rd 0010011', unary, rd(mul(shrU(nonZeroBytes(rs1), constant(7)), constant(255)))),
  shared('rev8', '011010111000 rs1 101 rd 0010011', unary, rd(call('rev8', rs1))),
]
