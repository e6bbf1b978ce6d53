// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.

import { Hart, RECORD_OPERATION } from '../abi/layout.gen'
import { amoD, amoW, amocasD, amocasQ, amocasW, lrD, lrW, scD, scW } from './atomic'
import { cboManagement, cboZero } from './cache-block'
import { csrrc, csrrci, csrrs, csrrsi, csrrw, csrrwi } from './csr'
import { fadd_h, fdiv_h, fmul_h, fsqrt_d, fsqrt_h, fsqrt_s, fsub_h } from './float/arithmetic'
import { fclass_d, fclass_h, fclass_s, feq_h, fle_h, fleq_d, fleq_h, fleq_s, flt_h, fltq_d, fltq_h, fltq_s, fmax_d, fmax_h, fmax_s, fmaxm_d, fmaxm_h, fmaxm_s, fmin_d, fmin_h, fmin_s, fminm_d, fminm_h, fminm_s } from './float/compare'
import { fli_d, fli_h, fli_s } from './float/constants'
import { fcvt_d_h, fcvt_d_s, fcvt_h_d, fcvt_h_s, fcvt_s_d, fcvt_s_h } from './float/convert-format'
import { fcvt_d_l, fcvt_d_lu, fcvt_d_w, fcvt_d_wu, fcvt_h_l, fcvt_h_lu, fcvt_h_w, fcvt_h_wu, fcvt_l_d, fcvt_l_h, fcvt_l_s, fcvt_lu_d, fcvt_lu_h, fcvt_lu_s, fcvt_s_l, fcvt_s_lu, fcvt_s_w, fcvt_s_wu, fcvt_w_d, fcvt_w_h, fcvt_w_s, fcvt_wu_d, fcvt_wu_h, fcvt_wu_s, fcvtmod_w_d } from './float/convert-integer'
import { fmadd_h, fmsub_h, fnmadd_h, fnmsub_h } from './float/fused'
import { fround_d, fround_h, fround_s, froundnx_d, froundnx_h, froundnx_s } from './float/integral'
import { fsgnj_h, fsgnjn_h, fsgnjx_h } from './float/sign'
import { aes64ds, aes64dsm, aes64es, aes64esm, aes64im, aes64ks1i, aes64ks2 } from './integer/aes'
import { clmul, clmulh, clmulr } from './integer/carryless'
import { xperm4, xperm8 } from './integer/crossbar'
import { brev8, rev8 } from './integer/reverse'
import { distance, fs1, fs2, fs3, fusedRm, immediate, isLinking, readRd, rm, rs1, rs2, setFd, setRd } from './record'
import { ebreak, ecall, fenceI, illegalInstruction, mret, sfenceInvalIr, sfenceVma, sfenceWInval, sinvalVma, sret, wfi, wrsNto, wrsSto } from './system'

// @ts-ignore: decorator
@inline const MSTATUS_FS: u64 = 0x6000

/** Executes an instruction that the main loop has no case for; the position is written back, the caller advances it. */
export function executeCold(hart: Hart, w: u64): void {
  const base = changetype<usize>(hart)
  switch (<u32>w & RECORD_OPERATION) {
    case 178: { // fence.i
      fenceI(hart)
      return
    }
    case 179: { // ecall
      ecall(hart)
      return
    }
    case 180: { // ebreak
      ebreak(hart)
      return
    }
    case 181: { // lr.w
      const value = lrW(hart, rs1(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 182: { // lr.d
      const value = lrD(hart, rs1(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 183: { // sc.w
      const value = scW(hart, rs1(base, w), rs2(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 184: { // sc.d
      const value = scD(hart, rs1(base, w), rs2(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 185: { // amoswap.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 0)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 186: { // amoswap.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 0)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 187: { // amoadd.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 1)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 188: { // amoadd.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 1)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 189: { // amoxor.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 2)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 190: { // amoxor.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 2)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 191: { // amoand.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 3)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 192: { // amoand.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 3)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 193: { // amoor.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 4)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 194: { // amoor.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 4)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 195: { // amomin.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 5)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 196: { // amomin.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 5)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 197: { // amomax.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 6)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 198: { // amomax.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 6)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 199: { // amominu.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 7)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 200: { // amominu.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 7)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 201: { // amomaxu.w
      const value = amoW(hart, rs1(base, w), rs2(base, w), 8)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 202: { // amomaxu.d
      const value = amoD(hart, rs1(base, w), rs2(base, w), 8)
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 203: { // fsqrt.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fsqrt_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 204: { // fmin.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmin_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 205: { // fmax.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmax_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 206: { // fclass.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fclass_s(fs1(base, w)))
      return
    }
    case 207: { // fcvt.w.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_w_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 208: { // fcvt.s.w
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_w(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 209: { // fcvt.wu.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_wu_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 210: { // fcvt.s.wu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_wu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 211: { // fcvt.l.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_l_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 212: { // fcvt.s.l
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_l(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 213: { // fcvt.lu.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_lu_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 214: { // fcvt.s.lu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_lu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 215: { // fcvt.s.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 216: { // fcvt.d.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 217: { // fsqrt.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fsqrt_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 218: { // fmin.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmin_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 219: { // fmax.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmax_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 220: { // fclass.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fclass_d(fs1(base, w)))
      return
    }
    case 221: { // fcvt.w.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_w_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 222: { // fcvt.d.w
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_w(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 223: { // fcvt.wu.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_wu_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 224: { // fcvt.d.wu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_wu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 225: { // fcvt.l.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_l_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 226: { // fcvt.d.l
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_l(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 227: { // fcvt.lu.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_lu_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 228: { // fcvt.d.lu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_lu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 229: { // csrrw
      csrrw(hart, w)
      return
    }
    case 230: { // csrrs
      csrrs(hart, w)
      return
    }
    case 231: { // csrrc
      csrrc(hart, w)
      return
    }
    case 232: { // csrrwi
      csrrwi(hart, w)
      return
    }
    case 233: { // csrrsi
      csrrsi(hart, w)
      return
    }
    case 234: { // csrrci
      csrrci(hart, w)
      return
    }
    case 235: { // sret
      sret(hart)
      return
    }
    case 236: { // mret
      mret(hart)
      return
    }
    case 237: { // wfi
      wfi(hart)
      return
    }
    case 238: { // sfence.vma
      sfenceVma(hart, w)
      return
    }
    case 239: { // sinval.vma
      sinvalVma(hart, w)
      return
    }
    case 240: { // sfence.w.inval
      sfenceWInval(hart)
      return
    }
    case 241: { // sfence.inval.ir
      sfenceInvalIr(hart)
      return
    }
    case 242: { // rev8
      setRd(base, w, rev8(rs1(base, w)))
      return
    }
    case 243: { // clmul
      setRd(base, w, clmul(rs1(base, w), rs2(base, w)))
      return
    }
    case 244: { // clmulr
      setRd(base, w, clmulr(rs1(base, w), rs2(base, w)))
      return
    }
    case 245: { // clmulh
      setRd(base, w, clmulh(rs1(base, w), rs2(base, w)))
      return
    }
    case 246: { // brev8
      setRd(base, w, brev8(rs1(base, w)))
      return
    }
    case 247: { // xperm4
      setRd(base, w, xperm4(rs1(base, w), rs2(base, w)))
      return
    }
    case 248: { // xperm8
      setRd(base, w, xperm8(rs1(base, w), rs2(base, w)))
      return
    }
    case 249: { // aes64ds
      setRd(base, w, aes64ds(rs1(base, w), rs2(base, w)))
      return
    }
    case 250: { // aes64dsm
      setRd(base, w, aes64dsm(rs1(base, w), rs2(base, w)))
      return
    }
    case 251: { // aes64im
      setRd(base, w, aes64im(rs1(base, w)))
      return
    }
    case 252: { // aes64es
      setRd(base, w, aes64es(rs1(base, w), rs2(base, w)))
      return
    }
    case 253: { // aes64esm
      setRd(base, w, aes64esm(rs1(base, w), rs2(base, w)))
      return
    }
    case 254: { // aes64ks1i
      setRd(base, w, aes64ks1i(rs1(base, w), immediate(w)))
      return
    }
    case 255: { // aes64ks2
      setRd(base, w, aes64ks2(rs1(base, w), rs2(base, w)))
      return
    }
    case 256: { // fcvt.s.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_s_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 257: { // fcvt.h.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 258: { // fcvt.d.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_d_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 259: { // fcvt.h.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 260: { // fmadd.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fmadd_h(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 261: { // fmsub.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fmsub_h(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 262: { // fnmsub.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fnmsub_h(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 263: { // fnmadd.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fnmadd_h(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 264: { // fadd.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fadd_h(hart, fs1(base, w), fs2(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 265: { // fsub.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fsub_h(hart, fs1(base, w), fs2(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 266: { // fmul.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fmul_h(hart, fs1(base, w), fs2(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 267: { // fdiv.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fdiv_h(hart, fs1(base, w), fs2(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 268: { // fsqrt.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fsqrt_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 269: { // fsgnj.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fsgnj_h(fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 270: { // fsgnjn.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fsgnjn_h(fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 271: { // fsgnjx.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fsgnjx_h(fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 272: { // fmin.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmin_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 273: { // fmax.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmax_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 274: { // fle.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fle_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 275: { // flt.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, flt_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 276: { // feq.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, feq_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 277: { // fclass.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fclass_h(fs1(base, w)))
      return
    }
    case 278: { // fcvt.w.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_w_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 279: { // fcvt.h.w
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_w(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 280: { // fcvt.wu.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_wu_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 281: { // fcvt.h.wu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_wu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 282: { // fcvt.l.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_l_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 283: { // fcvt.h.l
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_l(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 284: { // fcvt.lu.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_lu_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setRd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 285: { // fcvt.h.lu
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fcvt_h_lu(hart, rs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 286: { // fli.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fli_s(<u32>immediate(w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 287: { // fminm.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fminm_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 288: { // fmaxm.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmaxm_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 289: { // fround.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fround_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 290: { // froundnx.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = froundnx_s(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 291: { // fleq.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fleq_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 292: { // fltq.s
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fltq_s(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 293: { // fli.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fli_d(<u32>immediate(w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 294: { // fminm.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fminm_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 295: { // fmaxm.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmaxm_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 296: { // fround.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fround_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 297: { // froundnx.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = froundnx_d(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 298: { // fleq.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fleq_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 299: { // fltq.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fltq_d(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 300: { // fli.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fli_h(<u32>immediate(w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 301: { // fminm.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fminm_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 302: { // fmaxm.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setFd(base, w, fmaxm_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 303: { // fround.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = fround_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 304: { // froundnx.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      const value = froundnx_h(hart, fs1(base, w), rm(w))
      if (hart.attention) { illegalInstruction(hart, 0); return }
      setFd(base, w, value)
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 305: { // fleq.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fleq_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 306: { // fltq.h
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fltq_h(hart, fs1(base, w), fs2(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 307: { // fcvtmod.w.d
      if ((hart.mstatus & MSTATUS_FS) == 0) { illegalInstruction(hart, 0); return }
      setRd(base, w, fcvtmod_w_d(hart, fs1(base, w)))
      hart.mstatus |= MSTATUS_FS
      return
    }
    case 308: { // amocas.w
      const value = amocasW(hart, rs1(base, w), readRd(base, w), rs2(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 309: { // amocas.d
      const value = amocasD(hart, rs1(base, w), readRd(base, w), rs2(base, w))
      if (hart.attention) return
      setRd(base, w, value)
      return
    }
    case 310: { // amocas.q
      amocasQ(hart, w)
      return
    }
    case 311: { // cbo.inval
      cboManagement(hart, rs1(base, w), 0)
      return
    }
    case 312: { // cbo.clean
      cboManagement(hart, rs1(base, w), 1)
      return
    }
    case 313: { // cbo.flush
      cboManagement(hart, rs1(base, w), 2)
      return
    }
    case 314: { // cbo.zero
      cboZero(hart, rs1(base, w))
      return
    }
    case 315: { // wrs.nto
      wrsNto(hart)
      return
    }
    case 316: { // wrs.sto
      wrsSto(hart)
      return
    }
  }
}
