/** What a snapshot costs by the guest's RAM and by what it wrote, beside v86's saved states and QEMU's migration to a file. */
import { execFileSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Guest } from '../src/index'
import { builtLibrary, root } from './built'
import { type Measure, measure } from './measure'
import { qemuState } from './qemu-state'

const SIZES = [64, 512, 1024] as const
/** MiB of random bytes that a guest of `WRITTEN_RAM` MiB has written. */
const WRITTEN = [4, 32, 128] as const
const WRITTEN_RAM = 512
const WRITTEN_AT = 0x9000_0000
const MIB = 2 ** 20

interface Times {
  saveMs: number
  restoreMs: number
}

/** Machines of several sizes that did nothing yet. */
export async function snapshots(rounds: number): Promise<readonly Measure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'vmhost-bench-'))
  try {
    const measures: Measure[] = []
    for (const mib of SIZES) {
      const sides = {
        '': () => ours(mib, join(scratch, 'ours')),
        v86_: async () => v86State(mib),
        qemu_: () => qemuState(mib, join(scratch, 'qemu')),
      }
      for (const [side, times] of Object.entries(sides))
        measures.push(...(await timesOf(`hypervisor.${side}`, { mib, rounds, times })))
    }
    for (const mib of WRITTEN) measures.push(await written(mib, { rounds, file: join(scratch, 'written') }))
    return measures
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

interface Side {
  mib: number
  rounds: number
  times(): Promise<Times>
}

async function timesOf(prefix: string, { mib, rounds, times }: Side): Promise<readonly Measure[]> {
  const samples: Times[] = []
  for (let round = 0; round < rounds; round++) samples.push(await times())
  return [
    measure(
      `${prefix}snapshot_ms_${mib}`,
      'ms',
      samples.map(({ saveMs }) => saveMs),
    ),
    measure(
      `${prefix}restore_ms_${mib}`,
      'ms',
      samples.map(({ restoreMs }) => restoreMs),
    ),
  ]
}

async function ours(mib: number, file: string): Promise<Times> {
  return withGuest(mib, async (guest, restore) => {
    const saveMs = await millisecondsOf(() => guest.snapshot({ to: file }))
    return { saveMs, restoreMs: await millisecondsOf(() => restore(file)) }
  })
}

/** Snapshots of a guest that wrote so much, full ones. */
async function written(mib: number, { rounds, file }: { rounds: number; file: string }): Promise<Measure> {
  return withGuest(WRITTEN_RAM, async (guest) => {
    const bytes = randomFillSync(new Uint8Array(MIB))
    for (let at = 0; at < mib; at++)
      await guest.writeMemory(
        WRITTEN_AT + at * MIB,
        bytes.map((byte) => byte ^ at),
      )
    const samples: number[] = []
    for (let round = 0; round < rounds; round++) samples.push(await millisecondsOf(() => guest.snapshot({ to: file })))
    return measure(`hypervisor.snapshot_ms_${WRITTEN_RAM}_written_${mib}`, 'ms', samples)
  })
}

async function withGuest<Result>(
  mib: number,
  use: (guest: Guest, restore: (file: string) => Promise<Guest>) => Promise<Result>,
): Promise<Result> {
  const { Host } = await builtLibrary()
  const host = await Host.create({ memory: '2GiB' })
  try {
    const guest = await host.hypervisor.createGuest({ memory: `${mib}MiB` })
    await guest.start()
    await guest.console.waitFor('vmhost> ')
    return await use(guest, (file) => host.hypervisor.restore(file))
  } finally {
    await host.dispose()
  }
}

function v86State(mib: number): Times {
  return JSON.parse(
    execFileSync(process.execPath, [join(root, 'bench/v86-state.mjs'), String(mib)], { encoding: 'utf8' }),
  ) as Times
}

async function millisecondsOf(action: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await action()
  return performance.now() - begin
}
