/** A handful of regions: guest code beside the WebAssembly that it becomes. Accept a change after reading its diff: vitest -u. */

import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { regionFunctionTexts } from '../../../src/cli/wasm-text'
import type { TranslatorOptions } from '../../../src/host/options'
import { assemble, Host, type TranslatedModule } from '../../../src/index'
import { regionText } from '../../../src/translator/region-text'
import { compileAssemblyFile } from '../../support/assembly'

const base = 0x8000_0000
const powerOff = `
    li t0, 0x100000
    li t1, 0x5555
    sw t1, 0(t0)
wait:
    j wait
`

/** Each is called once hot; what it is made of is its name's. */
const programs: Readonly<Record<string, string>> = {
  'counting-loop': `
      li s0, 100
  loop:
      add a0, a0, s0
      addi s0, s0, -1
      bnez s0, loop
  `,
  'copying-loop': `
      li s0, 100
      la s1, data
  loop:
      ld t0, 0(s1)
      addi t0, t0, 1
      sd t0, 8(s1)
      lbu t1, 3(s1)
      addi s0, s0, -1
      bnez s0, loop
  `,
  'call-and-return': `
      li s0, 100
  loop:
      call double
      addi s0, s0, -1
      bnez s0, loop
      j end
  double:
      slli a0, a0, 1
      ret
  end:
  `,
  'branches-in-a-loop': `
      li s0, 100
  loop:
      andi t0, s0, 1
      beqz t0, even
      addi a0, a0, 3
      j next
  even:
      sltiu t1, a0, 50
      beqz t1, next
      mul a0, a0, s0
  next:
      addi s0, s0, -1
      bnez s0, loop
  `,
  'floating-point': `
      li t0, 0x2000
      csrs mstatus, t0
      li s0, 100
      fcvt.d.w fa0, s0
  loop:
      fadd.d fa1, fa1, fa0
      fmul.d fa2, fa1, fa0
      addi s0, s0, -1
      bnez s0, loop
  `,
  'left-to-the-interpreter': `
      li s0, 100
      la s1, data
  loop:
      amoadd.d a0, s0, (s1)
      csrr a1, mcycle
      addi s0, s0, -1
      bnez s0, loop
  `,
}

const programBytes = (source: string): Uint8Array =>
  assemble(`${source}\n${powerOff}\n    .balign 4096\ndata:\n    .zero 4096\n`, { base }).bytes

/** Every module that the program's code became. */
async function translate(source: string, options: TranslatorOptions = {}): Promise<TranslatedModule[]> {
  const modules: TranslatedModule[] = []
  const wasmUrl = pathToFileURL(await compileAssemblyFile('assembly/index.ts', { release: true }))
  const translator: TranslatorOptions = { hotThreshold: 20, synchronous: true, sliceInstructions: 150, ...options }
  const onTranslation = (module: TranslatedModule) => modules.push(module)
  const host = await Host.create({ thread: 'inline', memory: '64MiB', wasmUrl, translator, onTranslation })
  try {
    const boot = { firmware: { buffer: programBytes(source) } }
    const guest = await host.hypervisor.createGuest({ memory: '1MiB', clock: 'virtual', engine: 'translator', boot })
    await guest.start()
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    return modules
  } finally {
    await host.dispose()
  }
}

async function textOf({ bytes, regions }: TranslatedModule): Promise<string> {
  const texts = await regionFunctionTexts(bytes)
  return regions.map((region) => regionText(region, texts[region.function] ?? '')).join('\n')
}

/** The inner loop is hot first, then the outer one: the region that has both is entered at either. */
const nested = `
      li s0, 100
  outer:
      andi s1, s0, 7
      addi a0, a0, 3
      beqz s1, next
  inner:
      slli a1, a0, 1
      xor a0, a0, a1
      addi s1, s1, -1
      bnez s1, inner
  next:
      addi s0, s0, -1
      bnez s0, outer
`

/** A loop on 32-bit words far behind the place where the region is entered, of whose registers nothing is known there. */
const hash = `
      li s0, 40
      la s1, data
  outer:
${Array.from({ length: 12 }, (_, index) => `      andi t0, s0, ${index + 1}\n      bnez t0, skip${index}\n      xori s2, s2, ${index}\n  skip${index}:`).join('\n')}
      lw a0, 0(s1)
      lw a1, 4(s1)
      lw a2, 8(s1)
      li s3, 20
  rounds:
      slliw t1, a0, 29
      srliw t2, a0, 3
      or t1, t1, t2
      addw t1, t1, a1
      slliw t3, a1, 11
      srliw t4, a1, 21
      or t3, t3, t4
      addw a1, a2, t3
      addw a2, a0, t1
      addw a0, t1, t3
      addi s3, s3, -1
      bnez s3, rounds
      sw a0, 0(s1)
      addi s0, s0, -1
      bnez s0, outer
`

/** A function with a loop that a table enters at each of its instructions, as kernels clear memory by. */
const clearing = `
      li s0, 300
      la s1, data
  again:
      call clear
      addi s0, s0, -1
      bnez s0, again
      j end
      .balign 256
  clear:
      andi t0, s0, 7
      slli t0, t0, 2
      la t1, stores
      add t1, t1, t0
      mv s2, s1
      addi s3, s1, 256
      jr t1
      .balign 8
  stores:
${Array.from({ length: 8 }, (_, index) => `      .option push\n .option norvc\n sd zero, ${index * 8}(s2)\n .option pop`).join('\n')}
      addi s2, s2, 64
      bltu s2, s3, stores
      ret
  end:
`

/** Enough that the slice ends behind it. */
const ever = 'nop\n'.repeat(200)
const calls = (count: number): string => `
      ${'call double\n'.repeat(count)}
      j end
      .balign 256
  double:
      slli a0, a0, 1
      ret
      .balign 256
  end:
      ${ever}
`
const turns = (count: number): string => `
      li s0, ${count + 1}
      j loop
      .balign 256
  loop:
      addi s0, s0, -1
      bnez s0, loop
      ${ever}
`

describe('the translator', () => {
  it('takes a call for four turns of a loop', async () => {
    const isTranslated = async (source: string, instruction: number) =>
      (await translate(source, { hotThreshold: 20 })).some(({ regions }) =>
        regions.some(({ instructions }) => instructions.some((each) => each.instruction >>> 0 === instruction)),
      )
    const slli = 0x0015_1513
    const addi = 0xfff4_0413
    expect(await isTranslated(calls(4), slli)).toBe(false)
    expect(await isTranslated(calls(5), slli)).toBe(true)
    expect(await isTranslated(turns(19), addi)).toBe(false)
    expect(await isTranslated(turns(20), addi)).toBe(true)
  })

  it('keeps the words of a hash narrow from turn to turn, however far behind the head its loop is', async () => {
    const texts = await Promise.all((await translate(hash)).map(textOf))
    const region = texts.find((text) => /andi\s+t0,s0,12\b/.test(text)) ?? ''
    const loops = [...region.matchAll(/\(loop (\$L\d+)((?!\(loop)[\s\S])*?\(br \1\)/g)].map(([loop]) => loop)
    const rounds = loops.find((loop) => loop.includes('i32.const 29)')) ?? ''
    expect(rounds).toContain('i32.const 11)')
    expect(rounds).not.toMatch(/local\.set \$l\d+\s+\(i64\.extend_i32_s/)
    // It has no way out but at its end, so nobody asks it for what the next turn sets anew.
    expect(rounds).not.toContain('i64.store')
  })

  it('translates a loop that a table enters at each of its instructions', async () => {
    const texts = await Promise.all((await translate(clearing)).map(textOf))
    expect(texts.some((text) => /\bjr\s+t1/.test(text) && /\bsd\s+zero,56/.test(text))).toBe(true)
  })

  it('enters loops inside each other by copies of their blocks, and not by a table over where to go on', async () => {
    const last = async (options: TranslatorOptions = {}) => {
      const module = (await translate(nested, options)).at(-1)
      return module === undefined ? '' : textOf(module)
    }
    expect(await last()).toMatch(/andi\s+s1,s0,7/)
    expect(await last()).not.toContain('br_table')
    expect(await last({ without: ['peeled'] })).toContain('br_table')
  })

  it.each(Object.entries(programs))('writes %s as its golden file has it', async (name, source) => {
    const [first] = await translate(source)
    if (first === undefined) throw new Error(`${name}: expected something to become hot`)
    expect(WebAssembly.validate(first.bytes)).toBe(true)
    await expect(await textOf(first)).toMatchFileSnapshot(`golden/${name}.wat`)
  })
})
