/** Other spellings of instructions (GNU assembler): preferred by the disassembler unless marked as input only. */

export interface Alias {
  readonly name: string
  readonly syntax: string
  readonly of: string
  /** Fields that the spelling fixes: a value, or the name of the field that they repeat. */
  readonly fixed: Readonly<Record<string, number | string>>
  readonly isInputOnly: boolean
}

type Line = readonly [name: string, syntax: string, of: string, fixed: string]

function parse(isInputOnly: boolean, [name, syntax, of, fixed]: Line): Alias {
  const parts = fixed
    .split(' ')
    .filter((part) => part !== '')
    .map((part): [string, number | string] => {
      const [field = '', value = ''] = part.split('=')
      return [field, Number.isNaN(Number(value)) ? value : Number(value)]
    })
  return { name, syntax, of, fixed: Object.fromEntries(parts), isInputOnly }
}

const printed: readonly Line[] = [
  ['nop', '', 'addi', 'rd=0 rs1=0 imm=0'],
  ['li', 'rd,imm', 'addi', 'rs1=0'],
  ['mv', 'rd,rs1', 'addi', 'imm=0'],
  ['not', 'rd,rs1', 'xori', 'imm=-1'],
  ['zext.b', 'rd,rs1', 'andi', 'imm=255'],
  ['seqz', 'rd,rs1', 'sltiu', 'imm=1'],
  ['sext.w', 'rd,rs1', 'addiw', 'imm=0'],
  ['neg', 'rd,rs2', 'sub', 'rs1=0'],
  ['negw', 'rd,rs2', 'subw', 'rs1=0'],
  ['sltz', 'rd,rs1', 'slt', 'rs2=0'],
  ['sgtz', 'rd,rs2', 'slt', 'rs1=0'],
  ['snez', 'rd,rs2', 'sltu', 'rs1=0'],
  ['zext.w', 'rd,rs1', 'add.uw', 'rs2=0'],
  ['ntl.p1', '', 'add', 'rd=0 rs1=0 rs2=2'],
  ['ntl.pall', '', 'add', 'rd=0 rs1=0 rs2=3'],
  ['ntl.s1', '', 'add', 'rd=0 rs1=0 rs2=4'],
  ['ntl.all', '', 'add', 'rd=0 rs1=0 rs2=5'],

  ['beqz', 'rs1,target', 'beq', 'rs2=0'],
  ['bnez', 'rs1,target', 'bne', 'rs2=0'],
  ['blez', 'rs2,target', 'bge', 'rs1=0'],
  ['bgez', 'rs1,target', 'bge', 'rs2=0'],
  ['bltz', 'rs1,target', 'blt', 'rs2=0'],
  ['bgtz', 'rs2,target', 'blt', 'rs1=0'],
  ['j', 'target', 'jal', 'rd=0'],
  ['jal', 'target', 'jal', 'rd=1'],
  ['ret', '', 'jalr', 'rd=0 rs1=1 imm=0'],
  ['jr', 'rs1', 'jalr', 'rd=0 imm=0'],
  ['jr', 'imm(rs1)', 'jalr', 'rd=0'],
  ['jalr', 'rs1', 'jalr', 'rd=1 imm=0'],
  ['jalr', 'imm(rs1)', 'jalr', 'rd=1'],
  ['jalr', 'rd,rs1', 'jalr', 'imm=0'],

  ['fence', '', 'fence', 'rd=0 rs1=0 fm=0 pred=15 succ=15'],
  ['fence.tso', '', 'fence', 'rd=0 rs1=0 fm=8 pred=3 succ=3'],
  ['sfence.vma', '', 'sfence.vma', 'rs1=0 rs2=0'],
  ['sfence.vma', 'rs1', 'sfence.vma', 'rs2=0'],

  ['unimp', '', 'csrrw', 'rd=0 csr=0xc00 rs1=0'],
  ['frflags', 'rd', 'csrrs', 'csr=1 rs1=0'],
  ['fsflags', 'rs1', 'csrrw', 'rd=0 csr=1'],
  ['fsflags', 'rd,rs1', 'csrrw', 'csr=1'],
  ['fsflagsi', 'zimm', 'csrrwi', 'rd=0 csr=1'],
  ['fsflagsi', 'rd,zimm', 'csrrwi', 'csr=1'],
  ['frrm', 'rd', 'csrrs', 'csr=2 rs1=0'],
  ['fsrm', 'rs1', 'csrrw', 'rd=0 csr=2'],
  ['fsrm', 'rd,rs1', 'csrrw', 'csr=2'],
  ['fsrmi', 'zimm', 'csrrwi', 'rd=0 csr=2'],
  ['fsrmi', 'rd,zimm', 'csrrwi', 'csr=2'],
  ['frcsr', 'rd', 'csrrs', 'csr=3 rs1=0'],
  ['fscsr', 'rs1', 'csrrw', 'rd=0 csr=3'],
  ['fscsr', 'rd,rs1', 'csrrw', 'csr=3'],
  ['rdcycle', 'rd', 'csrrs', 'csr=0xc00 rs1=0'],
  ['rdtime', 'rd', 'csrrs', 'csr=0xc01 rs1=0'],
  ['rdinstret', 'rd', 'csrrs', 'csr=0xc02 rs1=0'],
  ['csrr', 'rd,csr', 'csrrs', 'rs1=0'],
  ['csrw', 'csr,rs1', 'csrrw', 'rd=0'],
  ['csrs', 'csr,rs1', 'csrrs', 'rd=0'],
  ['csrc', 'csr,rs1', 'csrrc', 'rd=0'],
  ['csrwi', 'csr,zimm', 'csrrwi', 'rd=0'],
  ['csrsi', 'csr,zimm', 'csrrsi', 'rd=0'],
  ['csrci', 'csr,zimm', 'csrrci', 'rd=0'],

  ...['s', 'd', 'h'].flatMap((format): Line[] => [
    [`fmv.${format}`, 'fd,fs1', `fsgnj.${format}`, 'fs2=fs1'],
    [`fneg.${format}`, 'fd,fs1', `fsgnjn.${format}`, 'fs2=fs1'],
    [`fabs.${format}`, 'fd,fs1', `fsgnjx.${format}`, 'fs2=fs1'],
  ]),
]

const inputOnly: readonly Line[] = [
  ['bgt', 'rs2,rs1,target', 'blt', ''],
  ['ble', 'rs2,rs1,target', 'bge', ''],
  ['bgtu', 'rs2,rs1,target', 'bltu', ''],
  ['bleu', 'rs2,rs1,target', 'bgeu', ''],
  ['sgt', 'rd,rs2,rs1', 'slt', ''],
  ['sgtu', 'rd,rs2,rs1', 'sltu', ''],
  ['jalr', 'rd,rs1,imm', 'jalr', ''],
  ['jr', 'rs1,imm', 'jalr', 'rd=0'],
  ['fence', 'pred,succ', 'fence', 'rd=0 rs1=0 fm=0'],
  ['fence.i', '', 'fence.i', 'rd=0 rs1=0 imm=0'],
  ['csrw', 'csr,zimm', 'csrrwi', 'rd=0'],
  ['csrs', 'csr,zimm', 'csrrsi', 'rd=0'],
  ['csrc', 'csr,zimm', 'csrrci', 'rd=0'],
  ['csrrw', 'rd,csr,zimm', 'csrrwi', ''],
  ['csrrs', 'rd,csr,zimm', 'csrrsi', ''],
  ['csrrc', 'rd,csr,zimm', 'csrrci', ''],
  ...['add', 'and', 'or', 'xor', 'slt'].map((name): Line => [name, 'rd,rs1,imm', `${name}i`, '']),
  ['addw', 'rd,rs1,imm', 'addiw', ''],
  ['sltu', 'rd,rs1,imm', 'sltiu', ''],
  ...['sll', 'srl', 'sra', 'ror', 'bclr', 'bext', 'binv', 'bset'].map((name): Line => [name, 'rd,rs1,shamt', `${name}i`, '']),
  ...['sll', 'srl', 'sra', 'ror'].map((name): Line => [`${name}w`, 'rd,rs1,shamt', `${name}iw`, '']),
  ['mv', 'rd,rs2', 'add', 'rs1=0'],
  ['fmv.x.s', 'rd,fs1', 'fmv.x.w', ''],
  ['fmv.s.x', 'fd,rs1', 'fmv.w.x', ''],
  ...['s', 'd', 'h'].flatMap((format): Line[] => [
    [`fgt.${format}`, 'rd,fs2,fs1', `flt.${format}`, ''],
    [`fge.${format}`, 'rd,fs2,fs1', `fle.${format}`, ''],
  ]),
  ['scall', '', 'ecall', ''],
  ['sbreak', '', 'ebreak', ''],
]

export const aliases: readonly Alias[] = [
  ...printed.map((line) => parse(false, line)),
  ...inputOnly.map((line) => parse(true, line)),
]
