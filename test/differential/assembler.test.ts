/** The assembler beside GNU as: the same words for random instructions, and for pseudo-instructions. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assemble } from '../../src/isa/assembler/index'
import { disassemble } from '../../src/isa/disassemble'
import { matches } from '../../src/spec/isa/encoding'
import { rows } from '../../src/spec/isa/index'
import { Random, seedFromEnvironment } from '../support/random'
import { findBinutils } from '../support/toolchain'

const binutils = findBinutils()
/** What binutils 2.40 knows too. */
const known = new Set(
  'i m a f d zicsr zifencei zmmul zaamo zalrsc zba zbb zbc zbs zbkb zbkx zknd zkne zknh zfh zfhmin svinval zicbom zicboz zicbop zawrs'.split(
    ' ',
  ),
)
const march =
  'rv64imafd_zicsr_zifencei_zba_zbb_zbc_zbs_zbkb_zbkx_zknd_zkne_zknh_zfh_svinval_zicbom_zicboz_zicbop_zawrs_zihintpause'

function gnu(source: string, isa: string): Uint8Array {
  if (binutils === undefined) throw new Error('no binutils')
  const folder = mkdtempSync(join(tmpdir(), 'assembler-'))
  const run = ([program, ...prefix]: readonly [string, ...string[]], ...rest: string[]): void => {
    execFileSync(program, [...prefix, ...rest], { stdio: 'pipe' })
  }
  try {
    const [text, object, image, flat] = ['a.s', 'a.o', 'a.elf', 'a.bin'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ]
    writeFileSync(text, `.option norelax\n${source}`)
    run(binutils.as.argv, `-march=${isa}`, '-mabi=lp64d', '-o', object, text)
    run(binutils.ld.argv, '-Ttext=0x80000000', '--no-relax', '-e', '0x80000000', '-o', image, object)
    run(binutils.objcopy.argv, '-O', 'binary', '-j', '.text', image, flat)
    return new Uint8Array(readFileSync(flat))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const hexLines = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('hex')
    .match(/.{1,8}/g) ?? []

/** Lines that both are given, one instruction each. */
function compare(lines: readonly string[], isa: string, compress: boolean): void {
  const source = lines.join('\n')
  const own = assemble(source, { base: 0x8000_0000, compress }).bytes
  // GNU as fills its section up to the alignment.
  const theirs = gnu(source, isa).subarray(0, own.length)
  if (compress) expect(disassembled(own)).toEqual(disassembled(theirs))
  else
    expect(hexLines(own).map((word, index) => `${word} ${lines[index] ?? ''}`)).toEqual(
      hexLines(theirs).map((word, index) => `${word} ${lines[index] ?? ''}`),
    )
}

function disassembled(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines: string[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const low = view.getUint16(at, true)
    const word = (low & 3) === 3 && at + 4 <= bytes.length ? view.getUint32(at, true) : low
    const { text, bytes: length } = disassemble(word, BigInt(at), { noAliases: true })
    lines.push(text)
    at += length
  }
  return lines
}

/** Operands may refer to addresses out of a linker's reach, or need what GNU as refuses. */
const isPlain = (text: string): boolean => !/^\.insn|^unimp|unknown|^j|^b(eq|ne|lt|ge)|^fence|^prefetch|^csrr|^pause/.test(text)

describe.skipIf(binutils === undefined)('the assembler beside GNU as', () => {
  it('gives the same words for random instructions', () => {
    const random = new Random(seedFromEnvironment(5))
    console.info(`seed ${random.seed}`)
    const lines: string[] = []
    for (const row of rows.filter(
      (each) => each.encoding.length === 4 && each.extensions.some((set) => set.every((name) => known.has(name))),
    )) {
      for (let count = 0; count < 20; count++) {
        const word = ((random.u32() & ~row.encoding.mask) | row.encoding.match) >>> 0
        if (!matches(row.encoding, word)) continue
        const { text } = disassemble(word, 0n, { noAliases: count % 2 === 0 })
        if (isPlain(text) && !/^fcvt\.(d\.(s|w|wu|h)|s\.h)\t.*,r/.test(text) && !/^fcvt\.(d\.(s|w|wu|h)|s\.h)\t.*,dyn/.test(text))
          lines.push(text)
      }
    }
    expect(lines.length).toBeGreaterThan(2000)
    compare(lines, march, false)
  }, 60_000)

  const pseudo = [
    'start:',
    'li a0, 0',
    'li a1, 2048',
    'li a2, -1',
    'li a3, 0x7fffffff',
    'li a4, -0x80000000',
    'la a5, end',
    'lla s0, start',
    'call end',
    'tail start',
    'lw t0, end',
    'ld t1, start',
    'sw t0, end, t2',
    'beqz a0, start',
    'bnez a1, end',
    'bgt a0, a1, 1f',
    'bleu a0, a1, 1f',
    'bgez a1, 1f',
    '1:',
    'j 1b',
    'jal end',
    'jr t0',
    'jalr t1',
    'ret',
    'csrr a0, mstatus',
    'csrw satp, a1',
    'csrs sie, a2',
    'csrwi sstatus, 3',
    'rdtime a0',
    'frflags a0',
    'fsrm a1',
    'neg a0, a1',
    'seqz a0, a1',
    'snez a0, a1',
    'sgt a0, a1, a2',
    'fmv.d fa0, fa1',
    'fabs.s fa0, fa1',
    'fneg.d fa0, fa1',
    'fgt.d a0, fa0, fa1',
    'add a0, a1, 5',
    'sll a0, a1, 3',
    'fence',
    'fence rw, w',
    'fence.tso',
    'sfence.vma',
    'sfence.vma a0',
    'sext.w a0, a1',
    'zext.b a0, a1',
    'lui a0, %hi(0x12345678)',
    'addi a0, a0, %lo(0x12345678)',
    'amoswap.w.aq a0, a1, (a2)',
    'lr.d a0, (a1)',
    'fcvt.w.s a0, fa0',
    'fcvt.d.w fa0, a0',
    '.balign 16',
    '.word end - start, 0x1234',
    '.p2align 3',
    '.asciz "hello"',
    '.byte 1, 2',
    '.balign 4',
    'end:',
    'nop',
  ]

  it('gives the same words for pseudo-instructions, labels, relocations and directives', () => {
    compare(pseudo, march, false)
  })

  it('compresses the same instructions', () => {
    compare(
      [
        'addi sp, sp, -64',
        'sd ra, 8(sp)',
        'ld s0, 16(sp)',
        'lw a0, 4(a1)',
        'sw a0, 124(a1)',
        'mv a0, s3',
        'li a0, 31',
        'li a0, 32',
        'lui a0, 31',
        'addi a0, sp, 16',
        'addi sp, sp, 32',
        'add a0, a0, a1',
        'and s0, s0, a5',
        'subw a4, a4, a5',
        'slli a0, a0, 3',
        'srai a5, a5, 63',
        'andi a5, a5, -1',
        'addiw a0, a0, 1',
        'fld fa0, 8(a0)',
        'fsd fs0, 8(sp)',
        'jr a0',
        'jalr a0',
        'ret',
        'ebreak',
        'nop',
        'addi a0, a1, 0',
      ],
      'rv64imafdc_zicsr',
      true,
    )
  })
})
