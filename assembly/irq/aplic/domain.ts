/** The state of an APLIC domain and where its parts are. */
import {
  APLIC_BYTES, APLIC_ENABLED, APLIC_INPUT, APLIC_PENDING, APLIC_SOURCECFG, APLIC_TARGET, Aplic, GUEST_APLIC_M, GUEST_APLIC_S, Guest,
} from '../../abi/layout.gen'
import { APLIC_M_SOURCES } from '../../abi/platform.gen'

// @ts-ignore: decorator
@inline export const DOMAIN_M: u32 = 0
// @ts-ignore: decorator
@inline export const DOMAIN_S: u32 = 1
/** One past the last source: 1 to 96 exist. */
// @ts-ignore: decorator
@inline export const SOURCES: u32 = APLIC_M_SOURCES + 1
// @ts-ignore: decorator
@inline export const FIRST_SOURCE: u32 = 1
/** sourcecfg.D: the source belongs to the child domain. */
// @ts-ignore: decorator
@inline export const DELEGATE: u32 = 1 << 10

export function resetDomain(guest: Guest, domain: u32): void {
  memory.fill(part(guest, domain, 0), 0, APLIC_BYTES)
}

// @ts-ignore: decorator
@inline
export function domainAt(guest: Guest, domain: u32): Aplic {
  return changetype<Aplic>(part(guest, domain, 0))
}

// @ts-ignore: decorator
@inline
export function isSource(source: u32): bool {
  return source - FIRST_SOURCE < SOURCES - FIRST_SOURCE
}

/** The source whose word in the array from `base` on is at `offset`, 0 when it is outside. */
export function sourceIn(offset: u32, base: u32): u32 {
  const source = ((offset - base) >> 2) + FIRST_SOURCE
  return offset >= base && isSource(source) ? source : 0
}

// @ts-ignore: decorator
@inline
export function inputsOf(guest: Guest, domain: u32): usize {
  return part(guest, domain, APLIC_INPUT)
}

// @ts-ignore: decorator
@inline
export function pendingOf(guest: Guest, domain: u32): usize {
  return part(guest, domain, APLIC_PENDING)
}

// @ts-ignore: decorator
@inline
export function enabledOf(guest: Guest, domain: u32): usize {
  return part(guest, domain, APLIC_ENABLED)
}

// @ts-ignore: decorator
@inline
export function sourcecfgOf(guest: Guest, domain: u32, source: u32): usize {
  return part(guest, domain, APLIC_SOURCECFG) + (source << 2)
}

// @ts-ignore: decorator
@inline
export function targetOf(guest: Guest, domain: u32, source: u32): usize {
  return part(guest, domain, APLIC_TARGET) + (source << 2)
}

// @ts-ignore: decorator
@inline
function part(guest: Guest, domain: u32, offset: u32): usize {
  return changetype<usize>(guest) + (domain == DOMAIN_M ? GUEST_APLIC_M : GUEST_APLIC_S) + offset
}
