/** Forks of a booted Debian, what fifty of them cost idle, and its way back from a snapshot to a reply. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { debianFolder } from '../src/image/folders'
import { shellPrompt } from '../src/image/initramfs'
import type { Guest, Host } from '../src/index'
import { builtLibrary } from './built'
import { debianGuest } from './debian-guest'
import { type Measure, measure } from './measure'

const IDLE_FORKS = 50
const IDLE_SECONDS = 10
const TIMEOUT = { timeoutMs: 300_000 }
const MIB = 2 ** 20

export async function forksAndRestore(rounds: number): Promise<readonly Measure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'vmhost-bench-'))
  try {
    const file = join(scratch, 'debian.snapshot')
    const forks = await forksOfDebian(rounds, file)
    return [...forks, await restoreTime(rounds, file)]
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function forksOfDebian(rounds: number, file: string): Promise<readonly Measure[]> {
  const { Host } = await builtLibrary()
  const host = await Host.create({ memory: '2GiB' })
  try {
    const guest = await bootedDebian(host)
    await sleep(IDLE_SECONDS * 1000)
    const forkMs: number[] = []
    for (let round = 0; round < rounds; round++) forkMs.push(await forkTime(guest))
    const idleMib = await idleCost(host, guest)
    await guest.snapshot({ to: file })
    return [measure('hypervisor.fork_ms', 'ms', forkMs), measure('hypervisor.fork_idle_mib', 'MiB', [idleMib])]
  } finally {
    await host.dispose()
  }
}

async function bootedDebian(host: Host): Promise<Guest> {
  const { kernel, initrd } = await debianGuest('debian', debianFolder(), 256)
  const boot = { kernel: { path: kernel }, initrd: { path: initrd }, cmdline: 'console=ttyS0' }
  const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot })
  await guest.start()
  await guest.console.waitFor(shellPrompt, TIMEOUT)
  return guest
}

/** Until there are two guests, both running. */
async function forkTime(guest: Guest): Promise<number> {
  const begin = performance.now()
  const fork = await guest.fork()
  const milliseconds = performance.now() - begin
  if (guest.state !== 'running' || fork.state !== 'running') throw new Error(`they are ${guest.state} and ${fork.state}`)
  await fork.dispose()
  return milliseconds
}

/** MiB of the host that each fork holds after some idle seconds. */
async function idleCost(host: Host, guest: Guest): Promise<number> {
  const before = (await host.stats()).freeMemory
  const forks: Guest[] = []
  for (let index = 0; index < IDLE_FORKS; index++) forks.push(await guest.fork())
  await sleep(IDLE_SECONDS * 1000)
  const mib = (before - (await host.stats()).freeMemory) / IDLE_FORKS / MIB
  for (const one of forks) await one.dispose()
  return mib
}

/** From the file, on a host of its own, to the answer of the shell. */
async function restoreTime(rounds: number, file: string): Promise<Measure> {
  const { Host } = await builtLibrary()
  const restoreMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const host = await Host.create({ memory: '1GiB' })
    const begin = performance.now()
    const guest = await host.hypervisor.restore(file)
    await guest.console.write('echo $((6 * 7))\n')
    await guest.console.waitFor('\n42', TIMEOUT)
    restoreMs.push(performance.now() - begin)
    await host.dispose()
  }
  return measure('hypervisor.restore_ms', 'ms', restoreMs)
}
