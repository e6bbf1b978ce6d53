/** Finds and compiles the core: a file in Node, a download in a browser. */
import { VmHostError } from '../error'
import { compilationRefusal } from './compilation'
import { nodeBuiltin } from './node'

const magic = [0x00, 0x61, 0x73, 0x6d]

/** Where the core is: at `wasmUrl`, or `core.wasm` beside the module that this is bundled into. */
export function coreUrl(wasmUrl?: string | URL): URL {
  // The literal form is what bundlers look for; they copy the file and rewrite the address.
  return wasmUrl === undefined ? new URL('./core.wasm', import.meta.url) : absoluteUrl(wasmUrl)
}

/** The same for the build that works on shared memory. */
export function sharedCoreUrl(sharedWasmUrl?: string | URL): URL {
  return sharedWasmUrl === undefined ? new URL('./core.shared.wasm', import.meta.url) : absoluteUrl(sharedWasmUrl)
}

/** Compiles the core. */
export async function loadCoreModule(url: URL): Promise<WebAssembly.Module> {
  const refusal = compilationRefusal()
  if (refusal !== undefined)
    throw new VmHostError(
      'ERR_CORE',
      `core at ${url.href} may not be compiled: ${refusal} (its remedy: script-src 'wasm-unsafe-eval')`,
    )
  try {
    return url.protocol === 'file:' ? await compileBytes(await readFileUrl(url), url) : await compileDownload(url)
  } catch (error) {
    throw VmHostError.wrap('ERR_CORE', `core at ${url.href} cannot be loaded`, error)
  }
}

/** A URL as it is; a string relative to the page, or to the working directory in Node. */
export function absoluteUrl(value: string | URL): URL {
  if (value instanceof URL) return value
  if (URL.canParse(value)) return new URL(value)
  const nodeUrl = nodeBuiltin('node:url')
  return nodeUrl === undefined ? new URL(value, globalThis.location.href) : nodeUrl.pathToFileURL(value)
}

async function readFileUrl(url: URL): Promise<Uint8Array> {
  const files = nodeBuiltin('node:fs/promises')
  if (files === undefined)
    throw new VmHostError('ERR_CORE', `${url.href}: a page cannot read files; serve it over HTTP or give wasmUrl`)
  return files.readFile(url)
}

async function compileDownload(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url)
  if (!response.ok)
    throw new VmHostError(
      'ERR_CORE',
      `${url.href}: HTTP status ${response.status}, expected the core; give its address as wasmUrl`,
    )
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response)
  return compileBytes(new Uint8Array(await response.arrayBuffer()), url)
}

/** A development server that does not know the file answers with its page: say so rather than "expected magic word". */
async function compileBytes(bytes: Uint8Array, url: URL): Promise<WebAssembly.Module> {
  if (magic.some((byte, index) => bytes[index] !== byte)) {
    const found = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const fix = "exclude vmhost from the bundler's pre-bundling (Vite: optimizeDeps.exclude), or give wasmUrl"
    throw new VmHostError('ERR_CORE', `${url.href} starts with "${found}", expected the WebAssembly magic "00 61 73 6d"; ${fix}`)
  }
  return WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>)
}
