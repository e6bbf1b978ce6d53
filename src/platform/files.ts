/** Files as image sources: streams in Node, nothing in a browser. */
import type { FileHandle } from 'node:fs/promises'
import { VmHostError } from '../error'
import type { ImagePlatform, ImageStream } from '../image/source'
import { nodeBuiltin } from './node'

/** Bytes of a read. */
const stepBytes = 4 << 20
/** Larger files are read as a stream. */
const largestBuffer = 2 ** 31

/** What `loadImage` needs of this platform. */
export function imagePlatform(): ImagePlatform {
  const files = nodeBuiltin('node:fs/promises')
  return files === undefined ? {} : { readFile: (path, signal) => openFile(files, path, signal) }
}

async function openFile(files: typeof import('node:fs/promises'), path: string, signal?: AbortSignal): Promise<ImageStream> {
  const file = await files.open(path)
  const stat = await file.stat()
  if (stat.isDirectory()) {
    await file.close()
    throw Object.assign(new Error('is a directory'), { code: 'EISDIR' })
  }
  if (!stat.isFile() || stat.size === 0 || stat.size > largestBuffer)
    return { chunks: file.createReadStream(signal === undefined ? {} : { signal }), total: stat.isFile() ? stat.size : undefined }
  return { chunks: readWhole(file, stat.size, signal), total: stat.size }
}

/** Pieces of one buffer, in a row: whoever puts them together has nothing to copy. */
async function* readWhole(file: FileHandle, bytes: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const whole = new Uint8Array(bytes)
  try {
    for (let at = 0; at < bytes; ) {
      signal?.throwIfAborted()
      const { bytesRead } = await file.read(whole, at, Math.min(stepBytes, bytes - at), at)
      // It is shorter than it was a moment ago.
      if (bytesRead === 0) return
      yield whole.subarray(at, at + bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** A file that has its name only once it is whole. */
export async function createFile(path: string): Promise<FileWriter> {
  const files = nodeBuiltin('node:fs/promises')
  if (files === undefined) throw new VmHostError('ERR_UNSUPPORTED', `${path}: a page has no files; give a stream`)
  const partial = `${path}.partial`
  const file = await files.open(partial, 'w').catch((error: unknown) => {
    throw VmHostError.wrap('ERR_IMAGE_READ', `${path} cannot be written`, error)
  })
  return {
    write: async (bytes) => void (await file.writeFile(bytes)),
    finish: async () => {
      await file.close()
      await files.rename(partial, path)
    },
    abort: async () => {
      await file.close()
      await files.rm(partial, { force: true })
    },
  }
}

export interface FileWriter {
  write(bytes: Uint8Array): Promise<void>
  finish(): Promise<void>
  abort(): Promise<void>
}
