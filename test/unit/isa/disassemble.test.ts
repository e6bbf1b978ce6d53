/** The disassembler against literal lines and against binutils' objdump. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { disassemble } from '../../../src/isa/disassemble'
import { formatLine, listFile } from '../../../src/isa/disassemble-file'
import { cacheRoot } from '../../support/cache.mjs'
import { findObjdump } from '../../support/toolchain'

const text = (insn: number, pc = 0n): string => disassemble(insn, pc).text

describe('the disassembler', () => {
  it.each([
    [0x00000013, 'nop'],
    [0x02a00513, 'li\ta0,42'],
    [0x00008067, 'ret'],
    [0xfff54513, 'not\ta0,a0'],
    [0x0ff57513, 'zext.b\ta0,a0'],
    [0x0330000f, 'fence\trw,rw'],
    [0x0ff0000f, 'fence'],
    [0x8330000f, 'fence.tso'],
    [0x30047073, 'csrci\tmstatus,8'],
    [0xc0102573, 'rdtime\ta0'],
    [0x12000073, 'sfence.vma'],
    [0x06c5a52f, 'amoadd.w.aqrl\ta0,a2,(a1)'],
    [0x02c5f553, 'fadd.d\tfa0,fa1,fa2'],
    [0x02c59553, 'fadd.d\tfa0,fa1,fa2,rtz'],
    [0xc0102573, 'rdtime\ta0'],
    [0x1141, 'addi\tsp,sp,-16'],
    [0x8082, 'ret'],
    [0x853e, 'mv\ta0,a5'],
    [0x0000, 'unimp'],
    [0xffffffff, '.insn\t4, 0xffffffff'],
  ])('writes %i as objdump does: %s', (insn, expected) => {
    expect(text(insn)).toBe(expected)
  })

  it('writes targets as addresses, with a symbol where one is known', () => {
    expect(text(0xfe208ce3, 0x8000_0010n)).toBe('beq\tra,sp,0x80000008')
    expect(disassemble(0xfe208ce3, 0x8000_0010n, { symbolAt: (address) => `f+${address - 0x8000_0000n}` }).text).toBe(
      'beq\tra,sp,80000008 <f+8>',
    )
  })

  it('writes instructions by their own names when asked to', () => {
    expect(disassemble(0x00008067, 0n, { noAliases: true }).text).toBe('jalr\tzero,0(ra)')
    expect(disassemble(0x8082, 0n, { noAliases: true }).text).toBe('c.jr\tra')
  })

  it('lists a flat binary from its base, a cut instruction at its end included', () => {
    const [listing] = listFile(Uint8Array.from([0x13, 0, 0, 0, 0x82, 0x80, 0x13, 0]), { base: 0x1000n })
    expect([...(listing?.lines ?? [])].map(formatLine)).toEqual([
      '    1000:\t00000013        \tnop',
      '    1004:\t8082            \tret',
      '    1006:\t0013            \t.2byte\t0x13',
    ])
  })
})

const busybox = join(cacheRoot, 'debian/busybox')
const objdump = findObjdump()

/** objdump of binutils 2.40 needs an attribute to name Zihintpause's hint; later ones too. */
const withoutComment = (line: string): string =>
  line
    .replace(/ *<[^>]*>/g, '')
    .replace(/\s*#.*$/, '')
    .replace(/^fence\tw,unknown$/, 'pause')
    .trimEnd()

describe.skipIf(objdump === undefined || !existsSync(busybox))("beside binutils' objdump", () => {
  it('agrees on every instruction of Debian’s static busybox', () => {
    if (objdump === undefined) return
    const [program, ...prefix] = objdump.argv
    const output = execFileSync(program, [...prefix, '-d', '-z', busybox], { maxBuffer: 1 << 28, encoding: 'latin1' })
    const expected = new Map<string, string>()
    for (const line of output.split('\n')) {
      const [, address, , instruction] = /^\s*([0-9a-f]+):\t([0-9a-f ]+?)\s*\t(.*)$/.exec(line) ?? []
      if (address !== undefined && instruction !== undefined) expected.set(address, withoutComment(instruction))
    }
    expect(expected.size).toBeGreaterThan(100_000)
    const differences: string[] = []
    for (const { lines } of listFile(new Uint8Array(readFileSync(busybox)))) {
      for (const { address, text: own } of lines) {
        const theirs = expected.get(address.toString(16))
        if (theirs !== undefined && theirs !== own) differences.push(`${address.toString(16)}: ${theirs} | ${own}`)
      }
    }
    expect(differences).toEqual([])
  }, 120_000)
})
