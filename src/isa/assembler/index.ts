/** The RISC-V assembler: a subset of GNU as, for RV64 and every extension that has rows. */
import { type AssembleOptions, Assembler } from './assembler'

export type { AssembleOptions } from './assembler'

export interface AssembledSection {
  readonly name: string
  readonly address: bigint
  readonly size: number
}

export interface Assembled {
  /** The image from `base` on; zero-filled sections at its end are left out. */
  readonly bytes: Uint8Array
  readonly base: bigint
  readonly sections: readonly AssembledSection[]
  readonly symbols: Map<string, bigint>
}

/**
 * Assembles a program to a flat image: `.text`, `.rodata`, other sections, `.data`, `.bss`, one after the other.
 * Throws `VmHostError` with code ERR_SYNTAX and the line.
 *
 *     const { bytes } = assemble('start: li a0, 42\n ret', { base: 0x80000000 })
 */
export function assemble(source: string, options: AssembleOptions = {}): Assembled {
  const assembler = new Assembler(options)
  assembler.read(source)
  const sections = assembler.finish()
  const base = BigInt(options.base ?? 0)
  const contents = sections.filter((section) => !section.isZeroes && section.length > 0)
  const end = contents.reduce(
    (last, { address, length }) => (address + BigInt(length) > last ? address + BigInt(length) : last),
    base,
  )
  const bytes = new Uint8Array(Number(end - base))
  for (const section of contents) bytes.set(section.bytes, Number(section.address - base))
  return {
    bytes,
    base,
    sections: sections.map(({ name, address, length }) => ({ name, address, size: length })),
    symbols: assembler.symbols(),
  }
}
