// ISA strings such as `rv64gc_zba_zbb_sv48`: which extensions a guest's harts have (ISA manual, "Extension naming conventions").
import { VmHostError } from '../error'
import { extensionNamed, extensions } from '../spec/isa/extensions'

export const mmuTypes = ['sv39', 'sv48', 'sv57'] as const
/** The deepest paging mode that `satp` accepts; the shallower ones come with it. */
export type MmuType = (typeof mmuTypes)[number]

/** satp.MODE of each paging mode (Privileged, table "Encoding of satp MODE field"). */
export const satpModes: Readonly<Record<MmuType, number>> = { sv39: 8, sv48: 9, sv57: 10 }

/** What a string that names no paging mode means, as on QEMU's rv64. */
const widestMmu: MmuType = 'sv57'

export interface IsaSelection {
  base: 'rv64i'
  /** Closed under implication, in canonical order, `i` included. */
  extensions: readonly string[]
  mmu: MmuType
}

/** Letters and names that stand for several extensions. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ['g', ['i', 'm', 'a', 'f', 'd', 'zicsr', 'zifencei']],
  ['b', ['zba', 'zbb', 'zbs']],
])

const letterOrder = 'imafdqlcbkjtpvnh'

/**
 * What the interrupt controller brings, and Svade: a device tree that lists it beside Svadu tells the guest that A and D
 * bits fault until it asks for more, which no guest of ours needs.
 */
const notByDefault: readonly string[] = ['smaia', 'ssaia', 'svade']

/** Every extension that the core implements and that stands alone; Sv39, since no guest here outgrows it and walks are shortest. */
export const defaultIsa = formatIsa(extensions.map(({ name }) => name).filter((name) => !notByDefault.includes(name)))

/** Parses an ISA string in any order and case. Throws ERR_INVALID_OPTION that names the unknown part and what is known. */
export function parseIsa(isa: string): IsaSelection {
  const text = isa.toLowerCase()
  if (!text.startsWith('rv64')) throw invalid(isa, `it starts with ${JSON.stringify(isa.slice(0, 4))}, expected "rv64"`)
  const [letters = '', ...names] = text.slice(4).split('_')
  if (letters[0] !== 'i' && letters[0] !== 'g') {
    throw invalid(isa, `its base is ${letters[0] === undefined ? 'missing' : JSON.stringify(letters[0])}, expected "i" or "g"`)
  }
  const selected = new Set<string>()
  // The privileged architecture is built on CSRs, and kernels read the time from one: "G" named them all until they became
  // extensions of their own, and QEMU's rv64 has them whatever its options.
  for (const name of ['zicsr', 'zicntr', 'zihpm']) select(selected, name, isa)
  let mmu: MmuType | undefined
  for (const name of [...leadingNames(letters), ...names]) {
    const paging = mmuTypes.find((type) => type === name)
    if (paging === undefined) select(selected, name, isa)
    else if (mmu === undefined || paging > mmu) mmu = paging
  }
  return { base: 'rv64i', extensions: canonicalOrder(selected), mmu: mmu ?? widestMmu }
}

/** The selection with more extensions, and all that they imply. */
export function withExtensions(selection: IsaSelection, names: readonly string[]): IsaSelection {
  const selected = new Set(selection.extensions)
  for (const name of names) select(selected, name, name)
  return { ...selection, extensions: canonicalOrder(selected) }
}

/** The string that device trees call `riscv,isa`: letters first, then the multi-letter names. */
export function formatIsa(names: readonly string[]): string {
  const ordered = canonicalOrder(new Set(names))
  const letters = ordered.filter((name) => name.length === 1).join('')
  return ['rv64'.concat(letters), ...ordered.filter((name) => name.length > 1)].join('_')
}

/** Single letters up to the first multi-letter name, which may follow without an underscore (`rv64imac_` or `rv64imaczicsr`). */
function leadingNames(letters: string): string[] {
  const multi = /[zsx]/.exec(letters)
  if (multi === null) return [...letters]
  return [...letters.slice(0, multi.index), letters.slice(multi.index)]
}

function select(selected: Set<string>, name: string, isa: string): void {
  const meaning = aliases.get(name)
  if (meaning !== undefined) {
    for (const part of meaning) select(selected, part, isa)
    return
  }
  const extension = extensionNamed(name)
  if (extension === undefined)
    throw invalid(isa, `unknown extension ${JSON.stringify(name)}, expected one of ${knownNames().join(', ')}`)
  if (selected.has(name)) return
  selected.add(name)
  for (const implied of extension.implies) select(selected, implied, isa)
}

function knownNames(): string[] {
  return [...aliases.keys(), ...extensions.map(({ name }) => name), ...mmuTypes]
}

function canonicalOrder(names: ReadonlySet<string>): string[] {
  return [...names].sort((a, b) => compareKeys(orderKey(a), orderKey(b)))
}

/** Letters, then Z names by the letter that they are closest to, then supervisor-level names, then machine-level ones. */
function orderKey(name: string): [rank: number, letter: number, name: string] {
  if (name.length === 1) return [0, letterOrder.indexOf(name), name]
  if (name.startsWith('z')) return [1, letterOrder.indexOf(name[1] ?? ''), name]
  return [name.startsWith('sm') ? 3 : 2, 0, name]
}

function compareKeys(a: ReturnType<typeof orderKey>, b: ReturnType<typeof orderKey>): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)
}

function invalid(isa: string, what: string): VmHostError {
  return new VmHostError('ERR_INVALID_OPTION', `isa ${JSON.stringify(isa)}: ${what}`, { details: { field: 'isa', value: isa } })
}
