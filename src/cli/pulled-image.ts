/** Images by name: the embedded guest, and those that `vmhost image pull` has put into the cache. */
import { join } from 'node:path'
import type { BootOptions } from '../hypervisor/options'
import { readManifest } from '../image/cache'
import { isDebianRootName } from '../image/debian-root-recipes'
import { debianFolder, debianRootFolder } from '../image/folders'
import { invalidOption } from '../options/check'

export const isPulledName = (name: string): boolean => name === 'debian' || isDebianRootName(name)

/** What boots the image; undefined when it was not pulled. */
export async function findPulled(name: string): Promise<BootOptions | undefined> {
  const initrdFolder = isDebianRootName(name) ? debianRootFolder(name) : debianFolder()
  const manifests = await Promise.all([debianFolder(), initrdFolder].map(readManifest))
  if (manifests.includes(undefined)) return undefined
  return { kernel: { path: join(debianFolder(), 'Image') }, initrd: { path: join(initrdFolder, 'initrd.cpio') } }
}

/** ERR_INVALID_OPTION when there is no such image, or it has to be pulled first. */
export async function pulledImage(name: string): Promise<BootOptions> {
  if (name === 'embedded') return {}
  const found = isPulledName(name) ? await findPulled(name) : undefined
  if (found !== undefined) return found
  const expected = isPulledName(name)
    ? `a pulled image: run "vmhost image pull ${name}" first`
    : "'embedded', 'debian' or another image that `vmhost image pull` knows"
  throw invalidOption('image', { field: 'image', value: name, expected })
}
