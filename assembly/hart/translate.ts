/** Stage-1 translation: Sv39, Sv48 and Sv57 page tables in guest memory (Privileged §12.3 to §12.6). */
import { Attention, Extension, Guest, Hart } from '../abi/layout.gen'
import { NOWHERE, PAGE_MASK, PAGE_SHIFT } from '../memory/page'
import { guestIsRam } from '../memory/physical'
import { noteLargePage } from '../memory/tlb'
import { ENVCFG_ADUE, ENVCFG_PBMTE, MSTATUS_MXR, SATP_MODE_SHIFT, SATP_PPN } from './csr/fields.gen'
import { AccessMode, privilegeOf } from './mode'
import { PmpAccess, pmpCheck } from './pmp'
import { readableRam, writableRam } from './ram'
import { Cause, raiseException } from './trap'

const PTE_V: u64 = 1
const PTE_R: u64 = 2
const PTE_W: u64 = 4
const PTE_X: u64 = 8
const PTE_U: u64 = 16
const PTE_G: u64 = 32
const PTE_A: u64 = 64
const PTE_D: u64 = 128
const PTE_PPN_SHIFT: u64 = 10
const PTE_PPN: u64 = 0xfff_ffff_ffff << 10
const PTE_RESERVED: u64 = 0x7f << 54
const PTE_PBMT: u64 = 3 << 61
const PTE_N: u64 = 1 << 63
/** The one NAPOT size: 16 pages, told by ppn[3:0] = 8. */
const NAPOT_PAGES: u64 = 16
const NAPOT_PATTERN: u64 = 8
const VPN_BITS: u64 = 9

/** Guest-physical address of `gva` for an access (PmpAccess) in an access mode; NOWHERE with the fault raised, or with attention set. */
export function translate(hart: Hart, gva: u64, access: u32, mode: u32): u64 {
  const scheme = <u32>(hart.satp >> SATP_MODE_SHIFT)
  if (mode == AccessMode.machine || scheme == 0) return gva
  const levels: u64 = <u64>scheme - 5
  const bits = levels * VPN_BITS + PAGE_SHIFT
  if (<u64>((<i64>gva << (64 - bits)) >> (64 - bits)) != gva) return pageFault(hart, gva, access)
  return walk(hart, gva, access, mode, levels)
}

function walk(hart: Hart, gva: u64, access: u32, mode: u32, levels: u64): u64 {
  let table = (hart.satp & SATP_PPN) << PAGE_SHIFT
  for (let level = levels; level > 0; level--) {
    const shift = PAGE_SHIFT + (level - 1) * VPN_BITS
    const at = table + (((gva >> shift) & 511) << 3)
    const pointer = entryPointer(hart, at, PmpAccess.read)
    if (pointer == 0) return missingEntry(hart, gva, access)
    const pte = load<u64>(pointer)
    if ((pte & PTE_V) == 0 || (pte & (PTE_R | PTE_W)) == PTE_W || (pte & PTE_RESERVED) != 0) return pageFault(hart, gva, access)
    if ((pte & (PTE_R | PTE_X)) != 0) return leaf(hart, gva, access, mode, at, pte, shift)
    if ((pte & (PTE_A | PTE_D | PTE_U | PTE_PBMT | PTE_N)) != 0) return pageFault(hart, gva, access)
    table = pageNumber(pte) << PAGE_SHIFT
  }
  return pageFault(hart, gva, access)
}

/**
 * Guest-physical address of `gva`, if an access there would neither fault nor change a page-table entry; NOWHERE otherwise. NAPOT runs are left
 * to those that need them.
 */
export function peek(hart: Hart, gva: u64, access: u32, mode: u32): u64 {
  const scheme = <u32>(hart.satp >> SATP_MODE_SHIFT)
  if (mode == AccessMode.machine || scheme == 0) return gva
  const levels: u64 = <u64>scheme - 5
  const bits = levels * VPN_BITS + PAGE_SHIFT
  if (<u64>((<i64>gva << (64 - bits)) >> (64 - bits)) != gva) return NOWHERE
  let table = (hart.satp & SATP_PPN) << PAGE_SHIFT
  for (let level = levels; level > 0; level--) {
    const shift = PAGE_SHIFT + (level - 1) * VPN_BITS
    const pointer = entryPointer(hart, table + (((gva >> shift) & 511) << 3), PmpAccess.read)
    if (pointer == 0) return NOWHERE
    const pte = load<u64>(pointer)
    if ((pte & PTE_V) == 0 || (pte & (PTE_R | PTE_W)) == PTE_W || (pte & PTE_RESERVED) != 0) return NOWHERE
    if ((pte & (PTE_R | PTE_X)) != 0) return peekLeaf(hart, gva, access, mode, pte, shift)
    if ((pte & (PTE_A | PTE_D | PTE_U | PTE_PBMT | PTE_N)) != 0) return NOWHERE
    table = pageNumber(pte) << PAGE_SHIFT
  }
  return NOWHERE
}

function peekLeaf(hart: Hart, gva: u64, access: u32, mode: u32, pte: u64, shift: u64): u64 {
  const wanted = PTE_A | (access == PmpAccess.write ? PTE_D : 0)
  if ((pte & PTE_N) != 0 || (pte & wanted) != wanted || !permits(hart, pte, access, mode) || !isWellFormed(hart, pte, shift)) return NOWHERE
  const span = (<u64>1 << shift) - 1
  if (span > <u64>PAGE_MASK) noteLargePage(hart, gva & ~span, gva | span)
  return ((pageNumber(pte) << PAGE_SHIFT) & ~span) | (gva & span)
}

/** The leaf `pte` found at `at` maps a page of 2^shift bytes, or a NAPOT run of 4 KiB pages. */
function leaf(hart: Hart, gva: u64, access: u32, mode: u32, at: u64, pte: u64, shift: u64): u64 {
  if (!permits(hart, pte, access, mode) || !isWellFormed(hart, pte, shift)) return pageFault(hart, gva, access)
  const wanted = PTE_A | (access == PmpAccess.write ? PTE_D : 0)
  if ((pte & wanted) != wanted) {
    if ((hart.menvcfg & ENVCFG_ADUE) == 0) return pageFault(hart, gva, access)
    const pointer = entryPointer(hart, at, PmpAccess.write)
    if (pointer == 0) return missingEntry(hart, gva, access)
    if (!setAccessed(pointer, pte, wanted)) return walkAgain(hart)
  }
  if ((pte & PTE_G) == 0 && mode == AccessMode.supervisor) hart.holdsLocal = 1
  const napot = (pte & PTE_N) != 0
  const span = napot ? (NAPOT_PAGES << PAGE_SHIFT) - 1 : (<u64>1 << shift) - 1
  if (span > <u64>PAGE_MASK) noteLargePage(hart, gva & ~span, gva | span)
  const base = pageNumber(pte) << PAGE_SHIFT
  return (base & ~span) | (gva & span)
}

/** False when the entry is not what it was: another hart changed it. */
function setAccessed(pointer: usize, pte: u64, bits: u64): bool {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<u64>(pointer, pte, pte | bits) == pte
  store<u64>(pointer, load<u64>(pointer) | bits)
  return true
}

/** The instruction is executed again. */
function walkAgain(hart: Hart): u64 {
  hart.attention = Attention.resume
  return NOWHERE
}

function permits(hart: Hart, pte: u64, access: u32, mode: u32): bool {
  if (mode == AccessMode.user) {
    if ((pte & PTE_U) == 0) return false
  } else if ((pte & PTE_U) != 0 && (mode != AccessMode.supervisorSum || access == PmpAccess.execute)) return false
  if (access == PmpAccess.execute) return (pte & PTE_X) != 0
  if (access == PmpAccess.write) return (pte & PTE_W) != 0
  return (pte & PTE_R) != 0 || ((hart.mstatus & MSTATUS_MXR) != 0 && (pte & PTE_X) != 0)
}

/** Superpages are aligned, N and PBMT are used as Svnapot and Svpbmt allow. */
function isWellFormed(hart: Hart, pte: u64, shift: u64): bool {
  if ((pte & PTE_PBMT) != 0 && ((hart.menvcfg & ENVCFG_PBMTE) == 0 || (pte & PTE_PBMT) == PTE_PBMT)) return false
  const below = (<u64>1 << (shift - PAGE_SHIFT)) - 1
  if ((pte & PTE_N) == 0) return (pageNumber(pte) & below) == 0
  const offered = ((hart.extensions >> <u64>Extension.svnapot) & 1) != 0
  return offered && shift == PAGE_SHIFT && (pageNumber(pte) & (NAPOT_PAGES - 1)) == NAPOT_PATTERN
}

/** Host pointer of a page-table entry, which must be RAM that PMP gives S-mode; 0 otherwise. */
function entryPointer(hart: Hart, gpa: u64, access: u32): usize {
  const guest = changetype<Guest>(<usize>hart.guest)
  if (!guestIsRam(guest, gpa, 8) || !pmpCheck(hart, gpa, 8, access, 1)) return 0
  return access == PmpAccess.write ? writableRam(hart, gpa, 8) : readableRam(hart, gpa)
}

/** A page table that is not there faults; one that cannot be had yet is no fault. */
function missingEntry(hart: Hart, gva: u64, access: u32): u64 {
  return hart.attention == Attention.none ? accessFault(hart, gva, access) : NOWHERE
}

// @ts-ignore: decorator
@inline
function pageNumber(pte: u64): u64 {
  return (pte & PTE_PPN) >> PTE_PPN_SHIFT
}

export function pageFault(hart: Hart, gva: u64, access: u32): u64 {
  return fault(hart, gva, access, Cause.instructionPage, Cause.loadPage, Cause.storePage)
}

export function accessFault(hart: Hart, gva: u64, access: u32): u64 {
  return fault(hart, gva, access, Cause.instructionAccess, Cause.loadAccess, Cause.storeAccess)
}

function fault(hart: Hart, gva: u64, access: u32, execute: u32, read: u32, write: u32): u64 {
  raiseException(hart, access == PmpAccess.execute ? execute : access == PmpAccess.write ? write : read, gva)
  return NOWHERE
}

/** Whether PMP gives `bytes` at `gpa` to an access in this mode; raises the access fault at `gva` otherwise. */
export function protects(hart: Hart, gva: u64, gpa: u64, bytes: u32, access: u32, mode: u32): bool {
  if (pmpCheck(hart, gpa, bytes, access, privilegeOf(mode))) return false
  accessFault(hart, gva, access)
  return true
}
