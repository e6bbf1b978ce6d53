/**
 * The SiFive PLIC of QEMU's virt machine: level-triggered gateways, priorities 0 to 7, two contexts per hart (M 2h, S 2h + 1).
 *
 *     0x000000  priority   u32 per source
 *     0x001000  pending    bit per source
 *     0x002000  enable     0x80 bytes per context
 *     0x200000  threshold, claim/complete: 0x1000 bytes per context
 */
import {
  GUEST_PLIC, Guest, PLIC_BYTES, PLIC_CLAIMED, PLIC_ENABLE, PLIC_LEVEL, PLIC_PENDING, PLIC_PRIORITY, PLIC_THRESHOLD, PLIC_WORDS, Plic,
} from '../abi/layout.gen'
import { PLIC_SOURCES } from '../abi/platform.gen'
import { hartOf } from '../memory/tlb'
import { assignBit, testBit } from './bitmap'
import { driveLine, Line } from './hart-line'

// @ts-ignore: decorator
@inline const PENDING_BASE: u32 = 0x1000
// @ts-ignore: decorator
@inline const ENABLE_BASE: u32 = 0x2000
// @ts-ignore: decorator
@inline const CONTEXT_BASE: u32 = 0x20_0000
// @ts-ignore: decorator
@inline const PRIORITY_MASK: u32 = 7
// @ts-ignore: decorator
@inline const CLAIM: u32 = 4

export function plicReset(guest: Guest): void {
  memory.fill(field(guest, 0), 0, PLIC_BYTES)
  plicOf(guest).contexts = 2 * guest.harts
  update(guest)
}

/** Sets the level of a source's line. Its request is withdrawn with the level unless it is claimed. */
export function setPlicLevel(guest: Guest, source: u32, level: bool): void {
  if (source == 0 || source > PLIC_SOURCES) return
  assignBit(field(guest, PLIC_LEVEL), source, level)
  forward(guest, source)
  update(guest)
}

export function plicRead(guest: Guest, offset: u32, bytes: u32): u64 {
  if (bytes != 4 || (offset & 3) != 0) return 0
  if (offset >= CONTEXT_BASE) return readContext(guest, offset - CONTEXT_BASE)
  const register = registerOf(guest, offset)
  return register == 0 ? 0 : load<u32>(register)
}

export function plicWrite(guest: Guest, offset: u32, value: u64, bytes: u32): void {
  if (bytes != 4 || (offset & 3) != 0) return
  const word = <u32>value
  if (offset >= CONTEXT_BASE) return writeContext(guest, offset - CONTEXT_BASE, word)
  const register = registerOf(guest, offset)
  if (register == 0) return
  if (offset < PENDING_BASE) store<u32>(register, word & PRIORITY_MASK)
  else if (offset >= ENABLE_BASE) store<u32>(register, isFirstWord(offset) ? word & ~1 : word)
  update(guest)
}

/** Host pointer of the priority, pending or enable word at `offset`, 0 where there is none. */
function registerOf(guest: Guest, offset: u32): usize {
  if (offset < PENDING_BASE) return (offset >> 2) - 1 < PLIC_SOURCES ? field(guest, PLIC_PRIORITY) + offset : 0
  if (offset < ENABLE_BASE) {
    const byte = offset - PENDING_BASE
    return byte < PLIC_WORDS << 2 ? field(guest, PLIC_PENDING) + byte : 0
  }
  const context = (offset - ENABLE_BASE) >> 7
  const word = (offset >> 2) & 31
  return context < plicOf(guest).contexts && word < PLIC_WORDS ? enableOf(guest, context) + (word << 2) : 0
}

/** The word of an enable array that holds source 0, which does not exist. */
// @ts-ignore: decorator
@inline
function isFirstWord(offset: u32): bool {
  return (offset & 0x7f) == 0
}

function readContext(guest: Guest, offset: u32): u64 {
  const context = offset >> 12
  if (context >= plicOf(guest).contexts) return 0
  const register = offset & 0xfff
  if (register == 0) return load<u32>(thresholdOf(guest, context))
  return register == CLAIM ? claim(guest, context) : 0
}

function writeContext(guest: Guest, offset: u32, value: u32): void {
  const context = offset >> 12
  if (context >= plicOf(guest).contexts) return
  const register = offset & 0xfff
  if (register == 0) store<u32>(thresholdOf(guest, context), value & PRIORITY_MASK)
  else if (register == CLAIM) complete(guest, value)
  update(guest)
}

function claim(guest: Guest, context: u32): u32 {
  const source = best(guest, context)
  if (source == 0) return 0
  assignBit(field(guest, PLIC_PENDING), source, false)
  assignBit(field(guest, PLIC_CLAIMED), source, true)
  update(guest)
  return source
}

/** Like QEMU, takes the completion from any context; a level that is still high asks again. */
function complete(guest: Guest, source: u32): void {
  if (source == 0 || source > PLIC_SOURCES) return
  assignBit(field(guest, PLIC_CLAIMED), source, false)
  forward(guest, source)
}

/** The gateway: a level becomes a request unless the last one is still being served. */
function forward(guest: Guest, source: u32): void {
  if (testBit(field(guest, PLIC_CLAIMED), source)) return
  assignBit(field(guest, PLIC_PENDING), source, testBit(field(guest, PLIC_LEVEL), source))
}

/** The pending and enabled source of the highest priority above the threshold, the lowest number among equals; 0 when none. */
function best(guest: Guest, context: u32): u32 {
  let highest = load<u32>(thresholdOf(guest, context))
  let source: u32 = 0
  for (let word: u32 = 0; word < PLIC_WORDS; word++) {
    let candidates = load<u32>(field(guest, PLIC_PENDING) + (word << 2)) & load<u32>(enableOf(guest, context) + (word << 2))
    while (candidates != 0) {
      const candidate = (word << 5) + ctz(candidates)
      candidates &= candidates - 1
      const priority = load<u32>(field(guest, PLIC_PRIORITY) + (candidate << 2))
      if (priority <= highest) continue
      highest = priority
      source = candidate
    }
  }
  return source
}

function update(guest: Guest): void {
  for (let i: u32 = 0; i < guest.harts; i++) {
    const hart = hartOf(guest, i)
    driveLine(hart, Line.meip, best(guest, 2 * i) != 0)
    driveLine(hart, Line.seip, best(guest, 2 * i + 1) != 0)
  }
}

function plicOf(guest: Guest): Plic {
  return changetype<Plic>(field(guest, 0))
}

// @ts-ignore: decorator
@inline
function field(guest: Guest, offset: u32): usize {
  return changetype<usize>(guest) + GUEST_PLIC + offset
}

// @ts-ignore: decorator
@inline
function enableOf(guest: Guest, context: u32): usize {
  return field(guest, PLIC_ENABLE) + context * (PLIC_WORDS << 2)
}

// @ts-ignore: decorator
@inline
function thresholdOf(guest: Guest, context: u32): usize {
  return field(guest, PLIC_THRESHOLD) + (context << 2)
}
