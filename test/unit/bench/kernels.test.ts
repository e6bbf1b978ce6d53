/** The list of benchmark kernels beside their sources. */
import { describe, expect, it } from 'vitest'
import { chosen } from '../../../bench/group'
import { kernelNames } from '../../../bench/kernels/build.mjs'
import { EXTRAS, KERNELS, measureName } from '../../../bench/kernels/names'

describe('the benchmark kernels', () => {
  it('have a source each, and each source but the empty one is measured', () => {
    expect([...KERNELS, ...EXTRAS, 'empty'].sort()).toEqual(kernelNames())
  })

  it('are measured under names without dashes', () => {
    expect(measureName('matmul-double')).toBe('matmul_double')
  })

  it('are chosen by name, all of them when none is named, and in their own order', () => {
    expect(chosen('kernel', [], KERNELS)).toEqual(KERNELS)
    expect(chosen('kernel', ['fib', 'sort'], KERNELS)).toEqual(['sort', 'fib'])
    expect(() => chosen('kernel', ['fob'], KERNELS)).toThrow('no kernel fob; expected coremark-like,')
  })
})
