/** `vmhost disasm FILE`: the code of an ELF file's executable sections, or of a flat binary, as assembly. */
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { defineCommand } from 'citty'
import { isElf, parseElf } from '../boot/elf'
import { VmHostError } from '../error'
import { disassemble } from '../isa/disassemble'

export const disasmCommand = defineCommand({
  meta: { name: 'disasm', description: 'Disassemble a RISC-V ELF file or a flat binary' },
  args: { file: { type: 'positional', required: true, description: 'ELF file or flat binary' } },
  run: async ({ args }) => {
    for (const { gpa, bytes } of code(await read(args.file))) process.stdout.write(listing(bytes, BigInt(gpa)))
  },
})

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw VmHostError.wrap('ERR_IMAGE_NOT_FOUND', `file ${JSON.stringify(file)} cannot be read`, error)
  }
}

interface Code {
  gpa: number
  bytes: Uint8Array
}

function code(file: Uint8Array): Code[] {
  return isElf(file) ? parseElf(file).segments : [{ gpa: 0, bytes: file }]
}

/** A line each: address, instruction word, assembly. */
export function listing(bytes: Uint8Array, start: bigint): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines: string[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const low = view.getUint16(at, true)
    const isLong = (low & 3) === 3 && at + 4 <= bytes.length
    const word = isLong ? view.getUint32(at, true) : low
    const pc = start + BigInt(at)
    const { text } = disassemble(word, pc)
    lines.push(
      `${pc.toString(16).padStart(8)}:\t${word
        .toString(16)
        .padStart(isLong ? 8 : 4, '0')
        .padEnd(8)}\t${text}\n`,
    )
    at += isLong ? 4 : 2
  }
  return lines.join('')
}
