/** C: compressed encodings of other rows (Zca, Zcf has none on RV64, Zcd, Zcb, Zcmop). */
import { compressedOf, type Row } from '../dsl'

const zca = compressedOf('zca')
const zcd = compressedOf('c+d')
const zcb = compressedOf('zcb')

/** Zcmop: 1, 3 ... 15 (the code points of c.lui with an immediate of zero); they write nothing. */
const mops: readonly Row[] = [1, 3, 5, 7, 9, 11, 13, 15].map((n) =>
  compressedOf('zcmop')(`c.mop.${n}`, `011 0 ${n.toString(2).padStart(5, '0')} 00000 01`, '', 'addi rd=0 rs1=0 imm=0'),
)

export const c = [
  // Quadrant 0
  zca('c.addi4spn', "000 uimm[5:4|9:6|2|3]!=0 rd' 00", 'rd,sp,uimm', 'addi rd rs1=2 imm=uimm'),
  zcd('c.fld', "001 uimm[5:3] rs1' uimm[7:6] fd' 00", 'fd,uimm(rs1)', 'fld fd rs1 imm=uimm'),
  zca('c.lw', "010 uimm[5:3] rs1' uimm[2|6] rd' 00", 'rd,uimm(rs1)', 'lw rd rs1 imm=uimm'),
  zca('c.ld', "011 uimm[5:3] rs1' uimm[7:6] rd' 00", 'rd,uimm(rs1)', 'ld rd rs1 imm=uimm'),
  zcd('c.fsd', "101 uimm[5:3] rs1' uimm[7:6] fs2' 00", 'fs2,uimm(rs1)', 'fsd fs2 rs1 imm=uimm'),
  zca('c.sw', "110 uimm[5:3] rs1' uimm[2|6] rs2' 00", 'rs2,uimm(rs1)', 'sw rs2 rs1 imm=uimm'),
  zca('c.sd', "111 uimm[5:3] rs1' uimm[7:6] rs2' 00", 'rs2,uimm(rs1)', 'sd rs2 rs1 imm=uimm'),
  zcb('c.lbu', "100 000 rs1' uimm[0|1] rd' 00", 'rd,uimm(rs1)', 'lbu rd rs1 imm=uimm'),
  zcb('c.lhu', "100 001 rs1' 0 uimm[1] rd' 00", 'rd,uimm(rs1)', 'lhu rd rs1 imm=uimm'),
  zcb('c.lh', "100 001 rs1' 1 uimm[1] rd' 00", 'rd,uimm(rs1)', 'lh rd rs1 imm=uimm'),
  zcb('c.sb', "100 010 rs1' uimm[0|1] rs2' 00", 'rs2,uimm(rs1)', 'sb rs2 rs1 imm=uimm'),
  zcb('c.sh', "100 011 rs1' 0 uimm[1] rs2' 00", 'rs2,uimm(rs1)', 'sh rs2 rs1 imm=uimm'),

  // Quadrant 1: an immediate of zero, or rd of x0 where it is not excluded, is a hint and executes as what it looks like.
  zca('c.nop', '000 imm[5] 00000 imm[4:0] 01', '', 'addi rd=0 rs1=0 imm=0'),
  zca('c.addi', '000 imm[5] rd!=0 imm[4:0] 01', 'rd,imm', 'addi rd rs1=rd imm'),
  zca('c.addiw', '001 imm[5] rd!=0 imm[4:0] 01', 'rd,imm', 'addiw rd rs1=rd imm'),
  zca('c.li', '010 imm[5] rd imm[4:0] 01', 'rd,imm', 'addi rd rs1=0 imm'),
  zca('c.addi16sp', '011 imm[9]!=0 00010 imm[4|6|8:7|5] 01', 'sp,imm', 'addi rd=2 rs1=2 imm'),
  zca('c.lui', '011 imm[17]!=0 rd!=2 imm[16:12] 01', 'rd,upper', 'lui rd imm'),
  zca('c.srli', "100 shamt[5] 00 rd' shamt[4:0] 01", 'rd,shamt', 'srli rd rs1=rd imm=shamt'),
  zca('c.srai', "100 shamt[5] 01 rd' shamt[4:0] 01", 'rd,shamt', 'srai rd rs1=rd imm=shamt'),
  zca('c.andi', "100 imm[5] 10 rd' imm[4:0] 01", 'rd,imm', 'andi rd rs1=rd imm'),
  zca('c.sub', "100 0 11 rd' 00 rs2' 01", 'rd,rs2', 'sub rd rs1=rd rs2'),
  zca('c.xor', "100 0 11 rd' 01 rs2' 01", 'rd,rs2', 'xor rd rs1=rd rs2'),
  zca('c.or', "100 0 11 rd' 10 rs2' 01", 'rd,rs2', 'or rd rs1=rd rs2'),
  zca('c.and', "100 0 11 rd' 11 rs2' 01", 'rd,rs2', 'and rd rs1=rd rs2'),
  zca('c.subw', "100 1 11 rd' 00 rs2' 01", 'rd,rs2', 'subw rd rs1=rd rs2'),
  zca('c.addw', "100 1 11 rd' 01 rs2' 01", 'rd,rs2', 'addw rd rs1=rd rs2'),
  zca('c.j', '101 imm[11|4|9:8|10|6|7|3:1|5] 01', 'target', 'jal rd=0 imm'),
  zca('c.beqz', "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", 'rs1,target', 'beq rs1 rs2=0 imm'),
  zca('c.bnez', "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", 'rs1,target', 'bne rs1 rs2=0 imm'),
  compressedOf('zcb+zmmul')('c.mul', "100 1 11 rd' 10 rs2' 01", 'rd,rs2', 'mul rd rs1=rd rs2'),
  zcb('c.zext.b', "100 1 11 rd' 11 000 01", 'rd', 'andi rd rs1=rd imm=255'),
  compressedOf('zcb+zbb')('c.sext.b', "100 1 11 rd' 11 001 01", 'rd', 'sext.b rd rs1=rd'),
  compressedOf('zcb+zbb')('c.zext.h', "100 1 11 rd' 11 010 01", 'rd', 'zext.h rd rs1=rd'),
  compressedOf('zcb+zbb')('c.sext.h', "100 1 11 rd' 11 011 01", 'rd', 'sext.h rd rs1=rd'),
  compressedOf('zcb+zba')('c.zext.w', "100 1 11 rd' 11 100 01", 'rd', 'add.uw rd rs1=rd rs2=0'),
  zcb('c.not', "100 1 11 rd' 11 101 01", 'rd', 'xori rd rs1=rd imm=-1'),
  ...mops,

  // Quadrant 2
  zca('c.slli', '000 shamt[5] rd shamt[4:0] 10', 'rd,shamt', 'slli rd rs1=rd imm=shamt'),
  zcd('c.fldsp', '001 uimm[5] fd uimm[4:3|8:6] 10', 'fd,uimm(sp)', 'fld fd rs1=2 imm=uimm'),
  zca('c.lwsp', '010 uimm[5] rd!=0 uimm[4:2|7:6] 10', 'rd,uimm(sp)', 'lw rd rs1=2 imm=uimm'),
  zca('c.ldsp', '011 uimm[5] rd!=0 uimm[4:3|8:6] 10', 'rd,uimm(sp)', 'ld rd rs1=2 imm=uimm'),
  zca('c.jr', '100 0 rs1!=0 00000 10', 'rs1', 'jalr rd=0 rs1 imm=0'),
  zca('c.mv', '100 0 rd rs2!=0 10', 'rd,rs2', 'add rd rs1=0 rs2'),
  zca('c.ebreak', '100 1 00000 00000 10', '', 'ebreak'),
  zca('c.jalr', '100 1 rs1!=0 00000 10', 'rs1', 'jalr rd=1 rs1 imm=0'),
  zca('c.add', '100 1 rd rs2!=0 10', 'rd,rs2', 'add rd rs1=rd rs2'),
  zcd('c.fsdsp', '101 uimm[5:3|8:6] fs2 10', 'fs2,uimm(sp)', 'fsd fs2 rs1=2 imm=uimm'),
  zca('c.swsp', '110 uimm[5:2|7:6] rs2 10', 'rs2,uimm(sp)', 'sw rs2 rs1=2 imm=uimm'),
  zca('c.sdsp', '111 uimm[5:3|8:6] rs2 10', 'rs2,uimm(sp)', 'sd rs2 rs1=2 imm=uimm'),
]
