/** Tells a divergence: seed, instructions, the state they start in and the two ends. */
import { findObjdump } from '../support/toolchain'
import type { Divergence } from './campaign'
import { objdumpInstructions } from './objdump'
import { slotAddress, slotBytesOf } from './program'
import type { Sequence } from './sequence'
import { SLOT } from './slot'

const hex = (value: bigint | number): string => value.toString(16).padStart(16, '0')

/** The instructions as binutils shows them, or their bits when it is not there. */
function disassemble({ instructions }: Sequence, pc: number): string[] {
  if (findObjdump() === undefined) return instructions.map(({ bits, length }) => bits.toString(16).padStart(length * 2, '0'))
  return objdumpInstructions(instructions, pc).map(({ address, bits, text }) => `${hex(address)}: ${hex(bits).slice(8)} ${text}`)
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
