/** Zknd, Zkne, Zknh: AES and SHA-2. */
import { rowsOf } from '../dsl'
import {
  call,
  constant,
  constant32,
  type Expression,
  extendS,
  imm,
  rd,
  rotr,
  rotr32,
  rs1,
  rs2,
  shrU,
  shrU32,
  wrap,
  xor,
} from '../semantics'

const zknd = rowsOf('zknd')
const zkne = rowsOf('zkne')
const zknh = rowsOf('zknh')
const shared = rowsOf('zkne|zknd')
const registers = 'rd,rs1,rs2'
const unary = 'rd,rs1'

const low = wrap(rs1)
/** FIPS 180-4 works on 32-bit words; xor of their extensions is the extension of their xor. */
const xor3 = (a: Expression, b: Expression, c: Expression): Expression => xor(xor(a, b), c)
const rotated32 = (by: number): Expression => extendS(rotr32(low, constant32(by)))
const shifted32 = (by: number): Expression => extendS(shrU32(low, constant32(by)))
const rotated = (by: number): Expression => rotr(rs1, constant(by))
const shifted = (by: number): Expression => shrU(rs1, constant(by))

export const zkn = [
  zknd('aes64ds', '0011101 rs2 rs1 000 rd 0110011', registers, rd(call('aes64ds', rs1, rs2))),
  zknd('aes64dsm', '0011111 rs2 rs1 000 rd 0110011', registers, rd(call('aes64dsm', rs1, rs2))),
  zknd('aes64im', '001100000000 rs1 001 rd 0010011', unary, rd(call('aes64im', rs1))),
  zkne('aes64es', '0011001 rs2 rs1 000 rd 0110011', registers, rd(call('aes64es', rs1, rs2))),
  zkne('aes64esm', '0011011 rs2 rs1 000 rd 0110011', registers, rd(call('aes64esm', rs1, rs2))),
  shared('aes64ks1i', '00110001 uimm[3:0]<=10 rs1 001 rd 0010011', 'rd,rs1,uimm', rd(call('aes64ks1i', rs1, imm))),
  shared('aes64ks2', '0111111 rs2 rs1 000 rd 0110011', registers, rd(call('aes64ks2', rs1, rs2))),
  zknh('sha256sum0', '000100000000 rs1 001 rd 0010011', unary, rd(xor3(rotated32(2), rotated32(13), rotated32(22)))),
  zknh('sha256sum1', '000100000001 rs1 001 rd 0010011', unary, rd(xor3(rotated32(6), rotated32(11), rotated32(25)))),
  zknh('sha256sig0', '000100000010 rs1 001 rd 0010011', unary, rd(xor3(rotated32(7), rotated32(18), shifted32(3)))),
  zknh('sha256sig1', '000100000011 rs1 001 rd 0010011', unary, rd(xor3(rotated32(17), rotated32(19), shifted32(10)))),
  zknh('sha512sum0', '000100000100 rs1 001 rd 0010011', unary, rd(xor3(rotated(28), rotated(34), rotated(39)))),
  zknh('sha512sum1', '000100000101 rs1 001 rd 0010011', unary, rd(xor3(rotated(14), rotated(18), rotated(41)))),
  zknh('sha512sig0', '000100000110 rs1 001 rd 0010011', unary, rd(xor3(rotated(1), rotated(8), shifted(7)))),
  zknh('sha512sig1', '000100000111 rs1 001 rd 0010011', unary, rd(xor3(rotated(19), rotated(61), shifted(6)))),
]
