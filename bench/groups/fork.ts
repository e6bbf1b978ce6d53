/** Forks of a booted Debian, what fifty of them cost idle, and snapshots, beside v86's saved states. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { debianFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import type { Guest } from '../../src/index'
import { builtLibrary, root } from '../built'
import { debianGuest } from '../debian-guest'
import type { BenchGroup } from '../group'
import { type Measure, measure } from '../measure'

const IDLE_FORKS = 50
const IDLE_SECONDS = 10
const SIZES = [64, 512, 1024] as const
const TIMEOUT = { timeoutMs: 300_000 }

export const fork: BenchGroup = {
  name: 'fork',
  async run({ rounds }) {
    const scratch = mkdtempSync(join(tmpdir(), 'vmhost-bench-'))
    try {
      return [...(await forksAndRestore(rounds, join(scratch, 'debian.snapshot'))), ...(await snapshots(rounds, scratch))]
    } finally {
      rmSync(scratch, { recursive: true })
    }
  },
}

async function forksAndRestore(rounds: number, file: string): Promise<readonly Measure[]> {
  const { Host } = await builtLibrary()
  const { kernel, initrd } = await debianGuest('debian', debianFolder(), 256)
  const host = await Host.create({ memory: '2GiB' })
  const boot = { kernel: { path: kernel }, initrd: { path: initrd }, cmdline: 'console=ttyS0' }
  const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot })
  await guest.start()
  await guest.console.waitFor(shellPrompt, TIMEOUT)
  await sleep(IDLE_SECONDS * 1000)
  const forkMs: number[] = []
  for (let round = 0; round < rounds; round++) forkMs.push(await millisecondsOf(async () => (await guest.fork()).dispose))
  for (const other of host.hypervisor.guests) if (other !== guest) await other.dispose()
  const idleMib = await idleCost(guest, async () => (await host.stats()).freeMemory)
  await guest.snapshot({ to: file })
  await host.dispose()
  const restoreMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const other = await Host.create({ memory: '1GiB' })
    restoreMs.push(await millisecondsOf(async () => reply(await other.hypervisor.restore(file))))
    await other.dispose()
  }
  return [
    measure('hypervisor.fork_ms', 'ms', forkMs),
    measure('hypervisor.fork_idle_mib', 'MiB', [idleMib]),
    measure('hypervisor.restore_ms', 'ms', restoreMs),
  ]
}

async function reply(guest: Guest): Promise<void> {
  await guest.console.write('echo $((6 * 7))\n')
  await guest.console.waitFor('\n42', TIMEOUT)
}

/** MiB of each fork after some idle seconds. */
async function idleCost(guest: Guest, freeMemory: () => Promise<number>): Promise<number> {
  const before = await freeMemory()
  const forks: Guest[] = []
  for (let index = 0; index < IDLE_FORKS; index++) forks.push(await guest.fork())
  await sleep(IDLE_SECONDS * 1000)
  const mib = (before - (await freeMemory())) / IDLE_FORKS / 2 ** 20
  for (const one of forks) await one.dispose()
  return mib
}

/** A machine without anything to do, of several sizes, on both. */
async function snapshots(rounds: number, scratch: string): Promise<readonly Measure[]> {
  const { Host } = await builtLibrary()
  const measures: Measure[] = []
  for (const mib of SIZES) {
    const host = await Host.create({ memory: '2GiB' })
    const guest = await host.hypervisor.createGuest({ memory: `${mib}MiB` })
    await guest.start()
    await guest.console.waitFor('vmhost> ')
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      ours.push(await millisecondsOf(() => guest.snapshot({ to: join(scratch, 'idle.snapshot') })))
      theirs.push(v86SaveMs(mib))
    }
    await host.dispose()
    measures.push(measure(`hypervisor.snapshot_ms_${mib}`, 'ms', ours), measure(`hypervisor.v86_save_ms_${mib}`, 'ms', theirs))
  }
  return measures
}

function v86SaveMs(mib: number): number {
  const told = execFileSync(process.execPath, [join(root, 'bench/v86-state.mjs'), String(mib)], { encoding: 'utf8' })
  return (JSON.parse(told) as { saveMs: number }).saveMs
}

async function millisecondsOf(action: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await action()
  return performance.now() - begin
}
