/** Medians, ratios and means of what the benchmarks measure. */
import { describe, expect, it } from 'vitest'
import { geometricMean, measure, ratios, summary } from '../../../bench/measure'

describe('measures', () => {
  it('take the median of their samples', () => {
    expect(measure('a', 's', [5, 1, 3]).value).toBe(3)
    expect(measure('a', 's', [4, 1, 3, 2]).value).toBe(2.5)
  })

  it('divide round by round', () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3])
  })

  it('have a geometric mean in which a half outweighs a double', () => {
    expect(geometricMean([2, 0.5])).toBeCloseTo(1)
    expect(geometricMean([1, 2, 4])).toBeCloseTo(2)
  })

  it('sum up by the values, and round by round by the samples', () => {
    const fast = measure('fast', 'x', [4, 8, 16])
    const slow = measure('slow', 'x', [1, 2, 4])
    const least = summary('least', [fast, slow], (values) => Math.min(...values))
    expect(least).toEqual({ name: 'least', unit: 'x', value: 2, samples: [1, 2, 4] })
    expect(summary('mean', [fast, slow], geometricMean).value).toBeCloseTo(4)
  })
})
