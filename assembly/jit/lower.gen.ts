// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.


import { aes64ds, aes64dsm, aes64es, aes64esm, aes64im, aes64ks1i, aes64ks2 } from '../hart/integer/aes'
import { amoD, amoW, amocasD, amocasW, lrD, lrW, scD, scW } from '../hart/atomic'
import { brev8, rev8 } from '../hart/integer/reverse'
import { clmul, clmulh, clmulr } from '../hart/integer/carryless'
import { fadd_d, fadd_h, fadd_s, fdiv_d, fdiv_h, fdiv_s, fmul_d, fmul_h, fmul_s, fsqrt_d, fsqrt_h, fsqrt_s, fsub_d, fsub_h, fsub_s } from '../hart/float/arithmetic'
import { fclass_d, fclass_h, fclass_s, feq_d, feq_h, feq_s, fle_d, fle_h, fle_s, fleq_d, fleq_h, fleq_s, flt_d, flt_h, flt_s, fltq_d, fltq_h, fltq_s, fmax_d, fmax_h, fmax_s, fmaxm_d, fmaxm_h, fmaxm_s, fmin_d, fmin_h, fmin_s, fminm_d, fminm_h, fminm_s } from '../hart/float/compare'
import { fcvt_d_h, fcvt_d_s, fcvt_h_d, fcvt_h_s, fcvt_s_d, fcvt_s_h } from '../hart/float/convert-format'
import { fcvt_d_l, fcvt_d_lu, fcvt_d_w, fcvt_d_wu, fcvt_h_l, fcvt_h_lu, fcvt_h_w, fcvt_h_wu, fcvt_l_d, fcvt_l_h, fcvt_l_s, fcvt_lu_d, fcvt_lu_h, fcvt_lu_s, fcvt_s_l, fcvt_s_lu, fcvt_s_w, fcvt_s_wu, fcvt_w_d, fcvt_w_h, fcvt_w_s, fcvt_wu_d, fcvt_wu_h, fcvt_wu_s, fcvtmod_w_d } from '../hart/float/convert-integer'
import { fli_d, fli_h, fli_s } from '../hart/float/constants'
import { fmadd_d, fmadd_h, fmadd_s, fmsub_d, fmsub_h, fmsub_s, fnmadd_d, fnmadd_h, fnmadd_s, fnmsub_d, fnmsub_h, fnmsub_s } from '../hart/float/fused'
import { fround_d, fround_h, fround_s, froundnx_d, froundnx_h, froundnx_s } from '../hart/float/integral'
import { fsgnj_h, fsgnj_s, fsgnjn_h, fsgnjn_s, fsgnjx_h, fsgnjx_s } from '../hart/float/sign'
import { mulh, mulhsu, mulhu } from '../hart/integer/multiply'
import { xperm4, xperm8 } from '../hart/integer/crossbar'
import { RECORD_OPERATION } from '../abi/layout.gen'
import { i32Const, i64Const, localGet, Op, op } from './code'
import { lowerDivide, lowerDivideWord } from './divide'
import { callHelper, HELPER_TYPES } from './types'
import { lowerDoubleBinary, lowerDoubleCompare, lowerDoubleFromLong, lowerDoubleFromSingle, lowerDoubleFromWord, lowerDoubleFused, lowerDoubleRoot, lowerDoubleSign, lowerDoubleToInteger, lowerSingle, lowerSingleCompare, lowerSingleFromDouble, Sign } from './float'
import { lowerFence } from './fence'
import { lowerAdd, lowerAddImmediate, lowerConstant, lowerShiftLeft, lowerShiftRight } from './integer'
import { leaveOnAttention, leaveOnChangedCode } from './leave'
import { lowerLoad, lowerStore } from './memory'
import { fs1Of, fs2Of, fs3Of, fusedRmOf, immediateOf, rdOf, rmOf, rs1Of, rs2Of, SINK } from './record'
import { getF, getPc, HART, setF } from './registers'
import { areWords, getW, getX, isWord, setSmall, setW, setX, wholeX } from './words'

/** Function types of the helpers, in the binary format. */
export const HELPER_TYPE_COUNT: u32 = 9
export const HELPER_TYPE_BYTES: usize = memory.data<u8>([0x60, 1, 0x7f, 1, 0x7e, 0x60, 2, 0x7f, 0x7e, 1, 0x7e, 0x60, 3, 0x7f, 0x7e, 0x7f, 1, 0x7e, 0x60, 3, 0x7f, 0x7e, 0x7e, 1, 0x7e, 0x60, 4, 0x7f, 0x7e, 0x7e, 0x7f, 1, 0x7e, 0x60, 4, 0x7f, 0x7e, 0x7e, 0x7e, 1, 0x7e, 0x60, 5, 0x7f, 0x7e, 0x7e, 0x7e, 0x7f, 1, 0x7e, 0x60, 1, 0x7e, 1, 0x7e, 0x60, 2, 0x7e, 0x7e, 1, 0x7e])
export const HELPER_TYPE_SIZE: u32 = 61

/** Writes the code of an instruction that goes on behind itself. */
export function lower(w: u64): void {
  switch (<u32>w & RECORD_OPERATION) {
    case 5: { // lui
      if (rdOf(w) == SINK) return
      lowerConstant(w)
      return
    }
    case 18: { // lh
      lowerLoad(w, 2, true, false)
      return
    }
    case 19: { // lw
      lowerLoad(w, 4, true, false)
      return
    }
    case 20: { // ld
      lowerLoad(w, 8, true, false)
      return
    }
    case 21: { // lbu
      lowerLoad(w, 1, false, false)
      return
    }
    case 22: { // lhu
      lowerLoad(w, 2, false, false)
      return
    }
    case 23: { // sb
      lowerStore(w, 1, false)
      return
    }
    case 24: { // sh
      lowerStore(w, 2, false)
      return
    }
    case 25: { // sw
      lowerStore(w, 4, false)
      return
    }
    case 26: { // sd
      lowerStore(w, 8, false)
      return
    }
    case 27: { // addi
      if (rdOf(w) == SINK) return
      lowerAddImmediate(w)
      return
    }
    case 28: { // xori
      if (rdOf(w) == SINK) return
      if (isWord(rs1Of(w))) {
        getW(rs1Of(w))
        i32Const(<i32>immediateOf(w))
        op(0x73)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 29: { // andi
      if (rdOf(w) == SINK) return
      if (isWord(rs1Of(w)) || immediateOf(w) >= 0) {
        getW(rs1Of(w))
        i32Const(<i32>immediateOf(w))
        op(0x71)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 30: { // slli
      if (rdOf(w) == SINK) return
      lowerShiftLeft(w)
      return
    }
    case 31: { // srli
      if (rdOf(w) == SINK) return
      lowerShiftRight(w, false)
      return
    }
    case 32: { // srai
      if (rdOf(w) == SINK) return
      lowerShiftRight(w, true)
      return
    }
    case 33: { // add
      if (rdOf(w) == SINK) return
      lowerAdd(w)
      return
    }
    case 34: { // sub
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x7d)
      setX(rdOf(w))
      return
    }
    case 35: { // xor
      if (rdOf(w) == SINK) return
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x73)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 36: { // or
      if (rdOf(w) == SINK) return
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x72)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 37: { // and
      if (rdOf(w) == SINK) return
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x71)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 38: { // addiw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      i32Const(<i32>immediateOf(w))
      op(0x6a)
      setW(rdOf(w))
      return
    }
    case 39: { // addw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x6a)
      setW(rdOf(w))
      return
    }
    case 40: { // subw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x6b)
      setW(rdOf(w))
      return
    }
    case 41: { // mul
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x7e)
      setX(rdOf(w))
      return
    }
    case 42: { // fld
      lowerLoad(w, 8, false, true)
      return
    }
    case 43: { // fsd
      lowerStore(w, 8, true)
      return
    }
    case 44: { // add.uw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 45: { // sext.b
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xc2)
      setX(rdOf(w))
      return
    }
    case 46: { // sext.h
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xc3)
      setX(rdOf(w))
      return
    }
    case 47: { // zext.h
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(65535)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 48: { // auipc
      if (rdOf(w) == SINK) return
      getPc()
      i64Const(immediateOf(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 61: { // lb
      lowerLoad(w, 1, true, false)
      return
    }
    case 62: { // lwu
      lowerLoad(w, 4, false, false)
      return
    }
    case 63: { // slti
      if (rdOf(w) == SINK) return
      if (isWord(rs1Of(w))) {
        getW(rs1Of(w))
        i32Const(<i32>immediateOf(w))
        op(0x48)
        setSmall(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x53)
      setSmall(rdOf(w))
      return
    }
    case 64: { // sltiu
      if (rdOf(w) == SINK) return
      if (isWord(rs1Of(w))) {
        getW(rs1Of(w))
        i32Const(<i32>immediateOf(w))
        op(0x49)
        setSmall(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x54)
      setSmall(rdOf(w))
      return
    }
    case 65: { // ori
      if (rdOf(w) == SINK) return
      if (isWord(rs1Of(w))) {
        getW(rs1Of(w))
        i32Const(<i32>immediateOf(w))
        op(0x72)
        setW(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 66: { // sll
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x86)
      setX(rdOf(w))
      return
    }
    case 67: { // slt
      if (rdOf(w) == SINK) return
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x48)
        setSmall(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x53)
      setSmall(rdOf(w))
      return
    }
    case 68: { // sltu
      if (rdOf(w) == SINK) return
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x49)
        setSmall(rdOf(w))
        return
      }
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x54)
      setSmall(rdOf(w))
      return
    }
    case 69: { // srl
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x88)
      setX(rdOf(w))
      return
    }
    case 70: { // sra
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x87)
      setX(rdOf(w))
      return
    }
    case 71: { // slliw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      i32Const(<i32>immediateOf(w))
      op(0x74)
      setW(rdOf(w))
      return
    }
    case 72: { // srliw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      i32Const(<i32>immediateOf(w))
      op(0x76)
      setW(rdOf(w))
      return
    }
    case 73: { // sraiw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      i32Const(<i32>immediateOf(w))
      op(0x75)
      setW(rdOf(w))
      return
    }
    case 74: { // sllw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x74)
      setW(rdOf(w))
      return
    }
    case 75: { // srlw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x76)
      setW(rdOf(w))
      return
    }
    case 76: { // sraw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x75)
      setW(rdOf(w))
      return
    }
    case 77: { // fence
      lowerFence()
      return
    }
    case 78: { // mulh
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(mulh)))
      setX(rdOf(w))
      return
    }
    case 79: { // mulhsu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(mulhsu)))
      setX(rdOf(w))
      return
    }
    case 80: { // mulhu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(mulhu)))
      setX(rdOf(w))
      return
    }
    case 81: { // mulw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x6c)
      setW(rdOf(w))
      return
    }
    case 82: { // div
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivide(w, Op.i64DivS, true, false)
      return
    }
    case 83: { // divu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivide(w, Op.i64DivU, false, false)
      return
    }
    case 84: { // rem
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivide(w, Op.i64RemS, true, true)
      return
    }
    case 85: { // remu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivide(w, Op.i64RemU, false, true)
      return
    }
    case 86: { // divw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivideWord(w, Op.i64DivS, true, false)
      return
    }
    case 87: { // divuw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivideWord(w, Op.i64DivU, false, false)
      return
    }
    case 88: { // remw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivideWord(w, Op.i64RemS, true, true)
      return
    }
    case 89: { // remuw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      lowerDivideWord(w, Op.i64RemU, false, true)
      return
    }
    case 90: { // flw
      lowerLoad(w, 4, false, true)
      return
    }
    case 91: { // fsw
      lowerStore(w, 4, true)
      return
    }
    case 92: { // fmv.x.w
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      op(0xc4)
      setX(rdOf(w))
      return
    }
    case 93: { // fmv.w.x
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(-4294967296)
      op(0x84)
      setF(rdOf(w))
      return
    }
    case 94: { // fmadd.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fmadd_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 95: { // fmsub.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fmsub_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 96: { // fnmsub.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmsub_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 97: { // fnmadd.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmadd_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 98: { // fadd.s
      lowerSingle(w, Op.f32Add, 2, false, HELPER_TYPES + 4, load<u32>(changetype<usize>(fadd_s)))
      return
    }
    case 99: { // fsub.s
      lowerSingle(w, Op.f32Sub, 2, false, HELPER_TYPES + 4, load<u32>(changetype<usize>(fsub_s)))
      return
    }
    case 100: { // fmul.s
      lowerSingle(w, Op.f32Mul, 2, true, HELPER_TYPES + 4, load<u32>(changetype<usize>(fmul_s)))
      return
    }
    case 101: { // fdiv.s
      lowerSingle(w, Op.f32Div, 2, true, HELPER_TYPES + 4, load<u32>(changetype<usize>(fdiv_s)))
      return
    }
    case 102: { // fsgnj.s
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnj_s)))
      setF(rdOf(w))
      return
    }
    case 103: { // fsgnjn.s
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnjn_s)))
      setF(rdOf(w))
      return
    }
    case 104: { // fsgnjx.s
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnjx_s)))
      setF(rdOf(w))
      return
    }
    case 105: { // fle.s
      lowerSingleCompare(w, Op.f32Le, HELPER_TYPES + 3, load<u32>(changetype<usize>(fle_s)))
      return
    }
    case 106: { // flt.s
      lowerSingleCompare(w, Op.f32Lt, HELPER_TYPES + 3, load<u32>(changetype<usize>(flt_s)))
      return
    }
    case 107: { // feq.s
      lowerSingleCompare(w, Op.f32Eq, HELPER_TYPES + 3, load<u32>(changetype<usize>(feq_s)))
      return
    }
    case 108: { // fmv.x.d
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      setX(rdOf(w))
      return
    }
    case 109: { // fmv.d.x
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      setF(rdOf(w))
      return
    }
    case 110: { // fmadd.d
      lowerDoubleFused(w, false, false, HELPER_TYPES + 6, load<u32>(changetype<usize>(fmadd_d)))
      return
    }
    case 111: { // fmsub.d
      lowerDoubleFused(w, false, true, HELPER_TYPES + 6, load<u32>(changetype<usize>(fmsub_d)))
      return
    }
    case 112: { // fnmsub.d
      lowerDoubleFused(w, true, false, HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmsub_d)))
      return
    }
    case 113: { // fnmadd.d
      lowerDoubleFused(w, true, true, HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmadd_d)))
      return
    }
    case 114: { // fadd.d
      lowerDoubleBinary(w, Op.f64Add, false, HELPER_TYPES + 4, load<u32>(changetype<usize>(fadd_d)))
      return
    }
    case 115: { // fsub.d
      lowerDoubleBinary(w, Op.f64Sub, false, HELPER_TYPES + 4, load<u32>(changetype<usize>(fsub_d)))
      return
    }
    case 116: { // fmul.d
      lowerDoubleBinary(w, Op.f64Mul, true, HELPER_TYPES + 4, load<u32>(changetype<usize>(fmul_d)))
      return
    }
    case 117: { // fdiv.d
      lowerDoubleBinary(w, Op.f64Div, true, HELPER_TYPES + 4, load<u32>(changetype<usize>(fdiv_d)))
      return
    }
    case 118: { // fsgnj.d
      lowerDoubleSign(w, Sign.copy)
      return
    }
    case 119: { // fsgnjn.d
      lowerDoubleSign(w, Sign.negate)
      return
    }
    case 120: { // fsgnjx.d
      lowerDoubleSign(w, Sign.xor)
      return
    }
    case 121: { // fle.d
      lowerDoubleCompare(w, Op.f64Le, HELPER_TYPES + 3, load<u32>(changetype<usize>(fle_d)))
      return
    }
    case 122: { // flt.d
      lowerDoubleCompare(w, Op.f64Lt, HELPER_TYPES + 3, load<u32>(changetype<usize>(flt_d)))
      return
    }
    case 123: { // feq.d
      lowerDoubleCompare(w, Op.f64Eq, HELPER_TYPES + 3, load<u32>(changetype<usize>(feq_d)))
      return
    }
    case 124: { // sh1add
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(1)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 125: { // sh2add
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(2)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 126: { // sh3add
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(3)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 127: { // sh1add.uw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      i64Const(1)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 128: { // sh2add.uw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      i64Const(2)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 129: { // sh3add.uw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      i64Const(3)
      op(0x86)
      getX(rs2Of(w))
      op(0x7c)
      setX(rdOf(w))
      return
    }
    case 130: { // slli.uw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      i64Const(immediateOf(w))
      op(0x86)
      setX(rdOf(w))
      return
    }
    case 131: { // andn
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      i64Const(-1)
      op(0x85)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 132: { // orn
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      i64Const(-1)
      op(0x85)
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 133: { // xnor
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x85)
      i64Const(-1)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 134: { // clz
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0x79)
      setX(rdOf(w))
      return
    }
    case 135: { // clzw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      op(0x67)
      setSmall(rdOf(w))
      return
    }
    case 136: { // ctz
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0x7a)
      setX(rdOf(w))
      return
    }
    case 137: { // ctzw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      op(0x68)
      setSmall(rdOf(w))
      return
    }
    case 138: { // cpop
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0x7b)
      setX(rdOf(w))
      return
    }
    case 139: { // cpopw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      op(0x69)
      setSmall(rdOf(w))
      return
    }
    case 140: { // max
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x59)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 141: { // maxu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x5a)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 142: { // min
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x53)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 143: { // minu
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x54)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 144: { // rol
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x89)
      setX(rdOf(w))
      return
    }
    case 145: { // rolw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x77)
      setW(rdOf(w))
      return
    }
    case 146: { // ror
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x8a)
      setX(rdOf(w))
      return
    }
    case 147: { // rori
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x8a)
      setX(rdOf(w))
      return
    }
    case 148: { // roriw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      i32Const(<i32>immediateOf(w))
      op(0x78)
      setW(rdOf(w))
      return
    }
    case 149: { // rorw
      if (rdOf(w) == SINK) return
      getW(rs1Of(w))
      getW(rs2Of(w))
      op(0x78)
      setW(rdOf(w))
      return
    }
    case 150: { // orc.b
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(9187201950435737471)
      op(0x83)
      i64Const(9187201950435737471)
      op(0x7c)
      op(0x84)
      i64Const(9259542123273814144)
      op(0x83)
      i64Const(7)
      op(0x88)
      i64Const(255)
      op(0x7e)
      setX(rdOf(w))
      return
    }
    case 151: { // bclr
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(1)
      getX(rs2Of(w))
      op(0x86)
      i64Const(-1)
      op(0x85)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 152: { // bclri
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(1)
      i64Const(immediateOf(w))
      op(0x86)
      i64Const(-1)
      op(0x85)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 153: { // bext
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x88)
      i64Const(1)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 154: { // bexti
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      op(0x88)
      i64Const(1)
      op(0x83)
      setX(rdOf(w))
      return
    }
    case 155: { // binv
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(1)
      getX(rs2Of(w))
      op(0x86)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 156: { // binvi
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(1)
      i64Const(immediateOf(w))
      op(0x86)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 157: { // bset
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(1)
      getX(rs2Of(w))
      op(0x86)
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 158: { // bseti
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(1)
      i64Const(immediateOf(w))
      op(0x86)
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 159: { // pack
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(4294967295)
      op(0x83)
      getX(rs2Of(w))
      i64Const(32)
      op(0x86)
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 160: { // packh
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(255)
      op(0x83)
      getX(rs2Of(w))
      i64Const(255)
      op(0x83)
      i64Const(8)
      op(0x86)
      op(0x84)
      setX(rdOf(w))
      return
    }
    case 161: { // packw
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(65535)
      op(0x83)
      getX(rs2Of(w))
      i64Const(16)
      op(0x86)
      op(0x84)
      op(0xc4)
      setX(rdOf(w))
      return
    }
    case 162: { // sha256sum0
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xa7)
      i32Const(2)
      op(0x78)
      op(0xac)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(13)
      op(0x78)
      op(0xac)
      op(0x85)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(22)
      op(0x78)
      op(0xac)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 163: { // sha256sum1
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xa7)
      i32Const(6)
      op(0x78)
      op(0xac)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(11)
      op(0x78)
      op(0xac)
      op(0x85)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(25)
      op(0x78)
      op(0xac)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 164: { // sha256sig0
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xa7)
      i32Const(7)
      op(0x78)
      op(0xac)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(18)
      op(0x78)
      op(0xac)
      op(0x85)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(3)
      op(0x76)
      op(0xac)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 165: { // sha256sig1
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      op(0xa7)
      i32Const(17)
      op(0x78)
      op(0xac)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(19)
      op(0x78)
      op(0xac)
      op(0x85)
      getX(rs1Of(w))
      op(0xa7)
      i32Const(10)
      op(0x76)
      op(0xac)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 166: { // sha512sum0
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(28)
      op(0x8a)
      getX(rs1Of(w))
      i64Const(34)
      op(0x8a)
      op(0x85)
      getX(rs1Of(w))
      i64Const(39)
      op(0x8a)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 167: { // sha512sum1
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(14)
      op(0x8a)
      getX(rs1Of(w))
      i64Const(18)
      op(0x8a)
      op(0x85)
      getX(rs1Of(w))
      i64Const(41)
      op(0x8a)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 168: { // sha512sig0
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(1)
      op(0x8a)
      getX(rs1Of(w))
      i64Const(8)
      op(0x8a)
      op(0x85)
      getX(rs1Of(w))
      i64Const(7)
      op(0x88)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 169: { // sha512sig1
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(19)
      op(0x8a)
      getX(rs1Of(w))
      i64Const(61)
      op(0x8a)
      op(0x85)
      getX(rs1Of(w))
      i64Const(6)
      op(0x88)
      op(0x85)
      setX(rdOf(w))
      return
    }
    case 170: { // czero.eqz
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      i64Const(0)
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x50)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 171: { // czero.nez
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      i64Const(0)
      getX(rs2Of(w))
      op(0x50)
      op(0x1b)
      setX(rdOf(w))
      return
    }
    case 172: { // flh
      lowerLoad(w, 2, false, true)
      return
    }
    case 173: { // fsh
      lowerStore(w, 2, true)
      return
    }
    case 174: { // fmv.x.h
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      op(0xc3)
      setX(rdOf(w))
      return
    }
    case 175: { // fmv.h.x
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(-65536)
      op(0x84)
      setF(rdOf(w))
      return
    }
    case 176: { // mop.r.N
      if (rdOf(w) == SINK) return
      i64Const(0)
      setX(rdOf(w))
      return
    }
    case 177: { // mop.rr.N
      if (rdOf(w) == SINK) return
      i64Const(0)
      setX(rdOf(w))
      return
    }
    case 181: { // lr.w
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      callHelper(HELPER_TYPES + 1, load<u32>(changetype<usize>(lrW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 182: { // lr.d
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      callHelper(HELPER_TYPES + 1, load<u32>(changetype<usize>(lrD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 183: { // sc.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(scW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 184: { // sc.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(scD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 185: { // amoswap.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(0)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 186: { // amoswap.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(0)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 187: { // amoadd.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(1)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 188: { // amoadd.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(1)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 189: { // amoxor.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(2)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 190: { // amoxor.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(2)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 191: { // amoand.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(3)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 192: { // amoand.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(3)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 193: { // amoor.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(4)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 194: { // amoor.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(4)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 195: { // amomin.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(5)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 196: { // amomin.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(5)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 197: { // amomax.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(6)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 198: { // amomax.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(6)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 199: { // amominu.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(7)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 200: { // amominu.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(7)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 201: { // amomaxu.w
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(8)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 202: { // amomaxu.d
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rs2Of(w))
      i32Const(8)
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(amoD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 203: { // fsqrt.s
      lowerSingle(w, Op.f32Sqrt, 1, true, HELPER_TYPES + 2, load<u32>(changetype<usize>(fsqrt_s)))
      return
    }
    case 204: { // fmin.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmin_s)))
      setF(rdOf(w))
      return
    }
    case 205: { // fmax.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmax_s)))
      setF(rdOf(w))
      return
    }
    case 206: { // fclass.s
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(fclass_s)))
      setX(rdOf(w))
      return
    }
    case 207: { // fcvt.w.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_w_s)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 208: { // fcvt.s.w
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_w)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 209: { // fcvt.wu.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_wu_s)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 210: { // fcvt.s.wu
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_wu)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 211: { // fcvt.l.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_l_s)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 212: { // fcvt.s.l
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_l)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 213: { // fcvt.lu.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_lu_s)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 214: { // fcvt.s.lu
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_lu)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 215: { // fcvt.s.d
      lowerSingleFromDouble(w, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_d)))
      return
    }
    case 216: { // fcvt.d.s
      lowerDoubleFromSingle(w, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_s)))
      return
    }
    case 217: { // fsqrt.d
      lowerDoubleRoot(w, HELPER_TYPES + 2, load<u32>(changetype<usize>(fsqrt_d)))
      return
    }
    case 218: { // fmin.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmin_d)))
      setF(rdOf(w))
      return
    }
    case 219: { // fmax.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmax_d)))
      setF(rdOf(w))
      return
    }
    case 220: { // fclass.d
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(fclass_d)))
      setX(rdOf(w))
      return
    }
    case 221: { // fcvt.w.d
      lowerDoubleToInteger(w, Op.i32TruncF64S, 32, -2147483648.0, 2147483648.0, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_w_d)))
      return
    }
    case 222: { // fcvt.d.w
      wholeX(rs1Of(w))
      lowerDoubleFromWord(w, Op.f64ConvertI32S, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_w)))
      return
    }
    case 223: { // fcvt.wu.d
      lowerDoubleToInteger(w, Op.i32TruncF64U, 32, 0.0, 4294967296.0, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_wu_d)))
      return
    }
    case 224: { // fcvt.d.wu
      wholeX(rs1Of(w))
      lowerDoubleFromWord(w, Op.f64ConvertI32U, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_wu)))
      return
    }
    case 225: { // fcvt.l.d
      lowerDoubleToInteger(w, Op.i64TruncF64S, 64, -9223372036854775808.0, 9223372036854775808.0, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_l_d)))
      return
    }
    case 226: { // fcvt.d.l
      wholeX(rs1Of(w))
      lowerDoubleFromLong(w, Op.f64ConvertI64S, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_l)))
      return
    }
    case 227: { // fcvt.lu.d
      lowerDoubleToInteger(w, Op.i64TruncF64U, 64, 0.0, 18446744073709551616.0, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_lu_d)))
      return
    }
    case 228: { // fcvt.d.lu
      wholeX(rs1Of(w))
      lowerDoubleFromLong(w, Op.f64ConvertI64U, HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_lu)))
      return
    }
    case 242: { // rev8
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(rev8)))
      setX(rdOf(w))
      return
    }
    case 243: { // clmul
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(clmul)))
      setX(rdOf(w))
      return
    }
    case 244: { // clmulr
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(clmulr)))
      setX(rdOf(w))
      return
    }
    case 245: { // clmulh
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(clmulh)))
      setX(rdOf(w))
      return
    }
    case 246: { // brev8
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(brev8)))
      setX(rdOf(w))
      return
    }
    case 247: { // xperm4
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(xperm4)))
      setX(rdOf(w))
      return
    }
    case 248: { // xperm8
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(xperm8)))
      setX(rdOf(w))
      return
    }
    case 249: { // aes64ds
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64ds)))
      setX(rdOf(w))
      return
    }
    case 250: { // aes64dsm
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64dsm)))
      setX(rdOf(w))
      return
    }
    case 251: { // aes64im
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(aes64im)))
      setX(rdOf(w))
      return
    }
    case 252: { // aes64es
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64es)))
      setX(rdOf(w))
      return
    }
    case 253: { // aes64esm
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64esm)))
      setX(rdOf(w))
      return
    }
    case 254: { // aes64ks1i
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      getX(rs1Of(w))
      i64Const(immediateOf(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64ks1i)))
      setX(rdOf(w))
      return
    }
    case 255: { // aes64ks2
      if (rdOf(w) == SINK) return
      wholeX(rs1Of(w))
      wholeX(rs2Of(w))
      getX(rs1Of(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(aes64ks2)))
      setX(rdOf(w))
      return
    }
    case 256: { // fcvt.s.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_s_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 257: { // fcvt.h.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 258: { // fcvt.d.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_d_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 259: { // fcvt.h.d
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_d)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 260: { // fmadd.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fmadd_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 261: { // fmsub.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fmsub_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 262: { // fnmsub.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmsub_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 263: { // fnmadd.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      getF(fs3Of(w))
      i32Const(fusedRmOf(w))
      callHelper(HELPER_TYPES + 6, load<u32>(changetype<usize>(fnmadd_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 264: { // fadd.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(fadd_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 265: { // fsub.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(fsub_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 266: { // fmul.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(fmul_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 267: { // fdiv.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 4, load<u32>(changetype<usize>(fdiv_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 268: { // fsqrt.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fsqrt_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 269: { // fsgnj.h
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnj_h)))
      setF(rdOf(w))
      return
    }
    case 270: { // fsgnjn.h
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnjn_h)))
      setF(rdOf(w))
      return
    }
    case 271: { // fsgnjx.h
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 8, load<u32>(changetype<usize>(fsgnjx_h)))
      setF(rdOf(w))
      return
    }
    case 272: { // fmin.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmin_h)))
      setF(rdOf(w))
      return
    }
    case 273: { // fmax.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmax_h)))
      setF(rdOf(w))
      return
    }
    case 274: { // fle.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fle_h)))
      setX(rdOf(w))
      return
    }
    case 275: { // flt.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(flt_h)))
      setX(rdOf(w))
      return
    }
    case 276: { // feq.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(feq_h)))
      setX(rdOf(w))
      return
    }
    case 277: { // fclass.h
      if (rdOf(w) == SINK) return
      getF(fs1Of(w))
      callHelper(HELPER_TYPES + 7, load<u32>(changetype<usize>(fclass_h)))
      setX(rdOf(w))
      return
    }
    case 278: { // fcvt.w.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_w_h)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 279: { // fcvt.h.w
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_w)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 280: { // fcvt.wu.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_wu_h)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 281: { // fcvt.h.wu
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_wu)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 282: { // fcvt.l.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_l_h)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 283: { // fcvt.h.l
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_l)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 284: { // fcvt.lu.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_lu_h)))
      leaveOnAttention()
      setX(rdOf(w))
      return
    }
    case 285: { // fcvt.h.lu
      wholeX(rs1Of(w))
      localGet(HART)
      getX(rs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fcvt_h_lu)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 286: { // fli.s
      i64Const(immediateOf(w))
      op(0xa7)
      callHelper(HELPER_TYPES + 0, load<u32>(changetype<usize>(fli_s)))
      setF(rdOf(w))
      return
    }
    case 287: { // fminm.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fminm_s)))
      setF(rdOf(w))
      return
    }
    case 288: { // fmaxm.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmaxm_s)))
      setF(rdOf(w))
      return
    }
    case 289: { // fround.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fround_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 290: { // froundnx.s
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(froundnx_s)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 291: { // fleq.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fleq_s)))
      setX(rdOf(w))
      return
    }
    case 292: { // fltq.s
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fltq_s)))
      setX(rdOf(w))
      return
    }
    case 293: { // fli.d
      i64Const(immediateOf(w))
      op(0xa7)
      callHelper(HELPER_TYPES + 0, load<u32>(changetype<usize>(fli_d)))
      setF(rdOf(w))
      return
    }
    case 294: { // fminm.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fminm_d)))
      setF(rdOf(w))
      return
    }
    case 295: { // fmaxm.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmaxm_d)))
      setF(rdOf(w))
      return
    }
    case 296: { // fround.d
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fround_d)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 297: { // froundnx.d
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(froundnx_d)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 298: { // fleq.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fleq_d)))
      setX(rdOf(w))
      return
    }
    case 299: { // fltq.d
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fltq_d)))
      setX(rdOf(w))
      return
    }
    case 300: { // fli.h
      i64Const(immediateOf(w))
      op(0xa7)
      callHelper(HELPER_TYPES + 0, load<u32>(changetype<usize>(fli_h)))
      setF(rdOf(w))
      return
    }
    case 301: { // fminm.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fminm_h)))
      setF(rdOf(w))
      return
    }
    case 302: { // fmaxm.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fmaxm_h)))
      setF(rdOf(w))
      return
    }
    case 303: { // fround.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(fround_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 304: { // froundnx.h
      localGet(HART)
      getF(fs1Of(w))
      i32Const(rmOf(w))
      callHelper(HELPER_TYPES + 2, load<u32>(changetype<usize>(froundnx_h)))
      leaveOnAttention()
      setF(rdOf(w))
      return
    }
    case 305: { // fleq.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fleq_h)))
      setX(rdOf(w))
      return
    }
    case 306: { // fltq.h
      localGet(HART)
      getF(fs1Of(w))
      getF(fs2Of(w))
      callHelper(HELPER_TYPES + 3, load<u32>(changetype<usize>(fltq_h)))
      setX(rdOf(w))
      return
    }
    case 307: { // fcvtmod.w.d
      localGet(HART)
      getF(fs1Of(w))
      callHelper(HELPER_TYPES + 1, load<u32>(changetype<usize>(fcvtmod_w_d)))
      setX(rdOf(w))
      return
    }
    case 308: { // amocas.w
      wholeX(rs1Of(w))
      wholeX(rdOf(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rdOf(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 5, load<u32>(changetype<usize>(amocasW)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    case 309: { // amocas.d
      wholeX(rs1Of(w))
      wholeX(rdOf(w))
      wholeX(rs2Of(w))
      localGet(HART)
      getX(rs1Of(w))
      getX(rdOf(w))
      getX(rs2Of(w))
      callHelper(HELPER_TYPES + 5, load<u32>(changetype<usize>(amocasD)))
      leaveOnAttention()
      setX(rdOf(w))
      leaveOnChangedCode()
      return
    }
    default:
      unreachable()
  }
}

/** Writes the code of a branch's condition. */
export function lowerCondition(w: u64): void {
  switch (<u32>w & RECORD_OPERATION) {
    case 12:
    case 13:
    case 14: { // beq
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x46)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x51)
      return
    }
    case 15:
    case 16:
    case 17: { // bne
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x47)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x52)
      return
    }
    case 49:
    case 50:
    case 51: { // blt
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x48)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x53)
      return
    }
    case 52:
    case 53:
    case 54: { // bge
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x4e)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x59)
      return
    }
    case 55:
    case 56:
    case 57: { // bltu
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x49)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x54)
      return
    }
    case 58:
    case 59:
    case 60: { // bgeu
      if (areWords(rs1Of(w), rs2Of(w))) {
        getW(rs1Of(w))
        getW(rs2Of(w))
        op(0x4f)
        return
      }
      getX(rs1Of(w))
      getX(rs2Of(w))
      op(0x5a)
      return
    }
    default:
      unreachable()
  }
}
