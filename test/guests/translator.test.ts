/** Guests do the same whether their code is interpreted or translated, and whenever translated code sets in. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EngineChoice, GuestStatistics, TranslatorOptions } from '../../src/index'
import { createGuest, image, powerOff, run } from './bare-metal'
import { cmdline, debianFile, hasDebian, withHost } from './built-host'

/** Adds up the words of an array again and again; the sum ends in a register, the array in memory. */
const busyLoop = (rounds: number): string => `
    li s0, ${rounds}
    li a0, 0
    la s1, array
outer:
    mv t0, s1
    addi t1, s1, 1024
inner:
    ld t2, 0(t0)
    add a0, a0, t2
    sd a0, 0(t0)
    addi t0, t0, 8
    bne t0, t1, inner
    addi s0, s0, -1
    bnez s0, outer
    ${powerOff}
    .balign 4096
array:
    .dword 1, 2, 3, 4
    .zero 1024
`

interface Run {
  engine: EngineChoice
  translator?: TranslatorOptions
  commands?: readonly string[]
}

/** The embedded guest with these commands typed, under the virtual clock. */
function runEmbedded({ engine, translator = {}, commands = [] }: Run): Promise<GuestStatistics> {
  const type = [...commands, 'poweroff'].map((command) => ({ text: `${command}\n`, after: 'vmhost> ' }))
  return withHost(
    async (host) => {
      const guest = await host.hypervisor.createGuest({ memory: '16MiB', clock: 'virtual', engine, console: { type } })
      await guest.start()
      expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
      return guest.stats({ stateHash: true })
    },
    { translator },
  )
}

const outcome = ({ stateHash, instructions, instructionsByMode, traps, rounds }: GuestStatistics) => ({
  stateHash,
  instructions,
  instructionsByMode,
  traps,
  rounds,
})

afterEach(() => vi.restoreAllMocks())

describe('the translator', () => {
  it.each<TranslatorOptions>([
    { hotThreshold: 1, synchronous: true },
    { hotThreshold: 1, synchronous: true, regionLimit: 2 },
    { hotThreshold: 100, synchronous: true },
    { hotThreshold: 1 },
    { hotThreshold: 1, regionLimit: 3 },
    { hotThreshold: 1, synchronous: true, regionLimit: 3, deadModuleLimit: 1 },
    { hotThreshold: 1, regionLimit: 2, deadModuleLimit: 2 },
    {},
  ])('leaves the embedded guest in the state that the interpreter leaves it in: %j', async (knobs) => {
    const translator = { ...knobs, sliceInstructions: 10_000 }
    const commands = ['help', 'echo a b c', 'mem', 'help']
    const interpreted = await runEmbedded({ engine: 'interpreter', translator, commands })
    const translated = await runEmbedded({ engine: 'translator', translator, commands })
    expect(interpreted.translator).toMatchObject({ engine: 'interpreter', regionsMade: 0, share: 0 })
    expect(translated.translator.engine).toBe('translator')
    expect(outcome(translated)).toEqual(outcome(interpreted))
    if (knobs.hotThreshold === 1) expect(translated.translator.regionsMade).toBeGreaterThan(0)
  })

  it('retires nearly all instructions of a hot loop, and says what it did', async () => {
    const { guest, host } = await withHost(async (host) => {
      const { guest } = await run(host, busyLoop(100_000), { options: { engine: 'translator' } })
      return { guest: await guest.stats(), host: await host.stats() }
    })
    expect(guest.translator).toMatchObject({ engine: 'translator', invalidations: 0, evictions: 0 })
    expect(guest.translator.share).toBeGreaterThan(0.9)
    expect(guest.translator.regionsMade).toBeGreaterThan(0)
    expect(guest.translator.instructionsTranslated).toBeGreaterThanOrEqual(guest.translator.regionsMade)
    expect(guest.translator.compileTimeNs).toBeGreaterThan(0)
    expect(host.translator.modules).toBeGreaterThan(0)
    expect(host.translator.regions).toBe(guest.translator.regions)
  })

  it.each(['destroyed', 'reset'])('lives when a guest is %s while its code is being compiled', async (action) => {
    await withHost(
      async (host) => {
        for (let round = 0; round < 10; round++) {
          const guest = await createGuest(host, busyLoop(2 ** 31 - 1), { options: { engine: 'translator' } })
          const compiling = await host.stats()
          await guest.start()
          // The first slices make the loop hot; its module is under way or has just arrived.
          await new Promise((resolve) => setTimeout(resolve, round))
          if (action === 'reset') await guest.reset()
          await guest.dispose()
          expect((await host.stats()).translator.modules).toBeGreaterThanOrEqual(compiling.translator.modules)
        }
        const { exit } = await run(host, busyLoop(1000), { options: { engine: 'translator' } })
        expect(exit).toEqual({ reason: 'power-off', code: 0 })
        expect((await host.stats()).translator.regions).toBeLessThan(20)
      },
      { translator: { hotThreshold: 2, sliceInstructions: 1000 } },
    )
  })

  it('keeps no region of guests that are gone', async () => {
    await withHost(async (host) => {
      const { guest } = await run(host, busyLoop(10_000), { options: { engine: 'translator' } })
      expect((await host.stats()).translator.regions).toBeGreaterThan(0)
      await guest.dispose()
      expect((await host.stats()).translator.regions).toBe(0)
    })
  })

  it('gives up with one warning when WebAssembly may not be compiled any more, and guests run on', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const refuse = function refuse(): never {
      throw new WebAssembly.CompileError('code generation disallowed')
    }
    await withHost(async (host) => {
      vi.spyOn(WebAssembly, 'Module').mockImplementation(refuse as unknown as typeof WebAssembly.Module)
      vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse())
      for (const engine of ['translator', 'auto'] as const) {
        const { guest, exit } = await run(host, busyLoop(50_000), { options: { engine } })
        expect(exit).toEqual({ reason: 'power-off', code: 0 })
        expect((await guest.stats()).translator).toMatchObject({
          engine: 'interpreter',
          unavailable: 'code generation disallowed',
          regions: 0,
          share: 0,
        })
      }
      expect((await host.stats()).translator.unavailable).toBe('code generation disallowed')
      await expect(createGuest(host, busyLoop(1), { options: { engine: 'translator' } })).rejects.toMatchObject({
        code: 'ERR_UNSUPPORTED',
      })
    })
    expect(warn.mock.calls).toEqual([[expect.stringContaining('guests are interpreted')]])
  })

  it('ends every guest loudly when the engine finds a module of ours invalid', async () => {
    const { exit, other } = await withHost(async (host) => {
      const { Module } = WebAssembly
      // What asks whether anything can be compiled is small.
      vi.spyOn(WebAssembly, 'Module').mockImplementation(function compile(bytes) {
        if (bytes.byteLength < 200) return new Module(bytes)
        throw new WebAssembly.CompileError('invalid opcode at offset 7')
      })
      const neighbour = await createGuest(host, 'wait: wfi\n j wait', { options: { engine: 'interpreter' } })
      await neighbour.start()
      const { exit } = await run(host, busyLoop(2 ** 31 - 1), { options: { engine: 'translator' } })
      return { exit, other: await neighbour.exited }
    })
    for (const { reason, detail } of [exit, other]) {
      expect(reason).toBe('crash')
      expect(detail).toContain('invalid opcode at offset 7')
    }
  })

  it('writes what it translated into files, out of its worker', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vmhost-regions-'))
    try {
      const program = join(folder, 'program.bin')
      await writeFile(program, image(busyLoop(100_000)))
      const argv = ['dist/cli.js', 'run', '--firmware', program, '--engine', 'translator', '--dump-regions', join(folder, 'out')]
      await promisify(execFile)(process.execPath, argv)
      const names = await readdir(join(folder, 'out'))
      expect(names.length).toBeGreaterThan(0)
      const texts = await Promise.all(names.map((name) => readFile(join(folder, 'out', name), 'utf8')))
      expect(texts.join('\n')).toMatch(/;; 800000.*\tld\tt2,0\(t0\)\n[\s\S]*\(func \$/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it.skipIf(!hasDebian)('boots Debian to the state that the interpreter boots it to', async () => {
    const maxInstructions = 150_000_000
    const boot = { kernel: { path: debianFile('Image') }, initrd: { path: debianFile('initrd.cpio') }, cmdline }
    const bootWith = (engine: EngineChoice): Promise<GuestStatistics> =>
      withHost(async (host) => {
        const guest = await host.hypervisor.createGuest({ memory: '128MiB', clock: 'virtual', engine, boot, maxInstructions })
        await guest.start()
        expect(await guest.exited).toMatchObject({ reason: 'instruction-limit' })
        return guest.stats({ stateHash: true })
      })
    const translated = await bootWith('translator')
    expect(outcome(translated)).toEqual(outcome(await bootWith('interpreter')))
    expect(translated.translator.share).toBeGreaterThan(0.5)
  })
})
