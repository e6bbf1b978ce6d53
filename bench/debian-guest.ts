/** Debian images in the cache, and the words that start them on a host of ours and on QEMU. */
import { join } from 'node:path'
import { damagedFiles, readManifest } from '../src/image/cache'
import { debianFolder } from '../src/image/folders'
import { findQemu } from '../test/support/toolchain'
import { vmhost } from './built'
import { CannotRun } from './group'

export interface DebianGuest {
  readonly kernel: string
  readonly initrd: string
  readonly memoryMib: number
}

const CMDLINE = 'console=ttyS0'

/** The image `name` of the cache, whose folder is `folder`, with the kernel that all images share; both must be intact. */
export async function debianGuest(name: string, folder: string, memoryMib: number): Promise<DebianGuest> {
  await needImage('debian', debianFolder())
  await needImage(name, folder)
  return { kernel: join(debianFolder(), 'Image'), initrd: join(folder, 'initrd.cpio'), memoryMib }
}

async function needImage(name: string, folder: string): Promise<void> {
  const manifest = await readManifest(folder)
  if (manifest === undefined || (await damagedFiles(folder, manifest)).length > 0)
    throw new CannotRun(`no image ${name} in the cache: run \`vmhost image pull ${name}\``)
}

export function onOurs({ kernel, initrd, memoryMib }: DebianGuest, ...options: string[]): [string, ...string[]] {
  return vmhost('run', kernel, '--initrd', initrd, '--append', CMDLINE, '--memory', `${memoryMib}MiB`, ...options)
}

export function onQemu({ kernel, initrd, memoryMib }: DebianGuest): [string, ...string[]] {
  const qemu = findQemu()
  if (qemu === undefined) throw new CannotRun('no qemu-system-riscv64: install qemu-system-misc')
  const machine = ['-M', 'virt', '-m', `${memoryMib}M`, '-nographic', '-no-reboot']
  return [...qemu.argv, ...machine, '-kernel', kernel, '-initrd', initrd, '-append', CMDLINE]
}
