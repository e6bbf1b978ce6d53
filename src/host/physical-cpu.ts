/** A physical CPU on a thread of its own: runs what its queue holds, compiles what became hot, and sleeps when there is nothing to do. */
import { Core } from '../core/core'
import { HOST_BASE, HostLayout, PcpuLayout, PcpuResult } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { monotonicNs, monotonicNsSince } from '../platform/clock'
import { afterPendingEvents } from '../platform/event-loop'
import { sleepOn } from '../platform/shared-memory'
import { bytesAtOnce, Translator } from '../translator/translator'
import { CpuPages } from './cpu-pages'
import type { CpuCommand, CpuMessage, CpuStart } from './cpu-protocol'

/** Time without a look at the event loop. */
const breathNs = 5e6
/** Longest sleep, so that a thread that nobody wakes sees that it is not wanted any more. */
const longestSleepMs = 1000

export class PhysicalCpu {
  readonly #core: Core
  readonly #translator: Translator
  readonly #index: number
  readonly #tell: (message: CpuMessage) => void
  readonly #struct: StructView<typeof PcpuLayout>
  readonly #words: Int32Array<SharedArrayBuffer>
  /** Index of its doorbell, and of the host's list of guests to look at, in `#words`. */
  readonly #doorbell: number
  readonly #attention: number
  readonly #told: number
  readonly #pages: CpuPages
  #modulesTold = 0

  static async start(options: CpuStart, tell: (message: CpuMessage) => void): Promise<PhysicalCpu> {
    const { module, memory, codeCache, clockOriginMs } = options
    const bringPage = (guest: number, page: number): boolean => pages.bring(guest, page)
    const core = await Core.join({ module, memory, codeCache, monotonicNs: monotonicNsSince(clockOriginMs), bringPage })
    const pages = new CpuPages(core, tell)
    const cpu = new PhysicalCpu(core, { ...options, pages }, tell)
    cpu.#turn()
    return cpu
  }

  private constructor(
    core: Core,
    { index, memory, translator, wantsModules, pages }: CpuStart & { pages: CpuPages },
    tell: (message: CpuMessage) => void,
  ) {
    this.#core = core
    this.#pages = pages
    this.#index = index
    this.#tell = tell
    const pointer = new StructView(core, HostLayout, HOST_BASE).get('pcpus') + index * PcpuLayout.bytes
    this.#struct = new StructView(core, PcpuLayout, pointer)
    this.#words = new Int32Array(memory.buffer as unknown as SharedArrayBuffer)
    this.#doorbell = (pointer + PcpuLayout.doorbell.offset) / 4
    this.#attention = (HOST_BASE + HostLayout.attention.offset) / 4
    this.#told = (HOST_BASE + HostLayout.attentionTold.offset) / 4
    this.#translator = new Translator({
      core,
      mostBytesAtOnce: bytesAtOnce(translator),
      regionLimit: translator.regionLimit,
      without: translator.without,
      deadModuleLimit: translator.deadModuleLimit,
      onModule: wantsModules ? (module) => tell({ type: 'translated', module }) : undefined,
      onUnavailable: (reason) => tell({ type: 'translator-unavailable', reason }),
      onFailure: (error) => this.#fail(error),
    })
  }

  /** Between two stretches. */
  receive(command: CpuCommand): void {
    if (command.type === 'serve-pages') void this.#pages.serve(command.pages)
    else this.#pages.drop(command.guest)
  }

  #turn(): void {
    this.#guarded(() => {
      const next = this.#runUntil(monotonicNs() + breathNs) || this.#awaitsEvent ? () => this.#turn() : () => this.#sleep()
      afterPendingEvents(next)
    })
  }

  /** False when there is nothing to do any more. */
  #runUntil(endNs: number): boolean {
    for (let leftNs = breathNs; leftNs > 0; leftNs = endNs - monotonicNs()) {
      const result = this.#core.exports.pcpuServe(this.#index, stretch, leftNs)
      this.#report()
      this.#translator.advance()
      if (result === PcpuResult.idle) return false
    }
    return true
  }

  /** Until somebody rings, or its next timer; then it runs at once, since who rang may wait for that. */
  #sleep(): void {
    this.#guarded(() => {
      const sleepMs = Math.min(this.#core.exports.pcpuSleepNs(this.#index) / 1e6, longestSleepMs)
      if (sleepMs > 0) sleepOn(this.#words, this.#doorbell, this.#struct.get('heard'), sleepMs)
      this.#turn()
    })
  }

  /** The end of what it has under way is an event: a module is being compiled, or a snapshot opened. */
  get #awaitsEvent(): boolean {
    return this.#translator.isCompiling || this.#pages.isOpening
  }

  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Tells the room once until it has looked. */
  #report(): void {
    if (Atomics.load(this.#words, this.#attention) !== 0 && Atomics.exchange(this.#words, this.#told, 1) === 0)
      this.#tell({ type: 'attention' })
    const { modules, compileTimeNs, regionsMade, regions } = this.#translator
    if (modules === this.#modulesTold) return
    this.#modulesTold = modules
    this.#tell({ type: 'translation', translation: { modules, compileTimeNs, regionsMade, regions } })
  }

  #fail(error: unknown): void {
    this.#tell({ type: 'failed', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** Instructions of a stretch between two looks at what became hot. */
const stretch = 4_000_000n
