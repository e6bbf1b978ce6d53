/** The registers of an APLIC domain that set, clear and show pending and enable bits: as arrays and by number (AIA §4.5.5 to §4.5.14). */
import { APLIC_WORDS, Guest } from '../../abi/layout.gen'
import { enabledOf, isSource, pendingOf } from './domain'
import { clearEnabled, clearPending, rectified, setEnabled, setPending } from './source'

const enum Bits {
  setip = 0x1c,
  inClrip = 0x1d,
  setie = 0x1e,
  clrie = 0x1f,
}

// @ts-ignore: decorator
@inline const BY_NUMBER: u32 = 0xdc
// @ts-ignore: decorator
@inline const SETIPNUM_LE: u32 = 0x2000
// @ts-ignore: decorator
@inline const SETIPNUM_BE: u32 = 0x2004

/** Registers that take a number read as zero, and so does clrie. */
export function bitsRead(guest: Guest, domain: u32, offset: u32): u32 {
  const word = (offset & 0xff) >> 2
  if (word >= APLIC_WORDS) return 0
  switch (offset >> 8) {
    case Bits.setip:
      return load<u32>(pendingOf(guest, domain) + (word << 2))
    case Bits.inClrip:
      return rectifiedWord(guest, domain, word)
    case Bits.setie:
      return load<u32>(enabledOf(guest, domain) + (word << 2))
    default:
      return 0
  }
}

export function bitsWrite(guest: Guest, domain: u32, offset: u32, value: u32): void {
  if (offset == SETIPNUM_LE) return setPending(guest, domain, value)
  if (offset == SETIPNUM_BE) return setPending(guest, domain, bswap<u32>(value))
  const kind = offset >> 8
  if ((offset & 0xff) == BY_NUMBER) return apply(guest, domain, kind, value)
  const word = (offset & 0xff) >> 2
  if (word >= APLIC_WORDS) return
  for (let rest = value; rest != 0; rest &= rest - 1) apply(guest, domain, kind, (word << 5) + ctz(rest))
}

/** The functions check the source: its number may come from the guest. */
function apply(guest: Guest, domain: u32, kind: u32, source: u32): void {
  switch (kind) {
    case Bits.setip:
      return setPending(guest, domain, source)
    case Bits.inClrip:
      return clearPending(guest, domain, source)
    case Bits.setie:
      return setEnabled(guest, domain, source)
    default:
      return clearEnabled(guest, domain, source)
  }
}

/** The last word has room for more sources than there are. */
function rectifiedWord(guest: Guest, domain: u32, word: u32): u32 {
  let bits: u32 = 0
  for (let bit: u32 = 0; bit < 32; bit++) {
    const source = (word << 5) + bit
    if (isSource(source)) bits |= <u32>rectified(guest, domain, source) << bit
  }
  return bits
}
