/** A register of PCI configuration space: its value after reset, and what a write does to its bits. */
export interface ConfigRegister {
  readonly name: string
  readonly offset: number
  readonly bytes: 1 | 2 | 4
  readonly reset: number
  /** Bits that software writes. Bits in neither mask are read-only. */
  readonly writable: number
  /** Bits that writing a one clears. */
  readonly clearedByOne: number
  /** Bits that no reset changes, but that by power (PCIe 5.0 §7.4: ROS, RWS, RW1CS). */
  readonly sticky: number
  /** Bits that a function level reset leaves beside those (§6.6.2). */
  readonly lasting: number
}

export interface RegisterBits {
  reset?: number
  writable?: number
  clearedByOne?: number
  sticky?: number
  lasting?: number
}

/** A register whose `offset` is relative to its capability until it is placed. */
export function register(name: string, offset: number, bytes: 1 | 2 | 4, bits: RegisterBits = {}): ConfigRegister {
  const { reset = 0, writable = 0, clearedByOne = 0, sticky = 0, lasting = 0 } = bits
  return { name, offset, bytes, reset, writable, clearedByOne, sticky, lasting }
}

/** The registers of a capability, at `offset` of configuration space. */
export function placed(prefix: string, offset: number, registers: readonly ConfigRegister[]): ConfigRegister[] {
  return registers.map((it) => ({ ...it, name: `${prefix}${it.name}`, offset: it.offset + offset }))
}
