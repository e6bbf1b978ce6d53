/**
 * `npm run soak -- [--minutes N]`: as long as it is told to, boots Debian under the virtual clock, whose every run must end in the
 * same state, compares new random sequences and programs with QEMU, and lets hostile drivers at the functions of network adapters. Needs `npm run build` and `vmhost image pull debian`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const ROOT = resolve(import.meta.dirname, '../..')
const INSTRUCTIONS = 1_500_000_000
const SEQUENCES = 24_000
const PROGRAMS = 10_000
const DRIVER_STEPS = 1_000_000

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: '1000000' } },
})
const folder = mkdtempSync(join(tmpdir(), 'vmhost-soak-'))

/** Hash over registers, memory and retired instructions after a fixed number of instructions. */
function bootedStateHash(): string {
  const stats = join(folder, 'stats.json')
  const options = ['--clock', 'virtual', '--memory', '256MiB', '--max-instructions', String(INSTRUCTIONS), '--stats', stats]
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'run', 'debian', ...options], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`vmhost run debian ends with status ${status}: ${stderr}`)
  return (JSON.parse(readFileSync(stats, 'utf8')) as { stateHash: string }).stateHash
}

/** A long run of one kind of random test, from a seed on. */
function fuzzes(kind: '--count' | '--programs', count: number, seed: number): boolean {
  const argv = ['--no-install', 'tsx', 'test/differential/fuzz.ts', '--seed', String(seed), kind, String(count)]
  return spawnSync('npx', argv, { cwd: ROOT, stdio: 'inherit' }).status === 0
}

/** A million steps of hostile drivers on either model of virtual function, from a seed on. */
function withstandsDrivers(seed: number): boolean {
  const argv = [
    '--no-install',
    'vitest',
    'run',
    '--project=node',
    'test/unit/nic/hostile.test.ts',
    'test/unit/nic/igb-hostile.test.ts',
  ]
  const env = { ...process.env, VMHOST_NIC_FUZZ: String(DRIVER_STEPS), VMHOST_SEED: String(seed) }
  return spawnSync('npx', argv, { cwd: ROOT, stdio: 'inherit', env }).status === 0
}

/** One round; what was wrong with it, or undefined. */
function failureOf(round: number, first: string): string | undefined {
  const hash = bootedStateHash()
  if (hash !== first) return `boot ${round} ends in state ${hash}, expected ${first} as in the first`
  if (!fuzzes('--count', SEQUENCES, Number(values.seed) + round * SEQUENCES)) return `a sequence of round ${round} diverges`
  if (!fuzzes('--programs', PROGRAMS, Number(values.seed) + round * PROGRAMS)) return `a program of round ${round} diverges`
  if (!withstandsDrivers(Number(values.seed) + round)) return `a hostile driver of round ${round} does harm`
  return undefined
}

const deadline = Date.now() + Number(values.minutes) * 60_000
const first = bootedStateHash()
let failure: string | undefined
let round = 0
while (failure === undefined && Date.now() < deadline) failure = failureOf(++round, first)
rmSync(folder, { recursive: true, force: true })
console.log(
  failure ??
    `${round} rounds, every boot in state ${first}, ${round * SEQUENCES} sequences and ${round * PROGRAMS} programs without divergence`,
)
process.exit(failure === undefined ? 0 : 1)
