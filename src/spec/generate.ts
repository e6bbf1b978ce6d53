/** Writes every generated file; a test runs `allOutputs` and compares. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { outputs as csr } from './print/csr'
import { outputs as embedded } from './print/embedded'
import { outputs as igb } from './print/igb'
import { outputs as isa } from './print/isa'
import { outputs as layout } from './print/layout'
import { outputs as movable } from './print/movable'
import { outputs as pci } from './print/pci'

export interface Output {
  /** Path from the repository's root. */
  readonly path: string
  readonly text: string
}

const areas: readonly (() => Output[])[] = [layout, movable, csr, isa, embedded, pci, igb]

export function allOutputs(): Output[] {
  return areas.flatMap((area) => area())
}

function writeChanged({ path, text }: Output): void {
  try {
    if (readFileSync(path, 'utf8') === text) return
  } catch {
    mkdirSync(dirname(path), { recursive: true })
  }
  writeFileSync(path, text)
  process.stdout.write(`wrote ${path}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) allOutputs().forEach(writeChanged)
