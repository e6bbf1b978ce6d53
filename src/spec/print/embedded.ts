/** Assembles the embedded guest and prints its image. */
import { embeddedSource } from '../../embedded/source'
import { assemble } from '../../isa/assembler'
import type { Output } from '../generate'
import { banner } from './text'

/** Where a kernel that starts in S-mode lies: 2 MiB behind the start of RAM, as under QEMU's `-M virt`. */
const base = 0x8020_0000

const columns = 120

export function outputs(): Output[] {
  const { bytes } = assemble(embeddedSource(), { base })
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${columns}}`, 'g')) ?? []
  const text = `/** ${bytes.length} bytes, in base64. */\nexport const embeddedImage =\n${lines.map((line) => `  '${line}'`).join(' +\n')}\n`
  return [{ path: 'src/embedded/image.gen.ts', text: `${banner('src/embedded/source.ts')}${text}` }]
}
