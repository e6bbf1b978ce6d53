/** The core's half of the translator, played by the test: a queue of batches, real modules, and a log of what is called. */
import type { Core } from '../../../src/core/core'
import { CodeCacheLayout, HOST_BASE, ListingEntryLayout, TranslatorLayout } from '../../../src/core/layout.gen'
import { StructView } from '../../../src/core/struct-view'

const at = {
  codeCache: HOST_BASE,
  translator: HOST_BASE + 0x1000,
  slots: HOST_BASE + 0x2000,
  listing: HOST_BASE + 0x3000,
} as const
const freedAt = HOST_BASE + 0x5000
const moduleAt = HOST_BASE + 0x6000

export interface FakeBatch {
  /** Table slots of its functions. */
  slots: number[]
  /** What the functions were made from, in any order. */
  listing?: { pc: bigint; instruction: number; function: number }[]
  /** Instead of a module whose functions return their slots. */
  module?: Uint8Array
}

const newTable = (): WebAssembly.Table => new WebAssembly.Table({ initial: 2, element: 'anyfunc' })

export class FakeCore {
  readonly log: string[] = []
  readonly batches: FakeBatch[] = []
  table = newTable()
  readonly core: Core
  readonly #buffer = new ArrayBuffer(HOST_BASE + 0x1_0000)
  readonly #struct: StructView<typeof TranslatorLayout>

  constructor() {
    const exports = {
      table: this.table,
      codeCache: () => at.codeCache,
      translatorForget: () => this.log.push('forget'),
      translatorLinks: () => this.#write(moduleOf([])),
      translatorPrepare: () => this.#prepare(),
      translatorInstall: () => this.log.push('install'),
      translatorDiscard: () => this.log.push('discard'),
    }
    const memory = new WebAssembly.Memory({ initial: 1 })
    this.core = {
      exports,
      view: new DataView(this.#buffer),
      bytes: new Uint8Array(this.#buffer),
      memory,
      get regionImports() {
        return { env: { memory, table: exports.table }, core: {} }
      },
    } as unknown as Core
    this.core.renew = () => {
      this.table = newTable()
      Object.assign(exports, { table: this.table })
      this.log.push('renew')
    }
    new StructView(this.core, CodeCacheLayout, at.codeCache).set('translator', at.translator)
    this.#struct = new StructView(this.core, TranslatorLayout, at.translator)
  }

  get(field: Exclude<keyof typeof TranslatorLayout, 'bytes'>): number {
    return this.#struct.get(field)
  }

  /** Hot places wait: the next call of translatorPrepare finds them. */
  queue(...batches: FakeBatch[]): void {
    this.batches.push(...batches)
    this.#struct.set('pending', this.batches.length)
  }

  free(...slots: number[]): void {
    this.#putWords(freedAt, slots)
    this.#struct.set('freed', freedAt)
    this.#struct.set('freedCount', slots.length)
  }

  /** What the function in the slot returns; undefined when the slot is empty. */
  call(slot: number): number | undefined {
    return slot < this.table.length ? (this.table.get(slot) as (() => number) | null)?.() : undefined
  }

  #prepare(): number {
    const batch = this.batches.shift()
    this.log.push('prepare')
    this.#struct.set('pending', this.batches.length)
    return batch === undefined ? 0 : this.#describe(batch)
  }

  #describe({ slots, listing = [], module = moduleOf(slots) }: FakeBatch): number {
    this.#write(module)
    this.#putWords(at.slots, slots)
    listing.forEach((entry, index) => {
      const view = new StructView(this.core, ListingEntryLayout, at.listing + index * ListingEntryLayout.bytes)
      view.set('pc', entry.pc)
      view.set('instruction', entry.instruction)
      view.set('function', entry.function)
    })
    this.#struct.set('slots', at.slots)
    this.#struct.set('functions', slots.length)
    this.#struct.set('listing', at.listing)
    this.#struct.set('listingEntries', listing.length)
    this.#struct.set('tableEnd', Math.max(this.get('tableEnd'), ...slots.map((slot) => slot + 1)))
    return module.length
  }

  #write(module: Uint8Array): number {
    this.core.bytes.set(module, moduleAt)
    this.#struct.set('module', moduleAt)
    this.#struct.set('moduleBytes', module.length)
    return module.length
  }

  #putWords(pointer: number, words: readonly number[]): void {
    words.forEach((word, index) => {
      this.core.view.setUint32(pointer + index * 4, word, true)
    })
  }
}

/** A module whose function i lies in entry i of its table, and returns results[i] (all below 64). */
export function moduleOf(results: readonly number[]): Uint8Array {
  const count = results.length
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 1, 0x7f]),
    ...section(2, [1, 3, ...ascii('env'), 5, ...ascii('table'), 1, 0x70, 0, 1]),
    ...section(3, [count, ...results.map(() => 0)]),
    ...section(9, [1, 0, 0x41, 0, 0x0b, count, ...results.map((_, index) => index)]),
    ...section(10, [count, ...results.flatMap((result) => [4, 0, 0x41, result, 0x0b])]),
  )
}

const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]

function section(id: number, content: number[]): number[] {
  return [id, content.length, ...content]
}
