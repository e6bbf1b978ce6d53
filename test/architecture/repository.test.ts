/** The house rules that hold for every file: what stands where, and what is not said. */
import { describe, expect, it } from 'vitest'
import { read, repositoryFiles, typeScriptFiles } from './source-files'

const topLevel = [
  ...[
    '.ci',
    '.editorconfig',
    '.gitignore',
    '.npmrc',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'asconfig.json',
    'biome.json',
    'docs',
    'knip.json',
  ],
  ...['package-lock.json', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'vite.config.ts', 'vitest.config.ts'],
  ...['assembly', 'bench', 'examples', 'src', 'test'],
]
const testFolders = [
  'unit',
  'conformance',
  'differential',
  'guests',
  'browser',
  'fuzz',
  'architecture',
  'support',
  'package',
  'examples',
  'golden',
]

const files = repositoryFiles()
const isText = (path: string): boolean => /\.(ts|mjs|js|json|md|html|css|S|c|h|ld|sh|txt)$|^\.ci\/run$/.test(path)
const isOwnText = (path: string): boolean =>
  isText(path) && path !== 'package-lock.json' && !path.startsWith('test/architecture/')

/** Where a file says what it must not. */
function mentions(pattern: RegExp): string[] {
  return files.filter(isOwnText).filter((path) => pattern.test(read(path)))
}

describe('the repository', () => {
  it('has at its top what the architecture draws, and nothing else', () => {
    expect([...new Set(files.map((path) => path.split('/')[0] ?? ''))].filter((name) => !topLevel.includes(name))).toEqual([])
  })

  it('has test folders by kind of test', () => {
    const folders = new Set(files.filter((path) => path.startsWith('test/')).map((path) => path.split('/')[1] ?? ''))
    expect([...folders].filter((name) => !testFolders.includes(name))).toEqual([])
  })

  it('names no registry and no path of one machine', () => {
    expect(mentions(/registry\.npmjs|npmmirror|deb\.debian\.org|\/work\/|\/root\//)).toEqual([])
  })

  it('locks its packages without an address of where they came from', () => {
    expect(/"resolved"/.test(read('package-lock.json'))).toBe(false)
  })

  it('leaves no work for later in its sources', () => {
    expect(mentions(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
  })

  // AssemblyScript decorates functions and constants, which TypeScript's own service does not know.
  it('switches no check off', () => {
    expect(
      mentions(/@ts-ignore(?!: decorator)|@ts-nocheck|@ts-expect-error|eslint-disable|\b(it|describe|test)\.only\(/),
    ).toEqual([])
  })

  it('has no file without a subject of its own', () => {
    expect(
      files.filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path) && path !== 'src/spec/isa/helpers.ts'),
    ).toEqual([])
  })

  it('opens every source file with what it is for', () => {
    const sources = ['src', 'assembly', 'test', 'bench', 'examples'].flatMap(typeScriptFiles)
    expect(sources.filter((path) => !/^(#!.*\n)?\s*(\/\*\*|\/\/)/.test(read(path)))).toEqual([])
  })

  it('ends lines of the core as the rest does: no tabs, no trailing blanks, one final newline', () => {
    const untidy = typeScriptFiles('assembly').filter((path) => /\t|[ \t]$/m.test(read(path)) || !/[^\n]\n$/.test(read(path)))
    expect(untidy).toEqual([])
  })
})
