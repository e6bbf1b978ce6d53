/** The packed package, installed in an empty project outside the checkout, as its users get it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']

export interface InstalledPackage {
  readonly folder: string
  readonly tarball: string
  /** Writes a module into the project and runs it; returns what it prints. */
  run(source: string, node?: string): string
  /** Runs a program in the project. */
  execute(program: string, argv: readonly string[]): string
  /** Adds a package of the registry to the project. */
  install(...packages: readonly string[]): void
  remove(): void
}

export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'vmhost-package-'))
  const execute = (program: string, argv: readonly string[]): string =>
    execFileSync(program, argv, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 180_000 })
  const install = (...packages: readonly string[]): void => void execute('npm', ['install', ...QUIET, ...packages])

  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack wrote no tarball')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }))
  install(`./${tarball}`)
  return {
    folder,
    tarball: join(folder, tarball),
    install,
    execute,
    run: (source, node = process.execPath) => {
      writeFileSync(join(folder, 'program.mjs'), source)
      return execute(node, ['program.mjs'])
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
