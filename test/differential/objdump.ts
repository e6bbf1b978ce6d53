/** Disassembles with binutils' objdump: address, bits and text of every instruction. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findObjdump } from '../support/toolchain'
import type { Instruction } from './sequence'

export interface DisassembledLine {
  readonly address: bigint
  readonly bits: number
  /** Mnemonic and operands, a tab between them; symbols and comments left out. */
  readonly text: string
  readonly hasSymbol: boolean
}

const lineShape = /^\s*([0-9a-f]+):\s+([0-9a-f]{4}|[0-9a-f]{8})\s+(\S.*)$/

function parseLine(line: string): DisassembledLine[] {
  const [, address = '', bits = '', text = ''] = lineShape.exec(line) ?? []
  if (address === '') return []
  return [
    {
      address: BigInt(`0x${address}`),
      bits: Number.parseInt(bits, 16),
      text: text.replace(/\s+[#<].*$/, '').trim(),
      hasSymbol: / <[^>]*>$/.test(text),
    },
  ]
}

export function objdump(argv: readonly string[]): DisassembledLine[] {
  const tool = findObjdump()
  if (tool === undefined) throw new Error('no riscv64-linux-gnu-objdump: expected binutils-riscv64-linux-gnu')
  const [program, ...prefix] = tool.argv
  const { status, stdout, stderr } = spawnSync(program, [...prefix, ...argv], { encoding: 'utf8', maxBuffer: 512 << 20 })
  if (status !== 0) throw new Error(`objdump ${argv.join(' ')}: ${stderr}`)
  return stdout.split('\n').flatMap(parseLine)
}

export function bytesOf(instructions: readonly Instruction[]): Uint8Array {
  const bytes = instructions.flatMap(({ bits, length }) => [bits, bits >>> 8, bits >>> 16, bits >>> 24].slice(0, length))
  return Uint8Array.from(bytes, (byte) => byte & 0xff)
}

/** The instructions as objdump shows them when they lie at an address. */
export function objdumpInstructions(instructions: readonly Instruction[], pc: number): DisassembledLine[] {
  if (instructions.length === 0) return []
  const folder = mkdtempSync(join(tmpdir(), 'vmhost-text-'))
  try {
    const file = join(folder, 'text')
    writeFileSync(file, bytesOf(instructions))
    return objdump(['-b', 'binary', '-m', 'riscv:rv64', '-M', 'max', `--adjust-vma=${pc}`, '-D', file])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
