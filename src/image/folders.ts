/** Where pulled images are in the cache; apart from what pulls them, which is much and seldom needed. */
import { join } from 'node:path'
import { cacheFolder } from './cache'
import type { DebianRootName } from './debian-root-recipes'

/** Folder of the stock Debian. */
export function debianFolder(): string {
  return join(cacheFolder(), 'debian')
}

/** Folder of a Debian root. Its `initrd.cpio` is for the kernel `Image` in `debianFolder()`. */
export function debianRootFolder(name: DebianRootName): string {
  return join(cacheFolder(), name)
}
