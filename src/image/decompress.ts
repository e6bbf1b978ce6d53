// Streaming decompression, chosen by the first bytes of what arrives: gzip and zstd; everything else passes through.
import { Decompress as Zstd } from 'fzstd'
import { VmHostError } from '../error'

export type Compression = 'none' | 'gzip' | 'zstd'

/** Enough of a file to tell its compression. */
const magicBytes = 4

/** The compression of a file that starts with `head`. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : 'none'
}

/** Decompresses `chunks` as they come; errors of the data are ERR_IMAGE_FORMAT, errors of the source pass through. */
export async function* decompress(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head.push(next.value)
    if (head.reduce((bytes, chunk) => bytes + chunk.length, 0) >= magicBytes) break
  }
  const first = concatenate(head)
  const all = prepend(first, iterator)
  const compression = compressionOf(first)
  if (compression === 'none') yield* all
  else yield* compression === 'gzip' ? gunzip(all, name) : unzstd(all, name)
}

/** The platform's own inflater: the fastest there is, and it checks length and CRC. */
async function* gunzip(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('gzip')
  let sourceError: unknown
  const feeding = feed(chunks, stream.writable.getWriter() as WritableStreamDefaultWriter<Uint8Array>).catch((error: unknown) => {
    sourceError = error
  })
  const reader = stream.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } catch (cause) {
    await feeding
    throw sourceError ?? damaged(name, 'gzip', cause)
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Resolves when all is written or the inflater has refused it; rejects only with an error of the source. */
async function feed(chunks: AsyncIterable<Uint8Array>, writer: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  // A refusal comes out of the readable side, where it is reported.
  writer.closed.catch(() => undefined)
  let hasRefused = false
  const refuse = (): void => {
    hasRefused = true
  }
  try {
    for await (const chunk of chunks) {
      await writer.ready.catch(refuse)
      if (hasRefused) return
      writer.write(chunk).catch(refuse)
    }
    await writer.close().catch(refuse)
  } catch (error) {
    await writer.abort(error).catch(() => undefined)
    throw error
  }
}

async function* unzstd(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const stream = new Zstd((chunk) => {
    output.push(chunk)
  })
  const push = (chunk: Uint8Array, isLast: boolean): Uint8Array[] => {
    try {
      stream.push(chunk, isLast)
    } catch (cause) {
      throw damaged(name, 'zstd', cause)
    }
    return output.splice(0)
  }
  for await (const chunk of chunks) yield* push(chunk, false)
  yield* push(new Uint8Array(0), true)
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** One array of all pieces; what is together already is not copied. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (first !== undefined && first.buffer.byteLength === bytes && areInRow(chunks)) return new Uint8Array(first.buffer)
  const out = new Uint8Array(bytes)
  let offset = 0
  for (const chunk of chunks) {
    out.set(chunk, offset)
    offset += chunk.length
  }
  return out
}

/** Are they the pieces of one buffer, from its beginning on? */
function areInRow(chunks: readonly Uint8Array[]): boolean {
  let end = 0
  for (const { buffer, byteOffset, byteLength } of chunks) {
    if (buffer !== chunks[0]?.buffer || byteOffset !== end) return false
    end += byteLength
  }
  return true
}

function damaged(name: string, format: Compression, cause: unknown): VmHostError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new VmHostError('ERR_IMAGE_FORMAT', `${name}: truncated or damaged ${format} data (${reason})`, {
    details: { field: name, format },
    cause,
  })
}
