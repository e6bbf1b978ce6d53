/** The macro language of the embedded guest's assembly: TypeScript templates. */

/** Marks a template as RISC-V assembly; escapes stay as the assembler wants them. */
export const asm = String.raw

/** Callee-saved registers a function may keep values in. */
export type Saved = 's0' | 's1' | 's2' | 's3' | 's4'

/** Bytes of a frame with `ra` and the saved registers: the stack stays 16-byte aligned (psABI, integer calling convention). */
const frameBytes = (saved: readonly Saved[]): number => Math.ceil((saved.length + 1) / 2) * 16

const slots = (operation: 'sd' | 'ld', saved: readonly Saved[]): string =>
  ['ra', ...saved].map((register, slot) => `    ${operation} ${register}, ${slot * 8}(sp)`).join('\n')

/** Prologue of a function that calls others. */
export const enter = (...saved: Saved[]): string => `    addi sp, sp, -${frameBytes(saved)}\n${slots('sd', saved)}`

/** Epilogue that mirrors `enter` with the same registers. */
export const leave = (...saved: Saved[]): string => `${slots('ld', saved)}\n    addi sp, sp, ${frameBytes(saved)}\n    ret`
