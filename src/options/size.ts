/** Sizes as people write them: a number of bytes, or a number with a binary unit. */

/** Bytes, or text such as `'256MiB'`, `'2GiB'`, `'64KiB'`; `K`, `M` and `G` mean the same binary units. */
export type Size = number | string

const unitBytes: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

/** Bytes of `size`, or undefined when it is no size. */
export function parseSize(size: Size): number | undefined {
  if (typeof size === 'number') return Number.isSafeInteger(size) && size >= 0 ? size : undefined
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*(b|[kmg](?:i?b)?)?\s*$/i.exec(size) ?? []
  if (digits === undefined) return undefined
  const bytes = Number(digits) * (unitBytes[(unit ?? '').charAt(0).toLowerCase()] ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** `bytes` in the largest binary unit that keeps it short: 268435456 is `256 MiB`. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'] as const
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  const value = bytes / 2 ** (10 * power)
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[power]}`
}
