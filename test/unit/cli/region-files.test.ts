/** What --dump-regions leaves behind. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RegionFiles } from '../../../src/cli/region-files'
import type { TranslatedModule } from '../../../src/translator/batch'
import { moduleOf } from '../translator/fake-core'

const module: TranslatedModule = {
  bytes: new Uint8Array(moduleOf([7, 9])),
  regions: [
    { function: 0, instructions: [{ pc: 0xffff_ffff_8000_0000n, instruction: 0x00a5_0513 }] },
    {
      function: 1,
      instructions: [
        { pc: 0x8020_0000n, instruction: 0x0000_4501 },
        { pc: 0x8020_0002n, instruction: 0xfe05_0fe3 | 0 },
      ],
    },
  ],
}

describe('files of translated regions', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmhost-regions-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('hold the disassembly beside the WebAssembly text, and sort by address', async () => {
    const files = new RegionFiles(join(folder, 'new'))
    files.add(module)
    files.add(module)
    await files.finish()
    const names = ['0000000080200000-2.wat', '0000000080200000.wat', 'ffffffff80000000-2.wat', 'ffffffff80000000.wat']
    expect((await readdir(join(folder, 'new'))).sort()).toEqual(names)
    expect(await readFile(join(folder, 'new/0000000080200000.wat'), 'utf8')).toBe(
      [
        ';; 80200000:\t4501            \tli\ta0,0',
        ';; 80200002:\tfe050fe3        \tbeqz\ta0,0x80200000',
        '(func $f1 (type $t0) (result i32)',
        '  (i32.const 9))',
        '',
      ].join('\n'),
    )
    expect(await readFile(join(folder, 'new/ffffffff80000000.wat'), 'utf8')).toContain('(i32.const 7))')
  })

  it('are told of when they cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    const files = new RegionFiles(join(folder, 'file'))
    files.add(module)
    await expect(files.finish()).rejects.toThrow(/EEXIST/)
  })
})
