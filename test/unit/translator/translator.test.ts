/** From a hot place in the core to a function in its table. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Engine } from '../../../src/core/layout.gen'
import { compilationRefusal } from '../../../src/platform/compilation'
import type { TranslatedModule } from '../../../src/translator/batch'
import { Translator, type TranslatorOptions } from '../../../src/translator/translator'
import { FakeCore } from './fake-core'

function setUp(options: Partial<TranslatorOptions> = {}) {
  const fake = new FakeCore()
  const reasons: string[] = []
  const failures: unknown[] = []
  const translator = new Translator({
    core: fake.core,
    mostBytesAtOnce: 0,
    deadModuleLimit: 1000,
    onUnavailable: (reason) => reasons.push(reason),
    onFailure: (error) => failures.push(error),
    ...options,
  })
  return { fake, translator, reasons, failures }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
const refusal = 'Wasm code generation disallowed by embedder'

/** As in a page whose Content-Security-Policy lacks 'wasm-unsafe-eval'. */
function forbidCompilation(): void {
  const refuse = function refuse() {
    throw new WebAssembly.CompileError(refusal)
  }
  vi.spyOn(WebAssembly, 'Module').mockImplementation(refuse as unknown as typeof WebAssembly.Module)
  vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async () => refuse())
}

afterEach(() => vi.restoreAllMocks())

describe.each([Number.POSITIVE_INFINITY, 0])('the translator (bytes at once: %d)', (mostBytesAtOnce) => {
  it('asks the core for nothing while nothing is hot', async () => {
    const { fake, translator } = setUp({ mostBytesAtOnce })
    translator.advance()
    await settle()
    expect(fake.log).toEqual([])
  })

  it('puts the functions of every queued batch into their slots and then tells the core', async () => {
    const { fake, translator } = setUp({ mostBytesAtOnce })
    fake.queue({ slots: [5, 3] }, { slots: [9] })
    translator.advance()
    await settle()
    expect(fake.log).toEqual(['prepare', 'install', 'prepare', 'install'])
    expect([3, 5, 9].map((slot) => fake.call(slot))).toEqual([3, 5, 9])
    expect(fake.table.length).toBe(10)
    expect(translator).toMatchObject({ modules: 2, regionsMade: 3 })
    expect(translator.compileTimeNs).toBeGreaterThan(0)
  })

  it('empties slots that are free again', async () => {
    const { fake, translator } = setUp({ mostBytesAtOnce })
    fake.queue({ slots: [2, 3] })
    translator.advance()
    await settle()
    fake.free(3, 700)
    translator.advance()
    expect([2, 3].map((slot) => fake.call(slot))).toEqual([2, undefined])
    expect(fake.get('freedCount')).toBe(0)
  })

  it('makes the table anew when it has held enough modules of which nothing is left', async () => {
    const { fake, translator } = setUp({ mostBytesAtOnce, deadModuleLimit: 2 })
    fake.queue({ slots: [2, 3] }, { slots: [4] }, { slots: [5] })
    translator.advance()
    await settle()
    fake.free(2, 4)
    translator.advance()
    expect(fake.log).not.toContain('renew')
    fake.free(3)
    translator.advance()
    expect(fake.log.slice(-2)).toEqual(['forget', 'renew'])
    fake.queue({ slots: [3] })
    translator.advance()
    await settle()
    expect([3, 5].map((slot) => fake.call(slot))).toEqual([3, undefined])
    expect(fake.log.filter((name) => name === 'renew')).toHaveLength(1)
  })

  it('hands on each module with the instructions of its regions', async () => {
    const seen: TranslatedModule[] = []
    const { fake, translator } = setUp({ mostBytesAtOnce, onModule: (module) => seen.push(module) })
    const listing = [
      { pc: 0x8000_0000n, instruction: 0x13, function: 0 },
      { pc: 0xffff_ffff_8000_0000n, instruction: 0x8082, function: 1 },
      { pc: 0x8000_0004n, instruction: 0x6f, function: 0 },
    ]
    fake.queue({ slots: [2, 3], listing })
    translator.advance()
    await settle()
    const instructions = listing.map(({ pc, instruction }) => ({ pc, instruction }))
    expect(seen.map(({ regions }) => regions)).toEqual([
      [
        { function: 0, instructions: [instructions[0], instructions[2]] },
        { function: 1, instructions: [instructions[1]] },
      ],
    ])
    expect(WebAssembly.validate(seen[0]?.bytes ?? new Uint8Array())).toBe(true)
  })

  it('gives the places up and says so once when compilation becomes forbidden', async () => {
    const { fake, translator, reasons, failures } = setUp({ mostBytesAtOnce })
    fake.queue({ slots: [2] }, { slots: [3] })
    forbidCompilation()
    translator.advance()
    await settle()
    translator.advance()
    expect(translator.engineOf('auto')).toBe(Engine.interpreter)
    expect(fake.log).toEqual(['prepare', 'discard'])
    expect(reasons).toEqual([refusal])
    expect(translator.unavailable).toBe(refusal)
    expect(failures).toEqual([])
  })
})

describe('the translator', () => {
  it('keeps one batch in flight', async () => {
    const { fake, translator } = setUp()
    fake.queue({ slots: [2] }, { slots: [3] })
    translator.advance()
    translator.advance()
    expect(fake.log).toEqual(['prepare'])
    await settle()
    expect(fake.log).toEqual(['prepare', 'install', 'prepare', 'install'])
  })

  it('compiles what is small enough at once, and what is not beside the guests', async () => {
    const { fake, translator } = setUp({ mostBytesAtOnce: 1 << 20 })
    fake.queue({ slots: [2] })
    translator.advance()
    expect(fake.log).toEqual(['prepare', 'install'])
    const beside = setUp({ mostBytesAtOnce: 8 })
    beside.fake.queue({ slots: [2] })
    beside.translator.advance()
    expect(beside.fake.log).toEqual(['prepare'])
    await settle()
    expect(beside.fake.log).toEqual(['prepare', 'install'])
  })

  it('leaves the slot of a region empty that ended while it was being compiled', async () => {
    const { fake, translator } = setUp()
    fake.queue({ slots: [2, 3] })
    translator.advance()
    fake.free(3)
    await settle()
    expect([2, 3].map((slot) => fake.call(slot))).toEqual([2, undefined])
  })

  it('fills a slot that was freed for the batch itself', () => {
    const { fake, translator } = setUp({ mostBytesAtOnce: 1000 })
    fake.queue({ slots: [2] })
    translator.advance()
    fake.queue({ slots: [2] })
    const { translatorPrepare } = fake.core.exports
    fake.core.exports.translatorPrepare = () => {
      fake.free(2)
      return translatorPrepare()
    }
    translator.advance()
    expect(fake.call(2)).toBe(2)
  })

  it('installs nothing after the host was closed', async () => {
    const { fake, translator, failures } = setUp()
    fake.queue({ slots: [2] }, { slots: [3] })
    translator.advance()
    translator.close()
    await settle()
    expect(fake.log).toEqual(['prepare'])
    expect(failures).toEqual([])
  })

  it('stops loudly over a module that is none', async () => {
    const module = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99)
    const beside = setUp()
    beside.fake.queue({ slots: [2], module })
    beside.translator.advance()
    await settle()
    expect(beside.failures).toEqual([expect.objectContaining({ code: 'ERR_CORE', cause: expect.any(WebAssembly.CompileError) })])
    expect(beside.reasons).toEqual([])
    const now = setUp({ mostBytesAtOnce: 1000 })
    now.fake.queue({ slots: [2], module })
    expect(() => now.translator.advance()).toThrow(expect.objectContaining({ code: 'ERR_CORE' }))
  })

  it('interprets and says so once where nothing can be compiled, and refuses guests that insist', () => {
    forbidCompilation()
    const { translator, reasons } = setUp()
    expect(translator.engineOf('interpreter')).toBe(Engine.interpreter)
    expect(reasons).toEqual([])
    expect(translator.engineOf('auto')).toBe(Engine.interpreter)
    expect(translator.engineOf('auto')).toBe(Engine.interpreter)
    expect(reasons).toEqual([refusal])
    expect(() => translator.engineOf('translator')).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED' }))
  })

  it('interprets on an engine that has no tail calls, which compiles the core all the same', () => {
    const { Module } = WebAssembly
    vi.spyOn(WebAssembly, 'Module').mockImplementation(function compile(bytes) {
      if (bytes.byteLength > 8) throw new WebAssembly.CompileError('Invalid opcode 0x12')
      return new Module(bytes)
    })
    const { translator, reasons } = setUp()
    expect(translator.engineOf('auto')).toBe(Engine.interpreter)
    expect(reasons).toEqual(['Invalid opcode 0x12'])
    expect(compilationRefusal()).toBeUndefined()
  })

  it('translates where it can', () => {
    const { fake, translator } = setUp({ regionLimit: 7 })
    expect([translator.engineOf('auto'), translator.engineOf('translator')]).toEqual([Engine.translator, Engine.translator])
    expect(fake.get('regionLimit')).toBe(7)
  })
})
