/** `vmhost disasm FILE`: the code of an ELF file's executable sections, or of a flat binary, as assembly. */
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { defineCommand } from 'citty'
import { VmHostError } from '../error'
import { formatLine, listFile } from '../isa/disassemble-file'

export const disasmCommand = defineCommand({
  meta: { name: 'disasm', description: 'Disassemble a RISC-V ELF file or a flat binary' },
  args: { file: { type: 'positional', required: true, description: 'ELF file or flat binary' } },
  run: async ({ args }) => {
    for (const { name, lines } of listFile(await read(args.file))) {
      process.stdout.write(`\nDisassembly of ${name}:\n\n`)
      // Lines are made as they are asked for: a whole kernel has millions.
      for (const line of lines) if (!process.stdout.write(`${formatLine(line)}\n`)) await drained()
    }
  },
})

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw VmHostError.wrap('ERR_IMAGE_NOT_FOUND', `file ${JSON.stringify(file)} cannot be read`, error)
  }
}

/** Resolves when standard output took what it was given. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', resolve))
}
