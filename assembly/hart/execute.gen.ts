// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.

import { Hart, TLB_MASK } from '../abi/layout.gen'
import { executeCold } from './execute-cold.gen'
import { fence } from './fence'
import { decodeAt, decodeUnder, fetchStraddle, jump, nextPage } from './fetch'
import { fadd_d, fadd_s, fdiv_d, fdiv_s, fmul_d, fmul_s, fsub_d, fsub_s } from './float/arithmetic'
import { feq_d, feq_s, fle_d, fle_s, flt_d, flt_s } from './float/compare'
import { fmadd_d, fmadd_s, fmsub_d, fmsub_s, fnmadd_d, fnmadd_s, fnmsub_d, fnmsub_s } from './float/fused'
import { fsgnj_d, fsgnj_s, fsgnjn_d, fsgnjn_s, fsgnjx_d, fsgnjx_s } from './float/sign'
import { heatCounters, warm } from './heat'
import { div, divu, divuw, divw, rem, remu, remuw, remw } from './integer/divide'
import { mulh, mulhsu, mulhu } from './integer/multiply'
import { loadSlow, storeSlow } from './memory'
import { distance, fs1, fs2, fs3, fusedRm, immediate, isLinking, readRd, rm, rs1, rs2, setFd, setRd } from './record'
import { illegalInstruction } from './system'
import { learnTarget } from './targets'

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
  const heat = heatCounters()
  const heatLimit = hart.heatLimit
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
      case 4: {
        sync(hart, p, n)
        if (n >= hart.entryReserve) return
        w = decodeUnder(hart, p)
        if (w == 0) return
        n++
        continue
      }
      case 5: { // lui
        setRd(base, w, immediate(w))
        break
      }
      case 6: { // auipc
        setRd(base, w, ((delta + <u64>(p >> 2)) + immediate(w)))
        break
      }
      case 7: { // jal
        setRd(base, w, delta + <u64>(p >> 2) + <u64>(distance(w) >> 2))
        p += <usize>immediate(w)
        if (isLinking(w)) warm(hart, heat, heatLimit, p)
        w = load<u64>(p)
        continue
      }
      case 8: { // jal_back
        setRd(base, w, delta + <u64>(p >> 2) + <u64>(distance(w) >> 2))
        p += <usize>immediate(w)
        warm(hart, heat, heatLimit, p)
        w = load<u64>(p)
        continue
      }
      case 9: { // jal_far
        const target = delta + <u64>(p >> 2) + immediate(w)
        const link = delta + <u64>(p >> 2) + <u64>(distance(w) >> 2)
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p)
        w = load<u64>(p)
        continue
      }
      case 10: { // jalr
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const link = delta + <u64>(p >> 2) + <u64>(distance(w) >> 2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          setRd(base, w, link)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p)
        w = load<u64>(p)
        continue
      }
      case 11: { // jalr_return
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          p = <usize>hart.codePage + (<usize>offset << 2)
          w = load<u64>(p)
          continue
        }
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        w = load<u64>(p)
        continue
      }
      case 12: { // jalr_switch
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          learnTarget(p, <u32>offset)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p)
        w = load<u64>(p)
        continue
      }
      case 13: { // beq
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 14: { // beq_back
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 15: { // beq_far
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 16: { // bne
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 17: { // bne_back
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 18: { // bne_far
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 19: { // blt
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 20: { // blt_back
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 21: { // blt_far
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 22: { // bge
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 23: { // bge_back
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 24: { // bge_far
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 25: { // bltu
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 26: { // bltu_back
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 27: { // bltu_far
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 28: { // bgeu
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 29: { // bgeu_back
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 30: { // bgeu_far
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p)
          w = load<u64>(p)
          continue
        }
        break
      }
      case 31: { // lb
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, <u64><i64><i8>value)
        break
      }
      case 32: { // lh
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, <u64><i64><i16>value)
        break
      }
      case 33: { // lw
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, <u64><i64><i32>value)
        break
      }
      case 34: { // ld
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 35: { // lbu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 36: { // lhu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 37: { // lwu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, value)
        break
      }
      case 38: { // sb
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset < <u64>4096) store<u8>(<usize>load<u32>(entry, 8) + <usize>offset, <u8>value)
        else { storeMissed(hart, p, n, address, value, 1); if (hart.attention) return }
        break
      }
      case 39: { // sh
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        break
      }
      case 40: { // sw
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        break
      }
      case 41: { // sd
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        break
      }
      case 42: { // addi
        setRd(base, w, (rs1(base, w) + immediate(w)))
        break
      }
      case 43: { // slti
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>immediate(w)))
        break
      }
      case 44: { // sltiu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>immediate(w)))
        break
      }
      case 45: { // xori
        setRd(base, w, (rs1(base, w) ^ immediate(w)))
        break
      }
      case 46: { // ori
        setRd(base, w, (rs1(base, w) | immediate(w)))
        break
      }
      case 47: { // andi
        setRd(base, w, (rs1(base, w) & immediate(w)))
        break
      }
      case 48: { // slli
        setRd(base, w, (rs1(base, w) << immediate(w)))
        break
      }
      case 49: { // srli
        setRd(base, w, (rs1(base, w) >>> immediate(w)))
        break
      }
      case 50: { // srai
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>immediate(w)))
        break
      }
      case 51: { // add
        setRd(base, w, (rs1(base, w) + rs2(base, w)))
        break
      }
      case 52: { // sub
        setRd(base, w, (rs1(base, w) - rs2(base, w)))
        break
      }
      case 53: { // sll
        setRd(base, w, (rs1(base, w) << rs2(base, w)))
        break
      }
      case 54: { // slt
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>rs2(base, w)))
        break
      }
      case 55: { // sltu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>rs2(base, w)))
        break
      }
      case 56: { // xor
        setRd(base, w, (rs1(base, w) ^ rs2(base, w)))
        break
      }
      case 57: { // srl
        setRd(base, w, (rs1(base, w) >>> rs2(base, w)))
        break
      }
      case 58: { // sra
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>rs2(base, w)))
        break
      }
      case 59: { // or
        setRd(base, w, (rs1(base, w) | rs2(base, w)))
        break
      }
      case 60: { // and
        setRd(base, w, (rs1(base, w) & rs2(base, w)))
        break
      }
      case 61: { // addiw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + immediate(w)))
        break
      }
      case 62: { // slliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>immediate(w)))
        break
      }
      case 63: { // srliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>immediate(w)))
        break
      }
      case 64: { // sraiw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>immediate(w)))
        break
      }
      case 65: { // addw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + rs2(base, w)))
        break
      }
      case 66: { // subw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) - rs2(base, w)))
        break
      }
      case 67: { // sllw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>rs2(base, w)))
        break
      }
      case 68: { // srlw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>rs2(base, w)))
        break
      }
      case 69: { // sraw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>rs2(base, w)))
        break
      }
      case 70: { // fence
        fence(hart)
        break
      }
      case 71: { // mul
        setRd(base, w, (rs1(base, w) * rs2(base, w)))
        break
      }
      case 72: { // mulh
        setRd(base, w, mulh(rs1(base, w), rs2(base, w)))
        break
      }
      case 73: { // mulhsu
        setRd(base, w, mulhsu(rs1(base, w), rs2(base, w)))
        break
      }
      case 74: { // mulhu
        setRd(base, w, mulhu(rs1(base, w), rs2(base, w)))
        break
      }
      case 75: { // mulw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) * rs2(base, w)))
        break
      }
      case 76: { // div
        setRd(base, w, div(rs1(base, w), rs2(base, w)))
        break
      }
      case 77: { // divu
        setRd(base, w, divu(rs1(base, w), rs2(base, w)))
        break
      }
      case 78: { // rem
        setRd(base, w, rem(rs1(base, w), rs2(base, w)))
        break
      }
      case 79: { // remu
        setRd(base, w, remu(rs1(base, w), rs2(base, w)))
        break
      }
      case 80: { // divw
        setRd(base, w, divw(rs1(base, w), rs2(base, w)))
        break
      }
      case 81: { // divuw
        setRd(base, w, divuw(rs1(base, w), rs2(base, w)))
        break
      }
      case 82: { // remw
        setRd(base, w, remw(rs1(base, w), rs2(base, w)))
        break
      }
      case 83: { // remuw
        setRd(base, w, remuw(rs1(base, w), rs2(base, w)))
        break
      }
      case 84: { // flw
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
      case 85: { // fsw
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        break
      }
      case 86: { // fmv.x.w
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i32>fs1(base, w))
        break
      }
      case 87: { // fmv.w.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-4294967296))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 88: { // fmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 89: { // fmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 90: { // fnmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 91: { // fnmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 92: { // fadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 93: { // fsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 94: { // fmul.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 95: { // fdiv.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 96: { // fsgnj.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 97: { // fsgnjn.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 98: { // fsgnjx.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 99: { // fle.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 100: { // flt.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 101: { // feq.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 102: { // fld
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
      case 103: { // fsd
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        break
      }
      case 104: { // fmv.x.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fs1(base, w))
        break
      }
      case 105: { // fmv.d.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, rs1(base, w))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 106: { // fmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 107: { // fmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 108: { // fnmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 109: { // fnmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 110: { // fadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 111: { // fsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 112: { // fmul.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 113: { // fdiv.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 114: { // fsgnj.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 115: { // fsgnjn.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 116: { // fsgnjx.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 117: { // fle.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 118: { // flt.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 119: { // feq.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 120: { // add.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) + rs2(base, w)))
        break
      }
      case 121: { // sh1add
        setRd(base, w, ((rs1(base, w) << 1) + rs2(base, w)))
        break
      }
      case 122: { // sh2add
        setRd(base, w, ((rs1(base, w) << 2) + rs2(base, w)))
        break
      }
      case 123: { // sh3add
        setRd(base, w, ((rs1(base, w) << 3) + rs2(base, w)))
        break
      }
      case 124: { // sh1add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 1) + rs2(base, w)))
        break
      }
      case 125: { // sh2add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 2) + rs2(base, w)))
        break
      }
      case 126: { // sh3add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 3) + rs2(base, w)))
        break
      }
      case 127: { // slli.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) << immediate(w)))
        break
      }
      case 128: { // andn
        setRd(base, w, (rs1(base, w) & (rs2(base, w) ^ <u64>-1)))
        break
      }
      case 129: { // orn
        setRd(base, w, (rs1(base, w) | (rs2(base, w) ^ <u64>-1)))
        break
      }
      case 130: { // xnor
        setRd(base, w, ((rs1(base, w) ^ rs2(base, w)) ^ <u64>-1))
        break
      }
      case 131: { // clz
        setRd(base, w, clz<u64>(rs1(base, w)))
        break
      }
      case 132: { // clzw
        setRd(base, w, <u64>clz<u32>(<u32>rs1(base, w)))
        break
      }
      case 133: { // ctz
        setRd(base, w, ctz<u64>(rs1(base, w)))
        break
      }
      case 134: { // ctzw
        setRd(base, w, <u64>ctz<u32>(<u32>rs1(base, w)))
        break
      }
      case 135: { // cpop
        setRd(base, w, popcnt<u64>(rs1(base, w)))
        break
      }
      case 136: { // cpopw
        setRd(base, w, <u64>popcnt<u32>(<u32>rs1(base, w)))
        break
      }
      case 137: { // max
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value >= <i64>rs2Value)))
        break
      }
      case 138: { // maxu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value >= <u64>rs2Value)))
        break
      }
      case 139: { // min
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value < <i64>rs2Value)))
        break
      }
      case 140: { // minu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value < <u64>rs2Value)))
        break
      }
      case 141: { // sext.b
        setRd(base, w, <u64><i64><i8>rs1(base, w))
        break
      }
      case 142: { // sext.h
        setRd(base, w, <u64><i64><i16>rs1(base, w))
        break
      }
      case 143: { // zext.h
        setRd(base, w, (rs1(base, w) & 0xffff))
        break
      }
      case 144: { // rol
        setRd(base, w, rotl<u64>(rs1(base, w), rs2(base, w)))
        break
      }
      case 145: { // rolw
        setRd(base, w, <u64><i64><i32>rotl<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        break
      }
      case 146: { // ror
        setRd(base, w, rotr<u64>(rs1(base, w), rs2(base, w)))
        break
      }
      case 147: { // rori
        setRd(base, w, rotr<u64>(rs1(base, w), immediate(w)))
        break
      }
      case 148: { // roriw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>immediate(w)))
        break
      }
      case 149: { // rorw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        break
      }
      case 150: { // orc.b
        const rs1Value = rs1(base, w)
        setRd(base, w, ((((rs1Value | ((rs1Value & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f)) & 0x8080808080808080) >>> 7) * 0xff))
        break
      }
      case 151: { // bclr
        setRd(base, w, (rs1(base, w) & ((1 << rs2(base, w)) ^ <u64>-1)))
        break
      }
      case 152: { // bclri
        setRd(base, w, (rs1(base, w) & ((1 << immediate(w)) ^ <u64>-1)))
        break
      }
      case 153: { // bext
        setRd(base, w, ((rs1(base, w) >>> rs2(base, w)) & 1))
        break
      }
      case 154: { // bexti
        setRd(base, w, ((rs1(base, w) >>> immediate(w)) & 1))
        break
      }
      case 155: { // binv
        setRd(base, w, (rs1(base, w) ^ (1 << rs2(base, w))))
        break
      }
      case 156: { // binvi
        setRd(base, w, (rs1(base, w) ^ (1 << immediate(w))))
        break
      }
      case 157: { // bset
        setRd(base, w, (rs1(base, w) | (1 << rs2(base, w))))
        break
      }
      case 158: { // bseti
        setRd(base, w, (rs1(base, w) | (1 << immediate(w))))
        break
      }
      case 159: { // pack
        setRd(base, w, ((rs1(base, w) & 0xffffffff) | (rs2(base, w) << 0x20)))
        break
      }
      case 160: { // packh
        setRd(base, w, ((rs1(base, w) & 0xff) | ((rs2(base, w) & 0xff) << 8)))
        break
      }
      case 161: { // packw
        setRd(base, w, <u64><i64><i32>((rs1(base, w) & 0xffff) | (rs2(base, w) << 0x10)))
        break
      }
      case 162: { // sha256sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 2) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xd)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x16)))
        break
      }
      case 163: { // sha256sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 6) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xb)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x19)))
        break
      }
      case 164: { // sha256sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 7) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x12)) ^ <u64><i64><i32>(<u32>rs1Value >>> 3)))
        break
      }
      case 165: { // sha256sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x11) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x13)) ^ <u64><i64><i32>(<u32>rs1Value >>> 0xa)))
        break
      }
      case 166: { // sha512sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x1c) ^ rotr<u64>(rs1Value, 0x22)) ^ rotr<u64>(rs1Value, 0x27)))
        break
      }
      case 167: { // sha512sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0xe) ^ rotr<u64>(rs1Value, 0x12)) ^ rotr<u64>(rs1Value, 0x29)))
        break
      }
      case 168: { // sha512sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 1) ^ rotr<u64>(rs1Value, 8)) ^ (rs1Value >>> 7)))
        break
      }
      case 169: { // sha512sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x13) ^ rotr<u64>(rs1Value, 0x3d)) ^ (rs1Value >>> 6)))
        break
      }
      case 170: { // czero.eqz
        setRd(base, w, select<u64>(0, rs1(base, w), <u32>(rs2(base, w) == 0)))
        break
      }
      case 171: { // czero.nez
        setRd(base, w, select<u64>(rs1(base, w), 0, <u32>(rs2(base, w) == 0)))
        break
      }
      case 172: { // flh
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
      case 173: { // fsh
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        break
      }
      case 174: { // fmv.x.h
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i16>fs1(base, w))
        break
      }
      case 175: { // fmv.h.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-65536))
        hart.mstatus |= MSTATUS_FS
        break
      }
      case 176: { // mop.r.N
        setRd(base, w, 0)
        break
      }
      case 177: { // mop.rr.N
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
