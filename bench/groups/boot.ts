/** Stock Debian from power-on to its shell and off again, on a host of ours and on QEMU: CPU seconds and instructions. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GuestStatistics } from '../../src/guest/statistics'
import { damagedFiles, readManifest } from '../../src/image/cache'
import { debianFolder } from '../../src/image/debian'
import { shellPrompt } from '../../src/image/initramfs'
import { findQemu } from '../../test/support/toolchain'
import { alternate } from '../alternate'
import { root, vmhost } from '../built'
import { type ChildRun, runChild } from '../child'
import { type BenchGroup, CannotRun } from '../group'
import { measure, ratios } from '../measure'

const MEMORY_MIB = 256
const CMDLINE = 'console=ttyS0'
const STATS = join(root, 'build/bench/boot-stats.json')

/** What both machines do when the shell is there. */
const ANSWER = { prompt: shellPrompt, text: 'poweroff -f' }

export const boot: BenchGroup = {
  name: 'boot',
  async run({ rounds }) {
    const folder = await imageFolder()
    const ours: { wall: number[]; instructions: number[] } = { wall: [], instructions: [] }
    const seconds = await alternate(
      {
        ours: async () => {
          const run = await bootOurs(folder)
          ours.wall.push(run.wallSeconds)
          ours.instructions.push(retiredInstructions())
          return run.cpuSeconds
        },
        qemu: async () => (await bootQemu(folder)).cpuSeconds,
      },
      rounds,
    )
    return [
      measure('boot.debian_cpu_vs_qemu', "x QEMU's CPU seconds", ratios(seconds.ours, seconds.qemu)),
      measure('boot.debian_cpu_seconds', 's', seconds.ours),
      measure('boot.debian_qemu_cpu_seconds', 's', seconds.qemu),
      measure('boot.debian_seconds', 's', ours.wall),
      measure('boot.debian_instructions', 'instructions', ours.instructions),
    ]
  },
}

/** The folder of an intact Debian image. */
async function imageFolder(): Promise<string> {
  const folder = debianFolder()
  const manifest = await readManifest(folder)
  if (manifest === undefined || (await damagedFiles(folder, manifest)).length > 0)
    throw new CannotRun('no Debian image in the cache: run `vmhost image pull debian`')
  return folder
}

function bootOurs(folder: string): Promise<ChildRun> {
  mkdirSync(join(root, 'build/bench'), { recursive: true })
  const images = [join(folder, 'Image'), '--initrd', join(folder, 'initrd.cpio'), '--append', CMDLINE]
  return runChild(vmhost('run', ...images, '--memory', `${MEMORY_MIB}MiB`, '--stats', STATS), { answer: ANSWER })
}

function retiredInstructions(): number {
  return (JSON.parse(readFileSync(STATS, 'utf8')) as GuestStatistics).instructions
}

function bootQemu(folder: string): Promise<ChildRun> {
  const qemu = findQemu()
  if (qemu === undefined) throw new CannotRun('no qemu-system-riscv64: install qemu-system-misc')
  const images = ['-kernel', join(folder, 'Image'), '-initrd', join(folder, 'initrd.cpio'), '-append', CMDLINE]
  return runChild([...qemu.argv, '-M', 'virt', '-m', `${MEMORY_MIB}M`, '-nographic', '-no-reboot', ...images], { answer: ANSWER })
}
