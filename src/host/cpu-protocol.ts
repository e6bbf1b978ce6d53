/** What the machine room and the threads of its physical CPUs say to each other. */

import type { RandomSource } from '../platform/random-access'
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

/** A guest whose pages are in snapshots until it touches them: the CPU opens those, and answers with `pages`. */
export interface PagesToServe {
  /** What the core knows it by. */
  guest: number
  ramPages: number
  /** The snapshot, its base, and so on, with their ids. */
  sources: readonly { source: RandomSource; id: string }[]
}

export type CpuCommand = { type: 'serve-pages'; pages: PagesToServe } | { type: 'drop-pages'; guest: number }

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
  /** The CPU can bring in the guest's pages from now on, or cannot. */
  | { type: 'pages'; guest: number; areServed: boolean }
  /** A page could not be had; the guest ends. */
  | { type: 'page-lost'; guest: number; detail: string }
  /** An invariant is broken. */
  | { type: 'failed'; detail: string }

export function isCpuStart(message: unknown): message is CpuStart {
  return typeof message === 'object' && message !== null && (message as Partial<CpuStart>).kind === 'physical-cpu'
}

export function isCpuCommand(message: unknown): message is CpuCommand {
  const type = typeof message === 'object' && message !== null ? (message as Partial<CpuCommand>).type : undefined
  return type === 'serve-pages' || type === 'drop-pages'
}
