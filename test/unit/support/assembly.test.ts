/** The compiler of single pieces of the core, and the random numbers of the tests. */
import { describe, expect, it } from 'vitest'
import { compileAssembly } from '../../support/assembly'
import { Random } from '../../support/random'

interface Adder {
  addAt(ptr: number, value: number): number
}

describe('compileAssembly', () => {
  const source = 'export function addAt(ptr: usize, value: u32): u32 { return load<u32>(ptr) + value }'

  it('runs a piece of AssemblyScript on the memory of the test', async () => {
    const { exports, view } = await compileAssembly<Adder>('inline', { source })
    view.setUint32(4096, 40, true)
    expect(exports.addAt(4096, 2)).toBe(42)
  })

  it('tells what the compiler said of a piece that does not compile', async () => {
    await expect(compileAssembly('inline', { source: 'export function f(): i32 { return nothing }' })).rejects.toThrow(/nothing/)
  })
})

describe('Random', () => {
  it('repeats its numbers for the same seed and differs for another', () => {
    const numbers = (seed: number): number[] => {
      const random = new Random(seed)
      return Array.from({ length: 64 }, () => random.u32())
    }
    expect(numbers(7)).toEqual(numbers(7))
    expect(numbers(7)).not.toEqual(numbers(8))
  })

  it('reaches every value of a small range', () => {
    const random = new Random(1)
    const seen = new Set(Array.from({ length: 1000 }, () => random.between(-2, 5)))
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5])
  })
})
