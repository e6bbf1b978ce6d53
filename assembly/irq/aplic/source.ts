/** An interrupt source of an APLIC domain: its mode, its rectified input and its pending and enable bits (AIA §4.5.2, §4.7). */
import { Guest } from '../../abi/layout.gen'
import { assignBit, testBit } from '../bitmap'
import { DELEGATE, DOMAIN_M, DOMAIN_S, enabledOf, inputsOf, isSource, pendingOf, sourcecfgOf } from './domain'
import { deliver } from './msi'

const enum SourceMode {
  inactive = 0,
  detached = 1,
  edgeRising = 4,
  edgeFalling = 5,
  levelHigh = 6,
  levelLow = 7,
}

// @ts-ignore: decorator
@inline const MODE_MASK: u32 = 7

/** Writes sourcecfg. A source that becomes inactive loses its bits; a child sees nothing but what its parent delegates. */
export function configureSource(guest: Guest, domain: u32, source: u32, value: u32): void {
  if (domain == DOMAIN_S && !isDelegated(guest, source)) return
  const configured = legal(domain, value)
  store<u32>(sourcecfgOf(guest, domain, source), configured)
  if (domain == DOMAIN_M && configured != DELEGATE) disown(guest, source)
  if (isInactive(configured)) clear(guest, domain, source)
  else if (rectified(guest, domain, source)) assignBit(pendingOf(guest, domain), source, true)
}

/** Delegation is to child 0, the only one; the supervisor's domain has none; modes 2 and 3 are reserved. */
function legal(domain: u32, value: u32): u32 {
  if ((value & DELEGATE) != 0) return domain == DOMAIN_M ? DELEGATE : 0
  const mode = value & MODE_MASK
  return mode == 2 || mode == 3 ? SourceMode.inactive : mode
}

// @ts-ignore: decorator
@inline
function isInactive(sourcecfg: u32): bool {
  return sourcecfg == SourceMode.inactive || sourcecfg == DELEGATE
}

function isDelegated(guest: Guest, source: u32): bool {
  return load<u32>(sourcecfgOf(guest, DOMAIN_M, source)) == DELEGATE
}

function disown(guest: Guest, source: u32): void {
  store<u32>(sourcecfgOf(guest, DOMAIN_S, source), SourceMode.inactive)
  clear(guest, DOMAIN_S, source)
}

function clear(guest: Guest, domain: u32, source: u32): void {
  assignBit(pendingOf(guest, domain), source, false)
  assignBit(enabledOf(guest, domain), source, false)
}

/** The source's line as its mode sees it: inverted for falling edges and low levels, zero when it does not look. */
export function rectified(guest: Guest, domain: u32, source: u32): bool {
  const level = testBit(inputsOf(guest, domain), source)
  switch (load<u32>(sourcecfgOf(guest, domain, source))) {
    case SourceMode.edgeRising:
    case SourceMode.levelHigh:
      return level
    case SourceMode.edgeFalling:
    case SourceMode.levelLow:
      return !level
    default:
      return false
  }
}

/** A rise of the rectified input makes the source pending; a fall takes that back for a level (AIA §4.7). */
export function assignInput(guest: Guest, domain: u32, source: u32, level: bool): void {
  const before = rectified(guest, domain, source)
  assignBit(inputsOf(guest, domain), source, level)
  const after = rectified(guest, domain, source)
  if (before == after) return
  if (after) assignBit(pendingOf(guest, domain), source, true)
  else if (isLevel(guest, domain, source)) assignBit(pendingOf(guest, domain), source, false)
  deliver(guest, domain, source)
}

function isLevel(guest: Guest, domain: u32, source: u32): bool {
  const mode = load<u32>(sourcecfgOf(guest, domain, source))
  return mode == SourceMode.levelHigh || mode == SourceMode.levelLow
}

/** setip: a level that is not there cannot be made pending by software (AIA §4.7, §4.9.2). */
export function setPending(guest: Guest, domain: u32, source: u32): void {
  if (!isActive(guest, domain, source)) return
  if (isLevel(guest, domain, source) && !rectified(guest, domain, source)) return
  assignBit(pendingOf(guest, domain), source, true)
}

export function clearPending(guest: Guest, domain: u32, source: u32): void {
  if (isSource(source)) assignBit(pendingOf(guest, domain), source, false)
}

export function setEnabled(guest: Guest, domain: u32, source: u32): void {
  if (isActive(guest, domain, source)) assignBit(enabledOf(guest, domain), source, true)
}

export function clearEnabled(guest: Guest, domain: u32, source: u32): void {
  if (isSource(source)) assignBit(enabledOf(guest, domain), source, false)
}

function isActive(guest: Guest, domain: u32, source: u32): bool {
  return isSource(source) && !isInactive(load<u32>(sourcecfgOf(guest, domain, source)))
}
