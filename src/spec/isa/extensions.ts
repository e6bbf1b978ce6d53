/** Extensions that a guest can be offered, each with its bit in the core's extension bitmap. */
export interface Extension {
  readonly name: string
  /** Bit number in `hart.extensions`. */
  readonly id: number
  readonly implies: readonly string[]
  readonly description: string
}

type Row = readonly [name: string, implies: string, description: string]

const table: readonly Row[] = [
  ['i', '', 'RV64I base integer instructions'],
  ['m', 'zmmul', 'integer multiplication and division'],
  ['a', 'zaamo zalrsc', 'atomic instructions'],
  ['f', 'zicsr', 'single-precision floating point'],
  ['d', 'f', 'double-precision floating point'],
  ['c', 'zca', 'compressed instructions'],
  ['zicsr', '', 'control and status register instructions'],
  ['zifencei', '', 'instruction-fetch fence'],
  ['zicntr', 'zicsr', 'base counters and timers'],
  ['zihpm', 'zicsr', 'hardware performance counters'],
  ['zba', '', 'address generation'],
  ['zbb', '', 'basic bit manipulation'],
  ['zbc', '', 'carry-less multiplication'],
  ['zbs', '', 'single-bit instructions'],
  ['zbkb', '', 'bit manipulation for cryptography'],
  ['zbkx', '', 'crossbar permutations'],
  ['zicond', '', 'integer conditional operations'],
  ['zicbom', '', 'cache-block management'],
  ['zicboz', '', 'cache-block zero'],
  ['zicbop', '', 'cache-block prefetch'],
  ['zca', '', 'compressed instructions without floating point'],
  ['zcb', 'zca', 'additional compressed instructions'],
  ['zfa', 'f', 'additional floating point'],
  ['zfhmin', 'f', 'minimal half-precision floating point'],
  ['zfh', 'zfhmin', 'half-precision floating point'],
  ['zacas', 'zaamo', 'atomic compare-and-swap'],
  ['zawrs', 'zalrsc', 'wait on reservation set'],
  ['zimop', '', 'may-be-operations'],
  ['zcmop', 'zca', 'compressed may-be-operations'],
  ['zihintpause', '', 'pause hint'],
  ['zknd', '', 'AES decryption'],
  ['zkne', '', 'AES encryption'],
  ['zknh', '', 'SHA-2 hashing'],
  ['zaamo', '', 'atomic memory operations'],
  ['zalrsc', '', 'load-reserved and store-conditional'],
  ['zmmul', '', 'integer multiplication'],
  ['sstc', '', 'supervisor timer compare'],
  ['svinval', '', 'fine-grained address-translation cache invalidation'],
  ['svnapot', '', 'NAPOT translation contiguity'],
  ['svpbmt', '', 'page-based memory types'],
  ['svade', '', 'page faults on clear A and D bits'],
  ['svadu', '', 'hardware update of A and D bits'],
  ['smaia', 'ssaia', 'machine-level advanced interrupt architecture'],
  ['ssaia', '', 'supervisor-level advanced interrupt architecture'],
  ['svvptc', '', 'page-table entries that become valid are seen without a fence'],
]

export const extensions: readonly Extension[] = table.map(([name, implies, description], id) => ({
  name,
  id,
  implies: implies === '' ? [] : implies.split(' '),
  description,
}))

const byName = new Map(extensions.map((extension) => [extension.name, extension]))

/** The extension called `name` (lower case), or undefined. */
export function extensionNamed(name: string): Extension | undefined {
  return byName.get(name)
}

/** The bitmap the core wants for a set of extension names; implied ones are added. */
export function extensionBits(names: Iterable<string>): bigint {
  let bits = 0n
  const visit = (name: string): void => {
    const extension = byName.get(name)
    if (extension === undefined) throw new RangeError(`extension ${name}: expected one of ${[...byName.keys()].join(', ')}`)
    const bit = 1n << BigInt(extension.id)
    if ((bits & bit) !== 0n) return
    bits |= bit
    for (const implied of extension.implies) visit(implied)
  }
  for (const name of names) visit(name)
  return bits
}
