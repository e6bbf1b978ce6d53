/** What the translator leaves to the interpreter, told by mnemonic. */
import { expect, it } from 'vitest'
import { countByMnemonic } from '../../../src/guest/fallbacks'
import { operations, specialOperations } from '../../../src/spec/isa/operations'

it('adds up the forms of an instruction under its mnemonic, the most frequent first', () => {
  const [first, ...others] = operations.filter(({ row }) => row.name === 'jalr' || row.name === 'jal')
  expect(others.length).toBeGreaterThan(0)
  const add = operations.find(({ name }) => name === 'add')
  const counts = [first, ...others].map((operation) => [operation?.number ?? 0, 5] as const)
  const forms = (name: string): number => [first, ...others].filter((operation) => operation?.row.name === name).length
  const named = countByMnemonic([[add?.number ?? 0, 2], [specialOperations.illegal, 1], ...counts])
  expect(named).toEqual({ jal: 5 * forms('jal'), jalr: 5 * forms('jalr'), add: 2, illegal: 1 })
  expect(Object.values(named)).toEqual(Object.values(named).sort((left, right) => right - left))
})

it('keeps counts that it has no name for', () => {
  expect(countByMnemonic([[511, 3]])).toEqual({ 'operation-511': 3 })
})
