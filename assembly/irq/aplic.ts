/**
 * The APLIC's two domains, in MSI delivery mode: a machine-level root and its supervisor-level child (AIA chapter 4).
 *
 *     0x0000 domaincfg   0x0004 sourcecfg[1..]   0x1bc0 mmsiaddrcfg(h), smsiaddrcfg(h)
 *     0x1c00 setip       0x1cdc setipnum         0x1d00 in_clrip     0x1ddc clripnum
 *     0x1e00 setie       0x1edc setienum         0x1f00 clrie        0x1fdc clrienum
 *     0x2000 setipnum_le 0x2004 setipnum_be      0x3000 genmsi       0x3004 target[1..]
 */
import { Aplic, Guest } from '../abi/layout.gen'
import { bitsRead, bitsWrite } from './aplic/bits'
import {
  DELEGATE, DOMAIN_M, DOMAIN_S, domainAt, FIRST_SOURCE, isSource, resetDomain, SOURCES, sourceIn, sourcecfgOf, targetOf,
} from './aplic/domain'
import { deliverAll, sendMsi } from './aplic/msi'
import { assignInput, configureSource } from './aplic/source'

// @ts-ignore: decorator
@inline const DOMAINCFG: u32 = 0x0000
// @ts-ignore: decorator
@inline const SOURCECFG: u32 = 0x0004
// @ts-ignore: decorator
@inline const MMSIADDRCFG: u32 = 0x1bc0
// @ts-ignore: decorator
@inline const SMSIADDRCFGH: u32 = 0x1bcc
// @ts-ignore: decorator
@inline const BITS_FIRST: u32 = 0x1c00
// @ts-ignore: decorator
@inline const BITS_LAST: u32 = 0x2004
// @ts-ignore: decorator
@inline const GENMSI: u32 = 0x3000
// @ts-ignore: decorator
@inline const TARGET: u32 = 0x3004

/** domaincfg: its fixed byte and DM, which is MSI delivery and nothing else; IE is the bit that can be written. */
// @ts-ignore: decorator
@inline const DOMAINCFG_FIXED: u32 = 0x8000_0004
// @ts-ignore: decorator
@inline const DOMAINCFG_IE: u32 = 1 << 8
/** xmsiaddrcfgh: L, HHXS, LHXS, HHXW, LHXW and the upper page number. */
// @ts-ignore: decorator
@inline const ADDRESS_HIGH_MASK: u32 = 0x9f77_ffff
// @ts-ignore: decorator
@inline const ADDRESS_LOCK: u32 = 0x8000_0000
/** target and genmsi: hart index 31:18, guest index 17:12, EIID 10:0. */
// @ts-ignore: decorator
@inline const TARGET_MASK: u32 = 0xffff_f7ff
// @ts-ignore: decorator
@inline const GUEST_INDEX: u32 = 0x0003_f000

export function aplicReset(guest: Guest): void {
  resetDomain(guest, DOMAIN_M)
  resetDomain(guest, DOMAIN_S)
}

/** What a firmware does before it enters S-mode: every source belongs to the supervisor's domain. */
export function aplicDelegateAll(guest: Guest): void {
  for (let source = FIRST_SOURCE; source < SOURCES; source++) configureSource(guest, DOMAIN_M, source, DELEGATE)
}

/** Sets the level of a source's line. */
export function setAplicInput(guest: Guest, source: u32, level: bool): void {
  if (!isSource(source)) return
  assignInput(guest, DOMAIN_M, source, level)
  assignInput(guest, DOMAIN_S, source, level)
}

export function aplicRead(guest: Guest, domain: u32, offset: u32, bytes: u32): u64 {
  if (bytes != 4 || (offset & 3) != 0) return 0
  const state = domainAt(guest, domain)
  if (offset == DOMAINCFG) return DOMAINCFG_FIXED | state.domaincfg
  if (offset >= BITS_FIRST && offset <= BITS_LAST) return bitsRead(guest, domain, offset)
  if (offset >= MMSIADDRCFG && offset <= SMSIADDRCFGH) return readMsiAddress(state, offset)
  if (offset == GENMSI) return state.genmsi
  const configured = sourceIn(offset, SOURCECFG)
  if (configured != 0) return load<u32>(sourcecfgOf(guest, domain, configured))
  const targeted = sourceIn(offset, TARGET)
  return targeted == 0 ? 0 : load<u32>(targetOf(guest, domain, targeted))
}

export function aplicWrite(guest: Guest, domain: u32, offset: u32, value: u64, bytes: u32): void {
  if (bytes != 4 || (offset & 3) != 0) return
  writeRegister(guest, domain, offset, <u32>value)
  deliverAll(guest, domain)
}

function writeRegister(guest: Guest, domain: u32, offset: u32, value: u32): void {
  const state = domainAt(guest, domain)
  if (offset == DOMAINCFG) state.domaincfg = value & DOMAINCFG_IE
  else if (offset >= BITS_FIRST && offset <= BITS_LAST) bitsWrite(guest, domain, offset, value)
  else if (offset >= MMSIADDRCFG && offset <= SMSIADDRCFGH) writeMsiAddress(guest, domain, offset, value)
  else if (offset == GENMSI) writeGenmsi(guest, domain, value)
  else writeSource(guest, domain, offset, value)
}

function writeSource(guest: Guest, domain: u32, offset: u32, value: u32): void {
  const configured = sourceIn(offset, SOURCECFG)
  if (configured != 0) return configureSource(guest, domain, configured, value)
  const targeted = sourceIn(offset, TARGET)
  if (targeted == 0) return
  const mask = domain == DOMAIN_M ? TARGET_MASK & ~GUEST_INDEX : TARGET_MASK
  store<u32>(targetOf(guest, domain, targeted), value & mask)
}

function writeGenmsi(guest: Guest, domain: u32, value: u32): void {
  const state = domainAt(guest, domain)
  state.genmsi = value & TARGET_MASK & ~GUEST_INDEX
  sendMsi(guest, domain, state.genmsi)
}

function readMsiAddress(state: Aplic, offset: u32): u32 {
  switch ((offset - MMSIADDRCFG) >> 2) {
    case 0:
      return state.mmsiaddrcfg
    case 1:
      return state.mmsiaddrcfgh
    case 2:
      return state.smsiaddrcfg
    default:
      return state.smsiaddrcfgh
  }
}

/** Only the root domain has the address registers, and L locks all four (AIA §4.5.3). They are kept; MSIs go to harts by index. */
function writeMsiAddress(guest: Guest, domain: u32, offset: u32, value: u32): void {
  const state = domainAt(guest, domain)
  if (domain != DOMAIN_M || (state.mmsiaddrcfgh & ADDRESS_LOCK) != 0) return
  switch ((offset - MMSIADDRCFG) >> 2) {
    case 0:
      state.mmsiaddrcfg = value
      return
    case 1:
      state.mmsiaddrcfgh = value & ADDRESS_HIGH_MASK
      return
    case 2:
      state.smsiaddrcfg = value
      return
    default:
      state.smsiaddrcfgh = value & ADDRESS_HIGH_MASK & ~ADDRESS_LOCK
  }
}
