// Root file systems of Debian packages, each packed as an initramfs for the kernel of the Debian image. Node only.
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AptRoot } from './apt'
import { cacheFolder, damagedFiles, type ImageManifest, readManifest, writeManifest, writeWhole } from './cache'
import { fileType, readCpio, writeCpio } from './cpio'
import { debianFolder, pullDebian } from './debian'
import { type PullOptions, packageVersions, release, withUnpacked } from './debian-packages'
import { type DebianRootName, debianRootRecipes, type RootRecipe } from './debian-root-recipes'
import { FileTree } from './file-tree'

/** Files that no program reads: they would only cost the guest memory. */
const documents = /^usr\/share\/(bash-completion|bug|doc|doc-base|info|lintian|locale|man|zsh)\/|^usr\/lib\/debug\//

/** Folder of the image in the cache. Its `initrd.cpio` is for the kernel `Image` in `debianFolder()`. */
export function debianRootFolder(name: DebianRootName): string {
  return join(cacheFolder(), name)
}

/** Fetches the packages and builds the initramfs, unless it is there, intact and made in today's way; gives its manifest. */
export async function pullDebianRoot(name: DebianRootName, options: PullOptions = {}): Promise<ImageManifest> {
  await pullDebian(options)
  const folder = debianRootFolder(name)
  const recipe = debianRootRecipes[name]
  const digest = digestOf(recipe, await readManifest(debianFolder()))
  const present = await readManifest(folder)
  const isCurrent = present?.recipe === digest && options.update !== true
  if (isCurrent && (await damagedFiles(folder, present)).length === 0) return present
  const { initramfs, packages } = await build(name, recipe, options)
  const files = { 'initrd.cpio': await writeWhole(join(folder, 'initrd.cpio'), initramfs) }
  const manifest = { name, version: release.suite, packages, files, recipe: digest }
  await writeManifest(folder, manifest)
  return manifest
}

async function build(
  name: DebianRootName,
  recipe: RootRecipe,
  options: PullOptions,
): Promise<{ initramfs: Uint8Array; packages: Record<string, string> }> {
  options.onStep?.('Reading package lists')
  const apt = await AptRoot.open(join(cacheFolder(), 'apt'), release, options)
  const names = (await apt.closure(recipe.packages)).filter((dependency) => !recipe.leaveOut.test(dependency))
  options.onStep?.(`Fetching ${names.length} packages`)
  const archives = await apt.fetch(names)
  const folder = join(cacheFolder(), `unpacked-${name}`)
  return withUnpacked(archives, { folder, options }, async () => {
    options.onStep?.('Building the initramfs')
    const tree = await readTree(folder)
    recipe.complete(tree, await readFile(join(debianFolder(), 'busybox')))
    if (recipe.hasModules === true) await addModules(tree)
    return { initramfs: writeCpio(tree.entries), packages: await packageVersions(archives) }
  })
}

/** The kernel's modules, as the Debian image has them; in a root of packages `lib` is a link to `usr/lib`. */
async function addModules(tree: FileTree): Promise<void> {
  for (const { name, mode, data } of readCpio(await readFile(join(debianFolder(), 'initrd.cpio')))) {
    const isFile = (mode & fileType.mask) !== fileType.directory
    if (isFile && name.startsWith('lib/modules/')) tree.file(`usr/${name}`, data, mode & ~fileType.mask)
  }
}

/** Everything that decides on the image, except the packages' content. */
function digestOf(recipe: RootRecipe, debian: ImageManifest | undefined): string {
  const additions = new FileTree()
  recipe.complete(additions, new Uint8Array(0))
  const hash = createHash('sha256').update(writeCpio(additions.entries))
  if (recipe.hasModules === true) hash.update(JSON.stringify(['modules', debian?.files['initrd.cpio'] ?? '']))
  return hash.update(JSON.stringify([recipe.packages, recipe.leaveOut.source, documents.source])).digest('hex')
}

/** The files below `folder`, sorted by name, without documents. */
async function readTree(folder: string): Promise<FileTree> {
  const tree = new FileTree()
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!documents.test(name)) await addPath(tree, folder, name)
  }
  return tree
}

async function addPath(tree: FileTree, folder: string, name: string): Promise<void> {
  const path = join(folder, name)
  const { mode } = await lstat(path)
  const permissions = mode & ~fileType.mask
  const type = mode & fileType.mask
  if (type === fileType.directory) tree.directory(name, permissions)
  else if (type === fileType.symlink) tree.symlink(name, await readlink(path))
  else tree.file(name, await readFile(path), permissions)
}
