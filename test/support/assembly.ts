/** Compiles a piece of the AssemblyScript core alone and instantiates it on a memory of the test's own. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import asc from 'assemblyscript/asc'

const ROOT = resolve(import.meta.dirname, '../..')
const CACHE = join(ROOT, 'build/test')
const SHIM = 'test-shim.ts'

type Imports = Record<string, (...values: never[]) => unknown>

export interface CompileOptions {
  /** Names of the entry to export; every export of the entry when left out. */
  exports?: readonly string[]
  /** AssemblyScript text compiled as the entry instead; its imports are relative to the checkout's root. */
  source?: string
  /** AssemblyScript text by path from the checkout's root, compiled in the place of the file there. */
  stubs?: Readonly<Record<string, string>>
  /** Compile for shared memory. */
  shared?: boolean
  /** Optimize as the package does, instead of quickly. */
  release?: boolean
  /** Keep the source's names and lines in the module, for a readable stack. */
  debug?: boolean
}

export interface InstantiateOptions extends CompileOptions {
  memory?: WebAssembly.Memory
  /** Functions that the piece imports from the module `env`. */
  imports?: Imports
}

/** An instantiated piece: its functions by name, and the memory that it works on. */
export interface AssemblyPiece<Exports> {
  readonly exports: Exports
  readonly memory: WebAssembly.Memory
  readonly view: DataView
}

interface Manifest {
  readonly files: Readonly<Record<string, string>>
}

/** A swap backend that takes nothing, unless a test brings one. */
const noSwap = { swapOut: () => 0, swapIn: () => 0 }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const readSource = (path: string): string | null => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : null)

function shimOf(entryPath: string, options: CompileOptions): string | undefined {
  if (options.source !== undefined) return options.source
  if (options.exports === undefined) return undefined
  return `export { ${options.exports.join(', ')} } from './${entryPath.replace(/\.ts$/, '')}'\n`
}

/** True when every file that the cached module was compiled from is still what it was. */
function isCurrent(manifestPath: string): boolean {
  if (!existsSync(manifestPath)) return false
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest
  return Object.entries(manifest.files).every(([path, hash]) => sha256(readSource(path) ?? '') === hash)
}

async function compile(entryPath: string, options: CompileOptions, wasmPath: string): Promise<void> {
  const shim = shimOf(entryPath, options)
  const files: Record<string, string> = { 'asconfig.json': sha256(readSource('asconfig.json') ?? '') }
  let wasm: Uint8Array | undefined
  const argv = [
    shim === undefined ? entryPath : SHIM,
    '--config',
    'asconfig.json',
    '--target',
    options.shared ? 'shared' : 'release',
  ]
  argv.push('--outFile', 'piece.wasm')
  if (options.release !== true) argv.push('--optimizeLevel', '1')
  if (options.debug === true) argv.push('--debug')
  const result = await asc.main(argv, {
    readFile: (path) => {
      if (shim !== undefined && path === SHIM) return shim
      const stub = options.stubs?.[path]
      if (stub !== undefined) return stub
      const text = readSource(path)
      if (text !== null && !path.startsWith('node_modules/')) files[path] = sha256(text)
      return text
    },
    writeFile: (path, contents) => {
      if (path.endsWith('.wasm')) wasm = contents as Uint8Array
    },
    listFiles: () => [],
  })
  if (result.error !== null || wasm === undefined) {
    throw new Error(`${entryPath} does not compile:\n${result.stderr.toString()}`, { cause: result.error })
  }
  mkdirSync(dirname(wasmPath), { recursive: true })
  replaceFile(wasmPath, wasm)
  replaceFile(wasmPath.replace(/wasm$/, 'json'), JSON.stringify({ files } satisfies Manifest))
}

/** At once: test files that run beside each other read what the others compile. */
function replaceFile(path: string, content: Uint8Array | string): void {
  const partial = `${path}.${process.pid}`
  writeFileSync(partial, content)
  renameSync(partial, path)
}

/** Compiles `entryPath` (relative to the checkout's root) unless an unchanged result is in build/test; returns the module's file. */
export async function compileAssemblyFile(entryPath: string, options: CompileOptions = {}): Promise<string> {
  const key = sha256(JSON.stringify([entryPath, shimOf(entryPath, options), options])).slice(0, 16)
  const wasmPath = join(CACHE, `${key}.wasm`)
  if (!existsSync(wasmPath) || !isCurrent(wasmPath.replace(/wasm$/, 'json'))) await compile(entryPath, options, wasmPath)
  return wasmPath
}

export async function compileAssemblyModule(entryPath: string, options: CompileOptions = {}): Promise<WebAssembly.Module> {
  return WebAssembly.compile(readFileSync(await compileAssemblyFile(entryPath, options)))
}

/**
 * Compiles and instantiates a piece of the core:
 *
 *     const { exports, view } = await compileAssembly<{ f64Add(a: bigint, b: bigint): bigint }>('assembly/lib/softfloat/f64.ts')
 */
export async function compileAssembly<Exports>(
  entryPath: string,
  options: InstantiateOptions = {},
): Promise<AssemblyPiece<Exports>> {
  const { memory: _memory, imports: _imports, ...compileOptions } = options
  const module = await compileAssemblyModule(entryPath, compileOptions)
  const memory =
    options.memory ??
    new WebAssembly.Memory(options.shared === true ? { initial: 64, maximum: 65536, shared: true } : { initial: 64 })
  const instance = await WebAssembly.instantiate(module, { env: { memory, bringPage: () => 0, ...noSwap, ...options.imports } })
  return { exports: instance.exports as Exports, memory, view: new DataView(memory.buffer) }
}
