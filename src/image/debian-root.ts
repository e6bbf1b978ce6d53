// Root file systems of Debian packages, each packed as an initramfs for the kernel of the Debian image. Node only.
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AptRoot } from './apt'
import { type CachedFile, cacheFolder, damagedFiles, type ImageManifest, readManifest, writeManifest, writeWhole } from './cache'
import { type CpioEntry, fileType, readCpio, writeCpio } from './cpio'
import { pullDebian } from './debian'
import { type PullOptions, packageVersions, release, withUnpacked } from './debian-packages'
import { type DebianRootName, debianRootRecipes, type RootRecipe } from './debian-root-recipes'
import { writeDisk } from './disk'
import { FileTree } from './file-tree'
import { debianFolder, debianRootFolder } from './folders'

/** Files that no program reads: they would only cost the guest memory. */
const documents = /^usr\/share\/(bash-completion|bug|doc|doc-base|info|lintian|locale|man|zsh)\/|^usr\/lib\/debug\//

/** Fetches the packages and builds the initramfs, unless it is there, intact and made in today's way; gives its manifest. */
export async function pullDebianRoot(name: DebianRootName, options: PullOptions = {}): Promise<ImageManifest> {
  await pullDebian(options)
  const folder = debianRootFolder(name)
  const recipe = debianRootRecipes[name]
  const digest = digestOf(recipe, await readManifest(debianFolder()))
  const present = await readManifest(folder)
  const isCurrent = present?.recipe === digest && options.update !== true
  if (isCurrent && (await damagedFiles(folder, present)).length === 0) return present
  const { tree, packages } = await build(name, recipe, options)
  const files: Record<string, CachedFile> = {
    'initrd.cpio': await writeWhole(join(folder, 'initrd.cpio'), writeCpio(tree.entries)),
  }
  if (recipe.diskMib !== undefined) {
    options.onStep?.('Building the disk')
    files['root.ext4'] = await writeDisk(join(folder, 'root.ext4'), tree, { mebibytes: recipe.diskMib, signal: options.signal })
  }
  const manifest = { name, version: release.suite, packages, files, recipe: digest }
  await writeManifest(folder, manifest)
  return manifest
}

async function build(
  name: DebianRootName,
  recipe: RootRecipe,
  options: PullOptions,
): Promise<{ tree: FileTree; packages: Record<string, string> }> {
  options.onStep?.('Reading package lists')
  const apt = await AptRoot.open(join(cacheFolder(), 'apt'), release, options)
  const names = (await apt.closure(recipe.packages)).filter((dependency) => !recipe.leaveOut.test(dependency))
  options.onStep?.(`Fetching ${names.length} packages`)
  const archives = await apt.fetch(names)
  const folder = join(cacheFolder(), `unpacked-${name}`)
  return withUnpacked(archives, { folder, options }, async () => {
    options.onStep?.('Building the root')
    const tree = await readTree(folder)
    recipe.complete(tree, await readFile(join(debianFolder(), 'busybox')))
    if (recipe.hasModules === true)
      for (const entry of readCpio(await readFile(join(debianFolder(), 'modules.cpio')))) addEntry(tree, entry)
    return { tree, packages: await packageVersions(archives) }
  })
}

/** Everything that decides on the image, except the packages' content. */
function digestOf(recipe: RootRecipe, debian: ImageManifest | undefined): string {
  const additions = new FileTree()
  recipe.complete(additions, new Uint8Array(0))
  const hash = createHash('sha256').update(writeCpio(additions.entries))
  if (recipe.hasModules === true) hash.update(JSON.stringify(debian?.files['modules.cpio'] ?? ''))
  return hash.update(JSON.stringify([recipe.packages, recipe.leaveOut.source, documents.source, recipe.diskMib])).digest('hex')
}

/** Folders that are there already stay as they are. */
function addEntry(tree: FileTree, entry: CpioEntry): void {
  if ((entry.mode & fileType.mask) === fileType.directory) tree.directory(entry.name, entry.mode & ~fileType.mask)
  else tree.add(entry)
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
