/** The IEEE 754 exception flags that an operation raises, in the bit positions of `fflags` (RISC-V unprivileged ISA, "fcsr"). */
export const NX: u32 = 1
export const UF: u32 = 2
export const OF: u32 = 4
export const DZ: u32 = 8
export const NV: u32 = 16

/** Flags raised since the last `takeFlags`: it lives only from the start of an operation to its end, so it is no state of a machine. */
let raised: u32 = 0

export function raise(flags: u32): void {
  raised |= flags
}

/** Hands over the flags of the operation that just ended and makes room for the next. */
export function takeFlags(): u32 {
  const flags = raised
  raised = 0
  return flags
}
