// Opens an image source as a stream of bytes, with errors that say what is wrong with the source.
import { VmHostError } from '../error'
import type { ImagePlatform, ImageStream, LoadOptions, NormalSource } from './source'

export interface ReadOptions extends LoadOptions {
  name: string
  platform: ImagePlatform
}

/** Opens `source`; errors while its bytes arrive come from the iteration. */
export async function openSource(source: NormalSource, options: ReadOptions): Promise<ImageStream> {
  if ('bytes' in source) return { chunks: once(source.bytes), total: source.bytes.length }
  if ('blob' in source) return { chunks: chunksOf(source.blob.stream()), total: source.blob.size }
  return 'path' in source ? openFile(source.path, options) : openUrl(source.url, options)
}

async function openFile(path: string, { name, platform, signal }: ReadOptions): Promise<ImageStream> {
  const details = { field: name, path }
  if (platform.readFile === undefined) {
    throw new VmHostError(
      'ERR_UNSUPPORTED',
      `${name} ${JSON.stringify(path)}: there are no files here, expected a URL or a Blob`,
      { details },
    )
  }
  try {
    return await platform.readFile(path, signal)
  } catch (cause) {
    signal?.throwIfAborted()
    throw fileError(cause, { name, path })
  }
}

/** The system's error in our words. */
function fileError(cause: unknown, { name, path }: { name: string; path: string }): VmHostError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  const options = { details: { field: name, path }, cause }
  const what = `${name} ${JSON.stringify(path)}`
  if (code === 'ENOENT' || code === 'ENOTDIR') return new VmHostError('ERR_IMAGE_NOT_FOUND', `${what}: no such file`, options)
  if (code === 'EISDIR') return new VmHostError('ERR_IMAGE_READ', `${what}: is a folder, expected a file`, options)
  return new VmHostError(
    'ERR_IMAGE_READ',
    `${what}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    options,
  )
}

async function openUrl(url: string, { name, platform, signal }: ReadOptions): Promise<ImageStream> {
  if (url.startsWith('file:')) return openFile(decodeURIComponent(new URL(url).pathname), { name, platform, signal })
  const details = { field: name, url }
  const response = await request(url, { name, platform, signal })
  if (!response.ok || response.body === null) {
    const code = response.status === 404 ? 'ERR_IMAGE_NOT_FOUND' : 'ERR_DOWNLOAD'
    throw new VmHostError(code, `${name} ${url}: HTTP status ${response.status} ${response.statusText}`.trimEnd(), {
      details: { ...details, status: response.status },
    })
  }
  // With a content encoding the length is that of the encoded body, not of what arrives here.
  const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length')
  return { chunks: chunksOf(response.body), total: length === null ? undefined : Number(length) }
}

async function request(url: string, { name, platform, signal }: ReadOptions): Promise<Response> {
  try {
    return await (platform.fetch ?? fetch)(url, signal === undefined ? {} : { signal })
  } catch (cause) {
    signal?.throwIfAborted()
    const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause)
    throw new VmHostError('ERR_DOWNLOAD', `${name} ${url}: ${reason}`, { details: { field: name, url }, cause })
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** A web stream as an async iterable; not every browser has that built in. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    await reader.cancel()
  }
}
