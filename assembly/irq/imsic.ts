/** The incoming MSI controller: an interrupt file per hart and level, reached by MSIs and by indirect CSRs (AIA chapter 3). */
import {
  Guest, HART_IMSIC_M, HART_IMSIC_S, Hart, IMSIC_BYTES, IMSIC_ENABLED, IMSIC_PENDING, IMSIC_WORDS, Imsic, InterruptController,
} from '../abi/layout.gen'
import { IMSIC_S_IDS } from '../abi/platform.gen'
import { lockGuest, unlockGuest } from '../memory/locks'
import { hartOf } from '../memory/tlb'
import { driveLine, Line } from './hart-line'

export const enum InterruptFile {
  machine = 0,
  supervisor = 1,
}

// @ts-ignore: decorator
@inline const EIDELIVERY: u32 = 0x70
// @ts-ignore: decorator
@inline const EITHRESHOLD: u32 = 0x72
// @ts-ignore: decorator
@inline const EIP0: u32 = 0x80
// @ts-ignore: decorator
@inline const EIE0: u32 = 0xc0
// @ts-ignore: decorator
@inline const EIE63: u32 = 0xff
/** Widest identity that the architecture allows. */
// @ts-ignore: decorator
@inline const IDENTITY_MASK: u64 = 0x7ff

export function imsicReset(guest: Guest): void {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    memory.fill(fileOf(hart, true), 0, IMSIC_BYTES)
    memory.fill(fileOf(hart, false), 0, IMSIC_BYTES)
    if (guest.interruptController == InterruptController.aia) updateBoth(hart)
  }
}

/** Does the selector name a register? On RV64 the odd arrays' halves do not exist (AIA §3.8). */
export function imsicHas(select: u32): bool {
  if (select == EIDELIVERY || select == EITHRESHOLD) return true
  return select >= EIP0 && select <= EIE63 && (select & 1) == 0
}

export function imsicGet(hart: Hart, machine: bool, select: u32): u64 {
  const file = imsicOf(hart, machine)
  if (select == EIDELIVERY) return file.eidelivery
  if (select == EITHRESHOLD) return file.eithreshold
  const word = arrayWord(hart, machine, select)
  return word == 0 ? 0 : load<u64>(word)
}

/** Delivery is off or on: an interrupt file here takes nothing from a PLIC or APLIC. Identity 0 does not exist. The guest is locked. */
export function imsicSet(hart: Hart, machine: bool, select: u32, value: u64): void {
  write(hart, machine, select, value)
  update(hart, machine)
}

function write(hart: Hart, machine: bool, select: u32, value: u64): void {
  const file = imsicOf(hart, machine)
  if (select == EIDELIVERY) file.eidelivery = <u32>(value & 1)
  else if (select == EITHRESHOLD) file.eithreshold = <u32>(value & IDENTITY_MASK)
  else {
    const word = arrayWord(hart, machine, select)
    if (word != 0) store<u64>(word, (select & 0x3f) == 0 ? value & ~(<u64>1) : value)
  }
}

/** *topei: the lowest pending and enabled identity below the threshold, in bits 26:16 and 10:0, or 0 (AIA §3.10). */
export function imsicTop(hart: Hart, machine: bool): u32 {
  const identity = topIdentity(hart, machine)
  return (identity << 16) | identity
}

/** Returns *topei and clears the pending bit that it names. The guest is locked. */
export function imsicClaim(hart: Hart, machine: bool): u32 {
  const identity = topIdentity(hart, machine)
  if (identity == 0) return 0
  const word = wordAt(hart, machine, IMSIC_PENDING, identity >> 6)
  store<u64>(word, load<u64>(word) & ~(<u64>1 << (identity & 63)))
  update(hart, machine)
  return (identity << 16) | identity
}

/** Makes an identity pending: an MSI has arrived. Identities that are not there are ignored (AIA §3.5). */
export function imsicSend(hart: Hart, machine: bool, identity: u32): void {
  if (identity == 0 || identity > IMSIC_S_IDS) return
  const guest = changetype<Guest>(<usize>hart.guest)
  lockGuest(guest)
  const word = wordAt(hart, machine, IMSIC_PENDING, identity >> 6)
  store<u64>(word, load<u64>(word) | (<u64>1 << (identity & 63)))
  update(hart, machine)
  unlockGuest(guest)
}

/** A word written to an interrupt file's page: seteipnum_le is all that it has; everything reads zero. */
export function imsicWrite(guest: Guest, hart: u32, file: u32, offset: u32, value: u64): void {
  if (hart >= guest.harts || offset != 0) return
  imsicSend(hartOf(guest, hart), file == InterruptFile.machine, <u32>value)
}

function topIdentity(hart: Hart, machine: bool): u32 {
  const threshold = imsicOf(hart, machine).eithreshold
  for (let word: u32 = 0; word < IMSIC_WORDS; word++) {
    const candidates = load<u64>(wordAt(hart, machine, IMSIC_PENDING, word)) & load<u64>(wordAt(hart, machine, IMSIC_ENABLED, word))
    if (candidates == 0) continue
    const identity = (word << 6) + <u32>ctz(candidates)
    return threshold == 0 || identity < threshold ? identity : 0
  }
  return 0
}

function updateBoth(hart: Hart): void {
  update(hart, true)
  update(hart, false)
}

function update(hart: Hart, machine: bool): void {
  const delivers = imsicOf(hart, machine).eidelivery == 1 && topIdentity(hart, machine) != 0
  driveLine(hart, machine ? Line.meip : Line.seip, delivers)
}

/** Host pointer of the doubleword that an eip or eie selector names, 0 when no identity of it exists. */
function arrayWord(hart: Hart, machine: bool, select: u32): usize {
  const word = (select & 0x3f) >> 1
  if (word >= IMSIC_WORDS) return 0
  return wordAt(hart, machine, select < EIE0 ? IMSIC_PENDING : IMSIC_ENABLED, word)
}

// @ts-ignore: decorator
@inline
function wordAt(hart: Hart, machine: bool, array: u32, word: u32): usize {
  return fileOf(hart, machine) + array + (word << 3)
}

// @ts-ignore: decorator
@inline
function fileOf(hart: Hart, machine: bool): usize {
  return changetype<usize>(hart) + (machine ? HART_IMSIC_M : HART_IMSIC_S)
}

// @ts-ignore: decorator
@inline
function imsicOf(hart: Hart, machine: bool): Imsic {
  return changetype<Imsic>(fileOf(hart, machine))
}
