// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.

import { Hart, TLB_MASK } from '../abi/layout.gen'
import { executeCold } from './execute-cold.gen'
import { decodeAt, fetchStraddle, jump, nextPage } from './fetch'
import { fadd_d, fadd_s, fdiv_d, fdiv_s, fmul_d, fmul_s, fsub_d, fsub_s } from './float/arithmetic'
import { feq_d, feq_s, fle_d, fle_s, flt_d, flt_s } from './float/compare'
import { fmadd_d, fmadd_s, fmsub_d, fmsub_s, fnmadd_d, fnmadd_s, fnmsub_d, fnmsub_s } from './float/fused'
import { fsgnj_d, fsgnj_s, fsgnjn_d, fsgnjn_s, fsgnjx_d, fsgnjx_s } from './float/sign'
import { div, divu, divuw, divw, rem, remu, remuw, remw } from './integer/divide'
import { mulh, mulhsu, mulhu } from './integer/multiply'
import { loadSlow, storeSlow } from './memory'
import { distance, fs1, fs2, fs3, fusedRm, immediate, readRd, rm, rs1, rs2, setFd, setRd } from './record'
import { illegalInstruction } from './system'

/** mstatus.FS: 0 is off, 3 is dirty. */
// @ts-ignore: decorator
@inline const MSTATUS_FS: u64 = 0x6000

/** Writes the position back, the current instruction being not retired. */
function sync(hart: Hart, p: usize, n: i64): void {
  hart.codePtr = <u32>p
  hart.retired = hart.limit - <u64>n - 1
}

function loadMissed(hart: Hart, p: usize, n: i64, address: u64, bytes: u32): u64 {
  sync(hart, p, n)
  return loadSlow(hart, address, bytes)
}

function storeMissed(hart: Hart, p: usize, n: i64, address: u64, value: u64, bytes: u32): void {
  sync(hart, p, n)
  storeSlow(hart, address, value, bytes)
}

function jumped(hart: Hart, p: usize, n: i64, target: u64): bool {
  sync(hart, p, n)
  return jump(hart, target)
}

/** pc - record pointer / 4, the same for all records of the current page. */
function pageDelta(hart: Hart): u64 {
  return hart.pageVa - <u64>(hart.codePage >> 2)
}

/** Executes until `retired` reaches `limit` or something needs attention; exact, an instruction at a time. */
export function execute(hart: Hart): void {
  const base = changetype<usize>(hart)
  const readTlb = <usize>hart.readTlb
  const writeTlb = <usize>hart.writeTlb
  let p = <usize>hart.codePtr
  let delta = pageDelta(hart)
  let n = <i64>(hart.limit - hart.retired)
  let w = load<u64>(p)
  while (true) {
    if (n <= 0) break
    n--
    switch (<u32>w & 0x3ff) {
      case 0: {
        sync(hart, p, n)
        w = decodeAt(hart, p)
        if (hart.attention) return
        n++
        continue
      }
      case 1: {
        sync(hart, p, n)
        if (!nextPage(hart)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        n++
        w = load<u64>(p)
        continue
      }
      case 2: {
        sync(hart, p, n)
        w = fetchStraddle(hart, p)
        if (w == 0) return
        n++
        continue
      }
      case 3: {
        sync(hart, p, n)
        illegalInstruction(hart, <u32>(w >>> 32))
        return
      }
      case 4: { // lui
        setRd(base, w, immediate(w))
        break
      }
      case 5: { // auipc
        setRd(base, w, ((delta + <u64>(p >> 2)) + immediate(w)))
        break
      }
      case 6: { // jal
        setRd(base, w, delta + <u64>(p >> 2) + <u64>(distance(w) >> 2))
        p += <usize>immediate(w)
        w = load<u64>(p)
        continue
      }
      case 7: { // jal_far
        const target = delta + <u64>(p >> 2) + immediate(w)
        const link = delta + <u64>(p >> 2) + <u64>(distance(w) >> 2)
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        w = load<u64>(p)
        continue
      }
      case 8: { // jalr
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const link = delta + <u64>(p >> 2) + <u64>(distance(w) >> 2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          setRd(base, w, link)
          p = <usize>hart.codePage + (<usize>offset << 2)
          w = load<u64>(p)
          continue
        }
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        w = load<u64>(p)
        continue
      }
      case 9: { // beq
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 10: { // beq_far
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 11: { // bne
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 12: { // bne_far
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 13: { // blt
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 14: { // blt_far
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 15: { // bge
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 16: { // bge_far
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 17: { // bltu
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 18: { // bltu_far
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 19: { // bgeu
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 20: { // bgeu_far
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 21: { // lb
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, <u64><i64><i8>value)
        break
      }
      case 22: { // lh
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, <u64><i64><i16>value)
        break
      }
      case 23: { // lw
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, <u64><i64><i32>value)
        break
      }
      case 24: { // ld
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 25: { // lbu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 26: { // lhu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 27: { // lwu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 28: { // sb
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset < <u64>4096) store<u8>(<usize>load<u32>(entry, 8) + <usize>offset, <u8>value)
        else { storeMissed(hart, p, n, address, value, 1); if (hart.attention) return }
        break
      }
      case 29: { // sh
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        break
      }
      case 30: { // sw
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        break
      }
      case 31: { // sd
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        break
      }
      case 32: { // addi
        setRd(base, w, (rs1(base, w) + immediate(w)))
        break
      }
      case 33: { // slti
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>immediate(w)))
        break
      }
      case 34: { // sltiu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>immediate(w)))
        break
      }
      case 35: { // xori
        setRd(base, w, (rs1(base, w) ^ immediate(w)))
        break
      }
      case 36: { // ori
        setRd(base, w, (rs1(base, w) | immediate(w)))
        break
      }
      case 37: { // andi
        setRd(base, w, (rs1(base, w) & immediate(w)))
        break
      }
      case 38: { // slli
        setRd(base, w, (rs1(base, w) << immediate(w)))
        break
      }
      case 39: { // srli
        setRd(base, w, (rs1(base, w) >>> immediate(w)))
        break
      }
      case 40: { // srai
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>immediate(w)))
        break
      }
      case 41: { // add
        setRd(base, w, (rs1(base, w) + rs2(base, w)))
        break
      }
      case 42: { // sub
        setRd(base, w, (rs1(base, w) - rs2(base, w)))
        break
      }
      case 43: { // sll
        setRd(base, w, (rs1(base, w) << rs2(base, w)))
        break
      }
      case 44: { // slt
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>rs2(base, w)))
        break
      }
      case 45: { // sltu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>rs2(base, w)))
        break
      }
      case 46: { // xor
        setRd(base, w, (rs1(base, w) ^ rs2(base, w)))
        break
      }
      case 47: { // srl
        setRd(base, w, (rs1(base, w) >>> rs2(base, w)))
        break
      }
      case 48: { // sra
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>rs2(base, w)))
        break
      }
      case 49: { // or
        setRd(base, w, (rs1(base, w) | rs2(base, w)))
        break
      }
      case 50: { // and
        setRd(base, w, (rs1(base, w) & rs2(base, w)))
        break
      }
      case 51: { // addiw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + immediate(w)))
        break
      }
      case 52: { // slliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>immediate(w)))
        break
      }
      case 53: { // srliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>immediate(w)))
        break
      }
      case 54: { // sraiw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>immediate(w)))
        break
      }
      case 55: { // addw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + rs2(base, w)))
        break
      }
      case 56: { // subw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) - rs2(base, w)))
        break
      }
      case 57: { // sllw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>rs2(base, w)))
        break
      }
      case 58: { // srlw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>rs2(base, w)))
        break
      }
      case 59: { // sraw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>rs2(base, w)))
        break
      }
      case 60: { // fence
        break
      }
      case 61: { // mul
        setRd(base, w, (rs1(base, w) * rs2(base, w)))
        break
      }
      case 62: { // mulh
        setRd(base, w, mulh(rs1(base, w), rs2(base, w)))
        break
      }
      case 63: { // mulhsu
        setRd(base, w, mulhsu(rs1(base, w), rs2(base, w)))
        break
      }
      case 64: { // mulhu
        setRd(base, w, mulhu(rs1(base, w), rs2(base, w)))
        break
      }
      case 65: { // mulw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) * rs2(base, w)))
        break
      }
      case 66: { // div
        setRd(base, w, div(rs1(base, w), rs2(base, w)))
        break
      }
      case 67: { // divu
        setRd(base, w, divu(rs1(base, w), rs2(base, w)))
        break
      }
      case 68: { // rem
        setRd(base, w, rem(rs1(base, w), rs2(base, w)))
        break
      }
      case 69: { // remu
        setRd(base, w, remu(rs1(base, w), rs2(base, w)))
        break
      }
      case 70: { // divw
        setRd(base, w, divw(rs1(base, w), rs2(base, w)))
        break
      }
      case 71: { // divuw
        setRd(base, w, divuw(rs1(base, w), rs2(base, w)))
        break
      }
      case 72: { // remw
        setRd(base, w, remw(rs1(base, w), rs2(base, w)))
        break
      }
      case 73: { // remuw
        setRd(base, w, remuw(rs1(base, w), rs2(base, w)))
        break
      }
      case 74: { // flw
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setFd(base, w, value | 0xffffffff00000000)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 75: { // fsw
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        break
      }
      case 76: { // fmv.x.w
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i32>fs1(base, w))
        break
      }
      case 77: { // fmv.w.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-4294967296))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 78: { // fmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 79: { // fmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 80: { // fnmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 81: { // fnmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 82: { // fadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 83: { // fsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 84: { // fmul.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 85: { // fdiv.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 86: { // fsgnj.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 87: { // fsgnjn.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 88: { // fsgnjx.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 89: { // fle.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 90: { // flt.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 91: { // feq.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 92: { // fld
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 93: { // fsd
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        break
      }
      case 94: { // fmv.x.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fs1(base, w))
        break
      }
      case 95: { // fmv.d.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, rs1(base, w))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 96: { // fmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 97: { // fmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 98: { // fnmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 99: { // fnmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 100: { // fadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 101: { // fsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 102: { // fmul.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 103: { // fdiv.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 104: { // fsgnj.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 105: { // fsgnjn.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 106: { // fsgnjx.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 107: { // fle.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 108: { // flt.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 109: { // feq.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 110: { // add.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) + rs2(base, w)))
        break
      }
      case 111: { // sh1add
        setRd(base, w, ((rs1(base, w) << 1) + rs2(base, w)))
        break
      }
      case 112: { // sh2add
        setRd(base, w, ((rs1(base, w) << 2) + rs2(base, w)))
        break
      }
      case 113: { // sh3add
        setRd(base, w, ((rs1(base, w) << 3) + rs2(base, w)))
        break
      }
      case 114: { // sh1add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 1) + rs2(base, w)))
        break
      }
      case 115: { // sh2add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 2) + rs2(base, w)))
        break
      }
      case 116: { // sh3add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 3) + rs2(base, w)))
        break
      }
      case 117: { // slli.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) << immediate(w)))
        break
      }
      case 118: { // andn
        setRd(base, w, (rs1(base, w) & (rs2(base, w) ^ <u64>-1)))
        break
      }
      case 119: { // orn
        setRd(base, w, (rs1(base, w) | (rs2(base, w) ^ <u64>-1)))
        break
      }
      case 120: { // xnor
        setRd(base, w, ((rs1(base, w) ^ rs2(base, w)) ^ <u64>-1))
        break
      }
      case 121: { // clz
        setRd(base, w, clz<u64>(rs1(base, w)))
        break
      }
      case 122: { // clzw
        setRd(base, w, <u64>clz<u32>(<u32>rs1(base, w)))
        break
      }
      case 123: { // ctz
        setRd(base, w, ctz<u64>(rs1(base, w)))
        break
      }
      case 124: { // ctzw
        setRd(base, w, <u64>ctz<u32>(<u32>rs1(base, w)))
        break
      }
      case 125: { // cpop
        setRd(base, w, popcnt<u64>(rs1(base, w)))
        break
      }
      case 126: { // cpopw
        setRd(base, w, <u64>popcnt<u32>(<u32>rs1(base, w)))
        break
      }
      case 127: { // max
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value >= <i64>rs2Value)))
        break
      }
      case 128: { // maxu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value >= <u64>rs2Value)))
        break
      }
      case 129: { // min
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value < <i64>rs2Value)))
        break
      }
      case 130: { // minu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value < <u64>rs2Value)))
        break
      }
      case 131: { // sext.b
        setRd(base, w, <u64><i64><i8>rs1(base, w))
        break
      }
      case 132: { // sext.h
        setRd(base, w, <u64><i64><i16>rs1(base, w))
        break
      }
      case 133: { // zext.h
        setRd(base, w, (rs1(base, w) & 0xffff))
        break
      }
      case 134: { // rol
        setRd(base, w, rotl<u64>(rs1(base, w), rs2(base, w)))
        break
      }
      case 135: { // rolw
        setRd(base, w, <u64><i64><i32>rotl<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        break
      }
      case 136: { // ror
        setRd(base, w, rotr<u64>(rs1(base, w), rs2(base, w)))
        break
      }
      case 137: { // rori
        setRd(base, w, rotr<u64>(rs1(base, w), immediate(w)))
        break
      }
      case 138: { // roriw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>immediate(w)))
        break
      }
      case 139: { // rorw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        break
      }
      case 140: { // orc.b
        const rs1Value = rs1(base, w)
        setRd(base, w, ((((rs1Value | ((rs1Value & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f)) & 0x8080808080808080) >>> 7) * 0xff))
        break
      }
      case 141: { // bclr
        setRd(base, w, (rs1(base, w) & ((1 << rs2(base, w)) ^ <u64>-1)))
        break
      }
      case 142: { // bclri
        setRd(base, w, (rs1(base, w) & ((1 << immediate(w)) ^ <u64>-1)))
        break
      }
      case 143: { // bext
        setRd(base, w, ((rs1(base, w) >>> rs2(base, w)) & 1))
        break
      }
      case 144: { // bexti
        setRd(base, w, ((rs1(base, w) >>> immediate(w)) & 1))
        break
      }
      case 145: { // binv
        setRd(base, w, (rs1(base, w) ^ (1 << rs2(base, w))))
        break
      }
      case 146: { // binvi
        setRd(base, w, (rs1(base, w) ^ (1 << immediate(w))))
        break
      }
      case 147: { // bset
        setRd(base, w, (rs1(base, w) | (1 << rs2(base, w))))
        break
      }
      case 148: { // bseti
        setRd(base, w, (rs1(base, w) | (1 << immediate(w))))
        break
      }
      case 149: { // pack
        setRd(base, w, ((rs1(base, w) & 0xffffffff) | (rs2(base, w) << 0x20)))
        break
      }
      case 150: { // packh
        setRd(base, w, ((rs1(base, w) & 0xff) | ((rs2(base, w) & 0xff) << 8)))
        break
      }
      case 151: { // packw
        setRd(base, w, <u64><i64><i32>((rs1(base, w) & 0xffff) | (rs2(base, w) << 0x10)))
        break
      }
      case 152: { // sha256sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 2) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xd)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x16)))
        break
      }
      case 153: { // sha256sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 6) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xb)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x19)))
        break
      }
      case 154: { // sha256sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 7) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x12)) ^ <u64><i64><i32>(<u32>rs1Value >>> 3)))
        break
      }
      case 155: { // sha256sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x11) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x13)) ^ <u64><i64><i32>(<u32>rs1Value >>> 0xa)))
        break
      }
      case 156: { // sha512sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x1c) ^ rotr<u64>(rs1Value, 0x22)) ^ rotr<u64>(rs1Value, 0x27)))
        break
      }
      case 157: { // sha512sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0xe) ^ rotr<u64>(rs1Value, 0x12)) ^ rotr<u64>(rs1Value, 0x29)))
        break
      }
      case 158: { // sha512sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 1) ^ rotr<u64>(rs1Value, 8)) ^ (rs1Value >>> 7)))
        break
      }
      case 159: { // sha512sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x13) ^ rotr<u64>(rs1Value, 0x3d)) ^ (rs1Value >>> 6)))
        break
      }
      case 160: { // czero.eqz
        setRd(base, w, select<u64>(0, rs1(base, w), <u32>(rs2(base, w) == 0)))
        break
      }
      case 161: { // czero.nez
        setRd(base, w, select<u64>(rs1(base, w), 0, <u32>(rs2(base, w) == 0)))
        break
      }
      case 162: { // flh
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setFd(base, w, value | 0xffffffffffff0000)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 163: { // fsh
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        break
      }
      case 164: { // fmv.x.h
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i16>fs1(base, w))
        break
      }
      case 165: { // fmv.h.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-65536))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 166: { // mop.r.N
        setRd(base, w, 0)
        break
      }
      case 167: { // mop.rr.N
        setRd(base, w, 0)
        break
      }
      default: {
        sync(hart, p, n)
        executeCold(hart, w)
        if (hart.attention) return
        // The helper may have moved the limit.
        n = <i64>(hart.limit - hart.retired) - 1
      }
    }
    p += distance(w)
    w = load<u64>(p)
  }
  hart.codePtr = <u32>p
  hart.retired = hart.limit - <u64>n
}
