/** Address translation in the manual's words (Privileged, chapter "Supervisor-Level ISA"), independent of the core's walk. */

export const R = 2n
export const W = 4n
export const X = 8n
export const U = 16n
export const A = 64n
export const D = 128n

export interface TranslationState {
  /** 8, 9 or 10: Sv39, Sv48, Sv57. */
  readonly scheme: number
  readonly rootPpn: bigint
  readonly adue: boolean
  readonly pbmte: boolean
  readonly svnapot: boolean
  readonly mxr: boolean
}

export interface Access {
  readonly gva: bigint
  readonly kind: 'read' | 'write' | 'execute'
  /** User, supervisor, or supervisor with SUM. */
  readonly mode: 'user' | 'supervisor' | 'sum'
}

export interface Memory {
  isRam(gpa: bigint): boolean
  load(gpa: bigint): bigint
  store(gpa: bigint, value: bigint): void
}

export type Outcome = { readonly gpa: bigint } | { readonly fault: 'page' | 'access' }

const page: Outcome = { fault: 'page' }
const bits = (value: bigint, high: number, low: number): bigint => (value >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n)

export function translateModel(state: TranslationState, { gva, kind, mode }: Access, memory: Memory): Outcome {
  const levels = state.scheme - 5
  const width = 12 + 9 * levels
  const sign = bits(gva, width - 1, width - 1)
  for (let bit = width; bit < 64; bit++) if (bits(gva, bit, bit) !== sign) return page
  let a = state.rootPpn * 4096n
  for (let i = levels - 1; i >= 0; i--) {
    const pteGpa = a + bits(gva, 12 + 9 * i + 8, 12 + 9 * i) * 8n
    if (!memory.isRam(pteGpa)) return { fault: 'access' }
    const pte = memory.load(pteGpa)
    const [v, r, w, x] = [0, 1, 2, 3].map((bit) => bits(pte, bit, bit) === 1n) as [boolean, boolean, boolean, boolean]
    if (!v || (!r && w) || bits(pte, 60, 54) !== 0n) return page
    if (r || x) return leaf({ state, gva, kind, mode, memory, pte, pteGpa, level: i })
    if ((pte & (A | D | U)) !== 0n || bits(pte, 63, 61) !== 0n) return page
    a = bits(pte, 53, 10) * 4096n
  }
  return page
}

interface Leaf extends Access {
  readonly state: TranslationState
  readonly memory: Memory
  readonly pte: bigint
  readonly pteGpa: bigint
  readonly level: number
}

function leaf({ state, gva, kind, mode, memory, pte, pteGpa, level }: Leaf): Outcome {
  if (!isPermitted(state, pte, kind, mode)) return page
  const ppn = bits(pte, 53, 10)
  const isNapot = bits(pte, 63, 63) === 1n
  const pbmt = bits(pte, 62, 61)
  if (pbmt === 3n || (pbmt !== 0n && !state.pbmte)) return page
  if (isNapot && (!state.svnapot || level !== 0 || bits(ppn, 3, 0) !== 0b1000n)) return page
  if (level > 0 && bits(ppn, 9 * level - 1, 0) !== 0n) return page
  const wanted = kind === 'write' ? A | D : A
  if ((pte & wanted) !== wanted) {
    if (!state.adue) return page
    memory.store(pteGpa, pte | wanted)
  }
  const shift = isNapot ? 16n : 12n + 9n * BigInt(level)
  return { gpa: (((ppn << 12n) >> shift) << shift) | (gva & ((1n << shift) - 1n)) }
}

function isPermitted(state: TranslationState, pte: bigint, kind: Access['kind'], mode: Access['mode']): boolean {
  const isUserPage = (pte & U) !== 0n
  if (mode === 'user' && !isUserPage) return false
  if (mode !== 'user' && isUserPage && (kind === 'execute' || mode !== 'sum')) return false
  if (kind === 'execute') return (pte & X) !== 0n
  if (kind === 'write') return (pte & W) !== 0n
  return (pte & R) !== 0n || (state.mxr && (pte & X) !== 0n)
}
