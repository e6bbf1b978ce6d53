/** Files in the origin private file system (a worker of a browser): the same as files of a disk, with access handles. */
import { VmHostError } from '../error'
import type { BlockFile } from './block-file'

/** FileSystemSyncAccessHandle, which TypeScript's library for windows does not have. */
interface AccessHandle {
  getSize(): number
  read(into: Uint8Array, options: { at: number }): number
  write(from: Uint8Array, options: { at: number }): number
  truncate(bytes: number): void
  flush(): void
  close(): void
}

interface WorkerFileHandle {
  createSyncAccessHandle?(): Promise<AccessHandle>
}

/** Opens `path`, and makes it of `bytes` zeros when it is not there; throws ERR_UNSUPPORTED and ERR_IMAGE_NOT_FOUND. */
export async function openOpfsFile(path: string, bytes?: number): Promise<BlockFile> {
  const root = await globalThis.navigator?.storage?.getDirectory?.()
  if (root === undefined)
    throw new VmHostError('ERR_UNSUPPORTED', `disk ${JSON.stringify(path)}: there is no private file system here`)
  const parts = path.split('/').filter((part) => part !== '')
  const name = parts.pop() ?? ''
  let folder = root
  try {
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: bytes !== undefined })
    const file = (await folder.getFileHandle(name, { create: bytes !== undefined })) as unknown as WorkerFileHandle
    const handle = await file.createSyncAccessHandle?.()
    if (handle === undefined) throw new VmHostError('ERR_UNSUPPORTED', 'access handles exist in workers only')
    if (bytes !== undefined && handle.getSize() === 0) handle.truncate(bytes)
    return blockFile(handle)
  } catch (error) {
    throw VmHostError.wrap('ERR_IMAGE_NOT_FOUND', `disk ${JSON.stringify(path)} of the private file system`, error)
  }
}

function blockFile(handle: AccessHandle): BlockFile {
  return {
    get bytes() {
      return handle.getSize()
    },
    readAt(offset, into) {
      const count = handle.read(into, { at: offset })
      into.fill(0, count)
    },
    writeAt(offset, from) {
      const count = handle.write(from, { at: offset })
      if (count < from.length)
        throw new VmHostError('ERR_IMAGE_READ', `${count} of ${from.length} bytes were written: no space left`)
    },
    truncate: (size) => handle.truncate(size),
    sync: () => handle.flush(),
    close: () => handle.close(),
  }
}
