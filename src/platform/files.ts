/** Files as image sources: streams in Node, nothing in a browser. */
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
