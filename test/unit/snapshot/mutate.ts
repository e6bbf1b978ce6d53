/** Changes a value somewhere inside: what is there is gone, doubled, or of another kind or size. */
import type { Random } from '../../support/random'

const others = [
  undefined,
  null,
  true,
  0,
  -1,
  1,
  0.5,
  7,
  8,
  64,
  2 ** 20 + 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  0n,
  -1n,
  1n << 64n,
  '',
  'blk',
  '../..',
  'x'.repeat(5000),
  [],
  [[]],
  {},
  { kind: 'blk' },
  { $bytes: '' },
  new Uint8Array(3),
] as const

type Place = { holder: Record<string, unknown>; key: string; path: string }

function placesIn(value: unknown, path = ''): Place[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof RegExp) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [
    { holder, key, path: `${path}.${key}` },
    ...placesIn(holder[key], `${path}.${key}`),
  ])
}

/** What was done, in words. */
export function mutate(root: object, random: Random): string {
  const { holder, key, path } = random.pick(placesIn(root))
  const kind = random.below(8)
  if (kind === 0) {
    delete holder[key]
    return `${path} is gone`
  }
  if (kind === 1 && Array.isArray(holder)) {
    holder.push(structuredClone(random.pick(holder)))
    return `${path}: one of its list twice`
  }
  if (kind === 2) {
    holder[`${key}2`] = holder[key]
    return `${path} under another name`
  }
  const value = random.pick(others)
  holder[key] = value
  return `${path} = ${typeof value} ${String(value).slice(0, 40)}`
}
