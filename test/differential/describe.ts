/** Tells a divergence: seed, instructions, the state they start in and the two ends. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findObjdump } from '../support/toolchain'
import type { Divergence } from './campaign'
import { slotAddress, slotBytesOf } from './program'
import type { Sequence } from './sequence'
import { SLOT } from './slot'

const hex = (value: bigint | number): string => value.toString(16).padStart(16, '0')

function textOf(sequence: Sequence): Uint8Array {
  const bytes = sequence.instructions.flatMap(({ bits, length }) => [bits, bits >>> 8, bits >>> 16, bits >>> 24].slice(0, length))
  return Uint8Array.from(bytes, (byte) => byte & 0xff)
}

/** The instructions as binutils shows them, or their bits when it is not there. */
function disassemble(sequence: Sequence, pc: number): string[] {
  const objdump = findObjdump()
  if (objdump === undefined) return sequence.instructions.map(({ bits, length }) => bits.toString(16).padStart(length * 2, '0'))
  const folder = mkdtempSync(join(tmpdir(), 'vmhost-text-'))
  try {
    const file = join(folder, 'text')
    writeFileSync(file, textOf(sequence))
    const [program, ...prefix] = objdump.argv
    const argv = ['-b', 'binary', '-m', 'riscv:rv64', '-M', 'no-aliases,numeric', `--adjust-vma=${pc}`, '-D', file]
    const { stdout } = spawnSync(program, [...prefix, ...argv], { encoding: 'utf8' })
    return stdout.split('\n').filter((line) => /^\s+[0-9a-f]+:/.test(line))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function namedRegisters(letter: string, values: readonly bigint[]): string {
  return values.map((value, index) => `${letter}${index}=${hex(value)}${index % 4 === 3 ? '\n' : ' '}`).join('')
}

/** A report for people, with everything that is needed to run the sequence again. */
export function describeDivergence(divergence: Divergence, names: readonly [string, string]): string {
  const { sequence, slot, differences } = divergence
  const pc = slotAddress(slot, slotBytesOf(sequence)) + SLOT.text
  return [
    `mode ${sequence.mode}, seed ${sequence.seed}, slot ${slot}`,
    ...disassemble(sequence, pc),
    `starts with mstatus=${hex(sequence.mstatus)} fcsr=${sequence.fcsr.toString(16)}`,
    namedRegisters('x', sequence.x) +
      (sequence.mode === 'float' || sequence.mode === 'half' ? namedRegisters('f', sequence.f) : ''),
    ...differences
      .slice(0, 24)
      .map(({ what, left, right }) => `${what.padEnd(16)} ${names[0]} ${hex(left)}  ${names[1]} ${hex(right)}`),
    ...(differences.length > 24 ? [`and ${differences.length - 24} more`] : []),
  ].join('\n')
}
