/** Stock Debian from power-on to its shell and off again, and a systemd root to its login, on a host of ours and on QEMU. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GuestStatistics } from '../../src/guest/statistics'
import { debianFolder, debianRootFolder } from '../../src/image/folders'
import { shellPrompt } from '../../src/image/initramfs'
import { alternate } from '../alternate'
import { root } from '../built'
import { runChild } from '../child'
import { ConsoleChild } from '../console-child'
import { type DebianGuest, debianGuest, onOurs, onQemu } from '../debian-guest'
import type { BenchGroup } from '../group'
import { type Measure, measure, ratios } from '../measure'
import { phrase } from '../table'

const STATS = join(root, 'build/bench/boot-stats.json')

/** What both machines do when the shell is there. */
const ANSWER = { prompt: shellPrompt, text: 'poweroff -f' }

const LOGIN = /login: $/

export const boot: BenchGroup = {
  name: 'boot',
  async run({ rounds, report, fail }) {
    const measures: Measure[] = []
    for (const part of [toShell, toLogin]) {
      try {
        const measured = await part(rounds)
        report(measured.map(phrase).join(', '))
        measures.push(...measured)
      } catch (error) {
        fail(error)
      }
    }
    return measures
  },
}

async function toShell(rounds: number): Promise<readonly Measure[]> {
  const guest = await debianGuest('debian', debianFolder(), 256)
  const [argv, qemuArgv] = [onOurs(guest, '--stats', STATS), onQemu(guest)]
  const ours: { wall: number[]; instructions: number[] } = { wall: [], instructions: [] }
  mkdirSync(join(root, 'build/bench'), { recursive: true })
  const seconds = await alternate(
    {
      ours: async () => {
        const run = await runChild(argv, { answer: ANSWER })
        ours.wall.push(run.wallSeconds)
        ours.instructions.push(retiredInstructions())
        return run.cpuSeconds
      },
      qemu: async () => (await runChild(qemuArgv, { answer: ANSWER })).cpuSeconds,
    },
    rounds,
  )
  return [
    ...versusQemu('debian', seconds),
    measure('boot.debian_seconds', 's', ours.wall),
    measure('boot.debian_instructions', 'instructions', ours.instructions),
  ]
}

/** The prompt ends it: what a power-off costs is the services' own affair. */
async function toLogin(rounds: number): Promise<readonly Measure[]> {
  const guest: DebianGuest = await debianGuest('debian-systemd', debianRootFolder('debian-systemd'), 512)
  const [argv, qemuArgv] = [onOurs(guest), onQemu(guest)]
  const seconds = await alternate({ ours: () => secondsToLogin(argv), qemu: () => secondsToLogin(qemuArgv) }, rounds)
  return versusQemu('systemd', seconds)
}

async function secondsToLogin(argv: readonly [string, ...string[]]): Promise<number> {
  const child = new ConsoleChild(argv)
  try {
    return (await child.waitFor(LOGIN)).cpuSeconds
  } finally {
    await child.kill()
  }
}

function versusQemu(name: string, { ours, qemu }: { ours: number[]; qemu: number[] }): Measure[] {
  return [
    measure(`boot.${name}_cpu_vs_qemu`, "x QEMU's CPU seconds", ratios(ours, qemu)),
    measure(`boot.${name}_cpu_seconds`, 's', ours),
    measure(`boot.${name}_qemu_cpu_seconds`, 's', qemu),
  ]
}

function retiredInstructions(): number {
  return (JSON.parse(readFileSync(STATS, 'utf8')) as GuestStatistics).instructions
}
