/** The harness as a flat image: assembled once by binutils, then filled with sequences. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinutils } from '../support/toolchain'
import { encode } from './random-instruction'
import type { Sequence } from './sequence'
import { FIRST_SLOT, HEADER, HEADER_FIELD, prelude, RAM_BASE, SLOT, TEXT_BYTES } from './slot'

function run(argv: readonly [string, ...string[]], more: readonly string[]): void {
  const [program, ...prefix] = argv
  const { status, stderr } = spawnSync(program, [...prefix, ...more], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${more.join(' ')}: ${stderr}`)
}

export function assemble(source: string): Uint8Array {
  const binutils = findBinutils()
  if (binutils === undefined) throw new Error('no riscv64-linux-gnu-as: expected binutils-riscv64-linux-gnu')
  const folder = mkdtempSync(join(tmpdir(), 'vmhost-harness-'))
  const file = (name: string): string => join(folder, name)
  try {
    writeFileSync(file('harness.S'), source)
    run(binutils.as.argv, ['-march=rv64g', '-mabi=lp64d', '-mno-relax', '-o', file('harness.o'), file('harness.S')])
    run(binutils.ld.argv, ['-Ttext', RAM_BASE.toString(16), '-o', file('harness.elf'), file('harness.o')])
    run(binutils.objcopy.argv, ['-O', 'binary', '-j', '.text', file('harness.elf'), file('harness.bin')])
    return new Uint8Array(readFileSync(file('harness.bin')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const programs = new Map<number, Uint8Array>()

/** The code of the harness for slots of a size, as it lies at the start of RAM. */
function harnessCode(slotBytes: number): Uint8Array {
  const known = programs.get(slotBytes)
  if (known !== undefined) return known
  const code = assemble(prelude(slotBytes) + readFileSync(join(import.meta.dirname, 'harness.S'), 'utf8'))
  if (code.length > HEADER - RAM_BASE)
    throw new Error(`the harness takes ${code.length} bytes, expected at most ${HEADER - RAM_BASE}`)
  programs.set(slotBytes, code)
  return code
}

/** How often a sequence runs: often enough that it is translated code in the end. */
const PASSES = 6

/** Bytes of a slot: the control pages and the pages of scratch memory. */
export const slotBytesOf = (sequence: { readonly scratch: Uint8Array }): number => SLOT.scratch + sequence.scratch.length

export const slotAddress = (index: number, slotBytes: number): number => FIRST_SLOT + index * slotBytes

function writeSlot(image: DataView, slot: number, sequence: Sequence): void {
  const word = (offset: number, value: bigint | number): void =>
    image.setBigUint64(slot - RAM_BASE + offset, BigInt.asUintN(64, BigInt(value)), true)
  let text = slot + SLOT.text
  word(SLOT.code, text)
  for (const { bits, length } of sequence.instructions) {
    if (length === 2) image.setUint16(text - RAM_BASE, bits, true)
    else image.setUint32(text - RAM_BASE, bits, true)
    text += length
  }
  const ebreak = 0x0010_0073
  image.setUint32(text - RAM_BASE, ebreak, true)
  // The code is entered by a jump backwards: what is reached so becomes hot.
  image.setUint32(text + 4 - RAM_BASE, encode('jal', { rd: 0, imm: slot + SLOT.text - text - 4 }).bits, true)
  word(SLOT.entry, text + 4)
  if (text + 8 - slot - SLOT.text > TEXT_BYTES) throw new RangeError(`a sequence takes more than ${TEXT_BYTES} bytes`)
  word(SLOT.end, text)
  word(SLOT.mstatus, sequence.mstatus)
  word(SLOT.landing, sequence.mayLand ? 1 : 0)
  for (const [index, value] of [...sequence.x, ...sequence.f, sequence.fcsr].entries()) word(SLOT.start + 8 * index, value)
  for (const [index, value] of (sequence.literals ?? []).entries()) word(SLOT.literals + 8 * index, value)
  new Uint8Array(image.buffer).set(sequence.scratch, slot - RAM_BASE + SLOT.scratch)
}

/** The whole memory image from RAM_BASE on; the sequences lie in the slots from number `first` on. */
export function buildImage(sequences: readonly Sequence[], first = 0): Uint8Array {
  const sample = sequences[0]
  if (sample === undefined) throw new RangeError('buildImage: no sequences, expected at least one')
  const slotBytes = slotBytesOf(sample)
  const end = slotAddress(first + sequences.length, slotBytes)
  const bytes = new Uint8Array(end - RAM_BASE)
  const image = new DataView(bytes.buffer)
  bytes.set(harnessCode(slotBytes))
  const header = (field: number, value: number): void => image.setBigUint64(HEADER - RAM_BASE + field, BigInt(value), true)
  header(HEADER_FIELD.start, slotAddress(first, slotBytes))
  header(HEADER_FIELD.end, end)
  header(HEADER_FIELD.passes, PASSES)
  for (const [index, sequence] of sequences.entries()) writeSlot(image, slotAddress(first + index, slotBytes), sequence)
  return bytes
}
