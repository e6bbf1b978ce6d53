/** The threads of a host's physical CPUs, as the machine room sees them. */
import type { Core } from '../core/core'
import { VmHostError } from '../error'
import { clockOriginMs } from '../platform/clock'
import { startThread, type Thread } from '../platform/thread'
import type { TranslatedModule } from '../translator/batch'
import type { CpuMessage, CpuStart, CpuTranslation } from './cpu-protocol'
import type { TranslatorKnobs } from './protocol'
import type { GuestTranslator } from './translation'

export interface CpuThreadsOptions {
  core: Core
  /** Of the host. */
  name: string
  count: number
  workerUrl?: string | undefined
  translator: TranslatorKnobs
  wantsModules: boolean
  /** Guests want to be looked at. */
  onAttention(): void
  onModule(module: TranslatedModule): void
  onUnavailable(reason: string): void
  onFailure(error: unknown): void
}

const nothing: CpuTranslation = { compileTimeNs: 0, modules: 0, regionsMade: 0, regions: 0 }

export class CpuThreads {
  readonly #options: CpuThreadsOptions
  readonly #threads: Thread[] = []
  readonly #translations: CpuTranslation[] = []

  constructor(options: CpuThreadsOptions) {
    this.#options = options
    for (let index = 0; index < options.count; index++) this.#start(index)
  }

  /** What the translators of all CPUs have done. */
  get translation(): CpuTranslation {
    const sum = { ...nothing }
    for (const each of this.#translations) {
      sum.compileTimeNs += each.compileTimeNs
      sum.modules += each.modules
      sum.regionsMade += each.regionsMade
      sum.regions += each.regions
    }
    return sum
  }

  /** The room's own translator decides for guests; what was done, the CPUs' have done. */
  withTotals(translator: GuestTranslator): GuestTranslator {
    const total = (): CpuTranslation => this.translation
    return {
      get compileTimeNs() {
        return total().compileTimeNs
      },
      get regionsMade() {
        return total().regionsMade
      },
      get unavailable() {
        return translator.unavailable
      },
      engineOf: (choice) => translator.engineOf(choice),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  #start(index: number): void {
    const { core, name, workerUrl, translator, wantsModules, onFailure } = this.#options
    const codeCache = core.exports.codeCacheCreate()
    if (codeCache === 0)
      throw new VmHostError('ERR_OUT_OF_MEMORY', `physical CPU ${index}: the engine gives no memory for its tables`)
    const thread = startThread({ name: `${name} cpu ${index}`, workerUrl, onFailure })
    thread.endpoint.addEventListener('message', (event) => this.#receive(index, (event as MessageEvent<CpuMessage>).data))
    const start: CpuStart = {
      kind: 'physical-cpu',
      index,
      module: core.module,
      memory: core.memory,
      codeCache,
      translator,
      wantsModules,
      clockOriginMs: clockOriginMs(),
    }
    thread.endpoint.postMessage(start)
    this.#threads.push(thread)
    this.#translations.push(nothing)
  }

  #receive(index: number, message: CpuMessage): void {
    const { onAttention, onModule, onUnavailable, onFailure } = this.#options
    switch (message.type) {
      case 'attention':
        onAttention()
        break
      case 'translation':
        this.#translations[index] = message.translation
        break
      case 'translated':
        onModule(message.module)
        break
      case 'translator-unavailable':
        onUnavailable(message.reason)
        break
      case 'failed':
        onFailure(new VmHostError('ERR_CORE', `physical CPU ${index} failed: ${message.detail}`))
    }
  }
}
