/**
 * The MSI-X table of a function and its pending bits (PCIe 5.0 §6.1.4.2, §7.7.2).
 *
 *     table entry: | address low | address high | data | control: bit 0 masks |
 */
import { Guest, PCI_FUNCTION_MSIX, PciFunction } from '../abi/layout.gen'
import { config16, config32, placeOf } from './function'
import { sendMessage } from './message'
import { ConfigPlace, Msix, MsixBit } from './tables.gen'

// @ts-ignore: decorator
@inline const ENTRY_CONTROL: u32 = 12

export function isMsixEnabled(it: PciFunction): bool {
  const msix = placeOf(it, ConfigPlace.msix)
  return msix != 0 && (config16(it, msix + Msix.control) & MsixBit.enable) != 0
}

/** Signals a vector: sends its message, or remembers it while the vector is masked. */
export function signalMsix(guest: Guest, it: PciFunction, vector: u32): void {
  if (vector >= it.msixVectors || !isMsixEnabled(it)) return
  if (isMasked(it, vector)) it.msixPending |= <u64>1 << vector
  else send(guest, it, vector)
}

export function msixRead(it: PciFunction, offset: u32, bytes: u32): u64 {
  if ((bytes != 4 && bytes != 8) || (offset & (bytes - 1)) != 0) return 0
  if (offset < it.msixVectors << 4) {
    const at = changetype<usize>(it) + PCI_FUNCTION_MSIX + offset
    return bytes == 8 ? load<u64>(at) : load<u32>(at)
  }
  const pending = offset - pendingOffset(it)
  return pending < 8 ? it.msixPending >> (pending << 3) : 0
}

// @ts-ignore: decorator
@inline
function pendingOffset(it: PciFunction): u32 {
  return config32(it, placeOf(it, ConfigPlace.msix) + Msix.pending) & ~(<u32>MsixBit.bar)
}

export function msixWrite(guest: Guest, it: PciFunction, offset: u32, value: u64, bytes: u32): void {
  if ((bytes != 4 && bytes != 8) || (offset & (bytes - 1)) != 0 || offset >= it.msixVectors << 4) return
  writeWord(it, offset, <u32>value)
  if (bytes == 8) writeWord(it, offset + 4, <u32>(value >> 32))
  deliverPending(guest, it)
}

function writeWord(it: PciFunction, offset: u32, value: u32): void {
  const word = offset & 15
  const kept = word == ENTRY_CONTROL ? value & MsixBit.entryMasked : word == 0 ? value & ~3 : value
  store<u32>(changetype<usize>(it) + PCI_FUNCTION_MSIX + offset, kept)
}

/** Sends what became pending behind a mask that is lifted now. */
export function deliverPending(guest: Guest, it: PciFunction): void {
  if (it.msixPending == 0 || !isMsixEnabled(it)) return
  for (let rest = it.msixPending; rest != 0; rest &= rest - 1) {
    const vector = <u32>ctz(rest)
    if (isMasked(it, vector)) continue
    it.msixPending &= ~(<u64>1 << vector)
    send(guest, it, vector)
  }
}

function isMasked(it: PciFunction, vector: u32): bool {
  if ((config16(it, placeOf(it, ConfigPlace.msix) + Msix.control) & MsixBit.functionMask) != 0) return true
  return (load<u32>(entryOf(it, vector), ENTRY_CONTROL) & MsixBit.entryMasked) != 0
}

function send(guest: Guest, it: PciFunction, vector: u32): void {
  const entry = entryOf(it, vector)
  sendMessage(guest, it, load<u64>(entry), load<u32>(entry, 8))
}

// @ts-ignore: decorator
@inline
function entryOf(it: PciFunction, vector: u32): usize {
  return changetype<usize>(it) + PCI_FUNCTION_MSIX + (vector << 4)
}

/** The BAR with the table and the pending bits; all ones where there is none. */
export function msixBar(it: PciFunction): u32 {
  const msix = placeOf(it, ConfigPlace.msix)
  return msix == 0 ? u32.MAX_VALUE : config32(it, msix + Msix.table) & MsixBit.bar
}
