/** Registers and bits of the 16550A (National Semiconductor PC16550D, §8). */

/** By offset; the first two show the divisor latch while LCR.DLAB is set. */
export const enum Register {
  data = 0,
  ier = 1,
  iirFcr = 2,
  lcr = 3,
  mcr = 4,
  lsr = 5,
  msr = 6,
  scr = 7,
}

export const enum Ier {
  received = 1,
  transmitterEmpty = 2,
  lineStatus = 4,
  modemStatus = 8,
  mask = 0x0f,
}

/** Interrupt identities, by falling priority: line status, time-out, received, transmitter empty, modem status. */
export const enum Iir {
  modemStatus = 0,
  none = 1,
  transmitterEmpty = 2,
  received = 4,
  lineStatus = 6,
  timeout = 0x0c,
  fifosOn = 0xc0,
}

export const enum Fcr {
  enable = 1,
  resetReceiver = 2,
  resetTransmitter = 4,
  kept = 0xc9,
}

export const enum Lcr {
  divisorLatch = 0x80,
}

export const enum Mcr {
  dtr = 1,
  rts = 2,
  out2 = 8,
  outputs = 0x0c,
  loop = 0x10,
  mask = 0x1f,
}

export const enum Lsr {
  dataReady = 1,
  overrun = 2,
  breakSignal = 0x10,
  errors = 0x1e,
  transmitterEmpty = 0x20,
  idle = 0x40,
}

export const enum Msr {
  deltas = 0x0f,
  /** DCD, DSR and CTS: somebody is at the other end. */
  connected = 0xb0,
}
