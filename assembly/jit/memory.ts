/**
 * Loads and stores: a TLB hit is inline, everything else calls the core.
 *
 * Where spans pay (hart/span.ts), an access is compared with the one of its kind, which a region keeps in locals:
 *
 *     hit = address - span.low < span.reach          host pointer = address + span.shift
 *
 * Elsewhere an access with a site compares its page with the site's, and any other looks the address up:
 *
 *     entry  = tlb + page number of the address % entries        offset = address - entry.tag
 *     hit    = offset <= 4096 - bytes                            host pointer = entry.pointer + offset
 *
 * Several off one register are looked up together (groups.ts).
 */
import { TLB_MASK } from '../abi/layout.gen'
import { access, call, close, i32Const, i64Const, localGet, localSet, localTee, op, Op, openLikely, openUnlikely, ValueType } from './code'
import { getAttention, getPlace, leaveColdIf, leaveHere } from './leave'
import { distanceToLow, extentOf, Group, groupOfAccess, isFirstOfGroup, looksIntoSpan, passGroup } from './groups'
import { writeThrough } from './live'
import { immediateOf, lengthOf, rdOf, rs1Of, rs2Of } from './record'
import { ADDRESS, ENTRY, fLocal, HART, OFFSET, getSpanLow, getSpanShift, getSpanGroupReach, getSpanReach, pointerLocal, READ_TLB, WRITE_TLB } from './registers'
import { NO_SITE, siteOf, siteOffset, SPAN } from './site'
import { callImport, FIND_FUNCTION, LOAD_FUNCTION, STORE_FUNCTION } from './types'
import { currentBlock, work } from './work'
import { getW, getX, setSmall, setW, setX, wholeX } from './words'

/** How an access is told to the core: bytes, and whether the value is sign-extended. */
// @ts-ignore: decorator
@inline export const ACCESS_SIGNED: u32 = 16
// @ts-ignore: decorator
@inline export const ACCESS_LENGTH_SHIFT: u32 = 8
/** The site is told as its number + 1, in bits that 0 is none in. */
// @ts-ignore: decorator
@inline export const ACCESS_SITE_SHIFT: u32 = 16

/** The access, or that of the group, has looked into the span. */
// @ts-ignore: decorator
@inline export const ACCESS_SPAN: u32 = 1 << 31
/** A group is looked for that is written; its extent in bytes is in the bits below. */
// @ts-ignore: decorator
@inline export const FIND_WRITES: u32 = 1 << 30
// @ts-ignore: decorator
@inline export const FIND_EXTENT: u32 = FIND_WRITES - 1

function toldSite(site: u32): u32 {
  if (site == SPAN) return ACCESS_SPAN
  return site == NO_SITE ? 0 : (site + 1) << ACCESS_SITE_SHIFT
}

export function lowerLoad(w: u64, bytes: u32, isSigned: bool, isFloat: bool): void {
  const loadsWord = !isFloat && (bytes < 4 || (bytes == 4 && isSigned))
  const loadsDouble = isFloat && bytes == 8
  const code = loadsDouble ? Op.f64Load : loadsWord ? wordLoadOpcode(bytes, isSigned) : loadOpcode(bytes, isSigned && !isFloat)
  const group = groupOfAccess()
  if (group !== null) {
    access(code, groupPointer(group, w))
    return setLoaded(w, bytes, loadsWord, isSigned, isFloat)
  }
  const site = siteOf(rs1Of(w), false)
  writeThrough(currentBlock())
  address(w)
  hit(site, bytes, false)
  openLikely(loadsDouble ? ValueType.f64 : loadsWord ? ValueType.i32 : ValueType.i64)
  pointer(site, false)
  access(code, 0)
  op(Op.otherwise)
  loadSlowly(bytes | (isSigned && !isFloat ? ACCESS_SIGNED : 0) | toldSite(site))
  if (loadsDouble) op(Op.f64ReinterpretI64)
  else if (loadsWord) op(Op.i32WrapI64)
  close()
  setLoaded(w, bytes, loadsWord, isSigned, isFloat)
}

function setLoaded(w: u64, bytes: u32, loadsWord: bool, isSigned: bool, isFloat: bool): void {
  if (loadsWord && !isSigned) setSmall(rdOf(w))
  else if (loadsWord) setW(rdOf(w))
  else if (isFloat) setFloat(rdOf(w), bytes)
  else setX(rdOf(w))
}

/** From the address on the stack to whether it takes the fast path; ADDRESS is set. */
function hit(site: u32, bytes: u32, isStore: bool): void {
  if (site == SPAN) {
    passLow(u32(isStore))
    getSpanReach(u32(isStore))
    return op(Op.i64LtU)
  }
  localTee(ADDRESS)
  if (site == NO_SITE) lookUp(isStore ? WRITE_TLB : READ_TLB, bytes)
  else hitSite(bytes, site)
}

/** The host pointer. */
function pointer(site: u32, isStore: bool): void {
  if (site == SPAN) spanPointer(u32(isStore))
  else if (site == NO_SITE) hostPointer()
  else sitePointer(site)
}

/** The group's pointer, which its first access finds; how far this one is from it. */
function groupPointer(group: Group, w: u64): u32 {
  if (group.isGuarded != 0 || !isFirstOfGroup(group)) localGet(groupLocal(group))
  else findGroup(group, w)
  const distance = <u32>-distanceToLow(group)
  passGroup(group)
  return distance
}

/** Leaves the first access to the interpreter when not all of the group is to be had. */
function findGroup(group: Group, w: u64): void {
  const site = siteOfGroup(group)
  writeThrough(currentBlock())
  wholeX(rs1Of(w))
  getAddressOf(w, distanceToLow(group))
  hitLowest(group, site)
  openLikely(ValueType.i32)
  pointer(site, group.isStore != 0)
  op(Op.otherwise)
  localGet(HART)
  localGet(ADDRESS)
  i32Const(extentOf(group) | (group.isStore != 0 ? FIND_WRITES : 0) | (site == SPAN ? ACCESS_SPAN : 0))
  callImport(FIND_FUNCTION)
  localTee(groupLocal(group))
  op(Op.i32Eqz)
  openUnlikely(ValueType.empty)
  leaveHere()
  close()
  localGet(groupLocal(group))
  close()
  localTee(groupLocal(group))
}

/** A group has no site, whose tag does not tell how far it is from the end of the page. */
function siteOfGroup(group: Group): u32 {
  return looksIntoSpan(group.isStore != 0) ? SPAN : NO_SITE
}

/** From the address of a group's lowest access on the stack to whether all of it is found. */
function hitLowest(group: Group, site: u32): void {
  if (site == SPAN) {
    passLow(group.isStore)
    getSpanGroupReach(group.isStore)
    return op(Op.i64LtU)
  }
  localTee(ADDRESS)
  lookUp(group.isStore != 0 ? WRITE_TLB : READ_TLB, extentOf(group))
}

function groupLocal(group: Group): u32 {
  return pointerLocal(group.held - 1)
}

/** From the address on the stack to how far behind the span's beginning it is; ADDRESS is set. */
function passLow(which: u32): void {
  localTee(ADDRESS)
  getSpanLow(which)
  op(Op.i64Sub)
}

function spanPointer(which: u32): void {
  localGet(ADDRESS)
  op(Op.i32WrapI64)
  getSpanShift(which)
  op(Op.i32Add)
}

/** From the address on the stack to whether it is on the site's page; bits that a well aligned address has not are left in. */
function hitSite(bytes: u32, site: u32): void {
  i64Const(-4096 | (<i64>bytes - 1))
  op(Op.i64And)
  localGet(READ_TLB)
  access(Op.i64Load, siteOffset(site))
  op(Op.i64Eq)
}

function sitePointer(site: u32): void {
  localGet(ADDRESS)
  op(Op.i32WrapI64)
  localGet(READ_TLB)
  access(Op.i32Load, siteOffset(site) + 8)
  op(Op.i32Add)
}

/** A double, or what is narrower than the register, and NaN-boxed. */
function setFloat(register: u32, bytes: u32): void {
  if (bytes < 8) {
    i64Const(-1 << (bytes << 3))
    op(Op.i64Or)
    op(Op.f64ReinterpretI64)
  }
  localSet(fLocal(register))
}

export function lowerStore(w: u64, bytes: u32, isFloat: bool): void {
  if (!isFloat && bytes == 8) wholeX(rs2Of(w))
  const group = groupOfAccess()
  if (group !== null) return storeTo(w, bytes, isFloat, groupPointer(group, w))
  const site = siteOf(rs1Of(w), true)
  writeThrough(currentBlock())
  address(w)
  hit(site, bytes, true)
  openLikely(ValueType.empty)
  pointer(site, true)
  storeTo(w, bytes, isFloat, 0)
  op(Op.otherwise)
  storeSlowly(w, bytes, isFloat, toldSite(site))
  close()
}

/** To the host pointer on the stack. */
function storeTo(w: u64, bytes: u32, isFloat: bool, offset: u32): void {
  if (isFloat && bytes == 8) {
    localGet(fLocal(rs2Of(w)))
    return access(Op.f64Store, offset)
  }
  if (isFloat || bytes == 8) {
    storedValue(w, isFloat)
    return access(storeOpcode(bytes), offset)
  }
  getW(rs2Of(w))
  access(wordStoreOpcode(bytes), offset)
}

/** Looks a guarded group up, whose root is whole; what is on the stack then says whether it was found. */
export function lookUpGroup(group: Group): void {
  getX(group.root)
  if (group.low != 0) {
    i64Const(group.low)
    op(Op.i64Add)
  }
  hitLowest(group, siteOfGroup(group))
}

export function keepGroup(group: Group): void {
  pointer(siteOfGroup(group), group.isStore != 0)
  localSet(groupLocal(group))
}

function storedValue(w: u64, isFloat: bool): void {
  if (!isFloat) return getX(rs2Of(w))
  localGet(fLocal(rs2Of(w)))
  op(Op.i64ReinterpretF64)
}

/** The effective address. */
function address(w: u64): void {
  wholeX(rs1Of(w))
  getAddressOf(w, 0)
}

/** So many bytes from the address of an access whose register is whole. */
function getAddressOf(w: u64, distance: i32): void {
  getX(rs1Of(w))
  const displacement = immediateOf(w) + <i64>distance
  if (displacement == 0) return
  i64Const(displacement)
  op(Op.i64Add)
}

/** From the address on the stack to whether the TLB has it; ENTRY and OFFSET are set. */
function lookUp(tlb: u32, bytes: u32): void {
  localGet(ADDRESS)
  i64Const(8)
  op(Op.i64ShrU)
  op(Op.i32WrapI64)
  i32Const(TLB_MASK << 4)
  op(Op.i32And)
  localGet(tlb)
  op(Op.i32Add)
  localTee(ENTRY)
  access(Op.i64Load, 0)
  op(Op.i64Sub)
  localTee(OFFSET)
  i64Const(4096 - bytes)
  op(Op.i64LeU)
}

function hostPointer(): void {
  localGet(ENTRY)
  access(Op.i32Load, 8)
  localGet(OFFSET)
  op(Op.i32WrapI64)
  op(Op.i32Add)
}

function loadSlowly(kind: u32): void {
  localGet(HART)
  localGet(ADDRESS)
  i32Const(kind)
  getPlace()
  callImport(LOAD_FUNCTION)
  getAttention()
  leaveColdIf()
}

function storeSlowly(w: u64, bytes: u32, isFloat: bool, told: u32): void {
  localGet(HART)
  localGet(ADDRESS)
  storedValue(w, isFloat)
  i32Const(bytes | (lengthOf(w) << (ACCESS_LENGTH_SHIFT + 1)) | told)
  getPlace()
  callImport(STORE_FUNCTION)
  leaveColdIf()
}

function loadOpcode(bytes: u32, isSigned: bool): u32 {
  switch (bytes) {
    case 1:
      return isSigned ? Op.i64Load8S : Op.i64Load8U
    case 2:
      return isSigned ? Op.i64Load16S : Op.i64Load16U
    case 4:
      return isSigned ? Op.i64Load32S : Op.i64Load32U
    default:
      return Op.i64Load
  }
}

function storeOpcode(bytes: u32): u32 {
  switch (bytes) {
    case 1:
      return Op.i64Store8
    case 2:
      return Op.i64Store16
    case 4:
      return Op.i64Store32
    default:
      return Op.i64Store
  }
}

function wordLoadOpcode(bytes: u32, isSigned: bool): u32 {
  switch (bytes) {
    case 1:
      return isSigned ? Op.i32Load8S : Op.i32Load8U
    case 2:
      return isSigned ? Op.i32Load16S : Op.i32Load16U
    default:
      return Op.i32Load
  }
}

function wordStoreOpcode(bytes: u32): u32 {
  switch (bytes) {
    case 1:
      return Op.i32Store8
    case 2:
      return Op.i32Store16
    default:
      return Op.i32Store
  }
}
