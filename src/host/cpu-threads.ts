/** The threads of a host's physical CPUs, as the machine room sees them. */
import type { Core } from '../core/core'
import { HOST_BASE, HostLayout, PcpuLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import { clockOriginMs } from '../platform/clock'
import { startThread, type Thread } from '../platform/thread'
import type { TranslatedModule } from '../translator/batch'
import type { CpuCommand, CpuMessage, CpuStart, CpuTranslation, PagesToServe } from './cpu-protocol'
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
  /** A page of the guest could not be had. */
  onPageLost(guest: number, detail: string): void
}

const nothing: CpuTranslation = { compileTimeNs: 0, modules: 0, regionsMade: 0, regions: 0 }

export class CpuThreads {
  readonly #options: CpuThreadsOptions
  readonly #threads: Thread[] = []
  readonly #translations: CpuTranslation[] = []
  /** By guest: CPUs that have not answered yet. */
  readonly #serving = new Map<number, { missing: number; areServed: boolean; resolve(areServed: boolean): void }>()

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

  /** Lets every CPU bring in the guest's pages; false when one of them cannot. */
  async servePages(pages: PagesToServe): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => {
      this.#serving.set(pages.guest, { missing: this.#threads.length, areServed: true, resolve })
    })
    this.#command({ type: 'serve-pages', pages })
    return answered
  }

  /** They are all there, or the guest is gone. */
  dropPages(guest: number): void {
    this.#command({ type: 'drop-pages', guest })
  }

  /** Whoever sleeps is woken to hear it. */
  #command(command: CpuCommand): void {
    const { core } = this.#options
    const pcpus = new StructView(core, HostLayout, HOST_BASE).get('pcpus')
    const words = new Int32Array(core.memory.buffer)
    for (const [index, thread] of this.#threads.entries()) {
      thread.endpoint.postMessage(command)
      const doorbell = (pcpus + index * PcpuLayout.bytes + PcpuLayout.doorbell.offset) / 4
      Atomics.add(words, doorbell, 1)
      Atomics.notify(words, doorbell)
    }
  }

  #served(guest: number, areServed: boolean): void {
    const it = this.#serving.get(guest)
    if (it === undefined) return
    it.areServed &&= areServed
    if (--it.missing > 0) return
    this.#serving.delete(guest)
    it.resolve(it.areServed)
  }

  async close(): Promise<void> {
    for (const { resolve } of this.#serving.values()) resolve(false)
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
    const { onAttention, onModule, onUnavailable, onFailure, onPageLost } = this.#options
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
      case 'pages':
        this.#served(message.guest, message.areServed)
        break
      case 'page-lost':
        onPageLost(message.guest, message.detail)
        break
      case 'failed':
        onFailure(new VmHostError('ERR_CORE', `physical CPU ${index} failed: ${message.detail}`))
    }
  }
}
