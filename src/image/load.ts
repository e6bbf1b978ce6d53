// Loads an image from anywhere into memory, decompressed, with progress and cancellation.
import { VmHostError } from '../error'
import { concatenate, decompress } from './decompress'
import { openSource } from './read'
import { type ImagePlatform, type ImageProgress, type ImageSource, type LoadOptions, normalSource } from './source'

/** How often progress is told: after this many bytes, and at the end. */
const progressStepBytes = 1 << 20
/** Largest image: what a Host's memory can hold. A few compressed kilobytes can claim to be more. */
const imageLimitBytes = 4 * 2 ** 30

/**
 * Reads `source` and decompresses gzip and zstd. What comes back fills a buffer of its own, so that it can be given to another thread
 * without being copied. Throws a VmHostError: ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, ERR_DOWNLOAD,
 * ERR_IMAGE_FORMAT (damaged compression), ERR_IMAGE_TOO_LARGE, ERR_ABORTED.
 */
export async function loadImage(source: ImageSource, platform: ImagePlatform, options: LoadOptions = {}): Promise<Uint8Array> {
  const { signal, onProgress, name = 'image' } = options
  const abort = (): void => {
    if (signal?.aborted) throw new VmHostError('ERR_ABORTED', `${name}: loading was aborted`, { cause: signal.reason })
  }
  try {
    abort()
    const normal = normalSource(source, name)
    const stream = await openSource(normal, { ...options, name, platform })
    const report = reporter(onProgress)
    const read = counted(stream.chunks, (loaded) => report({ phase: 'read', loaded, total: stream.total }))
    const whole = sized(read, { total: stream.total, name })
    const output = counted(decompress(whole, name), (loaded, isLast) => {
      abort()
      if (loaded > imageLimitBytes) throw new VmHostError('ERR_IMAGE_TOO_LARGE', `${name}: more than ${imageLimitBytes} bytes`)
      report({ phase: 'decompress', loaded, total: isLast ? loaded : undefined })
    })
    const bytes = concatenate(await collect(output))
    const isOwn = bytes.length === bytes.buffer.byteLength && !('bytes' in normal && normal.bytes.buffer === bytes.buffer)
    return isOwn ? bytes : new Uint8Array(bytes)
  } catch (error) {
    abort()
    throw VmHostError.wrap('ERR_IMAGE_READ', name, error)
  }
}

/** Passes pieces on and tells `onCount` the bytes so far, once more at the end. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onCount: (bytes: number, isLast: boolean) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    onCount(bytes, false)
    yield chunk
  }
  onCount(bytes, true)
}

/** Checks at the end that everything arrived that was announced. */
async function* sized(
  chunks: AsyncIterable<Uint8Array>,
  { total, name }: { total: number | undefined; name: string },
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    yield chunk
  }
  if (total !== undefined && bytes < total)
    throw new VmHostError('ERR_DOWNLOAD', `${name}: ended after ${bytes} of ${total} bytes`)
}

function reporter(onProgress: LoadOptions['onProgress']): (progress: ImageProgress) => void {
  const told = { read: -progressStepBytes, decompress: -progressStepBytes }
  return (progress) => {
    const isDue = progress.loaded - told[progress.phase] >= progressStepBytes || progress.loaded === progress.total
    if (!isDue) return
    told[progress.phase] = progress.loaded
    onProgress?.(progress)
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}
