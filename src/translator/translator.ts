/** The outside's half of the translator: compiles the modules that the core writes, and hangs their functions into its table. */
import type { Core } from '../core/core'
import { Engine, Trick } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { EngineChoice } from '../host/protocol'
import { monotonicNs } from '../platform/clock'
import { allowFastCode, hasFusedMultiplyAdd, translationRefusal } from '../platform/compilation'
import {
  readModule,
  readRegions,
  readSlots,
  type TranslatedModule,
  type TranslatorView,
  takeFreed,
  translatorView,
} from './batch'
import { ModuleCensus } from './module-census'

export interface TranslatorOptions {
  core: Core
  /** Bytes of the modules that are compiled while the guests wait, at most: those run on while a larger one is compiled. */
  mostBytesAtOnce: number
  /** Regions kept before the oldest give way; the core's own choice when left out. */
  regionLimit?: number | undefined
  /** Modules without any region left before the core gets a new function table. */
  deadModuleLimit: number
  /** Tricks that are left out, to see what they bring. */
  without?: readonly (keyof typeof Trick)[]
  /** Sees every module before it is compiled. */
  onModule?: ((module: TranslatedModule) => void) | undefined
  /** A guest that could be translated is interpreted, since nothing can be compiled here, or not any more; told once. */
  onUnavailable(reason: string): void
  /** An invariant is broken: what the core wrote is no module, or it failed over its installation. */
  onFailure(error: unknown): void
}

/** What is known of a module while it is being compiled. */
interface Batch {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of the core's table, for each of its functions. */
  readonly slots: readonly number[]
  /** Where the module puts its functions. */
  readonly functions: WebAssembly.Table
  readonly startNs: number
}

/**
 * `mostBytesAtOnce`: all of them where it must be repeatable when translated code sets in. Otherwise as many as take less than half a millisecond, the engine
 * compiling a function when it is called first: beside the guests it takes ten of them until the promise is kept, for which the hottest code there is goes on
 * being interpreted.
 */
export function bytesAtOnce({ synchronous }: { synchronous: boolean }): number {
  return synchronous ? Number.POSITIVE_INFINITY : 65_536
}

export class Translator {
  /** Nanoseconds of wall time from each module's bytes to its instance, in all. */
  compileTimeNs = 0
  /** Modules installed. */
  modules = 0
  /** Functions in them: regions of all guests that there ever were. */
  regionsMade = 0
  readonly #options: TranslatorOptions
  readonly #struct: TranslatorView
  readonly #census = new ModuleCensus()
  #unavailable: string | undefined
  #isTold = false
  #isInFlight = false
  #isClosed = false
  /** What all modules of regions import, but for their tables; undefined until the first one comes. */
  #shared: WebAssembly.Imports | undefined

  constructor(options: TranslatorOptions) {
    this.#options = options
    const { without = [] } = options
    this.#struct = translatorView(options.core)
    allowFastCode()
    this.#unavailable = translationRefusal()
    this.#struct.set(
      'without',
      without.reduce((bits, trick) => bits | Trick[trick], 0),
    )
    this.#struct.set('fixedPages', without.includes('fixedMemory') ? 0 : options.core.fixedPages)
    this.#struct.set('hasFused', !without.includes('fused') && hasFusedMultiplyAdd() ? 1 : 0)
    if (options.regionLimit !== undefined) this.#struct.set('regionLimit', options.regionLimit)
  }

  /** Why there is no translation here, in the engine's words; undefined when there is. */
  get unavailable(): string | undefined {
    return this.#unavailable
  }

  /** A module is being compiled beside the guests: its end is an event. */
  get isCompiling(): boolean {
    return this.#isInFlight
  }

  /** Regions of all guests now. */
  get regions(): number {
    return this.#struct.get('regionCount')
  }

  /** The Engine of a guest; throws ERR_UNSUPPORTED when it must be the translator and cannot. */
  engineOf(choice: EngineChoice): number {
    if (choice === 'interpreter') return Engine.interpreter
    if (this.#unavailable === undefined) return Engine.translator
    if (choice === 'auto') this.#tell(this.#unavailable)
    else throw unsupported(this.#unavailable)
    return Engine.interpreter
  }

  /** Between two slices: starts the translation of what became hot. It costs next to nothing when nothing did. */
  advance(): void {
    while (this.#mayStart()) {
      const batch = this.#prepare()
      if (batch === undefined) return
      if (batch.bytes.length <= this.#options.mostBytesAtOnce) this.#compileNow(batch)
      else void this.#compileBeside(batch)
    }
  }

  /** Forgets what is being compiled. */
  close(): void {
    this.#isClosed = true
  }

  #mayStart(): boolean {
    if (this.#isInFlight || this.#isClosed || this.#unavailable !== undefined) return false
    const isPending = this.#struct.get('pending') > 0
    if (isPending || this.#struct.get('freedCount') > 0) this.#emptyFreed()
    if (this.#census.dead >= this.#options.deadModuleLimit) this.#startOver()
    return isPending
  }

  /**
   * V8 before version 13 (Node 22 and older) keeps every module's instance as long as the table that it imports. With a new table they
   * go, and with them all functions: what is still hot is translated once more.
   */
  #startOver(): void {
    const { core } = this.#options
    core.exports.translatorForget()
    this.#struct.set('freedCount', 0)
    core.renew()
    this.#shared = undefined
    this.#census.clear()
  }

  #prepare(): Batch | undefined {
    const { core, onModule } = this.#options
    if (core.exports.translatorPrepare() === 0) return undefined
    // Regions that gave way to the new ones: a slot of theirs may be one of the batch.
    this.#emptyFreed()
    this.#growTable()
    const bytes = readModule(core, this.#struct)
    onModule?.({ bytes: bytes.slice(), regions: readRegions(core, this.#struct) })
    const slots = readSlots(core, this.#struct)
    const functions = new WebAssembly.Table({ element: 'anyfunc', initial: slots.length })
    return { bytes, slots, functions, startNs: monotonicNs() }
  }

  #compileNow(batch: Batch): void {
    try {
      new WebAssembly.Instance(new WebAssembly.Module(batch.bytes), this.#imports(batch))
    } catch (error) {
      this.#refused(error)
      return
    }
    this.#install(batch)
  }

  async #compileBeside(batch: Batch): Promise<void> {
    this.#isInFlight = true
    try {
      const isCompiled = await this.#instantiate(batch)
      this.#isInFlight = false
      if (!isCompiled || this.#isClosed) return
      this.#install(batch)
      this.advance()
    } catch (error) {
      this.#options.onFailure(error)
    }
  }

  /** False when the engine refused. */
  async #instantiate(batch: Batch): Promise<boolean> {
    try {
      await WebAssembly.instantiate(batch.bytes, this.#imports(batch))
      return true
    } catch (error) {
      if (!this.#isClosed) this.#refused(error)
      return false
    }
  }

  /**
   * A module gets a table of its own to put its functions into. With the core's, V8 would copy all of that when it instantiates the module, and write each
   * later change of it into the copies of all modules.
   */
  #imports({ functions }: Batch): WebAssembly.Imports {
    return { ...this.#link(), env: { memory: this.#options.core.memory, table: functions } }
  }

  /** Regions go to each other by functions that all of them share. */
  #link(): WebAssembly.Imports {
    if (this.#shared === undefined) {
      const { core } = this.#options
      core.exports.translatorLinks()
      const links = new WebAssembly.Module(readModule(core, this.#struct))
      const { exports } = new WebAssembly.Instance(links, core.regionImports)
      this.#shared = { ...core.regionImports, links: exports as unknown as WebAssembly.ModuleImports }
    }
    return this.#shared
  }

  /** A module that does not compile is a bug of ours, unless the engine compiles nothing at all any more. */
  #refused(error: unknown): void {
    this.#options.core.exports.translatorDiscard()
    const reason = translationRefusal() ?? (error instanceof RangeError ? error.message : undefined)
    if (reason === undefined) throw VmHostError.wrap('ERR_CORE', 'the engine refuses a module of the translator', error)
    this.#unavailable = reason
    this.#tell(reason)
  }

  #tell(reason: string): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#options.onUnavailable(reason)
  }

  #growTable(): void {
    const { table } = this.#options.core.exports
    const missing = this.#struct.get('tableEnd') - table.length
    if (missing > 0) table.grow(missing)
  }

  #install({ slots, functions, startNs }: Batch): void {
    this.compileTimeNs += monotonicNs() - startNs
    const { core } = this.#options
    slots.forEach((slot, index) => {
      core.exports.table.set(slot, functions.get(index))
    })
    // Slots of regions that ended while they were being compiled are emptied again.
    const freed = this.#emptyFreed()
    this.#census.add(new Set(slots.filter((slot) => !freed.has(slot))))
    core.exports.translatorInstall()
    this.#emptyFreed()
    this.modules++
    this.regionsMade += slots.length
  }

  #emptyFreed(): ReadonlySet<number> {
    const { core } = this.#options
    const slots = takeFreed(core, this.#struct)
    const { table } = core.exports
    for (const slot of slots) {
      if (slot < table.length) table.set(slot, null)
      this.#census.remove(slot)
    }
    return new Set(slots)
  }
}

function unsupported(reason: string): VmHostError {
  const message = `guest option engine is 'translator', but WebAssembly cannot be compiled here: ${reason}`
  return new VmHostError('ERR_UNSUPPORTED', message, { details: { field: 'engine', value: 'translator', reason } })
}
