// Debian's riscv64 kernel, busybox, OpenSBI and U-Boot as an image in the cache, with an initramfs made from them. Node only.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { VmHostError } from '../error'
import { AptRoot } from './apt'
import { type CachedFile, cacheFolder, damagedFiles, type ImageManifest, readManifest, writeManifest, writeWhole } from './cache'
import { type PullOptions, packageVersions, release, withUnpacked } from './debian-packages'
import { debianFolder } from './folders'
import { buildInitramfs, buildModuleArchive } from './initramfs'
import { type KernelModule, kernelModule, moduleNameOf } from './kernel-module'
import { unxz } from './xz'

const kernelMetapackage = 'linux-image-riscv64'
const otherPackages = ['busybox-static', 'opensbi', 'u-boot-qemu']

/** What the kernel needs for the devices of a virtual machine and does not have built in; dependencies come along. */
const moduleNames = [
  ...['virtio_mmio', 'virtio_net', 'virtio_blk', 'virtio_balloon', 'virtio_rng', '9p', '9pnet_virtio'],
  ...['igb', 'igbvf', 'nvme', 'ext4', 'squashfs', 'kvm', '8021q', 'bridge', 'vmw_vsock_virtio_transport'],
  // No module depends on it by name: ext4 asks for it by what it does when it mounts a disk with checksums.
  'crc32c_generic',
]

/** Everything that decides on the image, except the packages' content. */
function recipeDigest(): string {
  const script = buildInitramfs({ busybox: new Uint8Array(0) })
  return createHash('sha256')
    .update(script)
    .update(JSON.stringify([otherPackages, moduleNames, packageFiles]))
    .digest('hex')
}

/** Files of the image that are taken from a package as they are. */
const packageFiles: Readonly<Record<string, string>> = {
  busybox: 'usr/bin/busybox',
  'fw_jump.bin': 'usr/lib/riscv64-linux-gnu/opensbi/generic/fw_jump.bin',
  'fw_jump.elf': 'usr/lib/riscv64-linux-gnu/opensbi/generic/fw_jump.elf',
  'fw_dynamic.bin': 'usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin',
  'fw_dynamic.elf': 'usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.elf',
  'u-boot.bin': 'usr/lib/u-boot/qemu-riscv64_smode/u-boot.bin',
  'u-boot-m.bin': 'usr/lib/u-boot/qemu-riscv64/u-boot.bin',
}

/** Fetches the image unless it is complete and intact already; gives its manifest. */
export async function pullDebian(options: PullOptions = {}): Promise<ImageManifest> {
  const present = await readManifest(debianFolder())
  const recipe = recipeDigest()
  const isCurrent = present?.recipe === recipe && options.update !== true
  if (isCurrent && (await damagedFiles(debianFolder(), present)).length === 0) return present
  options.onStep?.('Reading package lists')
  const root = await AptRoot.open(join(cacheFolder(), 'apt'), release, options)
  const kernel = await root.dependency(kernelMetapackage, /^linux-image-\d/)
  options.onStep?.(`Fetching ${[kernel, ...otherPackages].join(', ')}`)
  const archives = await root.fetch([kernel, ...otherPackages])
  const unpacked = join(cacheFolder(), 'unpacked')
  return withUnpacked(archives, { folder: unpacked, options }, async () => {
    options.onStep?.('Building the initramfs')
    const files = await buildFiles(unpacked, kernel.replace('linux-image-', ''))
    const packages = await packageVersions(archives)
    const manifest = { name: 'debian', version: packages[kernel] ?? '', packages, files, recipe }
    await writeManifest(debianFolder(), manifest)
    return manifest
  })
}

async function buildFiles(unpacked: string, kernelRelease: string): Promise<Record<string, CachedFile>> {
  const files: Record<string, CachedFile> = {}
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    files[name] = await writeWhole(join(debianFolder(), name), bytes)
  }
  await write('Image', await readFile(join(unpacked, 'boot', `vmlinux-${kernelRelease}`)))
  for (const [name, path] of Object.entries(packageFiles)) await write(name, await readFile(join(unpacked, path)))
  const modules = await readModules(join(unpacked, 'usr/lib/modules', kernelRelease))
  const busybox = await readFile(join(unpacked, packageFiles.busybox ?? ''))
  const initramfs = buildInitramfs({ busybox, release: kernelRelease, modules })
  await write('initrd.cpio', initramfs)
  await write('modules.cpio', buildModuleArchive({ release: kernelRelease, modules }))
  await write('initrd.cpio.gz', gzipSync(initramfs, { level: 9 }))
  return files
}

/** The wanted modules of a kernel, and what they depend on. */
async function readModules(folder: string): Promise<KernelModule[]> {
  const paths = new Map<string, string>()
  for (const path of await readdir(join(folder, 'kernel'), { recursive: true })) {
    if (path.endsWith('.ko.xz')) paths.set(moduleNameOf(path), join('kernel', path))
  }
  const modules = new Map<string, KernelModule>()
  const queue = [...moduleNames]
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (modules.has(name)) continue
    const path = paths.get(name)
    if (path === undefined) throw new VmHostError('ERR_IMAGE_NOT_FOUND', `kernel module ${name}: not in ${folder}`)
    const file = await readFile(join(folder, path))
    const module = kernelModule(path, file, await unxz(file))
    modules.set(name, module)
    queue.push(...module.depends)
  }
  return [...modules.values()]
}
