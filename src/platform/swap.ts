/** Swap backends: where pages go that are in no frame of the host and do not compress. All of them answer at once. */
import { VmHostError } from '../error'
import { randomBytes } from './entropy'
import { nodeBuiltin } from './node'

const pageBytes = 4096
/** What the core has slots for: 4 GiB. */
const mostPages = 2 ** 20

/** Takes pages by slot, and gives them back. */
export interface SwapBackend {
  /** Pages that it takes at most. */
  readonly pages: number
  /** False when the page cannot be written. */
  write(slot: number, page: Uint8Array): boolean
  /** False when it cannot be read. */
  read(slot: number, page: Uint8Array): boolean
  close(): void
}

/**
 * `auto`: a temporary file in Node, memory elsewhere · `memory`: memory of this process beside the host's RAM · `none`: pages are only
 * compressed · a file, which is made when it is first needed and removed when the host goes · a file of the page's origin-private file
 * system, in a worker of a browser.
 */
export type SwapChoice =
  | 'auto'
  | 'memory'
  | 'none'
  | { path: string; size?: number | undefined }
  | { opfs: string; size?: number | undefined }

/** Opens the backend; ERR_UNSUPPORTED where there is none of the kind. */
export async function openSwap(choice: SwapChoice): Promise<SwapBackend> {
  if (choice === 'none') return { pages: 0, write: () => false, read: () => false, close: () => {} }
  if (choice === 'memory') return new MemorySwap(mostPages)
  if (choice === 'auto')
    return nodeBuiltin('node:fs') === undefined ? new MemorySwap(mostPages) : new FileSwap(undefined, mostPages)
  const pages = choice.size === undefined ? mostPages : Math.min(Math.floor(choice.size / pageBytes), mostPages)
  return 'path' in choice ? new FileSwap(choice.path, pages) : openOriginPrivate(choice.opfs, pages)
}

class MemorySwap implements SwapBackend {
  readonly #pages = new Map<number, Uint8Array>()

  constructor(readonly pages: number) {}

  write(slot: number, page: Uint8Array): boolean {
    const kept = this.#pages.get(slot)
    if (kept === undefined) this.#pages.set(slot, page.slice())
    else kept.set(page)
    return true
  }

  read(slot: number, page: Uint8Array): boolean {
    const kept = this.#pages.get(slot)
    if (kept === undefined) return false
    page.set(kept)
    return true
  }

  close(): void {
    this.#pages.clear()
  }
}

type FileSystem = typeof import('node:fs')

/** A file that nobody else sees: it loses its name as soon as it is open, where the system lets it. */
class FileSwap implements SwapBackend {
  readonly #path: string
  readonly #files: FileSystem
  #descriptor: number | undefined

  constructor(
    path: string | undefined,
    readonly pages: number,
  ) {
    const files = nodeBuiltin('node:fs')
    if (files === undefined) throw new VmHostError('ERR_UNSUPPORTED', 'swap to a path: a page has no files; use memory or opfs')
    this.#files = files
    this.#path = path ?? temporaryPath()
  }

  write(slot: number, page: Uint8Array): boolean {
    try {
      this.#descriptor ??= this.#open()
      return this.#files.writeSync(this.#descriptor, page, 0, pageBytes, slot * pageBytes) === pageBytes
    } catch {
      return false
    }
  }

  read(slot: number, page: Uint8Array): boolean {
    if (this.#descriptor === undefined) return false
    try {
      return this.#files.readSync(this.#descriptor, page, 0, pageBytes, slot * pageBytes) === pageBytes
    } catch {
      return false
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) this.#files.closeSync(this.#descriptor)
    this.#descriptor = undefined
    this.#files.rmSync(this.#path, { force: true })
  }

  #open(): number {
    const descriptor = this.#files.openSync(this.#path, 'w+', 0o600)
    try {
      this.#files.unlinkSync(this.#path)
    } catch {
      // Windows keeps the name of an open file; close() removes it.
    }
    return descriptor
  }
}

function temporaryPath(): string {
  const folder = nodeBuiltin('node:os')?.tmpdir() ?? '.'
  const name = [...randomBytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return nodeBuiltin('node:path')?.join(folder, `vmhost-swap-${name}`) ?? name
}

/** Only a worker may have synchronous access (File System standard, §2.6). */
async function openOriginPrivate(name: string, pages: number): Promise<SwapBackend> {
  const storage = globalThis.navigator?.storage
  const prototype = globalThis.FileSystemFileHandle?.prototype
  if (storage?.getDirectory === undefined || prototype === undefined || !('createSyncAccessHandle' in prototype))
    throw new VmHostError('ERR_UNSUPPORTED', "swap to opfs: there is none here; it takes a browser and thread: 'worker'")
  const root = await storage.getDirectory()
  const file = (await root.getFileHandle(name, { create: true })) as FileSystemFileHandle & SyncAccess
  const handle = await file.createSyncAccessHandle()
  handle.truncate(0)
  const whole = (move: () => number): boolean => {
    try {
      return move() === pageBytes
    } catch {
      return false
    }
  }
  return {
    pages,
    write: (slot, page) => whole(() => handle.write(page, { at: slot * pageBytes })),
    read: (slot, page) => whole(() => handle.read(page, { at: slot * pageBytes })),
    close: () => {
      handle.close()
      void root.removeEntry(name).catch(() => {})
    },
  }
}

/** The part of the standard that TypeScript declares for workers alone. */
interface SyncAccess {
  createSyncAccessHandle(): Promise<{
    read(page: Uint8Array, options: { at: number }): number
    write(page: Uint8Array, options: { at: number }): number
    truncate(size: number): void
    close(): void
  }>
}
