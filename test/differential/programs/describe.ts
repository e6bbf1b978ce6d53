/** Tells a divergence of programs: how it runs, its pieces, its code, the state that it starts in and the two ends. */
import { disassemble } from '../../../src/isa/disassemble'
import type { ProgramDivergence } from './compare'
import { type Program, startRegisters } from './generate'
import { slotAddress, writeProgram } from './image'
import type { Piece } from './piece'

const hex = (value: bigint | number, digits = 16): string => value.toString(16).padStart(digits, '0')

function listing(program: Program, slot: number): string[] {
  const { text, end } = writeProgram(program, slot)
  const view = new DataView(text.bytes.buffer)
  const starts = new Map(text.functions.map((label, index) => [text.addressOf(label), `function ${index}:`]))
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const low = view.getUint16(at, true)
    const bits = (low & 3) === 3 && at + 4 <= text.length ? view.getUint32(at, true) : low
    const pc = text.options.base + BigInt(at)
    const { text: shown, bytes } = disassemble(bits, pc)
    if (starts.has(pc)) lines.push(starts.get(pc) ?? '')
    if (bits !== 0) lines.push(`  ${hex(pc)}: ${hex(bits, 8)} ${shown.replace('\t', ' ')}${pc === end ? '   # end' : ''}`)
    at += bits === 0 ? 2 : bytes
  }
  return lines
}

function outline(pieces: readonly Piece[], indent = '  '): string[] {
  return pieces.flatMap(({ name, parts }) =>
    name === 'instruction' ? [] : [`${indent}${name}`, ...parts.flatMap((part) => outline(part, `${indent}  `))],
  )
}

/** A report for people, with everything that is needed to run the program again. */
export function describeProgram({ program, slot, differences }: ProgramDivergence, names: readonly [string, string]): string {
  const { setting } = program
  return [
    `${program.kind} program ${program.seed}, privilege ${setting.privilege}, paged ${setting.isPaged}, medeleg ${setting.medeleg.toString(16)}, ` +
      `window ${hex(setting.window)}, slot ${slot}, mstatus ${program.mstatus.toString(16)}, fcsr ${setting.fcsr.toString(16)}`,
    ...outline(program.main),
    ...listing(program, slotAddress(slot)),
    startRegisters(program, slotAddress(slot))
      .map((value, index) => `x${index}=${hex(value)}${index % 4 === 3 ? '\n' : ' '}`)
      .join(''),
    ...differences
      .slice(0, 24)
      .map(({ what, left, right }) => `${what.padEnd(16)} ${names[0]} ${hex(left)}  ${names[1]} ${hex(right)}`),
    ...(differences.length > 24 ? [`and ${differences.length - 24} more`] : []),
  ].join('\n')
}
