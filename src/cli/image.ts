// `vmhost image pull NAME` and `vmhost image list`: real guests in a cache outside the checkout.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { log, progress } from '@clack/prompts'
import { defineCommand } from 'citty'
import { VmHostError } from '../error'
import { cacheFolder, damagedFiles, type ImageManifest, readManifest } from '../image/cache'
import { pullDebian } from '../image/debian'
import type { PullOptions } from '../image/debian-packages'
import { pullDebianRoot } from '../image/debian-root'
import { debianRootRecipes, isDebianRootName } from '../image/debian-root-recipes'
import { debianFolder, debianRootFolder } from '../image/folders'
import { formatSize } from '../options/size'

const imageNames = ['debian', ...Object.keys(debianRootRecipes)]

const pull = defineCommand({
  meta: { name: 'pull', description: "Fetch an image through the machine's own package client" },
  args: {
    name: { type: 'positional', description: imageNames.join(', '), required: true },
    update: { type: 'boolean', description: 'Look for newer packages', default: false },
  },
  run: ({ args }) => pullImage(args.name, args.update),
})

const list = defineCommand({
  meta: { name: 'list', description: 'Show the images in the cache, after checking them' },
  run: listImages,
})

export const imageCommand = defineCommand({
  meta: { name: 'image', description: 'Fetch and list guest images' },
  subCommands: { pull, list },
})

/** How the image `name` is fetched, and where it is then. */
function imageNamed(name: string): { folder: string; pull(options: PullOptions): Promise<ImageManifest> } {
  if (name === 'debian') return { folder: debianFolder(), pull: pullDebian }
  if (isDebianRootName(name)) return { folder: debianRootFolder(name), pull: (options) => pullDebianRoot(name, options) }
  throw new VmHostError('ERR_INVALID_OPTION', `image ${JSON.stringify(name)}: expected one of ${imageNames.join(', ')}`)
}

async function pullImage(name: string, update: boolean): Promise<void> {
  const { folder, pull } = imageNamed(name)
  const manifest = await (process.stdout.isTTY
    ? pullWithBar(name, (options) => pull({ ...options, update }))
    : pull({ update, onStep: (step) => console.log(step) }))
  console.log(`${describe(manifest)}  ${folder}`)
}

async function pullWithBar(name: string, pull: (options: PullOptions) => Promise<ImageManifest>): Promise<ImageManifest> {
  const bar = progress({ max: 100 })
  let shown = 0
  bar.start(name)
  try {
    const manifest = await pull({
      onStep: (step) => bar.message(step),
      onProgress: ({ what, percent }) => {
        bar.advance(Math.max(0, percent - shown), what)
        shown = Math.max(shown, percent)
      },
    })
    bar.stop(`${name} is here`)
    return manifest
  } catch (error) {
    bar.error(`${name} could not be fetched`)
    throw error
  }
}

async function listImages(): Promise<void> {
  const folder = cacheFolder()
  const names = await readdir(folder).catch(() => [])
  let count = 0
  for (const name of names.sort()) {
    const manifest = await readManifest(join(folder, name))
    if (manifest === undefined) continue
    count++
    const damaged = await damagedFiles(join(folder, name), manifest)
    const state = damaged.length === 0 ? '' : `  damaged: ${damaged.join(', ')} (pull it again)`
    console.log(`${describe(manifest)}  ${join(folder, name)}${state}`)
  }
  if (count === 0) log.info(`no images in ${folder}: try "vmhost image pull debian"`)
}

function describe({ name, version, files }: ImageManifest): string {
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0)
  return `${name}  ${version}  ${formatSize(bytes)}`
}
