/** RV64I, Zifencei and Zihintpause. */
import { hintsOf, rowsOf } from '../dsl'
import {
  add,
  and,
  bool,
  branch,
  constant,
  eq,
  extendS,
  geS,
  geU,
  imm,
  jump,
  jumpIndirect,
  loadS,
  loadU,
  ltS,
  ltU,
  ne,
  or,
  pc,
  rd,
  rs1,
  rs2,
  run,
  sext32,
  shl,
  shl32,
  shrS,
  shrS32,
  shrU,
  shrU32,
  store,
  sub,
  wrap,
  xor,
} from '../semantics'

const base = rowsOf('i')
const hint = hintsOf('zihintpause')
const fence = rowsOf('zifencei')

const immediate = 'rd,rs1,imm'
const registers = 'rd,rs1,rs2'
const shift = 'rd,rs1,shamt'
const load = 'rd,imm(rs1)'
const stored = 'rs2,imm(rs1)'
const compare = 'rs1,rs2,target'

export const i = [
  base('lui', 'imm[31:12] rd 0110111', 'rd,upper', rd(imm)),
  base('auipc', 'imm[31:12] rd 0010111', 'rd,upper', rd(add(pc, imm))),

  base('jal', 'imm[20|10:1|11|19:12] rd 1101111', 'rd,target', jump),
  base('jalr', 'imm[11:0] rs1 000 rd 1100111', load, jumpIndirect(and(add(rs1, imm), constant(-2)))),

  base('beq', 'imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011', compare, branch(eq(rs1, rs2))),
  base('bne', 'imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011', compare, branch(ne(rs1, rs2))),
  base('blt', 'imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011', compare, branch(ltS(rs1, rs2))),
  base('bge', 'imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011', compare, branch(geS(rs1, rs2))),
  base('bltu', 'imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011', compare, branch(ltU(rs1, rs2))),
  base('bgeu', 'imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011', compare, branch(geU(rs1, rs2))),

  base('lb', 'imm[11:0] rs1 000 rd 0000011', load, loadS(1)),
  base('lh', 'imm[11:0] rs1 001 rd 0000011', load, loadS(2)),
  base('lw', 'imm[11:0] rs1 010 rd 0000011', load, loadS(4)),
  base('ld', 'imm[11:0] rs1 011 rd 0000011', load, loadS(8)),
  base('lbu', 'imm[11:0] rs1 100 rd 0000011', load, loadU(1)),
  base('lhu', 'imm[11:0] rs1 101 rd 0000011', load, loadU(2)),
  base('lwu', 'imm[11:0] rs1 110 rd 0000011', load, loadU(4)),

  base('sb', 'imm[11:5] rs2 rs1 000 imm[4:0] 0100011', stored, store(1)),
  base('sh', 'imm[11:5] rs2 rs1 001 imm[4:0] 0100011', stored, store(2)),
  base('sw', 'imm[11:5] rs2 rs1 010 imm[4:0] 0100011', stored, store(4)),
  base('sd', 'imm[11:5] rs2 rs1 011 imm[4:0] 0100011', stored, store(8)),

  base('addi', 'imm[11:0] rs1 000 rd 0010011', immediate, rd(add(rs1, imm))),
  base('slti', 'imm[11:0] rs1 010 rd 0010011', immediate, rd(bool(ltS(rs1, imm)))),
  base('sltiu', 'imm[11:0] rs1 011 rd 0010011', immediate, rd(bool(ltU(rs1, imm)))),
  base('xori', 'imm[11:0] rs1 100 rd 0010011', immediate, rd(xor(rs1, imm))),
  base('ori', 'imm[11:0] rs1 110 rd 0010011', immediate, rd(or(rs1, imm))),
  base('andi', 'imm[11:0] rs1 111 rd 0010011', immediate, rd(and(rs1, imm))),
  base('slli', '000000 shamt[5:0] rs1 001 rd 0010011', shift, rd(shl(rs1, imm))),
  base('srli', '000000 shamt[5:0] rs1 101 rd 0010011', shift, rd(shrU(rs1, imm))),
  base('srai', '010000 shamt[5:0] rs1 101 rd 0010011', shift, rd(shrS(rs1, imm))),

  base('add', '0000000 rs2 rs1 000 rd 0110011', registers, rd(add(rs1, rs2))),
  base('sub', '0100000 rs2 rs1 000 rd 0110011', registers, rd(sub(rs1, rs2))),
  base('sll', '0000000 rs2 rs1 001 rd 0110011', registers, rd(shl(rs1, rs2))),
  base('slt', '0000000 rs2 rs1 010 rd 0110011', registers, rd(bool(ltS(rs1, rs2)))),
  base('sltu', '0000000 rs2 rs1 011 rd 0110011', registers, rd(bool(ltU(rs1, rs2)))),
  base('xor', '0000000 rs2 rs1 100 rd 0110011', registers, rd(xor(rs1, rs2))),
  base('srl', '0000000 rs2 rs1 101 rd 0110011', registers, rd(shrU(rs1, rs2))),
  base('sra', '0100000 rs2 rs1 101 rd 0110011', registers, rd(shrS(rs1, rs2))),
  base('or', '0000000 rs2 rs1 110 rd 0110011', registers, rd(or(rs1, rs2))),
  base('and', '0000000 rs2 rs1 111 rd 0110011', registers, rd(and(rs1, rs2))),

  base('addiw', 'imm[11:0] rs1 000 rd 0011011', immediate, rd(sext32(add(rs1, imm)))),
  base('slliw', '0000000 shamt[4:0] rs1 001 rd 0011011', shift, rd(extendS(shl32(wrap(rs1), wrap(imm))))),
  base('srliw', '0000000 shamt[4:0] rs1 101 rd 0011011', shift, rd(extendS(shrU32(wrap(rs1), wrap(imm))))),
  base('sraiw', '0100000 shamt[4:0] rs1 101 rd 0011011', shift, rd(extendS(shrS32(wrap(rs1), wrap(imm))))),
  base('addw', '0000000 rs2 rs1 000 rd 0111011', registers, rd(sext32(add(rs1, rs2)))),
  base('subw', '0100000 rs2 rs1 000 rd 0111011', registers, rd(sext32(sub(rs1, rs2)))),
  base('sllw', '0000000 rs2 rs1 001 rd 0111011', registers, rd(extendS(shl32(wrap(rs1), wrap(rs2))))),
  base('srlw', '0000000 rs2 rs1 101 rd 0111011', registers, rd(extendS(shrU32(wrap(rs1), wrap(rs2))))),
  base('sraw', '0100000 rs2 rs1 101 rd 0111011', registers, rd(extendS(shrS32(wrap(rs1), wrap(rs2))))),

  // Whatever it orders, all is ordered.
  base('fence', 'fm pred succ rs1 000 rd 0001111', 'pred,succ', run('fence')),
  hint('pause', '0000 0001 0000 00000 000 00000 0001111', '', 'fence'),
  // imm, rs1 and rd are reserved for finer fences and to be ignored (Zifencei chapter).
  fence('fence.i', 'imm[11:0] rs1 001 rd 0001111', '', run('fenceI')),

  base('ecall', '000000000000 00000 000 00000 1110011', '', run('ecall')),
  base('ebreak', '000000000001 00000 000 00000 1110011', '', run('ebreak')),
]
