/** Reads a machine file: JSON, or a TypeScript or JavaScript module whose default export it is. */
import { readFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { createJiti } from 'jiti'
import { VmHostError } from '../../error'
import { invalidOption } from '../../options/check'
import { type CheckedMachine, checkMachine } from './options'

const modules = new Set(['.ts', '.mts', '.js', '.mjs'])

export interface LoadedMachine {
  machine: CheckedMachine
  /** As it was given, for messages. */
  file: string
  /** Paths in the file are relative to it. */
  folder: string
}

/** Errors: ERR_INVALID_OPTION names the file, the field and what was expected. */
export async function loadMachine(file: string): Promise<LoadedMachine> {
  const path = resolve(file)
  const kind = extname(path)
  if (kind !== '.json' && !modules.has(kind)) {
    const expected = `a file that ends in .json, ${[...modules].join(', ')}`
    throw invalidOption('machine file', { field: 'file', value: file, expected })
  }
  const value = kind === '.json' ? await readJson(path, file) : await importModule(path, file)
  return { machine: checkMachine(value, file), file, folder: dirname(path) }
}

async function readJson(path: string, file: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, error)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new VmHostError('ERR_INVALID_OPTION', `machine file ${JSON.stringify(file)} is no JSON: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** A function is called: it may look at the environment, or wait for something. */
async function importModule(path: string, file: string): Promise<unknown> {
  const exported = await createJiti(import.meta.url, { moduleCache: false })
    .import(path, { default: true })
    .catch((error: NodeJS.ErrnoException) => {
      throw unreadable(file, error)
    })
  return typeof exported === 'function' ? exported() : exported
}

function unreadable(file: string, error: NodeJS.ErrnoException): VmHostError {
  return new VmHostError('ERR_INVALID_OPTION', `machine file ${JSON.stringify(file)} cannot be read: ${error.message}`, {
    cause: error,
  })
}
