/** Files as image sources: streams in Node, nothing in a browser. */

import { VmHostError } from '../error'
import type { ImagePlatform, ImageStream } from '../image/source'
import { nodeBuiltin } from './node'

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
  return { chunks: file.createReadStream(signal === undefined ? {} : { signal }), total: stat.isFile() ? stat.size : undefined }
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
