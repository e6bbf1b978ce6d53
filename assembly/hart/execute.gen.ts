// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.

import { Hart, TLB_MASK } from '../abi/layout.gen'
import { executeCold } from './execute-cold.gen'
import { fence } from './fence'
import { decodeAt, decodeUnder, fetchStraddle, jump, nextPage } from './fetch'
import { fadd_d, fadd_s, fdiv_d, fdiv_s, fmul_d, fmul_s, fsub_d, fsub_s } from './float/arithmetic'
import { feq_d, feq_s, fle_d, fle_s, flt_d, flt_s } from './float/compare'
import { fmadd_d, fmadd_s, fmsub_d, fmsub_s, fnmadd_d, fnmadd_s, fnmsub_d, fnmsub_s } from './float/fused'
import { fsgnj_d, fsgnj_s, fsgnjn_d, fsgnjn_s, fsgnjx_d, fsgnjx_s } from './float/sign'
import { CALL_HEAT, TURN_HEAT, heatCounters, warm } from './heat'
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
    switch (<u32>w & 1023) {
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
      case 3:
      case 515: {
        sync(hart, p, n)
        illegalInstruction(hart, <u32>(w >>> 32))
        return
      }
      case 4:
      case 516: {
        sync(hart, p, n)
        if (n >= hart.entryReserve) return
        w = decodeUnder(hart, p)
        if (w == 0) return
        n++
        continue
      }
      case 5: { // lui
        setRd(base, w, immediate(w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 517: { // lui
        setRd(base, w, immediate(w))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 6: { // jal
        const link = delta + <u64>(p >> 2) + 4
        setRd(base, w, link)
        p += <usize>immediate(w)
        if (isLinking(w)) warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 518: { // jal
        const link = delta + <u64>(p >> 2) + 2
        setRd(base, w, link)
        p += <usize>immediate(w)
        if (isLinking(w)) warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 7: { // jal_back
        const link = delta + <u64>(p >> 2) + 4
        setRd(base, w, link)
        p += <usize>immediate(w)
        warm(hart, heat, heatLimit, p, TURN_HEAT)
        w = load<u64>(p)
        continue
      }
      case 519: { // jal_back
        const link = delta + <u64>(p >> 2) + 2
        setRd(base, w, link)
        p += <usize>immediate(w)
        warm(hart, heat, heatLimit, p, TURN_HEAT)
        w = load<u64>(p)
        continue
      }
      case 8: { // jal_far
        const target = delta + <u64>(p >> 2) + immediate(w)
        const link = delta + <u64>(p >> 2) + 4
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 520: { // jal_far
        const target = delta + <u64>(p >> 2) + immediate(w)
        const link = delta + <u64>(p >> 2) + 2
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 9: { // jalr
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const link = delta + <u64>(p >> 2) + 4
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          setRd(base, w, link)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p, CALL_HEAT)
          w = load<u64>(p)
          continue
        }
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 521: { // jalr
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const link = delta + <u64>(p >> 2) + 2
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          setRd(base, w, link)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p, CALL_HEAT)
          w = load<u64>(p)
          continue
        }
        if ((target & <u64>hart.misalignedMask) == 0) setRd(base, w, link)
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 10: { // jalr_return
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
      case 522: { // jalr_return
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
      case 11: { // jalr_switch
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          learnTarget(p, <u32>offset)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p, CALL_HEAT)
          w = load<u64>(p)
          continue
        }
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 523: { // jalr_switch
        const target = ((rs1(base, w) + immediate(w)) & <u64>-2)
        const offset = target - hart.pageVa
        if (offset < <u64>4096 && (<u32>offset & hart.misalignedMask) == 0) {
          learnTarget(p, <u32>offset)
          p = <usize>hart.codePage + (<usize>offset << 2)
          warm(hart, heat, heatLimit, p, CALL_HEAT)
          w = load<u64>(p)
          continue
        }
        if (!jumped(hart, p, n, target)) return
        p = hart.codePtr
        delta = pageDelta(hart)
        warm(hart, heat, heatLimit, p, CALL_HEAT)
        w = load<u64>(p)
        continue
      }
      case 12: { // beq
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 524: { // beq
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 13: { // beq_back
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 525: { // beq_back
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 14: { // beq_far
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 526: { // beq_far
        if (<u32>(rs1(base, w) == rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 15: { // bne
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 527: { // bne
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 16: { // bne_back
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 528: { // bne_back
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 17: { // bne_far
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 529: { // bne_far
        if (<u32>(rs1(base, w) != rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 18: { // lh
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, <u64><i64><i16>value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 530: { // lh
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, <u64><i64><i16>value)
        p += 8
        w = load<u64>(p)
        continue
      }
      case 19: { // lw
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, <u64><i64><i32>value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 531: { // lw
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, <u64><i64><i32>value)
        p += 8
        w = load<u64>(p)
        continue
      }
      case 20: { // ld
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setRd(base, w, value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 532: { // ld
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setRd(base, w, value)
        p += 8
        w = load<u64>(p)
        continue
      }
      case 21: { // lbu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 533: { // lbu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, value)
        p += 8
        w = load<u64>(p)
        continue
      }
      case 22: { // lhu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 534: { // lhu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4094) value = <u64>load<u16>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 2); if (hart.attention) return }
        setRd(base, w, value)
        p += 8
        w = load<u64>(p)
        continue
      }
      case 23: { // sb
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset < <u64>4096) store<u8>(<usize>load<u32>(entry, 8) + <usize>offset, <u8>value)
        else { storeMissed(hart, p, n, address, value, 1); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 535: { // sb
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset < <u64>4096) store<u8>(<usize>load<u32>(entry, 8) + <usize>offset, <u8>value)
        else { storeMissed(hart, p, n, address, value, 1); if (hart.attention) return }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 24: { // sh
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 536: { // sh
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 25: { // sw
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 537: { // sw
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 26: { // sd
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 538: { // sd
        const address = (rs1(base, w) + immediate(w))
        const value = rs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 27: { // addi
        setRd(base, w, (rs1(base, w) + immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 539: { // addi
        setRd(base, w, (rs1(base, w) + immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 28: { // xori
        setRd(base, w, (rs1(base, w) ^ immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 540: { // xori
        setRd(base, w, (rs1(base, w) ^ immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 29: { // andi
        setRd(base, w, (rs1(base, w) & immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 541: { // andi
        setRd(base, w, (rs1(base, w) & immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 30: { // slli
        setRd(base, w, (rs1(base, w) << immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 542: { // slli
        setRd(base, w, (rs1(base, w) << immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 31: { // srli
        setRd(base, w, (rs1(base, w) >>> immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 543: { // srli
        setRd(base, w, (rs1(base, w) >>> immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 32: { // srai
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 544: { // srai
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 33: { // add
        setRd(base, w, (rs1(base, w) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 545: { // add
        setRd(base, w, (rs1(base, w) + rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 34: { // sub
        setRd(base, w, (rs1(base, w) - rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 546: { // sub
        setRd(base, w, (rs1(base, w) - rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 35: { // xor
        setRd(base, w, (rs1(base, w) ^ rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 547: { // xor
        setRd(base, w, (rs1(base, w) ^ rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 36: { // or
        setRd(base, w, (rs1(base, w) | rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 548: { // or
        setRd(base, w, (rs1(base, w) | rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 37: { // and
        setRd(base, w, (rs1(base, w) & rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 549: { // and
        setRd(base, w, (rs1(base, w) & rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 38: { // addiw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 550: { // addiw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + immediate(w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 39: { // addw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 551: { // addw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) + rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 40: { // subw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) - rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 552: { // subw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) - rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 41: { // mul
        setRd(base, w, (rs1(base, w) * rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 553: { // mul
        setRd(base, w, (rs1(base, w) * rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 42: { // fld
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 554: { // fld
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4088) value = <u64>load<u64>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 8); if (hart.attention) return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 8
        w = load<u64>(p)
        continue
      }
      case 43: { // fsd
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 555: { // fsd
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4088) store<u64>(<usize>load<u32>(entry, 8) + <usize>offset, value)
        else { storeMissed(hart, p, n, address, value, 8); if (hart.attention) return }
        p += 8
        w = load<u64>(p)
        continue
      }
      case 44: { // add.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 556: { // add.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) + rs2(base, w)))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 45: { // sext.b
        setRd(base, w, <u64><i64><i8>rs1(base, w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 557: { // sext.b
        setRd(base, w, <u64><i64><i8>rs1(base, w))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 46: { // sext.h
        setRd(base, w, <u64><i64><i16>rs1(base, w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 558: { // sext.h
        setRd(base, w, <u64><i64><i16>rs1(base, w))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 47: { // zext.h
        setRd(base, w, (rs1(base, w) & 0xffff))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 559: { // zext.h
        setRd(base, w, (rs1(base, w) & 0xffff))
        p += 8
        w = load<u64>(p)
        continue
      }
      case 48: { // auipc
        setRd(base, w, ((delta + <u64>(p >> 2)) + immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 49: { // blt
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 50: { // blt_back
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 51: { // blt_far
        if (<u32>(<i64>rs1(base, w) < <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 52: { // bge
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 53: { // bge_back
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 54: { // bge_far
        if (<u32>(<i64>rs1(base, w) >= <i64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 55: { // bltu
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 56: { // bltu_back
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 57: { // bltu_far
        if (<u32>(rs1(base, w) < <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 58: { // bgeu
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 59: { // bgeu_back
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          p += <usize>immediate(w)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 60: { // bgeu_far
        if (<u32>(rs1(base, w) >= <u64>rs2(base, w))) {
          const target = delta + <u64>(p >> 2) + immediate(w)
          if (!jumped(hart, p, n, target)) return
          p = hart.codePtr
          delta = pageDelta(hart)
          warm(hart, heat, heatLimit, p, TURN_HEAT)
          w = load<u64>(p)
          continue
        }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 61: { // lb
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset < <u64>4096) value = <u64>load<u8>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 1); if (hart.attention) return }
        setRd(base, w, <u64><i64><i8>value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 62: { // lwu
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setRd(base, w, value)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 63: { // slti
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 64: { // sltiu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 65: { // ori
        setRd(base, w, (rs1(base, w) | immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 66: { // sll
        setRd(base, w, (rs1(base, w) << rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 67: { // slt
        setRd(base, w, <u64><u32>(<i64>rs1(base, w) < <i64>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 68: { // sltu
        setRd(base, w, <u64><u32>(rs1(base, w) < <u64>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 69: { // srl
        setRd(base, w, (rs1(base, w) >>> rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 70: { // sra
        setRd(base, w, <u64>(<i64>rs1(base, w) >> <i64>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 71: { // slliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 72: { // srliw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 73: { // sraiw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 74: { // sllw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) << <u32>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 75: { // srlw
        setRd(base, w, <u64><i64><i32>(<u32>rs1(base, w) >>> <u32>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 76: { // sraw
        setRd(base, w, <u64><i64><i32><u32>(<i32><u32>rs1(base, w) >> <i32><u32>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 77: { // fence
        fence(hart)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 78: { // mulh
        setRd(base, w, mulh(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 79: { // mulhsu
        setRd(base, w, mulhsu(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 80: { // mulhu
        setRd(base, w, mulhu(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 81: { // mulw
        setRd(base, w, <u64><i64><i32>(rs1(base, w) * rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 82: { // div
        setRd(base, w, div(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 83: { // divu
        setRd(base, w, divu(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 84: { // rem
        setRd(base, w, rem(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 85: { // remu
        setRd(base, w, remu(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 86: { // divw
        setRd(base, w, divw(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 87: { // divuw
        setRd(base, w, divuw(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 88: { // remw
        setRd(base, w, remw(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 89: { // remuw
        setRd(base, w, remuw(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 90: { // flw
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const entry = readTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        let value: u64
        if (offset <= <u64>4092) value = <u64>load<u32>(<usize>load<u32>(entry, 8) + <usize>offset)
        else { value = loadMissed(hart, p, n, address, 4); if (hart.attention) return }
        setFd(base, w, value | 0xffffffff00000000)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 91: { // fsw
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4092) store<u32>(<usize>load<u32>(entry, 8) + <usize>offset, <u32>value)
        else { storeMissed(hart, p, n, address, value, 4); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 92: { // fmv.x.w
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i32>fs1(base, w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 93: { // fmv.w.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-4294967296))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 94: { // fmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 95: { // fmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 96: { // fnmsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 97: { // fnmadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_s(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 98: { // fadd.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 99: { // fsub.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 100: { // fmul.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 101: { // fdiv.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_s(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 102: { // fsgnj.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 103: { // fsgnjn.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 104: { // fsgnjx.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_s(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 105: { // fle.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 106: { // flt.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 107: { // feq.s
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_s(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 108: { // fmv.x.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fs1(base, w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 109: { // fmv.d.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, rs1(base, w))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 110: { // fmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 111: { // fmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 112: { // fnmsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmsub_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 113: { // fnmadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fnmadd_d(hart, fs1(base, w), fs2(base, w), fs3(base, w), fusedRm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 114: { // fadd.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fadd_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 115: { // fsub.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fsub_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 116: { // fmul.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fmul_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 117: { // fdiv.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const value = fdiv_d(hart, fs1(base, w), fs2(base, w), rm(w))
        if (hart.attention) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, value)
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 118: { // fsgnj.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnj_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 119: { // fsgnjn.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjn_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 120: { // fsgnjx.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, fsgnjx_d(fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 121: { // fle.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, fle_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 122: { // flt.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, flt_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 123: { // feq.d
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, feq_d(hart, fs1(base, w), fs2(base, w)))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 124: { // sh1add
        setRd(base, w, ((rs1(base, w) << 1) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 125: { // sh2add
        setRd(base, w, ((rs1(base, w) << 2) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 126: { // sh3add
        setRd(base, w, ((rs1(base, w) << 3) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 127: { // sh1add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 1) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 128: { // sh2add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 2) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 129: { // sh3add.uw
        setRd(base, w, (((rs1(base, w) & 0xffffffff) << 3) + rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 130: { // slli.uw
        setRd(base, w, ((rs1(base, w) & 0xffffffff) << immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 131: { // andn
        setRd(base, w, (rs1(base, w) & (rs2(base, w) ^ <u64>-1)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 132: { // orn
        setRd(base, w, (rs1(base, w) | (rs2(base, w) ^ <u64>-1)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 133: { // xnor
        setRd(base, w, ((rs1(base, w) ^ rs2(base, w)) ^ <u64>-1))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 134: { // clz
        setRd(base, w, clz<u64>(rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 135: { // clzw
        setRd(base, w, <u64>clz<u32>(<u32>rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 136: { // ctz
        setRd(base, w, ctz<u64>(rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 137: { // ctzw
        setRd(base, w, <u64>ctz<u32>(<u32>rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 138: { // cpop
        setRd(base, w, popcnt<u64>(rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 139: { // cpopw
        setRd(base, w, <u64>popcnt<u32>(<u32>rs1(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 140: { // max
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value >= <i64>rs2Value)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 141: { // maxu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value >= <u64>rs2Value)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 142: { // min
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(<i64>rs1Value < <i64>rs2Value)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 143: { // minu
        const rs1Value = rs1(base, w)
        const rs2Value = rs2(base, w)
        setRd(base, w, select<u64>(rs1Value, rs2Value, <u32>(rs1Value < <u64>rs2Value)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 144: { // rol
        setRd(base, w, rotl<u64>(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 145: { // rolw
        setRd(base, w, <u64><i64><i32>rotl<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 146: { // ror
        setRd(base, w, rotr<u64>(rs1(base, w), rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 147: { // rori
        setRd(base, w, rotr<u64>(rs1(base, w), immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 148: { // roriw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>immediate(w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 149: { // rorw
        setRd(base, w, <u64><i64><i32>rotr<u32>(<u32>rs1(base, w), <u32>rs2(base, w)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 150: { // orc.b
        const rs1Value = rs1(base, w)
        setRd(base, w, ((((rs1Value | ((rs1Value & 0x7f7f7f7f7f7f7f7f) + 0x7f7f7f7f7f7f7f7f)) & 0x8080808080808080) >>> 7) * 0xff))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 151: { // bclr
        setRd(base, w, (rs1(base, w) & ((1 << rs2(base, w)) ^ <u64>-1)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 152: { // bclri
        setRd(base, w, (rs1(base, w) & ((1 << immediate(w)) ^ <u64>-1)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 153: { // bext
        setRd(base, w, ((rs1(base, w) >>> rs2(base, w)) & 1))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 154: { // bexti
        setRd(base, w, ((rs1(base, w) >>> immediate(w)) & 1))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 155: { // binv
        setRd(base, w, (rs1(base, w) ^ (1 << rs2(base, w))))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 156: { // binvi
        setRd(base, w, (rs1(base, w) ^ (1 << immediate(w))))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 157: { // bset
        setRd(base, w, (rs1(base, w) | (1 << rs2(base, w))))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 158: { // bseti
        setRd(base, w, (rs1(base, w) | (1 << immediate(w))))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 159: { // pack
        setRd(base, w, ((rs1(base, w) & 0xffffffff) | (rs2(base, w) << 0x20)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 160: { // packh
        setRd(base, w, ((rs1(base, w) & 0xff) | ((rs2(base, w) & 0xff) << 8)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 161: { // packw
        setRd(base, w, <u64><i64><i32>((rs1(base, w) & 0xffff) | (rs2(base, w) << 0x10)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 162: { // sha256sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 2) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xd)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x16)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 163: { // sha256sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 6) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0xb)) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x19)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 164: { // sha256sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 7) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x12)) ^ <u64><i64><i32>(<u32>rs1Value >>> 3)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 165: { // sha256sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((<u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x11) ^ <u64><i64><i32>rotr<u32>(<u32>rs1Value, 0x13)) ^ <u64><i64><i32>(<u32>rs1Value >>> 0xa)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 166: { // sha512sum0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x1c) ^ rotr<u64>(rs1Value, 0x22)) ^ rotr<u64>(rs1Value, 0x27)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 167: { // sha512sum1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0xe) ^ rotr<u64>(rs1Value, 0x12)) ^ rotr<u64>(rs1Value, 0x29)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 168: { // sha512sig0
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 1) ^ rotr<u64>(rs1Value, 8)) ^ (rs1Value >>> 7)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 169: { // sha512sig1
        const rs1Value = rs1(base, w)
        setRd(base, w, ((rotr<u64>(rs1Value, 0x13) ^ rotr<u64>(rs1Value, 0x3d)) ^ (rs1Value >>> 6)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 170: { // czero.eqz
        setRd(base, w, select<u64>(0, rs1(base, w), <u32>(rs2(base, w) == 0)))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 171: { // czero.nez
        setRd(base, w, select<u64>(rs1(base, w), 0, <u32>(rs2(base, w) == 0)))
        p += 16
        w = load<u64>(p)
        continue
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
        p += 16
        w = load<u64>(p)
        continue
      }
      case 173: { // fsh
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        const address = (rs1(base, w) + immediate(w))
        const value = fs2(base, w)
        const entry = writeTlb + (<usize>(address >>> 8) & (TLB_MASK << 4))
        const offset = address - load<u64>(entry)
        if (offset <= <u64>4094) store<u16>(<usize>load<u32>(entry, 8) + <usize>offset, <u16>value)
        else { storeMissed(hart, p, n, address, value, 2); if (hart.attention) return }
        p += 16
        w = load<u64>(p)
        continue
      }
      case 174: { // fmv.x.h
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setRd(base, w, <u64><i64><i16>fs1(base, w))
        p += 16
        w = load<u64>(p)
        continue
      }
      case 175: { // fmv.h.x
        if ((hart.mstatus & MSTATUS_FS) == 0) { sync(hart, p, n); illegalInstruction(hart, 0); return }
        setFd(base, w, (rs1(base, w) | <u64>-65536))
        hart.mstatus |= MSTATUS_FS
        p += 16
        w = load<u64>(p)
        continue
      }
      case 176: { // mop.r.N
        setRd(base, w, 0)
        p += 16
        w = load<u64>(p)
        continue
      }
      case 177: { // mop.rr.N
        setRd(base, w, 0)
        p += 16
        w = load<u64>(p)
        continue
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
