/** The built command as scripts use it: exit statuses, prepared answers, statistics, signatures. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import { assemble } from '../../src/index'
import { elfFile } from '../unit/boot/elf-file'

interface Result {
  status: number
  stdout: string
  stderr: string
}

function vmhost(...words: string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/cli.js', ...words], { timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

const ram = 0x8000_0000
const folder = mkdtempSync(join(tmpdir(), 'vmhost-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An ELF with its labels as symbols. */
function writeElf(name: string, source: string): string {
  const { bytes, symbols } = assemble(source, { base: ram })
  const file = join(folder, name)
  const addresses = Object.fromEntries([...symbols].map(([symbol, value]) => [symbol, Number(value)]))
  writeFileSync(file, elfFile({ segments: [{ gpa: ram, bytes }], symbols: addresses }))
  return file
}

const htifProgram = (code: number): string => `
    la t0, tohost
    li t1, ${(code << 1) | 1}
    sd t1, 0(t0)
wait:
    j wait
    .balign 64
tohost: .dword 0
fromhost: .dword 0
    .balign 16
begin_signature:
    .dword 0x0123456789abcdef
    .word 42, 0
end_signature:
`

const poweroff = ['--type', 'poweroff@vmhost> ']
const finisher = (value: number): string => `li t0, 0x100000\n li t1, ${value}\n sw t1, 0(t0)\nwait: j wait`

describe('vmhost run', () => {
  it('types answers at their prompts, and ends with 0 at a power-off', async () => {
    const { status, stdout } = await vmhost('run', 'embedded', '--type', 'echo a@b@vmhost> ', ...poweroff)
    expect(stdout).toMatch(/\na@b\r?\n/)
    expect(status).toBe(0)
  })

  it('ends with 0 when the text to stop at is seen', async () => {
    const { status, stderr } = await vmhost('run', 'embedded', '--until', 'vmhost> ')
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('seen') })
  })

  it.each([
    [0x5555, 0],
    [0x0003_3333, 3],
  ])('ends with the code of the finisher: %d becomes %d', async (value, expected) => {
    const elf = writeElf('finisher.elf', finisher(value))
    expect((await vmhost('run', '--elf', elf, '--memory', '1MiB')).status).toBe(expected)
  })

  it('ends with 124 when the time is over, and when the instructions are', async () => {
    expect((await vmhost('run', 'embedded', '--timeout', '0.5')).status).toBe(124)
    const loop = writeElf('loop.elf', 'loop: j loop')
    expect((await vmhost('run', '--elf', loop, '--memory', '1MiB', '--max-instructions', '1000')).status).toBe(124)
  })

  it('ends with 2 and a reason when it is used wrongly', async () => {
    const wrong = [
      ['--cpus', '0'],
      ['--isa', 'rv64gcy'],
      ['--memory', 'lots'],
      ['--clock', 'sundial'],
      ['--bogus'],
      ['--type', 'no prompt'],
    ]
    for (const words of wrong) {
      const { status, stderr } = await vmhost('run', 'embedded', ...words)
      expect({ words, status, stderr }).toEqual({
        words,
        status: 2,
        stderr: expect.stringMatching(/^vmhost: .*expected|unknown/),
      })
    }
    expect((await vmhost('walk')).status).toBe(2)
  })

  it('names a file that is not there', async () => {
    const { status, stderr } = await vmhost('run', '/nowhere/Image')
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/\/nowhere\/Image.*ERR_IMAGE_NOT_FOUND/) })
  })

  it('writes the same state hash for the same run', async () => {
    const run = async (name: string): Promise<{ stateHash: string; instructions: number }> => {
      const file = join(folder, name)
      await vmhost('run', 'embedded', '--clock', 'virtual', '--type', 'primes@vmhost> ', ...poweroff, '--stats', file)
      return JSON.parse(readFileSync(file, 'utf8')) as { stateHash: string; instructions: number }
    }
    const first = await run('first.json')
    const second = await run('second.json')
    expect(first.stateHash).toMatch(/^[0-9a-f]{16}$/)
    expect([second.stateHash, second.instructions]).toEqual([first.stateHash, first.instructions])
  })

  it('answers HTIF, and writes the signature as Spike does', async () => {
    const signature = join(folder, 'signature')
    const elf = writeElf('htif.elf', htifProgram(0))
    expect((await vmhost('run', '--elf', elf, '--memory', '1MiB', '--htif', '--signature', signature)).status).toBe(0)
    expect(readFileSync(signature, 'utf8')).toBe('89abcdef\n01234567\n0000002a\n00000000\n')
    expect((await vmhost('run', '--elf', writeElf('fails.elf', htifProgram(5)), '--memory', '1MiB')).status).toBe(5)
    expect((await vmhost('run', '--elf', writeElf('none.elf', 'j .'), '--htif')).status).toBe(2)
  })

  it('tells how it ended as JSON', async () => {
    const { stdout } = await vmhost('run', 'embedded', ...poweroff, '--json')
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ reason: 'power-off', code: 0 })
  })
})

describe('vmhost disasm', () => {
  it('lists a flat binary', async () => {
    const file = join(folder, 'flat.bin')
    writeFileSync(file, assemble('addi a0, a0, 1\n ebreak\n csrr t0, mhartid').bytes)
    expect((await vmhost('disasm', file)).stdout).toMatch(/0:.*addi\s+a0,a0,1[\s\S]*ebreak[\s\S]*csrr\s+t0,mhartid/)
  })
})
