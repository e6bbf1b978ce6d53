/** The bars of the chart, told by their lengths. */
import { describe, expect, it } from 'vitest'
import { drawChart } from '../../../bench/chart'

const chart = (values: readonly (number | undefined)[]): string =>
  drawChart({ title: 'T', series: ['a', 'b'], reference: 'R <1>', rows: [{ label: 'row', values }] })

const bars = (svg: string): number[] =>
  [...svg.matchAll(/<rect[^>]* width="([\d.]+)" height="8"/g)].map((match) => Number(match[1]))

describe('the bar chart', () => {
  it('draws bars in proportion to their values', () => {
    const [first = 0, second = 0] = bars(chart([4, 1]))
    expect(first).toBeGreaterThan(0)
    expect(second).toBeCloseTo(first / 4, 0)
  })

  it('draws no bar where there is no value', () => {
    expect(bars(chart([4, undefined]))).toHaveLength(1)
  })

  it('keeps the line at 1 in the picture when all values are smaller', () => {
    const [bar = 0] = bars(chart([0.5]))
    const line = Number(/<line x1="([\d.]+)"[^>]*stroke-dasharray/.exec(chart([0.5]))?.[1])
    expect(line - 150).toBeCloseTo(bar * 2, 0)
  })

  it('escapes what it is told', () => {
    expect(chart([1])).toContain('R &lt;1>')
  })
})
