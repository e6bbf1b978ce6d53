/** What is printed from the tables is what is committed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allOutputs } from '../../src/spec/generate'
import { ROOT, read, repositoryFiles } from './source-files'

const outputs = allOutputs()

describe('generated files', () => {
  it.each(outputs.map(({ path }) => path))('%s is what the generator prints (npm run generate)', (path) => {
    const text = existsSync(join(ROOT, path)) ? read(path) : undefined
    expect(text === outputs.find((output) => output.path === path)?.text).toBe(true)
  })

  it('all come from the generator', () => {
    const printed = new Set(outputs.map(({ path }) => path))
    expect(repositoryFiles().filter((path) => /\.gen\.\w+$/.test(path) && !printed.has(path))).toEqual([])
  })
})
