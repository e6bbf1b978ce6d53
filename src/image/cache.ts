// The cache of fetched images: a folder outside any checkout, and manifests that say what complete images consist of. Node only.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface CachedFile {
  bytes: number
  sha256: string
}

/** `manifest.json` of an image; written last, so an image with a manifest was complete once. */
export interface ImageManifest {
  name: string
  version: string
  /** Versions of the packages that the files come from. */
  packages: Record<string, string>
  files: Record<string, CachedFile>
  /** Digest of how the files were made, where that changes without the packages. */
  recipe?: string
}

/** `$VMHOST_CACHE`, else `vmhost` below the user's cache folder (XDG Base Directory Specification). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.VMHOST_CACHE) return environment.VMHOST_CACHE
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vmhost')
}

/** The manifest of the image in `folder`, or undefined when there is none. */
export async function readManifest(folder: string): Promise<ImageManifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as ImageManifest
  } catch {
    return undefined
  }
}

export async function writeManifest(folder: string, manifest: ImageManifest): Promise<void> {
  await writeWhole(join(folder, 'manifest.json'), new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`))
}

/** Writes a file so that it is there whole or not at all, and says what was written. */
export async function writeWhole(path: string, bytes: Uint8Array, mode = 0o644): Promise<CachedFile> {
  await mkdir(join(path, '..'), { recursive: true })
  const partial = `${path}.${process.pid}.partial`
  await writeFile(partial, bytes, { mode })
  await rename(partial, path)
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Names of files that are missing or are not what the manifest says. */
export async function damagedFiles(folder: string, manifest: ImageManifest): Promise<string[]> {
  const checks = Object.entries(manifest.files).map(async ([name, expected]) =>
    (await isIntact(join(folder, name), expected)) ? [] : [name],
  )
  return (await Promise.all(checks)).flat()
}

/** Says whether the file has the size and the digest that are expected. */
export async function isIntact(path: string, expected: CachedFile): Promise<boolean> {
  try {
    if ((await stat(path)).size !== expected.bytes) return false
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
    return hash.digest('hex') === expected.sha256
  } catch {
    return false
  }
}
