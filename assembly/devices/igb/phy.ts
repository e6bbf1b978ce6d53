/** What a physical function of an 82576 has beside itself: its NVM, by EERD, and its PHY, by MDIC (§8.2.3, §8.4.2, §8.2.4). */
import { IGB_NVM_WORDS, IGB_PF_PHY, IGB_PHY_REGISTERS, IgbPfBit, PciFunction } from '../../abi/layout.gen'
import { igbOf, isIgbPf, portOfIgb } from './index'
import { pfOf } from './kept'
import { NVM, PHY } from './tables.gen'

// @ts-ignore: decorator
@inline const NVM_START: u32 = 1
// @ts-ignore: decorator
@inline const NVM_DONE: u32 = 2
/** Sum of all words. */
// @ts-ignore: decorator
@inline const NVM_SUM: u32 = 0xbaba
// @ts-ignore: decorator
@inline const PAGE_SELECT: u32 = 31
/** Registers up to here are the same on every page. */
// @ts-ignore: decorator
@inline const MULTI_PAGE: u32 = 15
// @ts-ignore: decorator
@inline const PHY_CONTROL: u32 = 0
// @ts-ignore: decorator
@inline const PHY_STATUS: u32 = 1
/** Reset, and begin anew with the partner: done as soon as they are written. */
// @ts-ignore: decorator
@inline const PHY_BEGIN: u32 = 0x8200
// @ts-ignore: decorator
@inline const PHY_LOOPBACK: u32 = 0x4000
/** Link up, and through with the partner. */
// @ts-ignore: decorator
@inline const PHY_LINK: u32 = 0x0024

export function writeEerd(it: PciFunction, value: u32): void {
  const address = (value >> 2) & 0x3fff
  const word: u32 = address < IGB_NVM_WORDS ? nvmWord(it, address) : 0xffff
  pfOf(it).eerd = (value & NVM_START) != 0 ? (word << 16) | (address << 2) | NVM_DONE : value & ~NVM_DONE
}

/** The first three words are the address, the last one makes the sum right. */
function nvmWord(it: PciFunction, address: u32): u32 {
  if (address < 3) return <u32>(permanentMac(it) >> (<u64>address << 4)) & 0xffff
  if (address != IGB_NVM_WORDS - 1) return load<u16>(NVM + (address << 1))
  let sum: u32 = 0
  for (let i: u32 = 0; i < IGB_NVM_WORDS - 1; i++) sum += nvmWord(it, i)
  return (NVM_SUM - sum) & 0xffff
}

/** That of its port when it was plugged in. */
export function permanentMac(it: PciFunction): u64 {
  const pf = pfOf(it)
  return (<u64>pf.macHigh << 32) | pf.macLow
}

/** Does the PHY give back what it is to send, and hears nothing else? */
export function isPfLooped(it: PciFunction): bool {
  return isIgbPf(it) && (load<u32>(registerPointer(it, PHY_CONTROL)) & PHY_LOOPBACK) != 0
}

export function resetPhy(it: PciFunction): void {
  for (let i: u32 = 0; i < IGB_PHY_REGISTERS; i++) store<u32>(registerPointer(it, i), load<u16>(PHY + (i << 1)))
}

/** A transaction is done as soon as it is asked for. */
export function writeMdic(it: PciFunction, value: u32): void {
  const register = (value >> 16) & 31
  const isElsewhere = register > MULTI_PAGE && register != PAGE_SELECT && load<u32>(registerPointer(it, PAGE_SELECT)) > PAGE_SELECT
  let data: u32 = value & 0xffff
  if ((value & IgbPfBit.phyWrite) == 0) data = isElsewhere ? 0 : readPhy(it, register)
  else if (!isElsewhere && register != PHY_STATUS) store<u32>(registerPointer(it, register), register == PHY_CONTROL ? data & ~PHY_BEGIN : data)
  pfOf(it).mdic = (value & 0x0fff_0000) | data | <u32>IgbPfBit.phyReady
}

function readPhy(it: PciFunction, register: u32): u32 {
  const value = load<u32>(registerPointer(it, register))
  if (register != PHY_STATUS) return value
  const vf = igbOf(it)
  return vf.port != 0 && portOfIgb(vf).isUp != 0 ? value | PHY_LINK : value & ~PHY_LINK
}

// @ts-ignore: decorator
@inline
function registerPointer(it: PciFunction, register: u32): usize {
  return changetype<usize>(pfOf(it)) + IGB_PF_PHY + (register << 2)
}
