// Generated from src/spec/pci by src/spec/generate.ts. Do not edit.

/** The different rows of 64 bytes that configuration spaces are made of. */
const ROWS = memory.data<u32>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x81b36, 0, 0x6000000, 0, 0, 0, 0, 0, 0, 0, 0, 0x11001af4, 0, 0, 0, 0,
  0xc1b36, 0x100000, 0x6040000, 0x10000, 0, 0, 0, 0, 0, 0x10001, 0, 0, 0, 0x40, 0, 0,
  0x480d, 0x1b36, 0x35001, 0x8, 0x1428c10, 0x8000, 0x2810, 0x100011, 0x110000, 0x7b, 0, 0, 0, 0x20, 0, 0x2,
  0x1, 0, 0, 0x800005, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x20001, 0, 0x400000, 0x462030, 0, 0x2000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x10411af4, 0x100000, 0x2000001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x34801, 0x8, 0x28410, 0x10008000, 0x2810, 0x11, 0x110000, 0, 0, 0, 0, 0, 0, 0x2, 0x1, 0,
  0, 0x9011, 0x2, 0x802, 0x110a009, 0, 0, 0x1000, 0x310b009, 0, 0x1000, 0x1000, 0x410c009, 0, 0x2000, 0x1000,
  0x214d409, 0, 0x3000, 0x1000, 0x4, 0x5140009, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x15020001, 0, 0x400000, 0x462030, 0, 0x2000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0x1000e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0x1601000e, 0, 0, 0, 0x10010, 0x2, 0, 0, 0, 0x10080, 0x10410000, 0x553,
  0x1, 0xc, 0, 0xc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0xffffffff, 0x100000, 0x2000001, 0, 0, 0, 0, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x34801, 0x8, 0x28410, 0x10008000, 0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x2, 0, 0,
  0x15020001, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x10ca8086, 0x100000, 0x2000001, 0, 0xc, 0, 0, 0xc, 0, 0, 0, 0x8086, 0, 0x40, 0, 0,
  0x4c11, 0x3, 0x2003, 0x20010, 0x10008000, 0x2810, 0x11, 0x110000, 0, 0, 0, 0, 0, 0, 0x2, 0x1,
  0x10c98086, 0x100000, 0x2000001, 0, 0, 0, 0, 0, 0, 0, 0, 0x8086, 0, 0x40, 0, 0,
  0x34801, 0x8, 0x5411, 0x3, 0x2003, 0x20010, 0x10008000, 0x2810, 0x11, 0x110000, 0, 0, 0, 0, 0, 0,
  0x2, 0x1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0x1601000e, 0, 0, 0, 0x10010, 0x2, 0, 0, 0, 0x20080, 0x10ca0000, 0x553,
  0x1, 0xc, 0, 0, 0xc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0xffffffff, 0x100000, 0x2000001, 0, 0, 0, 0, 0, 0, 0, 0, 0x8086, 0, 0x40, 0, 0,
  0x4c11, 0x3, 0x2003, 0x20010, 0x10008000, 0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x2, 0,
  0x10421af4, 0x100000, 0x1000001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x10431af4, 0x100000, 0x7800001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x10441af4, 0x100000, 0xff0001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x10491af4, 0x100000, 0x20001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0x10531af4, 0x100000, 0x7800001, 0, 0xc, 0, 0xc, 0, 0, 0, 0, 0x11001af4, 0, 0x40, 0, 0,
  0, 0x547, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff,
  0, 0x547, 0, 0xff, 0, 0, 0xffffff, 0, 0xfff0fff0, 0xfff0fff0, 0xffffffff, 0xffffffff, 0, 0, 0, 0x5f00ff,
  0, 0, 0, 0x3, 0, 0, 0x79ff, 0, 0xdb, 0, 0x17ff, 0x1f, 0, 0, 0x20, 0,
  0xf, 0, 0, 0x10000, 0xfffffffc, 0xffffffff, 0xffff, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0x57f030, 0x57f030, 0, 0x31c1, 0, 0, 0, 0, 0, 0x7, 0, 0, 0, 0,
  0, 0x547, 0, 0xff, 0xffffc000, 0xffffffff, 0xffffc000, 0xffffffff, 0, 0, 0, 0, 0, 0, 0, 0xff,
  0, 0x3, 0, 0, 0xf9ff, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0xf, 0,
  0, 0xc0000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0xff, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0, 0, 0, 0,
  0, 0, 0x57f030, 0x57f030, 0, 0x31c1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x19, 0, 0xffff, 0, 0, 0,
  0x553, 0xffffc000, 0xffffffff, 0xffffc000, 0xffffffff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0x4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0x3, 0, 0, 0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0x547, 0, 0xff, 0xffffc000, 0xffffffff, 0, 0xffffc000, 0xffffffff, 0, 0, 0, 0, 0, 0, 0xff,
  0xc0000000, 0, 0, 0, 0, 0xf9ff, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0xf,
  0, 0x547, 0, 0xff, 0xfffe0000, 0xfffe0000, 0, 0xffffc000, 0, 0, 0, 0, 0, 0, 0, 0xff,
  0, 0x3, 0xc0000000, 0, 0, 0, 0, 0xf9ff, 0, 0xcb, 0, 0, 0, 0, 0, 0,
  0, 0xf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0x553, 0xffffc000, 0xffffffff, 0, 0xffffc000, 0xffffffff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0xc0000000, 0, 0, 0, 0, 0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0xf9000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0xf9000000, 0, 0, 0, 0, 0, 0xf9000000, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0xf0000, 0, 0, 0, 0x11f0000, 0, 0x10000, 0, 0, 0,
  0, 0x57f030, 0, 0, 0x31c1, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0,
  0, 0, 0, 0, 0xf0000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0x57f030, 0, 0, 0x31c1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0xf0000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0xf0000, 0, 0, 0, 0, 0, 0, 0, 0,
  0xf, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0xffffffff, 0xffffffff, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf, 0,
  0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0, 0, 0,
  0, 0xffffffff, 0, 0, 0xffffffff, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf,
  0, 0, 0, 0, 0, 0, 0xe0, 0, 0xdb, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0xe0, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0xe0, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0xe0, 0, 0xcb, 0, 0, 0, 0, 0, 0,
])

/** Numbers of the rows: 8 for each kind, of each of reset, writable, clearedByOne, sticky, lasting. */
const NUMBERS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0,
  1, 0, 0, 0, 0, 0, 0, 0,
  2, 3, 4, 0, 5, 0, 0, 0,
  6, 7, 8, 9, 10, 11, 0, 0,
  6, 7, 8, 9, 10, 12, 13, 0,
  14, 15, 8, 9, 16, 11, 0, 0,
  17, 18, 0, 0, 10, 11, 0, 0,
  19, 20, 21, 0, 10, 22, 23, 0,
  24, 25, 0, 0, 16, 11, 0, 0,
  26, 7, 8, 9, 10, 11, 0, 0,
  27, 7, 8, 9, 10, 11, 0, 0,
  28, 7, 8, 9, 10, 11, 0, 0,
  29, 7, 8, 9, 10, 11, 0, 0,
  30, 7, 8, 9, 10, 11, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  31, 0, 0, 0, 0, 0, 0, 0,
  32, 33, 34, 0, 35, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  36, 37, 38, 39, 40, 41, 42, 0,
  43, 44, 38, 39, 0, 0, 0, 0,
  45, 46, 0, 0, 40, 0, 0, 0,
  47, 48, 49, 0, 40, 41, 50, 0,
  43, 51, 0, 0, 0, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  36, 37, 38, 39, 40, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  52, 0, 0, 0, 0, 0, 0, 0,
  53, 54, 0, 0, 55, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 58, 0, 0, 57, 0, 0, 0,
  52, 59, 0, 0, 57, 0, 0, 0,
  52, 58, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  52, 56, 0, 0, 57, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 60, 0, 61, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 0, 0, 0, 64, 0, 0, 0,
  0, 65, 0, 0, 63, 0, 0, 0,
  0, 0, 49, 0, 63, 0, 0, 0,
  0, 0, 0, 0, 64, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 62, 0, 0, 63, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 66, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 68, 0, 0, 0, 0, 0, 0,
  0, 69, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
  0, 67, 0, 0, 0, 0, 0, 0,
])

/** Value after reset, at `offset`: a pointer, which is good up to the end of the 64 bytes there. */
export function resetAt(kind: u32, offset: u32): usize {
  const row = <usize>load<u8>(NUMBERS + (0 + kind) * 8 + offset / 64)
  return ROWS + row * 64 + (offset & 63)
}

/** Bits that software writes, at `offset`: a pointer, which is good up to the end of the 64 bytes there. */
export function writableAt(kind: u32, offset: u32): usize {
  const row = <usize>load<u8>(NUMBERS + (14 + kind) * 8 + offset / 64)
  return ROWS + row * 64 + (offset & 63)
}

/** Bits that writing a one clears, at `offset`: a pointer, which is good up to the end of the 64 bytes there. */
export function clearedByOneAt(kind: u32, offset: u32): usize {
  const row = <usize>load<u8>(NUMBERS + (28 + kind) * 8 + offset / 64)
  return ROWS + row * 64 + (offset & 63)
}

/** Bits that power alone resets, at `offset`: a pointer, which is good up to the end of the 64 bytes there. */
export function stickyAt(kind: u32, offset: u32): usize {
  const row = <usize>load<u8>(NUMBERS + (42 + kind) * 8 + offset / 64)
  return ROWS + row * 64 + (offset & 63)
}

/** Bits that a function level reset leaves beside those, at `offset`: a pointer, which is good up to the end of the 64 bytes there. */
export function lastingAt(kind: u32, offset: u32): usize {
  const row = <usize>load<u8>(NUMBERS + (56 + kind) * 8 + offset / 64)
  return ROWS + row * 64 + (offset & 63)
}

/** Capabilities that the core acts on. */
export const enum ConfigPlace {
  pm = 0,
  express = 1,
  msix = 2,
  msi = 3,
  window = 4,
  aer = 5,
  ari = 6,
  sriov = 7,
}

const PLACES = memory.data<u16>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 72, 80, 0, 140, 0, 256, 0, 0, 64, 72, 132, 0, 212, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 352, 64, 72, 132, 0, 212, 256, 336, 0, 0, 76, 64, 0, 0, 256, 336, 0, 64, 84, 72, 0, 0, 256, 336, 352, 0, 76, 64, 0, 0, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 0, 64, 72, 132, 0, 212, 256, 336, 0])

/** Offset of a capability in the configuration space of a kind; 0 where it has none. */
// @ts-ignore: decorator
@inline export function configPlace(kind: u32, place: ConfigPlace): u32 {
  return load<u16>(PLACES + ((kind * 8 + place) << 1))
}

/** Bits of the command register. */
export const enum Command {
  ioSpace = 0x1,
  memorySpace = 0x2,
  busMaster = 0x4,
  parityResponse = 0x40,
  systemError = 0x100,
  interruptDisable = 0x400,
}

/** Bits of status and of secondary status. */
export const enum Status {
  interrupt = 0x8,
  capabilities = 0x10,
  systemError = 0x4000,
}

/** Bits of bridge control. */
export const enum BridgeControl {
  forwardsErrors = 0x2,
  secondaryBusReset = 0x40,
}

/** Bits of the type of the header. */
export const enum HeaderType {
  bridge = 0x1,
  multifunction = 0x80,
}

/** Bits of a BAR. */
export const enum Bar {
  is64Bit = 0x4,
  isPrefetchable = 0x8,
  flags = 0xf,
}

/** Bits of power management. */
export const enum Power {
  state = 0x3,
  d3 = 0x3,
  noSoftReset = 0x8,
}

/** Bits at the same places in device control and device status. */
export const enum Report {
  correctable = 0x1,
  nonFatal = 0x2,
  fatal = 0x4,
  unsupportedRequest = 0x8,
}

/** Further bits of device control. */
export const enum DeviceControl {
  payloadSize = 0xe0,
  initiateFlr = 0x8000,
}

/** Bits of link status. */
export const enum LinkStatus {
  active = 0x2000,
}

/** Bits of slot capabilities, control and status. */
export const enum Slot {
  attentionButton = 0x1,
  presenceChanged = 0x8,
  commandCompleted = 0x10,
  present = 0x40,
  linkChanged = 0x100,
  enables = 0x1f,
  interruptEnable = 0x20,
  powerOff = 0x400,
  linkShift = 0x4,
  numberShift = 0x13,
}

/** Bits of root error status. */
export const enum RootError {
  correctable = 0x1,
  moreCorrectable = 0x2,
  uncorrectable = 0x4,
  moreUncorrectable = 0x8,
  firstIsFatal = 0x10,
  nonFatal = 0x20,
  fatal = 0x40,
}

/** Bits of control of advanced error reporting. */
export const enum AerControl {
  firstErrorPointer = 0x1f,
}

/** Bits of MSI. */
export const enum MsiBit {
  enable = 0x1,
}

/** Bits of MSI-X. */
export const enum MsixBit {
  functionMask = 0x4000,
  enable = 0x8000,
  entryMasked = 0x1,
  bar = 0x7,
}

/** Bits of single root I/O virtualization. */
export const enum SriovBit {
  vfEnable = 0x1,
  vfMemorySpace = 0x8,
  ariHierarchy = 0x10,
  smallestPageShift = 0xc,
}

/** Registers of the header, of type 0 or 1. */
export const enum Header {
  vendorId = 0x0,
  deviceId = 0x2,
  command = 0x4,
  status = 0x6,
  revision = 0x8,
  progInterface = 0x9,
  subClass = 0xa,
  baseClass = 0xb,
  cacheLineSize = 0xc,
  headerType = 0xe,
  bar0 = 0x10,
  primaryBus = 0x18,
  secondaryBus = 0x19,
  subordinateBus = 0x1a,
  secondaryStatus = 0x1e,
  memoryBase = 0x20,
  memoryLimit = 0x22,
  prefetchBase = 0x24,
  prefetchLimit = 0x26,
  prefetchBaseUpper = 0x28,
  prefetchLimitUpper = 0x2c,
  subsystemVendorId = 0x2c,
  subsystemId = 0x2e,
  capabilities = 0x34,
  interruptLine = 0x3c,
  interruptPin = 0x3d,
  bridgeControl = 0x3e,
}

/** Registers of power management. */
export const enum Pm {
  id = 0x0,
  capabilities = 0x2,
  controlStatus = 0x4,
}

/** Registers of the PCI Express capability, those of ports among them. */
export const enum Express {
  id = 0x0,
  capabilities = 0x2,
  deviceCapabilities = 0x4,
  deviceControl = 0x8,
  deviceStatus = 0xa,
  linkCapabilities = 0xc,
  linkControl = 0x10,
  linkStatus = 0x12,
  slotCapabilities = 0x14,
  slotControl = 0x18,
  slotStatus = 0x1a,
  rootControl = 0x1c,
  rootStatus = 0x20,
  deviceCapabilities2 = 0x24,
  deviceControl2 = 0x28,
  linkCapabilities2 = 0x2c,
  linkControl2 = 0x30,
}

/** Registers of MSI-X. */
export const enum Msix {
  id = 0x0,
  control = 0x2,
  table = 0x4,
  pending = 0x8,
}

/** Registers of MSI. */
export const enum Msi {
  id = 0x0,
  control = 0x2,
  addressLow = 0x4,
  addressHigh = 0x8,
  data = 0xc,
}

/** Registers of the window into the BARs. */
export const enum Window {
  id = 0x0,
  length = 0x2,
  type = 0x3,
  bar = 0x4,
  offset = 0x8,
  bytes = 0xc,
  data = 0x10,
}

/** Registers of advanced error reporting. */
export const enum Aer {
  header = 0x0,
  uncorrectableStatus = 0x4,
  uncorrectableMask = 0x8,
  uncorrectableSeverity = 0xc,
  correctableStatus = 0x10,
  correctableMask = 0x14,
  control = 0x18,
  headerLog0 = 0x1c,
  headerLog1 = 0x20,
  headerLog2 = 0x24,
  headerLog3 = 0x28,
  rootCommand = 0x2c,
  rootStatus = 0x30,
  errorSource = 0x34,
}

/** Registers of alternative routing IDs. */
export const enum Ari {
  header = 0x0,
  capability = 0x4,
  control = 0x6,
}

/** Registers of single root I/O virtualization. */
export const enum Sriov {
  header = 0x0,
  capabilities = 0x4,
  control = 0x8,
  status = 0xa,
  initialVfs = 0xc,
  totalVfs = 0xe,
  numVfs = 0x10,
  dependencyLink = 0x12,
  firstVfOffset = 0x14,
  vfStride = 0x16,
  vfDeviceId = 0x1a,
  supportedPageSizes = 0x1c,
  systemPageSize = 0x20,
  vfBar0 = 0x24,
}
