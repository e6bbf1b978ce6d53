/** Files that hold disks (Node only): read, written and made durable at once, on the thread that asks. */
import { VmHostError } from '../error'
import { nodeBuiltin } from './node'

export interface BlockFile {
  readonly bytes: number
  /** Another text after each write, as fine as the clock of the file system; not there where nobody knows. */
  readonly generation?: string
  readAt(offset: number, into: Uint8Array): void
  writeAt(offset: number, from: Uint8Array): void
  /** Longer, with zeros, or shorter. */
  truncate(bytes: number): void
  /** fdatasync */
  sync(): void
  close(): void
}

/** Opens the file; throws ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, and ERR_UNSUPPORTED where there are no files. */
export function openBlockFile(path: string, isReadOnly: boolean): BlockFile {
  const fs = nodeBuiltin('node:fs')
  if (fs === undefined) throw new VmHostError('ERR_UNSUPPORTED', `disk ${JSON.stringify(path)}: a page has no files`)
  const descriptor = open(fs, path, isReadOnly)
  return {
    get bytes() {
      return fs.fstatSync(descriptor).size
    },
    get generation() {
      return fs.fstatSync(descriptor, { bigint: true }).mtimeNs.toString()
    },
    readAt(offset, into) {
      for (let done = 0; done < into.length; ) {
        const count = fs.readSync(descriptor, into, done, into.length - done, offset + done)
        if (count === 0) {
          into.fill(0, done)
          return
        }
        done += count
      }
    },
    writeAt(offset, from) {
      for (let done = 0; done < from.length; ) done += fs.writeSync(descriptor, from, done, from.length - done, offset + done)
    },
    truncate: (bytes) => fs.ftruncateSync(descriptor, bytes),
    sync: () => fs.fdatasyncSync(descriptor),
    close: () => fs.closeSync(descriptor),
  }
}

/** Makes a file of `bytes` zeros; throws ERR_INVALID_STATE when there is one, and ERR_IMAGE_READ. */
export function createBlockFile(path: string, bytes: number): void {
  const fs = nodeBuiltin('node:fs')
  if (fs === undefined) throw new VmHostError('ERR_UNSUPPORTED', `disk ${JSON.stringify(path)}: a page has no files`)
  try {
    const descriptor = fs.openSync(path, 'wx+')
    fs.ftruncateSync(descriptor, bytes)
    fs.closeSync(descriptor)
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const message = `disk ${JSON.stringify(path)} cannot be made: ${(error as Error).message}`
    throw new VmHostError(isThere ? 'ERR_INVALID_STATE' : 'ERR_IMAGE_READ', message, { cause: error })
  }
}

/** What had the name `to` is gone. */
export function renameBlockFile(from: string, to: string): void {
  nodeBuiltin('node:fs')?.renameSync(from, to)
}

function open(fs: typeof import('node:fs'), path: string, isReadOnly: boolean): number {
  try {
    return fs.openSync(path, isReadOnly ? 'r' : 'r+')
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new VmHostError(
      isMissing ? 'ERR_IMAGE_NOT_FOUND' : 'ERR_IMAGE_READ',
      `disk ${JSON.stringify(path)} cannot be opened${isReadOnly ? '' : ' for writing'}: ${(error as Error).message}`,
      { cause: error },
    )
  }
}
