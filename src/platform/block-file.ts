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

/** The same text for all names of one file; undefined when there is none. */
export function fileIdentity(path: string): string | undefined {
  const stat = nodeBuiltin('node:fs')?.statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}

/** Makes a file of `bytes` zeros; throws ERR_INVALID_STATE when there is one, and ERR_IMAGE_READ. */
export function createBlockFile(path: string, bytes: number): void {
  const fs = nodeBuiltin('node:fs')
  if (fs === undefined) throw new VmHostError('ERR_UNSUPPORTED', `disk ${JSON.stringify(path)}: a page has no files`)
  try {
    const descriptor = fs.openSync(path, 'wx+')
    try {
      fs.ftruncateSync(descriptor, bytes)
    } catch (error) {
      fs.rmSync(path)
      throw error
    } finally {
      fs.closeSync(descriptor)
    }
    syncFolder(fs, path)
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const message = `disk ${JSON.stringify(path)} cannot be made: ${(error as Error).message}`
    throw new VmHostError(isThere ? 'ERR_INVALID_STATE' : 'ERR_IMAGE_READ', message, { cause: error })
  }
}

/**
 * `path` is `next` from now on, which is complete; whatever interrupts this, it is the one or the other. What it was is `kept`, or gone without
 * one. Throws ERR_INVALID_STATE when there is a file of that name.
 */
export function replaceBlockFile(path: string, { next, kept }: { next: string; kept?: string }): void {
  const fs = nodeBuiltin('node:fs')
  if (fs === undefined) return
  if (kept !== undefined) nameAgain(fs, path, kept)
  try {
    fs.renameSync(next, path)
  } catch (error) {
    // A second name is taken away again; to rename it to its first one would do nothing.
    if (kept !== undefined && fs.existsSync(path)) fs.rmSync(kept)
    else if (kept !== undefined) fs.renameSync(kept, path)
    throw error
  }
  syncFolder(fs, path)
}

export function removeBlockFile(path: string): void {
  nodeBuiltin('node:fs')?.rmSync(path, { force: true })
}

function nameAgain(fs: typeof import('node:fs'), path: string, kept: string): void {
  if (fs.existsSync(kept))
    throw new VmHostError('ERR_INVALID_STATE', `snapshot ${JSON.stringify(kept)}: there is such a file already`)
  try {
    fs.linkSync(path, kept)
  } catch {
    // A file system whose files have one name each.
    fs.renameSync(path, kept)
  }
}

/** Names are durable when their folder is; some systems cannot be asked for it. */
function syncFolder(fs: typeof import('node:fs'), path: string): void {
  let descriptor: number | undefined
  try {
    descriptor = fs.openSync(path.replace(/[^/\\]*$/, '') || '.', 'r')
    fs.fsyncSync(descriptor)
  } catch {
    // It is as durable as it can be.
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor)
  }
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
