/** Sizes as people write them. */
import { describe, expect, it } from 'vitest'
import { formatSize, parseSize } from '../../../src/options/size'

describe('a size', () => {
  it.each([
    ['256MiB', 2 ** 28],
    ['2GiB', 2 ** 31],
    ['64 KiB', 65_536],
    ['1.5g', 1.5 * 2 ** 30],
    ['128M', 2 ** 27],
    ['4096', 4096],
    ['12B', 12],
    [4096, 4096],
  ])('%s is %d bytes', (size, bytes) => expect(parseSize(size)).toBe(bytes))

  it.each(['', 'MiB', '1 parsec', '-1MiB', '1e3', '0.3B', Number.NaN, -1, 1.5, 2 ** 60])('%s is none', (size) => {
    expect(parseSize(size)).toBeUndefined()
  })

  it('is shown in the unit that keeps it short', () => {
    expect([0, 512, 65_536, 2 ** 28, 1.5 * 2 ** 30, 2 ** 42].map(formatSize)).toEqual([
      '0 B',
      '512 B',
      '64 KiB',
      '256 MiB',
      '1.5 GiB',
      '4096 GiB',
    ])
  })
})
