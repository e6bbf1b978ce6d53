/** Sources of bytes that are read in any order: files, memory, Blobs, and URLs by ranges. */
import { VmHostError } from '../error'
import { nodeBuiltin } from './node'
import { openWaitingFetch } from './waiting-fetch'

export interface RandomAccess {
  /** Bytes in all. */
  readonly size: number
  /** Reading all of it is no trip across a network. */
  readonly isLocal: boolean
  /** Exactly so many bytes; rejects with ERR_IMAGE_READ or ERR_DOWNLOAD. */
  read(offset: number, bytes: number): Promise<Uint8Array>
  /** The same without a promise, where the platform can. */
  readNow?(offset: number, bytes: number): Uint8Array
  close(): Promise<void>
}

export type RandomSource = { path: string } | { url: string } | { bytes: Uint8Array } | { blob: Blob }

/** `mayWait`: the thread has nobody's event loop to hold up, so that an answer of a server can be waited for. */
export async function openRandomAccess(source: RandomSource, { mayWait = false } = {}): Promise<RandomAccess> {
  if ('bytes' in source) return fromBytes(source.bytes)
  if ('blob' in source) return fromBlob(source.blob)
  if ('path' in source) return fromFile(source.path)
  return source.url.startsWith('file:') ? fromFile(pathOf(source.url)) : fromUrl(source.url, mayWait)
}

/** The same for other threads: what is in memory is there once. */
export async function shareable(sources: readonly RandomSource[]): Promise<RandomSource[]> {
  return Promise.all(
    sources.map(async (source) => {
      const isTaken = 'blob' in source && (globalThis as { FileReaderSync?: unknown }).FileReaderSync === undefined
      const bytes = 'bytes' in source ? source.bytes : isTaken ? new Uint8Array(await source.blob.arrayBuffer()) : undefined
      if (bytes === undefined) return source
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
      shared.set(bytes)
      return { bytes: shared }
    }),
  )
}

function fromBytes(all: Uint8Array): RandomAccess {
  // Decoders take no shared memory.
  const isShared = !(all.buffer instanceof ArrayBuffer)
  const readNow = (offset: number, bytes: number): Uint8Array =>
    isShared ? all.slice(offset, offset + bytes) : all.subarray(offset, offset + bytes)
  return {
    size: all.length,
    isLocal: true,
    read: async (offset, bytes) => readNow(offset, bytes),
    readNow,
    close: async () => {},
  }
}

function pathOf(url: string): string {
  return nodeBuiltin('node:url')?.fileURLToPath(url) ?? url
}

function fromFile(path: string): RandomAccess {
  const files = nodeBuiltin('node:fs')
  if (files === undefined) throw new VmHostError('ERR_IMAGE_READ', `${path}: a page cannot read files; give a URL or a Blob`)
  let descriptor: number
  try {
    descriptor = files.openSync(path, 'r')
  } catch (error) {
    const isMissing = (error as { code?: string }).code === 'ENOENT'
    throw VmHostError.wrap(isMissing ? 'ERR_IMAGE_NOT_FOUND' : 'ERR_IMAGE_READ', `${path} cannot be opened`, error)
  }
  const readNow = (offset: number, bytes: number): Uint8Array => {
    const out = new Uint8Array(bytes)
    const count = files.readSync(descriptor, out, 0, bytes, offset)
    if (count < bytes)
      throw new VmHostError('ERR_IMAGE_READ', `${path} ends at byte ${offset + count}, expected ${offset + bytes}`)
    return out
  }
  return {
    size: files.fstatSync(descriptor).size,
    isLocal: true,
    read: async (offset, bytes) => readNow(offset, bytes),
    readNow,
    close: async () => files.closeSync(descriptor),
  }
}

/** What a worker of a page reads Blobs with; Node has nothing like it, and takes the Blob into memory. */
interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer
}

async function fromBlob(blob: Blob): Promise<RandomAccess> {
  const { FileReaderSync: Reader } = globalThis as { FileReaderSync?: new () => BlobReader }
  if (Reader === undefined && nodeBuiltin('node:fs') !== undefined) return fromBytes(new Uint8Array(await blob.arrayBuffer()))
  const read = async (offset: number, bytes: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(offset, offset + bytes).arrayBuffer())
  const access: RandomAccess = { size: blob.size, isLocal: true, read, close: async () => {} }
  if (Reader === undefined) return access
  return {
    ...access,
    readNow: (offset, bytes) => new Uint8Array(new Reader().readAsArrayBuffer(blob.slice(offset, offset + bytes))),
  }
}

/** A server that answers ranges is asked for what is needed; any other one for everything. */
async function fromUrl(url: string, mayWait: boolean): Promise<RandomAccess> {
  const answer = await get(url, 'bytes=0-0')
  const size = Number(/\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)
  if (answer.status !== 206 || !Number.isSafeInteger(size)) return fromBytes(new Uint8Array(await answer.arrayBuffer()))
  const range = (offset: number, bytes: number): string => `bytes=${offset}-${offset + bytes - 1}`
  const read = async (offset: number, bytes: number): Promise<Uint8Array> =>
    bytes === 0
      ? new Uint8Array(0)
      : whole(url, new Uint8Array(await (await get(url, range(offset, bytes))).arrayBuffer()), bytes)
  const access: RandomAccess = { size, isLocal: false, read, close: async () => {} }
  if (!mayWait) return access
  const waiting = openWaitingFetch(url)
  if (waiting !== undefined)
    return { ...access, readNow: (offset, bytes) => waiting.read(offset, bytes), close: () => waiting.close() }
  const { XMLHttpRequest: Request, document } = globalThis as { XMLHttpRequest?: new () => XMLHttpRequest; document?: unknown }
  if (Request === undefined || document !== undefined) return access
  return { ...access, readNow: (offset, bytes) => whole(url, requestNow(new Request(), url, range(offset, bytes)), bytes) }
}

async function get(url: string, range: string): Promise<Response> {
  try {
    const response = await fetch(url, { headers: { range } })
    if (response.ok) return response
    throw new VmHostError('ERR_DOWNLOAD', `${url}: HTTP status ${response.status}`)
  } catch (error) {
    throw VmHostError.wrap('ERR_DOWNLOAD', `${url} cannot be read`, error)
  }
}

/** Workers may wait for an answer. */
function requestNow(request: XMLHttpRequest, url: string, range: string): Uint8Array {
  request.open('GET', url, false)
  request.responseType = 'arraybuffer'
  request.setRequestHeader('range', range)
  request.send()
  if (request.status !== 206) throw new VmHostError('ERR_DOWNLOAD', `${url}: HTTP status ${request.status}, expected a range`)
  return new Uint8Array(request.response as ArrayBuffer)
}

function whole(url: string, found: Uint8Array, bytes: number): Uint8Array {
  if (found.length === bytes) return found
  throw new VmHostError('ERR_DOWNLOAD', `${url}: ${found.length} bytes came, expected ${bytes}`)
}
