/** What the machine room and the threads of its physical CPUs say to each other. */
import type { TranslatedModule } from '../translator/batch'
import type { TranslatorKnobs } from './protocol'

/** Starts a physical CPU on the thread that gets it. */
export interface CpuStart {
  kind: 'physical-cpu'
  index: number
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** Pointer of its code cache. */
  codeCache: number
  translator: TranslatorKnobs
  wantsModules: boolean
  /** Where the room's clock began, in milliseconds since 1970: all CPUs go by it. */
  clockOriginMs: number
}

/** What a physical CPU's translator has done so far. */
export interface CpuTranslation {
  compileTimeNs: number
  modules: number
  regionsMade: number
  regions: number
}

export type CpuMessage =
  /** Guests ran, ended or wrote to their consoles: the room looks at them. */
  | { type: 'attention' }
  | { type: 'translation'; translation: CpuTranslation }
  | { type: 'translated'; module: TranslatedModule }
  | { type: 'translator-unavailable'; reason: string }
  /** An invariant is broken. */
  | { type: 'failed'; detail: string }

export function isCpuStart(message: unknown): message is CpuStart {
  return typeof message === 'object' && message !== null && (message as Partial<CpuStart>).kind === 'physical-cpu'
}
