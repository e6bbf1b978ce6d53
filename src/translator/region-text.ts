/** A translated region to read: its guest instructions, and below them the WebAssembly function that they became. */
import { disassemble } from '../isa/disassemble'
import { formatLine } from '../isa/disassemble-file'
import type { RegionInstruction, TranslatedRegion } from './batch'

/** A file of WebAssembly text: the guest's side is comments. */
export function regionText({ instructions }: TranslatedRegion, functionText: string): string {
  const listing = instructions.map((each) => `;; ${guestLine(each)}\n`)
  return `${listing.join('')}${functionText}\n`
}

/** The lowest address in it: its file is named for it. */
export function regionPc({ instructions }: TranslatedRegion): bigint {
  return instructions[0]?.pc ?? 0n
}

function guestLine({ pc, instruction }: RegionInstruction): string {
  const { text, bytes } = disassemble(instruction, pc)
  const word = bytes === 2 ? instruction & 0xffff : instruction >>> 0
  return formatLine({ address: pc, word, bytes, text })
}
