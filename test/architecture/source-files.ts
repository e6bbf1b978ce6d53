/** The files of the checkout that git knows or would know, and what they import. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

/** Paths from the checkout's root, of committed files and of new ones that are not ignored; without git, nothing can be told. */
export function repositoryFiles(): string[] {
  const argv = ['ls-files', '--cached', '--others', '--exclude-standard']
  const { status, stdout } = spawnSync('git', argv, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error('git ls-files failed: expected a checkout')
  return stdout.split('\n').filter((path) => path !== '' && existsSync(join(ROOT, path)))
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export const typeScriptFiles = (folder: string): string[] =>
  repositoryFiles().filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.ts') && !path.endsWith('.d.ts'))

export interface Import {
  readonly from: string
  /** A path from the root without its extension for a relative import, else the package's name as written. */
  readonly to: string
  readonly isRelative: boolean
  /** Gone after compilation. */
  readonly isTypeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\bfrom\s+)?'([^']+)'/gm

export function importsOf(path: string): Import[] {
  return [...read(path).matchAll(statement)].map(([, type, specifier = '']) => {
    const isRelative = specifier.startsWith('.')
    const to = isRelative ? normalize(join(dirname(path), specifier)) : specifier
    return { from: path, to, isRelative, isTypeOnly: type !== undefined }
  })
}

/** For a message: who imports whom. */
export const told = ({ from, to }: Import): string => `${from} imports ${to}`
