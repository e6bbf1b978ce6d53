/** The disassembler against binutils' objdump: random encodings of every row, and a whole library of Debian's. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { disassemble } from '../../src/isa/disassemble'
import { rows } from '../../src/spec/isa'
import { Random, seedFromEnvironment } from '../support/random'
import { findObjdump } from '../support/toolchain'
import { type DisassembledLine, objdump, objdumpInstructions } from './objdump'
import { instructionOf, randomDraft } from './random-instruction'
import type { Instruction } from './sequence'

const LIBRARY = '/usr/riscv64-linux-gnu/lib/libc.so.6'
const PC = 0x8000_0000
const ENCODINGS_PER_ROW = 24
const seed = seedFromEnvironment(30_000)
const isPossible = (findObjdump()?.major ?? 0) >= 2 && Number(findObjdump()?.version.split('.')[1]) >= 44

/**
 * Where binutils says something else on purpose: it refuses to show a rounding mode of conversions that never round,
 * and with `-M max` it knows extensions that there are no rows of (Zicfiss in c.mop and mop, Zicfilp in auipc x0, Smcdeleg's CSR).
 */
const isSpokenOtherwise = ({ text }: DisassembledLine, ours: string): boolean =>
  (/^fcvt\.(d\.[swh]u?|s\.h)\b/.test(ours) && text.startsWith('.insn')) ||
  /^(c\.)?(sspush|sspopchk|ssrdp|lpad)\b|\b0x312\b/.test(text)

/** Lines that differ, theirs beside ours. A target that objdump has a symbol for stands without 0x there. */
function disagreements(lines: readonly DisassembledLine[]): string[] {
  return lines.flatMap((line) => {
    const { text } = disassemble(line.bits, line.address)
    const ours = line.hasSymbol ? text.replace(/0x([0-9a-f]+)$/, '$1') : text
    if (ours === line.text || isSpokenOtherwise(line, ours)) return []
    return [`${line.bits.toString(16).padStart(8, '0')}: objdump ${JSON.stringify(line.text)} ours ${JSON.stringify(ours)}`]
  })
}

describe.skipIf(!isPossible)(`the disassembler beside objdump ${findObjdump()?.version}, from seed ${seed}`, () => {
  const random = new Random(seed)
  const instructions: Instruction[] = rows.flatMap((row) =>
    Array.from({ length: ENCODINGS_PER_ROW }, () => instructionOf(randomDraft(random, row))),
  )

  it('writes random encodings of every row the same', () => {
    const lines = objdumpInstructions(instructions, PC)
    expect(lines.length).toBe(instructions.length)
    expect(disagreements(lines)).toEqual([])
  })

  it.skipIf(!existsSync(LIBRARY))("writes every instruction of Debian's C library the same", () => {
    const lines = objdump(['-d', LIBRARY])
    expect(lines.length).toBeGreaterThan(200_000)
    expect(disagreements(lines).slice(0, 20)).toEqual([])
  })
})
