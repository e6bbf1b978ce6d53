/**
 * Errors of PCI functions and how they are reported (PCIe 5.0 §6.2, §7.8.4): logged in the function's advanced error reporting capability, and told by a message to
 * its root port, which logs who sent it and interrupts its system.
 *
 *     function   device status, error status, first header --- message ---> root port   root error status, source id, MSI
 */
import { Guest, PciError, PciFunction, PciKind } from '../abi/layout.gen'
import { config16, config8, configPointer, functionAt, placeOf } from './function'
import { signalMsi } from './msi'
import { Aer, AerControl, BridgeControl, Command, ConfigPlace, Express, Header, Report, RootError, Status } from './tables.gen'

/** A correctable error, by its bit. */
export function reportCorrectable(guest: Guest, it: PciFunction, bit: u32): void {
  setBits(it, placeOf(it, ConfigPlace.express) + Express.deviceStatus, Report.correctable)
  setAer(it, Aer.correctableStatus, 1 << bit)
  if (isMasked(guest, it, Aer.correctableMask, bit)) return
  if ((enables(guest, it) & <u32>Report.correctable) != 0) sendMessage(guest, it, Report.correctable)
}

/** An uncorrectable error, by its bit, with the first four words of the header of the TLP in question. */
export function reportUncorrectable(guest: Guest, it: PciFunction, bit: u32, header0: u32, header1: u32, header2: u32, header3: u32): void {
  const isFatal = ((aer(rulesOf(guest, it), Aer.uncorrectableSeverity) >> bit) & 1) != 0
  const severity: u32 = isFatal ? Report.fatal : Report.nonFatal
  const isRequest = bit == <u32>PciError.unsupportedRequest
  setBits(it, placeOf(it, ConfigPlace.express) + Express.deviceStatus, severity | (isRequest ? <u32>Report.unsupportedRequest : 0))
  const isFirst = !isLogged(it)
  setAer(it, Aer.uncorrectableStatus, 1 << bit)
  if (isMasked(guest, it, Aer.uncorrectableMask, bit)) return
  if (isFirst) log(it, bit, header0, header1, header2, header3)
  if (!isEnabled(guest, it, severity, isRequest)) return
  if ((config16(rulesOf(guest, it), Header.command) & Command.systemError) != 0) setBits(it, Header.status, Status.systemError)
  sendMessage(guest, it, severity)
}

/** A virtual function on the bus of its physical one reports as that is told to (§9.4.2.1). */
function rulesOf(guest: Guest, it: PciFunction): PciFunction {
  return it.physicalFunction == 0 ? it : functionAt(guest, it.physicalFunction)
}

function enables(guest: Guest, it: PciFunction): u32 {
  const rules = rulesOf(guest, it)
  return config16(rules, placeOf(rules, ConfigPlace.express) + Express.deviceControl)
}

/** SERR# in the command register reports as well as the bits of device control do; unsupported requests have a bit of their own (§6.2.5). */
function isEnabled(guest: Guest, it: PciFunction, severity: u32, isRequest: bool): bool {
  if ((config16(rulesOf(guest, it), Header.command) & Command.systemError) != 0) return true
  const wanted = severity | (isRequest ? <u32>Report.unsupportedRequest : 0)
  return (enables(guest, it) & wanted) == wanted
}

function isMasked(guest: Guest, it: PciFunction, register: u32, bit: u32): bool {
  return ((aer(rulesOf(guest, it), register) >> bit) & 1) != 0
}

/** Does the header log hold an error that nobody has cleared yet? The first error pointer tells which. */
function isLogged(it: PciFunction): bool {
  const first = aer(it, Aer.control) & <u32>AerControl.firstErrorPointer
  return first != 0 && ((aer(it, Aer.uncorrectableStatus) >> first) & 1) != 0
}

function log(it: PciFunction, bit: u32, header0: u32, header1: u32, header2: u32, header3: u32): void {
  const control = aerPointer(it, Aer.control)
  store<u32>(control, (load<u32>(control) & ~<u32>AerControl.firstErrorPointer) | bit)
  const words = aerPointer(it, Aer.headerLog0)
  store<u32>(words, header0)
  store<u32>(words, header1, 4)
  store<u32>(words, header2, 8)
  store<u32>(words, header3, 12)
}

/** To the root port, which lets what comes from behind pass when it is told to. */
function sendMessage(guest: Guest, it: PciFunction, severity: u32): void {
  if (it.kind == PciKind.rootPort) return arrive(guest, it, severity, it.devfn)
  if (it.bridge == 0) return
  const port = functionAt(guest, it.bridge)
  if (severity != <u32>Report.correctable) setBits(port, Header.secondaryStatus, Status.systemError)
  if ((config16(port, Header.bridgeControl) & BridgeControl.forwardsErrors) == 0) return
  arrive(guest, port, severity, (config8(port, Header.secondaryBus) << 8) | it.devfn)
}

/** A message is at its root port: only the first of each sort leaves its sender's number there (§7.8.4.10 and 11). */
function arrive(guest: Guest, port: PciFunction, severity: u32, requester: u32): void {
  const before = aer(port, Aer.rootStatus)
  setAer(port, Aer.rootStatus, severity == <u32>Report.correctable ? correctableStatus(port, before, requester) : uncorrectableStatus(port, before, severity, requester))
  const command = aer(port, Aer.rootCommand)
  const asserted = assertedBy(aer(port, Aer.rootStatus)) & command
  if ((asserted & ~(assertedBy(before) & command)) != 0) signalMsi(guest, port)
}

function correctableStatus(port: PciFunction, before: u32, requester: u32): u32 {
  if ((before & RootError.correctable) != 0) return RootError.moreCorrectable
  store<u16>(aerPointer(port, Aer.errorSource), <u16>requester)
  return RootError.correctable
}

function uncorrectableStatus(port: PciFunction, before: u32, severity: u32, requester: u32): u32 {
  const isFatal = severity == <u32>Report.fatal
  const received: u32 = isFatal ? RootError.fatal : RootError.nonFatal
  if ((before & RootError.uncorrectable) != 0) return received | <u32>RootError.moreUncorrectable
  store<u16>(aerPointer(port, Aer.errorSource + 2), <u16>requester)
  return received | <u32>RootError.uncorrectable | (isFatal ? <u32>RootError.firstIsFatal : 0)
}

/** The bits of root error command that a root error status calls for. */
function assertedBy(status: u32): u32 {
  return (
    ((status & RootError.correctable) != 0 ? <u32>Report.correctable : 0) |
    ((status & RootError.nonFatal) != 0 ? <u32>Report.nonFatal : 0) |
    ((status & RootError.fatal) != 0 ? <u32>Report.fatal : 0)
  )
}

function setBits(it: PciFunction, register: u32, bits: u32): void {
  const at = configPointer(it, register)
  store<u16>(at, <u16>(<u32>load<u16>(at) | bits))
}

function setAer(it: PciFunction, register: u32, bits: u32): void {
  const at = aerPointer(it, register)
  store<u32>(at, load<u32>(at) | bits)
}

// @ts-ignore: decorator
@inline
function aer(it: PciFunction, register: u32): u32 {
  return load<u32>(aerPointer(it, register))
}

function aerPointer(it: PciFunction, register: u32): usize {
  return configPointer(it, placeOf(it, ConfigPlace.aer) + register)
}
