// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.


import { Extension } from '../abi/layout.gen'

// @ts-ignore: decorator
@inline export const OP_UNDECODED: u32 = 0
// @ts-ignore: decorator
@inline export const OP_PAGE_END: u32 = 1
// @ts-ignore: decorator
@inline export const OP_STRADDLE: u32 = 2
// @ts-ignore: decorator
@inline export const OP_ILLEGAL: u32 = 3
// @ts-ignore: decorator
@inline export const OP_ENTER: u32 = 4

// Length of the instruction, at bit 12: (record >>> 9) & 0x18 is the distance to the next record. Bit 9 tells a compressed one.
// @ts-ignore: decorator
@inline const HALF: u32 = 0x1200
// @ts-ignore: decorator
@inline const FULL: u32 = 0x2000

// @ts-ignore: decorator
@inline function record(op: u32, rd: u32, rs1: u32, rs2: u32, imm: i32): u64 {
  return <u64>(op | (rd << 14) | (rs1 << 20) | (rs2 << 26)) | (<u64><u32>imm << 32)
}

/** Writes to x0 go to a slot that nothing reads. */
// @ts-ignore: decorator
@inline function destination(rd: u32): u32 {
  return rd == 0 ? 32 : rd
}

/** The near forms hold the distance between records, the second one when it is backward; the far form holds the one between instructions. */
function flow(op: u32, rd: u32, rs1: u32, rs2: u32, offset: i32, pageOffset: u32, extensions: u64): u64 {
  const isAligned = (offset & 2) == 0 || (extensions & (<u64>1 << Extension.zca)) != 0
  if (pageOffset + <u32>offset < 4096 && isAligned) return record(op + (<u32>offset >>> 31), rd, rs1, rs2, offset << 2)
  return record(op + 2, rd, rs1, rs2, offset)
}

/** Calls, returns (through ra or t0, linking nothing) and other jumps have a number each. */
function indirect(op: u32, rd: u32, rs1: u32, rs2: u32, offset: i32): u64 {
  if (rd != 32) return record(op, rd, rs1, rs2, offset)
  return record(op + (rs1 == 1 || rs1 == 5 ? 1 : 2), rd, rs1, rs2, offset)
}

function illegal(insn: u32): u64 {
  return record(OP_ILLEGAL | ((insn & 3) == 3 ? FULL : HALF), 32, 0, 0, <i32>insn)
}


function decodeFull(insn: u32, pageOffset: u32, extensions: u64): u64 {
  switch ((insn >>> 2) & 31) {
    case 0:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0x3) return record(61 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lb
          break
        case 1:
          if ((insn & 0x707f) == 0x1003) return record(18 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lh
          break
        case 2:
          if ((insn & 0x707f) == 0x2003) return record(19 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lw
          break
        case 3:
          if ((insn & 0x707f) == 0x3003) return record(20 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // ld
          break
        case 4:
          if ((insn & 0x707f) == 0x4003) return record(21 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lbu
          break
        case 5:
          if ((insn & 0x707f) == 0x5003) return record(22 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lhu
          break
        case 6:
          if ((insn & 0x707f) == 0x6003) return record(62 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // lwu
          break
      }
      break
    case 1:
      switch ((insn >>> 12) & 7) {
        case 1:
          if ((insn & 0x707f) == 0x1007 && (extensions & 0x800000) == 0x800000) return record(172 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // flh
          break
        case 2:
          if ((insn & 0x707f) == 0x2007 && (extensions & 0x8) == 0x8) return record(90 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // flw
          break
        case 3:
          if ((insn & 0x707f) == 0x3007 && (extensions & 0x10) == 0x10) return record(42 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // fld
          break
      }
      break
    case 3:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0xf) return record(77 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fence
          break
        case 1:
          if ((insn & 0x707f) == 0x100f && (extensions & 0x80) == 0x80) return record(178 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // fence.i
          break
        case 2:
          if ((insn & 0xfff07fff) == 0x200f && (extensions & 0x20000) == 0x20000) return record(311 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), 0, 0) // cbo.inval
          if ((insn & 0xfff07fff) == 0x10200f && (extensions & 0x20000) == 0x20000) return record(312 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), 0, 0) // cbo.clean
          if ((insn & 0xfff07fff) == 0x20200f && (extensions & 0x20000) == 0x20000) return record(313 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), 0, 0) // cbo.flush
          if ((insn & 0xfff07fff) == 0x40200f && (extensions & 0x40000) == 0x40000) return record(314 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), 0, 0) // cbo.zero
          break
      }
      break
    case 4:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0x13) return record(27 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // addi
          break
        case 1:
          if ((insn & 0xfc00707f) == 0x1013) return record(30 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // slli
          if ((insn & 0xfff0707f) == 0x60001013 && (extensions & 0x800) == 0x800) return record(134 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // clz
          if ((insn & 0xfff0707f) == 0x60101013 && (extensions & 0x800) == 0x800) return record(136 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // ctz
          if ((insn & 0xfff0707f) == 0x60201013 && (extensions & 0x800) == 0x800) return record(138 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // cpop
          if ((insn & 0xfff0707f) == 0x60401013 && (extensions & 0x800) == 0x800) return record(45 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sext.b
          if ((insn & 0xfff0707f) == 0x60501013 && (extensions & 0x800) == 0x800) return record(46 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sext.h
          if ((insn & 0xfc00707f) == 0x48001013 && (extensions & 0x2000) == 0x2000) return record(152 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // bclri
          if ((insn & 0xfc00707f) == 0x68001013 && (extensions & 0x2000) == 0x2000) return record(156 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // binvi
          if ((insn & 0xfc00707f) == 0x28001013 && (extensions & 0x2000) == 0x2000) return record(158 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // bseti
          if ((insn & 0xfff0707f) == 0x30001013 && (extensions & 0x40000000) == 0x40000000) return record(251 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // aes64im
          if ((insn & 0xff00707f) == 0x31001013 && (<i32>((insn >>> 20 & 0xf))) <= 10 && (((extensions & 0x80000000) == 0x80000000) || ((extensions & 0x40000000) == 0x40000000))) return record(254 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0xf))) // aes64ks1i
          if ((insn & 0xfff0707f) == 0x10001013 && (extensions & 0x100000000) == 0x100000000) return record(162 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha256sum0
          if ((insn & 0xfff0707f) == 0x10101013 && (extensions & 0x100000000) == 0x100000000) return record(163 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha256sum1
          if ((insn & 0xfff0707f) == 0x10201013 && (extensions & 0x100000000) == 0x100000000) return record(164 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha256sig0
          if ((insn & 0xfff0707f) == 0x10301013 && (extensions & 0x100000000) == 0x100000000) return record(165 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha256sig1
          if ((insn & 0xfff0707f) == 0x10401013 && (extensions & 0x100000000) == 0x100000000) return record(166 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha512sum0
          if ((insn & 0xfff0707f) == 0x10501013 && (extensions & 0x100000000) == 0x100000000) return record(167 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha512sum1
          if ((insn & 0xfff0707f) == 0x10601013 && (extensions & 0x100000000) == 0x100000000) return record(168 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha512sig0
          if ((insn & 0xfff0707f) == 0x10701013 && (extensions & 0x100000000) == 0x100000000) return record(169 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // sha512sig1
          break
        case 2:
          if ((insn & 0x707f) == 0x2013) return record(63 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // slti
          break
        case 3:
          if ((insn & 0x707f) == 0x3013) return record(64 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // sltiu
          break
        case 4:
          if ((insn & 0x707f) == 0x4013) return record(28 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // xori
          break
        case 5:
          if ((insn & 0xfc00707f) == 0x5013) return record(31 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // srli
          if ((insn & 0xfc00707f) == 0x40005013) return record(32 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // srai
          if ((insn & 0xfc00707f) == 0x60005013 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(147 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // rori
          if ((insn & 0xfff0707f) == 0x28705013 && (extensions & 0x800) == 0x800) return record(150 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // orc.b
          if ((insn & 0xfff0707f) == 0x6b805013 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(242 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // rev8
          if ((insn & 0xfc00707f) == 0x48005013 && (extensions & 0x2000) == 0x2000) return record(154 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // bexti
          if ((insn & 0xfff0707f) == 0x68705013 && (extensions & 0x4000) == 0x4000) return record(246 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // brev8
          break
        case 6:
          if ((insn & 0x707f) == 0x6013) return record(65 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // ori
          break
        case 7:
          if ((insn & 0x707f) == 0x7013) return record(29 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // andi
          break
      }
      break
    case 5:
      if ((insn & 0x7f) == 0x17) return record(48 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), 0, 0, <i32>((insn >>> 12) << 12)) // auipc
      break
    case 6:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0x1b) return record(38 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // addiw
          break
        case 1:
          if ((insn & 0xfe00707f) == 0x101b) return record(71 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x1f))) // slliw
          if ((insn & 0xfc00707f) == 0x800101b && (extensions & 0x400) == 0x400) return record(130 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x3f))) // slli.uw
          if ((insn & 0xfff0707f) == 0x6000101b && (extensions & 0x800) == 0x800) return record(135 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // clzw
          if ((insn & 0xfff0707f) == 0x6010101b && (extensions & 0x800) == 0x800) return record(137 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // ctzw
          if ((insn & 0xfff0707f) == 0x6020101b && (extensions & 0x800) == 0x800) return record(139 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // cpopw
          break
        case 5:
          if ((insn & 0xfe00707f) == 0x501b) return record(72 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x1f))) // srliw
          if ((insn & 0xfe00707f) == 0x4000501b) return record(73 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x1f))) // sraiw
          if ((insn & 0xfe00707f) == 0x6000501b && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(148 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20 & 0x1f))) // roriw
          break
      }
      break
    case 8:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0x23) return record(23 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // sb
          break
        case 1:
          if ((insn & 0x707f) == 0x1023) return record(24 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // sh
          break
        case 2:
          if ((insn & 0x707f) == 0x2023) return record(25 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // sw
          break
        case 3:
          if ((insn & 0x707f) == 0x3023) return record(26 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // sd
          break
      }
      break
    case 9:
      switch ((insn >>> 12) & 7) {
        case 1:
          if ((insn & 0x707f) == 0x1027 && (extensions & 0x800000) == 0x800000) return record(173 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // fsh
          break
        case 2:
          if ((insn & 0x707f) == 0x2027 && (extensions & 0x8) == 0x8) return record(91 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // fsw
          break
        case 3:
          if ((insn & 0x707f) == 0x3027 && (extensions & 0x10) == 0x10) return record(43 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 25) << 5 | (insn >>> 7 & 0x1f))) << 20) >> 20) // fsd
          break
      }
      break
    case 11:
      switch ((insn >>> 12) & 7) {
        case 2:
          if ((insn & 0xf9f0707f) == 0x1000202f && (extensions & 0x400000000) == 0x400000000) return record(181 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // lr.w
          if ((insn & 0xf800707f) == 0x1800202f && (extensions & 0x400000000) == 0x400000000) return record(183 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sc.w
          if ((insn & 0xf800707f) == 0x800202f && (extensions & 0x200000000) == 0x200000000) return record(185 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoswap.w
          if ((insn & 0xf800707f) == 0x202f && (extensions & 0x200000000) == 0x200000000) return record(187 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoadd.w
          if ((insn & 0xf800707f) == 0x2000202f && (extensions & 0x200000000) == 0x200000000) return record(189 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoxor.w
          if ((insn & 0xf800707f) == 0x6000202f && (extensions & 0x200000000) == 0x200000000) return record(191 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoand.w
          if ((insn & 0xf800707f) == 0x4000202f && (extensions & 0x200000000) == 0x200000000) return record(193 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoor.w
          if ((insn & 0xf800707f) == 0x8000202f && (extensions & 0x200000000) == 0x200000000) return record(195 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomin.w
          if ((insn & 0xf800707f) == 0xa000202f && (extensions & 0x200000000) == 0x200000000) return record(197 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomax.w
          if ((insn & 0xf800707f) == 0xc000202f && (extensions & 0x200000000) == 0x200000000) return record(199 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amominu.w
          if ((insn & 0xf800707f) == 0xe000202f && (extensions & 0x200000000) == 0x200000000) return record(201 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomaxu.w
          if ((insn & 0xf800707f) == 0x2800202f && (extensions & 0x2000000) == 0x2000000) return record(308 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amocas.w
          break
        case 3:
          if ((insn & 0xf9f0707f) == 0x1000302f && (extensions & 0x400000000) == 0x400000000) return record(182 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // lr.d
          if ((insn & 0xf800707f) == 0x1800302f && (extensions & 0x400000000) == 0x400000000) return record(184 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sc.d
          if ((insn & 0xf800707f) == 0x800302f && (extensions & 0x200000000) == 0x200000000) return record(186 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoswap.d
          if ((insn & 0xf800707f) == 0x302f && (extensions & 0x200000000) == 0x200000000) return record(188 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoadd.d
          if ((insn & 0xf800707f) == 0x2000302f && (extensions & 0x200000000) == 0x200000000) return record(190 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoxor.d
          if ((insn & 0xf800707f) == 0x6000302f && (extensions & 0x200000000) == 0x200000000) return record(192 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoand.d
          if ((insn & 0xf800707f) == 0x4000302f && (extensions & 0x200000000) == 0x200000000) return record(194 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amoor.d
          if ((insn & 0xf800707f) == 0x8000302f && (extensions & 0x200000000) == 0x200000000) return record(196 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomin.d
          if ((insn & 0xf800707f) == 0xa000302f && (extensions & 0x200000000) == 0x200000000) return record(198 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomax.d
          if ((insn & 0xf800707f) == 0xc000302f && (extensions & 0x200000000) == 0x200000000) return record(200 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amominu.d
          if ((insn & 0xf800707f) == 0xe000302f && (extensions & 0x200000000) == 0x200000000) return record(202 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amomaxu.d
          if ((insn & 0xf800707f) == 0x2800302f && (extensions & 0x2000000) == 0x2000000) return record(309 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // amocas.d
          break
        case 4:
          if ((insn & 0xf81070ff) == 0x2800402f && (extensions & 0x2000000) == 0x2000000) return record(310 | FULL, destination(<i32>((insn >>> 8 & 0xf) << 1)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 21 & 0xf) << 1), 0) // amocas.q
          break
      }
      break
    case 12:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0xfe00707f) == 0x33) return record(33 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // add
          if ((insn & 0xfe00707f) == 0x40000033) return record(34 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sub
          if ((insn & 0xfe00707f) == 0x2000033 && (extensions & 0x800000000) == 0x800000000) return record(41 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // mul
          if ((insn & 0xfe00707f) == 0x3a000033 && (extensions & 0x40000000) == 0x40000000) return record(249 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // aes64ds
          if ((insn & 0xfe00707f) == 0x3e000033 && (extensions & 0x40000000) == 0x40000000) return record(250 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // aes64dsm
          if ((insn & 0xfe00707f) == 0x32000033 && (extensions & 0x80000000) == 0x80000000) return record(252 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // aes64es
          if ((insn & 0xfe00707f) == 0x36000033 && (extensions & 0x80000000) == 0x80000000) return record(253 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // aes64esm
          if ((insn & 0xfe00707f) == 0x7e000033 && (((extensions & 0x80000000) == 0x80000000) || ((extensions & 0x40000000) == 0x40000000))) return record(255 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // aes64ks2
          break
        case 1:
          if ((insn & 0xfe00707f) == 0x1033) return record(66 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sll
          if ((insn & 0xfe00707f) == 0x2001033 && (extensions & 0x800000000) == 0x800000000) return record(78 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // mulh
          if ((insn & 0xfe00707f) == 0x60001033 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(144 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // rol
          if ((insn & 0xfe00707f) == 0xa001033 && (extensions & 0x1000) == 0x1000) return record(243 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // clmul
          if ((insn & 0xfe00707f) == 0x48001033 && (extensions & 0x2000) == 0x2000) return record(151 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // bclr
          if ((insn & 0xfe00707f) == 0x68001033 && (extensions & 0x2000) == 0x2000) return record(155 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // binv
          if ((insn & 0xfe00707f) == 0x28001033 && (extensions & 0x2000) == 0x2000) return record(157 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // bset
          break
        case 2:
          if ((insn & 0xfe00707f) == 0x2033) return record(67 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // slt
          if ((insn & 0xfe00707f) == 0x2002033 && (extensions & 0x800000000) == 0x800000000) return record(79 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // mulhsu
          if ((insn & 0xfe00707f) == 0x20002033 && (extensions & 0x400) == 0x400) return record(124 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh1add
          if ((insn & 0xfe00707f) == 0xa002033 && (extensions & 0x1000) == 0x1000) return record(244 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // clmulr
          if ((insn & 0xfe00707f) == 0x28002033 && (extensions & 0x8000) == 0x8000) return record(247 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // xperm4
          break
        case 3:
          if ((insn & 0xfe00707f) == 0x3033) return record(68 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sltu
          if ((insn & 0xfe00707f) == 0x2003033 && (extensions & 0x800000000) == 0x800000000) return record(80 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // mulhu
          if ((insn & 0xfe00707f) == 0xa003033 && (extensions & 0x1000) == 0x1000) return record(245 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // clmulh
          break
        case 4:
          if ((insn & 0xfe00707f) == 0x4033) return record(35 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // xor
          if ((insn & 0xfe00707f) == 0x2004033 && (extensions & 0x2) == 0x2) return record(82 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // div
          if ((insn & 0xfe00707f) == 0x20004033 && (extensions & 0x400) == 0x400) return record(125 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh2add
          if ((insn & 0xfe00707f) == 0x40004033 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(133 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // xnor
          if ((insn & 0xfe00707f) == 0xa004033 && (extensions & 0x800) == 0x800) return record(142 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // min
          if ((insn & 0xfe00707f) == 0x8004033 && (extensions & 0x4000) == 0x4000) return record(159 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // pack
          if ((insn & 0xfe00707f) == 0x28004033 && (extensions & 0x8000) == 0x8000) return record(248 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // xperm8
          break
        case 5:
          if ((insn & 0xfe00707f) == 0x5033) return record(69 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // srl
          if ((insn & 0xfe00707f) == 0x40005033) return record(70 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sra
          if ((insn & 0xfe00707f) == 0x2005033 && (extensions & 0x2) == 0x2) return record(83 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // divu
          if ((insn & 0xfe00707f) == 0xa005033 && (extensions & 0x800) == 0x800) return record(143 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // minu
          if ((insn & 0xfe00707f) == 0x60005033 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(146 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // ror
          if ((insn & 0xfe00707f) == 0x48005033 && (extensions & 0x2000) == 0x2000) return record(153 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // bext
          if ((insn & 0xfe00707f) == 0xe005033 && (extensions & 0x10000) == 0x10000) return record(170 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // czero.eqz
          break
        case 6:
          if ((insn & 0xfe00707f) == 0x6033) return record(36 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // or
          if ((insn & 0xfe00707f) == 0x2006033 && (extensions & 0x2) == 0x2) return record(84 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // rem
          if ((insn & 0xfe00707f) == 0x20006033 && (extensions & 0x400) == 0x400) return record(126 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh3add
          if ((insn & 0xfe00707f) == 0x40006033 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(132 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // orn
          if ((insn & 0xfe00707f) == 0xa006033 && (extensions & 0x800) == 0x800) return record(140 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // max
          break
        case 7:
          if ((insn & 0xfe00707f) == 0x7033) return record(37 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // and
          if ((insn & 0xfe00707f) == 0x2007033 && (extensions & 0x2) == 0x2) return record(85 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // remu
          if ((insn & 0xfe00707f) == 0x40007033 && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(131 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // andn
          if ((insn & 0xfe00707f) == 0xa007033 && (extensions & 0x800) == 0x800) return record(141 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // maxu
          if ((insn & 0xfe00707f) == 0x8007033 && (extensions & 0x4000) == 0x4000) return record(160 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // packh
          if ((insn & 0xfe00707f) == 0xe007033 && (extensions & 0x10000) == 0x10000) return record(171 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // czero.nez
          break
      }
      break
    case 13:
      if ((insn & 0x7f) == 0x37) return record(5 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), 0, 0, <i32>((insn >>> 12) << 12)) // lui
      break
    case 14:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0xfe00707f) == 0x3b) return record(39 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // addw
          if ((insn & 0xfe00707f) == 0x4000003b) return record(40 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // subw
          if ((insn & 0xfe00707f) == 0x200003b && (extensions & 0x800000000) == 0x800000000) return record(81 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // mulw
          if ((insn & 0xfe00707f) == 0x800003b && (extensions & 0x400) == 0x400) return record(44 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // add.uw
          break
        case 1:
          if ((insn & 0xfe00707f) == 0x103b) return record(74 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sllw
          if ((insn & 0xfe00707f) == 0x6000103b && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(145 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // rolw
          break
        case 2:
          if ((insn & 0xfe00707f) == 0x2000203b && (extensions & 0x400) == 0x400) return record(127 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh1add.uw
          break
        case 4:
          if ((insn & 0xfe00707f) == 0x200403b && (extensions & 0x2) == 0x2) return record(86 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // divw
          if ((insn & 0xfe00707f) == 0x2000403b && (extensions & 0x400) == 0x400) return record(128 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh2add.uw
          if ((insn & 0xfff0707f) == 0x800403b && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(47 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // zext.h
          if ((insn & 0xfe00707f) == 0x800403b && (<i32>((insn >>> 20 & 0x1f))) != 0 && (extensions & 0x4000) == 0x4000) return record(161 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // packw
          break
        case 5:
          if ((insn & 0xfe00707f) == 0x503b) return record(75 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // srlw
          if ((insn & 0xfe00707f) == 0x4000503b) return record(76 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sraw
          if ((insn & 0xfe00707f) == 0x200503b && (extensions & 0x2) == 0x2) return record(87 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // divuw
          if ((insn & 0xfe00707f) == 0x6000503b && (((extensions & 0x800) == 0x800) || ((extensions & 0x4000) == 0x4000))) return record(149 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // rorw
          break
        case 6:
          if ((insn & 0xfe00707f) == 0x200603b && (extensions & 0x2) == 0x2) return record(88 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // remw
          if ((insn & 0xfe00707f) == 0x2000603b && (extensions & 0x400) == 0x400) return record(129 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sh3add.uw
          break
        case 7:
          if ((insn & 0xfe00707f) == 0x200703b && (extensions & 0x2) == 0x2) return record(89 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // remuw
          break
      }
      break
    case 16:
      if ((insn & 0x600007f) == 0x43 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(94 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmadd.s
      if ((insn & 0x600007f) == 0x2000043 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(110 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmadd.d
      if ((insn & 0x600007f) == 0x4000043 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(260 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmadd.h
      break
    case 17:
      if ((insn & 0x600007f) == 0x47 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(95 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmsub.s
      if ((insn & 0x600007f) == 0x2000047 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(111 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmsub.d
      if ((insn & 0x600007f) == 0x4000047 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(261 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fmsub.h
      break
    case 18:
      if ((insn & 0x600007f) == 0x4b && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(96 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmsub.s
      if ((insn & 0x600007f) == 0x200004b && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(112 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmsub.d
      if ((insn & 0x600007f) == 0x400004b && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(262 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmsub.h
      break
    case 19:
      if ((insn & 0x600007f) == 0x4f && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(97 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmadd.s
      if ((insn & 0x600007f) == 0x200004f && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(113 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmadd.d
      if ((insn & 0x600007f) == 0x400004f && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(263 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), (<i32>((insn >>> 27))) << 3 | (<i32>((insn >>> 12 & 0x7))) << 12) // fnmadd.h
      break
    case 20:
      if ((insn & 0xfff0707f) == 0xe0000053 && (extensions & 0x8) == 0x8) return record(92 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.x.w
      if ((insn & 0xfff0707f) == 0xf0000053 && (extensions & 0x8) == 0x8) return record(93 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.w.x
      if ((insn & 0xfe00007f) == 0x53 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(98 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fadd.s
      if ((insn & 0xfe00007f) == 0x8000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(99 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fsub.s
      if ((insn & 0xfe00007f) == 0x10000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(100 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fmul.s
      if ((insn & 0xfe00007f) == 0x18000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(101 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fdiv.s
      if ((insn & 0xfff0007f) == 0x58000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(203 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fsqrt.s
      if ((insn & 0xfe00707f) == 0x20000053 && (extensions & 0x8) == 0x8) return record(102 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnj.s
      if ((insn & 0xfe00707f) == 0x20001053 && (extensions & 0x8) == 0x8) return record(103 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjn.s
      if ((insn & 0xfe00707f) == 0x20002053 && (extensions & 0x8) == 0x8) return record(104 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjx.s
      if ((insn & 0xfe00707f) == 0x28000053 && (extensions & 0x8) == 0x8) return record(204 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmin.s
      if ((insn & 0xfe00707f) == 0x28001053 && (extensions & 0x8) == 0x8) return record(205 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmax.s
      if ((insn & 0xfe00707f) == 0xa0000053 && (extensions & 0x8) == 0x8) return record(105 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fle.s
      if ((insn & 0xfe00707f) == 0xa0001053 && (extensions & 0x8) == 0x8) return record(106 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // flt.s
      if ((insn & 0xfe00707f) == 0xa0002053 && (extensions & 0x8) == 0x8) return record(107 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // feq.s
      if ((insn & 0xfff0707f) == 0xe0001053 && (extensions & 0x8) == 0x8) return record(206 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fclass.s
      if ((insn & 0xfff0007f) == 0xc0000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(207 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.w.s
      if ((insn & 0xfff0007f) == 0xd0000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(208 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.w
      if ((insn & 0xfff0007f) == 0xc0100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(209 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.wu.s
      if ((insn & 0xfff0007f) == 0xd0100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(210 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.wu
      if ((insn & 0xfff0007f) == 0xc0200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(211 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.l.s
      if ((insn & 0xfff0007f) == 0xd0200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(212 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.l
      if ((insn & 0xfff0007f) == 0xc0300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(213 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.lu.s
      if ((insn & 0xfff0007f) == 0xd0300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x8) == 0x8) return record(214 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.lu
      if ((insn & 0xfff0707f) == 0xe2000053 && (extensions & 0x10) == 0x10) return record(108 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.x.d
      if ((insn & 0xfff0707f) == 0xf2000053 && (extensions & 0x10) == 0x10) return record(109 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.d.x
      if ((insn & 0xfff0007f) == 0x40100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(215 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.d
      if ((insn & 0xfff0007f) == 0x42000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(216 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.s
      if ((insn & 0xfe00007f) == 0x2000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(114 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fadd.d
      if ((insn & 0xfe00007f) == 0xa000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(115 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fsub.d
      if ((insn & 0xfe00007f) == 0x12000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(116 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fmul.d
      if ((insn & 0xfe00007f) == 0x1a000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(117 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fdiv.d
      if ((insn & 0xfff0007f) == 0x5a000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(217 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fsqrt.d
      if ((insn & 0xfe00707f) == 0x22000053 && (extensions & 0x10) == 0x10) return record(118 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnj.d
      if ((insn & 0xfe00707f) == 0x22001053 && (extensions & 0x10) == 0x10) return record(119 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjn.d
      if ((insn & 0xfe00707f) == 0x22002053 && (extensions & 0x10) == 0x10) return record(120 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjx.d
      if ((insn & 0xfe00707f) == 0x2a000053 && (extensions & 0x10) == 0x10) return record(218 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmin.d
      if ((insn & 0xfe00707f) == 0x2a001053 && (extensions & 0x10) == 0x10) return record(219 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmax.d
      if ((insn & 0xfe00707f) == 0xa2000053 && (extensions & 0x10) == 0x10) return record(121 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fle.d
      if ((insn & 0xfe00707f) == 0xa2001053 && (extensions & 0x10) == 0x10) return record(122 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // flt.d
      if ((insn & 0xfe00707f) == 0xa2002053 && (extensions & 0x10) == 0x10) return record(123 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // feq.d
      if ((insn & 0xfff0707f) == 0xe2001053 && (extensions & 0x10) == 0x10) return record(220 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fclass.d
      if ((insn & 0xfff0007f) == 0xc2000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(221 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.w.d
      if ((insn & 0xfff0007f) == 0xd2000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(222 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.w
      if ((insn & 0xfff0007f) == 0xc2100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(223 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.wu.d
      if ((insn & 0xfff0007f) == 0xd2100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(224 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.wu
      if ((insn & 0xfff0007f) == 0xc2200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(225 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.l.d
      if ((insn & 0xfff0007f) == 0xd2200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(226 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.l
      if ((insn & 0xfff0007f) == 0xc2300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(227 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.lu.d
      if ((insn & 0xfff0007f) == 0xd2300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x10) == 0x10) return record(228 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.lu
      if ((insn & 0xfff0707f) == 0xe4000053 && (extensions & 0x800000) == 0x800000) return record(174 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.x.h
      if ((insn & 0xfff0707f) == 0xf4000053 && (extensions & 0x800000) == 0x800000) return record(175 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fmv.h.x
      if ((insn & 0xfff0007f) == 0x40200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x800000) == 0x800000) return record(256 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.s.h
      if ((insn & 0xfff0007f) == 0x44000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x800000) == 0x800000) return record(257 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.s
      if ((insn & 0xfff0007f) == 0x42200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x800010) == 0x800010) return record(258 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.d.h
      if ((insn & 0xfff0007f) == 0x44100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x800010) == 0x800010) return record(259 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.d
      if ((insn & 0xfe00007f) == 0x4000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(264 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fadd.h
      if ((insn & 0xfe00007f) == 0xc000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(265 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fsub.h
      if ((insn & 0xfe00007f) == 0x14000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(266 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fmul.h
      if ((insn & 0xfe00007f) == 0x1c000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(267 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((insn >>> 12 & 0x7))) // fdiv.h
      if ((insn & 0xfff0007f) == 0x5c000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(268 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fsqrt.h
      if ((insn & 0xfe00707f) == 0x24000053 && (extensions & 0x1000000) == 0x1000000) return record(269 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnj.h
      if ((insn & 0xfe00707f) == 0x24001053 && (extensions & 0x1000000) == 0x1000000) return record(270 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjn.h
      if ((insn & 0xfe00707f) == 0x24002053 && (extensions & 0x1000000) == 0x1000000) return record(271 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fsgnjx.h
      if ((insn & 0xfe00707f) == 0x2c000053 && (extensions & 0x1000000) == 0x1000000) return record(272 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmin.h
      if ((insn & 0xfe00707f) == 0x2c001053 && (extensions & 0x1000000) == 0x1000000) return record(273 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmax.h
      if ((insn & 0xfe00707f) == 0xa4000053 && (extensions & 0x1000000) == 0x1000000) return record(274 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fle.h
      if ((insn & 0xfe00707f) == 0xa4001053 && (extensions & 0x1000000) == 0x1000000) return record(275 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // flt.h
      if ((insn & 0xfe00707f) == 0xa4002053 && (extensions & 0x1000000) == 0x1000000) return record(276 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // feq.h
      if ((insn & 0xfff0707f) == 0xe4001053 && (extensions & 0x1000000) == 0x1000000) return record(277 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fclass.h
      if ((insn & 0xfff0007f) == 0xc4000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(278 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.w.h
      if ((insn & 0xfff0007f) == 0xd4000053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(279 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.w
      if ((insn & 0xfff0007f) == 0xc4100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(280 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.wu.h
      if ((insn & 0xfff0007f) == 0xd4100053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(281 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.wu
      if ((insn & 0xfff0007f) == 0xc4200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(282 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.l.h
      if ((insn & 0xfff0007f) == 0xd4200053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(283 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.l
      if ((insn & 0xfff0007f) == 0xc4300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(284 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.lu.h
      if ((insn & 0xfff0007f) == 0xd4300053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1000000) == 0x1000000) return record(285 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fcvt.h.lu
      if ((insn & 0xfff0707f) == 0xf0100053 && (extensions & 0x400000) == 0x400000) return record(286 | FULL, <i32>((insn >>> 7 & 0x1f)), 0, 0, <i32>((insn >>> 15 & 0x1f))) // fli.s
      if ((insn & 0xfe00707f) == 0x28002053 && (extensions & 0x400000) == 0x400000) return record(287 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fminm.s
      if ((insn & 0xfe00707f) == 0x28003053 && (extensions & 0x400000) == 0x400000) return record(288 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmaxm.s
      if ((insn & 0xfff0007f) == 0x40400053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x400000) == 0x400000) return record(289 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fround.s
      if ((insn & 0xfff0007f) == 0x40500053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x400000) == 0x400000) return record(290 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // froundnx.s
      if ((insn & 0xfe00707f) == 0xa0004053 && (extensions & 0x400000) == 0x400000) return record(291 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fleq.s
      if ((insn & 0xfe00707f) == 0xa0005053 && (extensions & 0x400000) == 0x400000) return record(292 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fltq.s
      if ((insn & 0xfff0707f) == 0xf2100053 && (extensions & 0x400010) == 0x400010) return record(293 | FULL, <i32>((insn >>> 7 & 0x1f)), 0, 0, <i32>((insn >>> 15 & 0x1f))) // fli.d
      if ((insn & 0xfe00707f) == 0x2a002053 && (extensions & 0x400010) == 0x400010) return record(294 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fminm.d
      if ((insn & 0xfe00707f) == 0x2a003053 && (extensions & 0x400010) == 0x400010) return record(295 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmaxm.d
      if ((insn & 0xfff0007f) == 0x42400053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x400010) == 0x400010) return record(296 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fround.d
      if ((insn & 0xfff0007f) == 0x42500053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x400010) == 0x400010) return record(297 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // froundnx.d
      if ((insn & 0xfe00707f) == 0xa2004053 && (extensions & 0x400010) == 0x400010) return record(298 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fleq.d
      if ((insn & 0xfe00707f) == 0xa2005053 && (extensions & 0x400010) == 0x400010) return record(299 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fltq.d
      if ((insn & 0xfff0707f) == 0xf4100053 && (extensions & 0x1400000) == 0x1400000) return record(300 | FULL, <i32>((insn >>> 7 & 0x1f)), 0, 0, <i32>((insn >>> 15 & 0x1f))) // fli.h
      if ((insn & 0xfe00707f) == 0x2c002053 && (extensions & 0x1400000) == 0x1400000) return record(301 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fminm.h
      if ((insn & 0xfe00707f) == 0x2c003053 && (extensions & 0x1400000) == 0x1400000) return record(302 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fmaxm.h
      if ((insn & 0xfff0007f) == 0x44400053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1400000) == 0x1400000) return record(303 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // fround.h
      if ((insn & 0xfff0007f) == 0x44500053 && (<i32>((insn >>> 12 & 0x7))) != 5 && (<i32>((insn >>> 12 & 0x7))) != 6 && (extensions & 0x1400000) == 0x1400000) return record(304 | FULL, <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 12 & 0x7))) // froundnx.h
      if ((insn & 0xfe00707f) == 0xa4004053 && (extensions & 0x1400000) == 0x1400000) return record(305 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fleq.h
      if ((insn & 0xfe00707f) == 0xa4005053 && (extensions & 0x1400000) == 0x1400000) return record(306 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // fltq.h
      if ((insn & 0xfff0707f) == 0xc2801053 && (extensions & 0x400010) == 0x400010) return record(307 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, 0) // fcvtmod.w.d
      break
    case 24:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0x707f) == 0x63) return flow(12 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // beq
          break
        case 1:
          if ((insn & 0x707f) == 0x1063) return flow(15 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // bne
          break
        case 4:
          if ((insn & 0x707f) == 0x4063) return flow(49 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // blt
          break
        case 5:
          if ((insn & 0x707f) == 0x5063) return flow(52 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // bge
          break
        case 6:
          if ((insn & 0x707f) == 0x6063) return flow(55 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // bltu
          break
        case 7:
          if ((insn & 0x707f) == 0x7063) return flow(58 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>((((insn >>> 31) << 12 | (insn >>> 25 & 0x3f) << 5 | (insn >>> 8 & 0xf) << 1 | (insn >>> 7 & 0x1) << 11)) << 19) >> 19, pageOffset, extensions) // bgeu
          break
      }
      break
    case 25:
      if ((insn & 0x707f) == 0x67) return indirect(9 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 20)) << 20) >> 20) // jalr
      break
    case 27:
      if ((insn & 0x7f) == 0x6f) return flow(6 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), 0, 0, <i32>((((insn >>> 31) << 20 | (insn >>> 21 & 0x3ff) << 1 | (insn >>> 20 & 0x1) << 11 | (insn >>> 12 & 0xff) << 12)) << 11) >> 11, pageOffset, extensions) // jal
      break
    case 28:
      switch ((insn >>> 12) & 7) {
        case 0:
          if ((insn & 0xffffffff) == 0x73) return record(179 | FULL, 0, 0, 0, 0) // ecall
          if ((insn & 0xffffffff) == 0x100073) return record(180 | FULL, 0, 0, 0, 0) // ebreak
          if ((insn & 0xffffffff) == 0x10200073) return record(235 | FULL, 0, 0, 0, 0) // sret
          if ((insn & 0xffffffff) == 0x30200073) return record(236 | FULL, 0, 0, 0, 0) // mret
          if ((insn & 0xffffffff) == 0x10500073) return record(237 | FULL, 0, 0, 0, 0) // wfi
          if ((insn & 0xfe007fff) == 0x12000073) return record(238 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sfence.vma
          if ((insn & 0xfe007fff) == 0x16000073 && (extensions & 0x2000000000) == 0x2000000000) return record(239 | FULL, 0, <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), 0) // sinval.vma
          if ((insn & 0xffffffff) == 0x18000073 && (extensions & 0x2000000000) == 0x2000000000) return record(240 | FULL, 0, 0, 0, 0) // sfence.w.inval
          if ((insn & 0xffffffff) == 0x18100073 && (extensions & 0x2000000000) == 0x2000000000) return record(241 | FULL, 0, 0, 0, 0) // sfence.inval.ir
          if ((insn & 0xffffffff) == 0xd00073 && (extensions & 0x4000000) == 0x4000000) return record(315 | FULL, 0, 0, 0, 0) // wrs.nto
          if ((insn & 0xffffffff) == 0x1d00073 && (extensions & 0x4000000) == 0x4000000) return record(316 | FULL, 0, 0, 0, 0) // wrs.sto
          break
        case 1:
          if ((insn & 0x707f) == 0x1073 && (extensions & 0x40) == 0x40) return record(229 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrw
          break
        case 2:
          if ((insn & 0x707f) == 0x2073 && (extensions & 0x40) == 0x40) return record(230 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrs
          break
        case 3:
          if ((insn & 0x707f) == 0x3073 && (extensions & 0x40) == 0x40) return record(231 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrc
          break
        case 4:
          if ((insn & 0xb3c0707f) == 0x81c04073 && (extensions & 0x8000000) == 0x8000000) return record(176 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>(((insn >>> 30 & 0x1) << 4 | (insn >>> 26 & 0x3) << 2 | (insn >>> 20 & 0x3)))) // mop.r.N
          if ((insn & 0xb200707f) == 0x82004073 && (extensions & 0x8000000) == 0x8000000) return record(177 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), <i32>((insn >>> 20 & 0x1f)), <i32>(((insn >>> 30 & 0x1) << 2 | (insn >>> 26 & 0x3)))) // mop.rr.N
          break
        case 5:
          if ((insn & 0x707f) == 0x5073 && (extensions & 0x40) == 0x40) return record(232 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrwi
          break
        case 6:
          if ((insn & 0x707f) == 0x6073 && (extensions & 0x40) == 0x40) return record(233 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrsi
          break
        case 7:
          if ((insn & 0x707f) == 0x7073 && (extensions & 0x40) == 0x40) return record(234 | FULL, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 15 & 0x1f)), 0, <i32>((insn >>> 20))) // csrrci
          break
      }
      break
  }
  return illegal(insn)
}

function decodeHalf(insn: u32, pageOffset: u32, extensions: u64): u64 {
  switch ((insn & 3) << 3 | insn >>> 13) {
    case 0:
      if ((insn & 0xe003) == 0x0 && (<i32>(((insn >>> 11 & 0x3) << 4 | (insn >>> 7 & 0xf) << 6 | (insn >>> 6 & 0x1) << 2 | (insn >>> 5 & 0x1) << 3))) != 0 && (extensions & 0x100000) == 0x100000) return record(27 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), 2, 0, <i32>(((insn >>> 11 & 0x3) << 4 | (insn >>> 7 & 0xf) << 6 | (insn >>> 6 & 0x1) << 2 | (insn >>> 5 & 0x1) << 3))) // c.addi4spn
      break
    case 1:
      if ((insn & 0xe003) == 0x2000 && (extensions & 0x30) == 0x30) return record(42 | HALF, <i32>((insn >>> 2 & 0x7)) + 8, <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 5 & 0x3) << 6))) // c.fld
      break
    case 2:
      if ((insn & 0xe003) == 0x4000 && (extensions & 0x100000) == 0x100000) return record(19 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 6 & 0x1) << 2 | (insn >>> 5 & 0x1) << 6))) // c.lw
      break
    case 3:
      if ((insn & 0xe003) == 0x6000 && (extensions & 0x100000) == 0x100000) return record(20 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 5 & 0x3) << 6))) // c.ld
      break
    case 4:
      if ((insn & 0xfc03) == 0x8000 && (extensions & 0x200000) == 0x200000) return record(21 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 6 & 0x1) | (insn >>> 5 & 0x1) << 1))) // c.lbu
      if ((insn & 0xfc43) == 0x8400 && (extensions & 0x200000) == 0x200000) return record(22 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>((insn >>> 5 & 0x1) << 1)) // c.lhu
      if ((insn & 0xfc43) == 0x8440 && (extensions & 0x200000) == 0x200000) return record(18 | HALF, destination(<i32>((insn >>> 2 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>((insn >>> 5 & 0x1) << 1)) // c.lh
      if ((insn & 0xfc03) == 0x8800 && (extensions & 0x200000) == 0x200000) return record(23 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, <i32>(((insn >>> 6 & 0x1) | (insn >>> 5 & 0x1) << 1))) // c.sb
      if ((insn & 0xfc43) == 0x8c00 && (extensions & 0x200000) == 0x200000) return record(24 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, <i32>((insn >>> 5 & 0x1) << 1)) // c.sh
      break
    case 5:
      if ((insn & 0xe003) == 0xa000 && (extensions & 0x30) == 0x30) return record(43 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 5 & 0x3) << 6))) // c.fsd
      break
    case 6:
      if ((insn & 0xe003) == 0xc000 && (extensions & 0x100000) == 0x100000) return record(25 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 6 & 0x1) << 2 | (insn >>> 5 & 0x1) << 6))) // c.sw
      break
    case 7:
      if ((insn & 0xe003) == 0xe000 && (extensions & 0x100000) == 0x100000) return record(26 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 5 & 0x3) << 6))) // c.sd
      break
    case 8:
      if ((insn & 0xef83) == 0x1 && (extensions & 0x100000) == 0x100000) return record(27 | HALF, 32, 0, 0, 0) // c.nop
      if ((insn & 0xe003) == 0x1 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(27 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 7 & 0x1f)), 0, <i32>((((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f))) << 26) >> 26) // c.addi
      break
    case 9:
      if ((insn & 0xe003) == 0x2001 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(38 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 7 & 0x1f)), 0, <i32>((((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f))) << 26) >> 26) // c.addiw
      break
    case 10:
      if ((insn & 0xe003) == 0x4001 && (extensions & 0x100000) == 0x100000) return record(27 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), 0, 0, <i32>((((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f))) << 26) >> 26) // c.li
      break
    case 11:
      if ((insn & 0xef83) == 0x6101 && (<i32>((((insn >>> 12 & 0x1) << 9 | (insn >>> 6 & 0x1) << 4 | (insn >>> 5 & 0x1) << 6 | (insn >>> 3 & 0x3) << 7 | (insn >>> 2 & 0x1) << 5)) << 22) >> 22) != 0 && (extensions & 0x100000) == 0x100000) return record(27 | HALF, 2, 2, 0, <i32>((((insn >>> 12 & 0x1) << 9 | (insn >>> 6 & 0x1) << 4 | (insn >>> 5 & 0x1) << 6 | (insn >>> 3 & 0x3) << 7 | (insn >>> 2 & 0x1) << 5)) << 22) >> 22) // c.addi16sp
      if ((insn & 0xe003) == 0x6001 && (<i32>((((insn >>> 12 & 0x1) << 17 | (insn >>> 2 & 0x1f) << 12)) << 14) >> 14) != 0 && (<i32>((insn >>> 7 & 0x1f))) != 2 && (extensions & 0x100000) == 0x100000) return record(5 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), 0, 0, <i32>((((insn >>> 12 & 0x1) << 17 | (insn >>> 2 & 0x1f) << 12)) << 14) >> 14) // c.lui
      if ((insn & 0xffff) == 0x6081 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.1
      if ((insn & 0xffff) == 0x6181 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.3
      if ((insn & 0xffff) == 0x6281 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.5
      if ((insn & 0xffff) == 0x6381 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.7
      if ((insn & 0xffff) == 0x6481 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.9
      if ((insn & 0xffff) == 0x6581 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.11
      if ((insn & 0xffff) == 0x6681 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.13
      if ((insn & 0xffff) == 0x6781 && (extensions & 0x10000000) == 0x10000000) return record(27 | HALF, 32, 0, 0, 0) // c.mop.15
      break
    case 12:
      if ((insn & 0xec03) == 0x8001 && (extensions & 0x100000) == 0x100000) return record(31 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f)))) // c.srli
      if ((insn & 0xec03) == 0x8401 && (extensions & 0x100000) == 0x100000) return record(32 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f)))) // c.srai
      if ((insn & 0xec03) == 0x8801 && (extensions & 0x100000) == 0x100000) return record(29 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>((((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f))) << 26) >> 26) // c.andi
      if ((insn & 0xfc63) == 0x8c01 && (extensions & 0x100000) == 0x100000) return record(34 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.sub
      if ((insn & 0xfc63) == 0x8c21 && (extensions & 0x100000) == 0x100000) return record(35 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.xor
      if ((insn & 0xfc63) == 0x8c41 && (extensions & 0x100000) == 0x100000) return record(36 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.or
      if ((insn & 0xfc63) == 0x8c61 && (extensions & 0x100000) == 0x100000) return record(37 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.and
      if ((insn & 0xfc63) == 0x9c01 && (extensions & 0x100000) == 0x100000) return record(40 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.subw
      if ((insn & 0xfc63) == 0x9c21 && (extensions & 0x100000) == 0x100000) return record(39 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.addw
      if ((insn & 0xfc63) == 0x9c41 && (extensions & 0x800200000) == 0x800200000) return record(41 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, <i32>((insn >>> 2 & 0x7)) + 8, 0) // c.mul
      if ((insn & 0xfc7f) == 0x9c61 && (extensions & 0x200000) == 0x200000) return record(29 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, 255) // c.zext.b
      if ((insn & 0xfc7f) == 0x9c65 && (extensions & 0x200800) == 0x200800) return record(45 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, 0) // c.sext.b
      if ((insn & 0xfc7f) == 0x9c69 && (extensions & 0x200800) == 0x200800) return record(47 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, 0) // c.zext.h
      if ((insn & 0xfc7f) == 0x9c6d && (extensions & 0x200800) == 0x200800) return record(46 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, 0) // c.sext.h
      if ((insn & 0xfc7f) == 0x9c71 && (extensions & 0x200400) == 0x200400) return record(44 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, 0) // c.zext.w
      if ((insn & 0xfc7f) == 0x9c75 && (extensions & 0x200000) == 0x200000) return record(28 | HALF, destination(<i32>((insn >>> 7 & 0x7)) + 8), <i32>((insn >>> 7 & 0x7)) + 8, 0, -1) // c.not
      break
    case 13:
      if ((insn & 0xe003) == 0xa001 && (extensions & 0x100000) == 0x100000) return flow(6 | HALF, 32, 0, 0, <i32>((((insn >>> 12 & 0x1) << 11 | (insn >>> 11 & 0x1) << 4 | (insn >>> 9 & 0x3) << 8 | (insn >>> 8 & 0x1) << 10 | (insn >>> 7 & 0x1) << 6 | (insn >>> 6 & 0x1) << 7 | (insn >>> 3 & 0x7) << 1 | (insn >>> 2 & 0x1) << 5)) << 20) >> 20, pageOffset, extensions) // c.j
      break
    case 14:
      if ((insn & 0xe003) == 0xc001 && (extensions & 0x100000) == 0x100000) return flow(12 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>((((insn >>> 12 & 0x1) << 8 | (insn >>> 10 & 0x3) << 3 | (insn >>> 5 & 0x3) << 6 | (insn >>> 3 & 0x3) << 1 | (insn >>> 2 & 0x1) << 5)) << 23) >> 23, pageOffset, extensions) // c.beqz
      break
    case 15:
      if ((insn & 0xe003) == 0xe001 && (extensions & 0x100000) == 0x100000) return flow(15 | HALF, 0, <i32>((insn >>> 7 & 0x7)) + 8, 0, <i32>((((insn >>> 12 & 0x1) << 8 | (insn >>> 10 & 0x3) << 3 | (insn >>> 5 & 0x3) << 6 | (insn >>> 3 & 0x3) << 1 | (insn >>> 2 & 0x1) << 5)) << 23) >> 23, pageOffset, extensions) // c.bnez
      break
    case 16:
      if ((insn & 0xe003) == 0x2 && (extensions & 0x100000) == 0x100000) return record(30 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 7 & 0x1f)), 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 2 & 0x1f)))) // c.slli
      break
    case 17:
      if ((insn & 0xe003) == 0x2002 && (extensions & 0x30) == 0x30) return record(42 | HALF, <i32>((insn >>> 7 & 0x1f)), 2, 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 5 & 0x3) << 3 | (insn >>> 2 & 0x7) << 6))) // c.fldsp
      break
    case 18:
      if ((insn & 0xe003) == 0x4002 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(19 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), 2, 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 4 & 0x7) << 2 | (insn >>> 2 & 0x3) << 6))) // c.lwsp
      break
    case 19:
      if ((insn & 0xe003) == 0x6002 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(20 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), 2, 0, <i32>(((insn >>> 12 & 0x1) << 5 | (insn >>> 5 & 0x3) << 3 | (insn >>> 2 & 0x7) << 6))) // c.ldsp
      break
    case 20:
      if ((insn & 0xf07f) == 0x8002 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return indirect(9 | HALF, 32, <i32>((insn >>> 7 & 0x1f)), 0, 0) // c.jr
      if ((insn & 0xf003) == 0x8002 && (<i32>((insn >>> 2 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(33 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), 0, <i32>((insn >>> 2 & 0x1f)), 0) // c.mv
      if ((insn & 0xffff) == 0x9002 && (extensions & 0x100000) == 0x100000) return record(180 | HALF, 0, 0, 0, 0) // c.ebreak
      if ((insn & 0xf07f) == 0x9002 && (<i32>((insn >>> 7 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return indirect(9 | HALF, 1, <i32>((insn >>> 7 & 0x1f)), 0, 0) // c.jalr
      if ((insn & 0xf003) == 0x9002 && (<i32>((insn >>> 2 & 0x1f))) != 0 && (extensions & 0x100000) == 0x100000) return record(33 | HALF, destination(<i32>((insn >>> 7 & 0x1f))), <i32>((insn >>> 7 & 0x1f)), <i32>((insn >>> 2 & 0x1f)), 0) // c.add
      break
    case 21:
      if ((insn & 0xe003) == 0xa002 && (extensions & 0x30) == 0x30) return record(43 | HALF, 0, 2, <i32>((insn >>> 2 & 0x1f)), <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 7 & 0x7) << 6))) // c.fsdsp
      break
    case 22:
      if ((insn & 0xe003) == 0xc002 && (extensions & 0x100000) == 0x100000) return record(25 | HALF, 0, 2, <i32>((insn >>> 2 & 0x1f)), <i32>(((insn >>> 9 & 0xf) << 2 | (insn >>> 7 & 0x3) << 6))) // c.swsp
      break
    case 23:
      if ((insn & 0xe003) == 0xe002 && (extensions & 0x100000) == 0x100000) return record(26 | HALF, 0, 2, <i32>((insn >>> 2 & 0x1f)), <i32>(((insn >>> 10 & 0x7) << 3 | (insn >>> 7 & 0x7) << 6))) // c.sdsp
      break
  }
  return illegal(insn)
}

/** The record of the instruction at `pageOffset`; a compressed one is the low half of `insn`. */
export function decode(insn: u32, pageOffset: u32, extensions: u64): u64 {
  if ((insn & 3) == 3) return decodeFull(insn, pageOffset, extensions)
  return decodeHalf(insn & 0xffff, pageOffset, extensions)
}
