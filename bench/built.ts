/** The built package, which is what the benchmarks measure. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CannotRun } from './group'

export const root = resolve(import.meta.dirname, '..')

export function builtFile(name: string): string {
  const path = join(root, 'dist', name)
  if (!existsSync(path)) throw new CannotRun(`dist/${name} is missing: run \`npm run build\``)
  return path
}

/** Words that start the command line. */
export const vmhost = (...options: string[]): [string, ...string[]] => [process.execPath, builtFile('cli.js'), ...options]

/** The library as a user imports it. */
export async function builtLibrary(): Promise<typeof import('../src/index')> {
  return (await import(pathToFileURL(builtFile('index.js')).href)) as typeof import('../src/index')
}
