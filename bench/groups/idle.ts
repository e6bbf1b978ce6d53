/** What a guest that waits for its user costs: CPU of ten seconds at its prompt. */
import { join } from 'node:path'
import { readManifest } from '../../src/image/cache'
import { debianFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import type { GuestOptions } from '../../src/index'
import { root } from '../built'
import { runChild } from '../child'
import { type BenchGroup, CannotRun } from '../group'
import { measure } from '../measure'

const SECONDS = 10

/** A kernel has work left when its shell is there, and V8 collects what the start left when a process has been quiet for some ten seconds. */
const SETTLING_SECONDS = 25

export const idle: BenchGroup = {
  name: 'idle',
  async run({ fail }) {
    const measures = [measure('idle.cpu_percent', '%', [await idlePercent({ memory: '64MiB' }, 'vmhost> ')])]
    const debian = await debianOptions()
    if (debian === undefined)
      fail(new CannotRun('no image debian in the cache, so the embedded guest alone: run `vmhost image pull debian`'))
    else measures.push(measure('idle.debian_cpu_percent', '%', [await idlePercent(debian, shellPrompt)]))
    return measures
  },
}

async function debianOptions(): Promise<GuestOptions | undefined> {
  const folder = debianFolder()
  if ((await readManifest(folder)) === undefined) return undefined
  const image = (file: string): { path: string } => ({ path: join(folder, file) })
  return { memory: '256MiB', boot: { kernel: image('Image'), initrd: image('initrd.cpio'), cmdline: 'console=ttyS0' } }
}

async function idlePercent(options: GuestOptions, prompt: string): Promise<number> {
  const script = join(root, 'bench/idle-run.mjs')
  const argv = [process.execPath, script, JSON.stringify(options), prompt, String(SETTLING_SECONDS), String(SECONDS)]
  return Number((await runChild(argv)).output)
}
