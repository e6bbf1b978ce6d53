// A tree of files as an ext4 file system in a raw disk, by the machine's own mke2fs. Node only.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CachedFile } from './cache'
import { type CpioEntry, fileType } from './cpio'
import type { FileTree } from './file-tree'
import { runProgram } from './run-program'

export interface DiskOptions {
  mebibytes: number
  signal?: AbortSignal | undefined
}

/** Writes the disk so that it is there whole or not at all. Devices are left out: the kernel's devtmpfs has them. */
export async function writeDisk(path: string, tree: FileTree, { mebibytes, signal }: DiskOptions): Promise<CachedFile> {
  const folder = `${path}.${process.pid}.tree`
  const partial = `${path}.${process.pid}.partial`
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const entry of tree.entries) await writeEntry(folder, entry)
    const size = `${mebibytes}M`
    const options = ['-q', '-F', '-t', 'ext4', '-E', 'root_owner=0:0,lazy_itable_init=0', '-d', folder, partial, size]
    await runProgram('mke2fs', options, { signal })
    await rename(partial, path)
    return { bytes: (await stat(path)).size, sha256: await digestOf(path) }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(partial, { force: true })
  }
}

async function writeEntry(folder: string, { name, mode, data }: CpioEntry): Promise<void> {
  const path = join(folder, name)
  const type = mode & fileType.mask
  if (type === fileType.symlink) return symlink(new TextDecoder().decode(data), path)
  if (type === fileType.directory) await mkdir(path, { recursive: true })
  else if (type === fileType.regular) await mkdir(dirname(path), { recursive: true }).then(() => writeFile(path, data))
  else return
  await chmod(path, mode & ~fileType.mask)
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
