/** The library's imports point one way, and only one folder knows what it runs on. */
import { describe, expect, it } from 'vitest'
import { importsOf, read, told, typeScriptFiles } from './source-files'

/** Entries, public objects, what they are made of, the bridge to the core, the facts. Types may be imported from anywhere. */
const ranks: Readonly<Record<string, number>> = {
  index: 5,
  xterm: 5,
  cli: 5,
  host: 4,
  hypervisor: 4,
  guest: 4,
  console: 4,
  nic: 4,
  boot: 3,
  image: 3,
  storage: 3,
  embedded: 3,
  isa: 3,
  network: 3,
  worker: 3,
  snapshot: 3,
  translator: 3,
  core: 2,
  options: 1,
  platform: 1,
  spec: 0,
  error: 0,
}

/** Plain data that both sides of the bridge speak of. */
const shapes = /^src\/(guest\/(registers|statistics)|host\/protocol)$/
/** The code of the worker is an entry of its own. */
const isEntry = (path: string): boolean => path === 'src/worker/entry.ts'

const nameOf = (path: string): string => path.split('/')[1]?.replace(/\.ts$/, '') ?? ''
/** Printing the tables is an entry too, of the build. */
const isPrinter = (path: string): boolean => /^src\/spec\/(generate|print\/)/.test(path)
const rankOf = (path: string): number => (isEntry(path) || isPrinter(path) ? 5 : (ranks[nameOf(path)] ?? -1))

const files = typeScriptFiles('src')
const imports = files.flatMap(importsOf)

/** Folders that run on a developer's or an operator's machine only. */
const isNodeOnly = (path: string): boolean =>
  /^src\/(cli|platform|spec\/(generate|print))\b/.test(path) || nodeOnlyImages.includes(path)
const nodeOnlyImages = ['apt', 'cache', 'debian', 'debian-packages', 'debian-root', 'disk', 'folders', 'run-program'].map(
  (name) => `src/image/${name}.ts`,
)

const globals =
  /(?<![\w.'`-])(process|Buffer|document|navigator|performance|globalThis|localStorage|setTimeout|setInterval|Date|Math\.random)(?=[.(])/

/** Without comments and texts, in which every word may stand. */
const codeOf = (path: string): string =>
  read(path)
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/'[^'\n]*'|`[^`]*`/g, "''")

/** True when the file gives the name a meaning of its own. */
const declares = (code: string, name: string): boolean =>
  new RegExp(`(const|let)\\s+[^=\\n]*\\b${name}\\b|[(,]\\s*${name}\\s*[:,)]`).test(code)

describe('the library', () => {
  it('has only the folders that the architecture names', () => {
    expect(files.filter((path) => rankOf(path) < 0)).toEqual([])
  })

  it('imports downwards only, types aside', () => {
    const wrong = imports.filter(({ from, to, isRelative, isTypeOnly }) => {
      if (!isRelative || isTypeOnly || shapes.test(to)) return false
      return rankOf(from) < rankOf(to)
    })
    expect(wrong.map(told)).toEqual([])
  })

  it('imports nothing from outside of itself but packages', () => {
    expect(imports.filter(({ to, isRelative }) => isRelative && !to.startsWith('src/')).map(told)).toEqual([])
  })

  it('imports modules of Node in its platform, command line and image puller alone', () => {
    expect(
      imports.filter(({ from, to, isTypeOnly }) => to.startsWith('node:') && !isTypeOnly && !isNodeOnly(from)).map(told),
    ).toEqual([])
  })

  it('touches the globals of Node and of the DOM in its platform alone', () => {
    const found = files
      .filter((path) => !isNodeOnly(path))
      .flatMap((path) => {
        const code = codeOf(path)
        const name = globals.exec(code)?.[1]
        return name === undefined || declares(code, name) ? [] : [`${path} uses ${name}`]
      })
    expect(found).toEqual([])
  })
})
