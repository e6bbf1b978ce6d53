/**
 * `npm run soak -- [--minutes N]`: as long as it is told to, boots Debian under the virtual clock, whose every run must end in the
 * same state, compares new random sequences and programs with QEMU, lets hostile drivers at the functions of network adapters and at other
 * devices, and random guests wander over the frames of a host. Needs `npm run build` and `vmhost image pull debian`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { FrameCampaign } from '../support/frame-campaign'

const ROOT = resolve(import.meta.dirname, '../..')
const INSTRUCTIONS = 1_500_000_000
const SEQUENCES = 24_000
const PROGRAMS = 10_000
const DRIVER_STEPS = 1_000_000
/** Those that one test drives, at each step one of them. */
const VIRTIO_DEVICES = 7
const FRAME_STEPS = 1_000_000
const STEPS_BETWEEN_AUDITS = 100

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

/** A million steps of hostile drivers on either model of network card, and for each other virtio device on either transport, from a seed on. */
function withstandsDrivers(seed: number): boolean {
  const argv = [
    '--no-install',
    'vitest',
    'run',
    '--project=node',
    'test/unit/nic/hostile.test.ts',
    'test/unit/nic/igb-hostile.test.ts',
    'test/unit/nic/igb-pf.test.ts',
    'test/unit/virtio/hostile.test.ts',
  ]
  const steps = String(DRIVER_STEPS)
  const env = {
    ...process.env,
    VMHOST_NIC_FUZZ: steps,
    VMHOST_VIRTIO_FUZZ: String(VIRTIO_DEVICES * DRIVER_STEPS),
    VMHOST_SEED: String(seed),
  }
  return spawnSync('npx', argv, { cwd: ROOT, stdio: 'inherit', env }).status === 0
}

/** No frame may be within reach of two guests, unless for reading; what was wrong, or undefined. */
async function frameFault(seed: number): Promise<string | undefined> {
  const campaign = await FrameCampaign.create(seed)
  for (let step = 1; step <= FRAME_STEPS; step++) {
    campaign.step()
    const [fault] = step % STEPS_BETWEEN_AUDITS === 0 ? campaign.audit() : []
    if (fault !== undefined) return `seed ${seed}, step ${step}: ${fault}`
  }
  return undefined
}

/** One round; what was wrong with it, or undefined. */
async function failureOf(round: number, first: string): Promise<string | undefined> {
  const hash = bootedStateHash()
  if (hash !== first) return `boot ${round} ends in state ${hash}, expected ${first} as in the first`
  const fault = await frameFault(Number(values.seed) + round)
  if (fault !== undefined) return fault
  if (!fuzzes('--count', SEQUENCES, Number(values.seed) + round * SEQUENCES)) return `a sequence of round ${round} diverges`
  if (!fuzzes('--programs', PROGRAMS, Number(values.seed) + round * PROGRAMS)) return `a program of round ${round} diverges`
  if (!withstandsDrivers(Number(values.seed) + round)) return `a hostile driver of round ${round} does harm`
  return undefined
}

const deadline = Date.now() + Number(values.minutes) * 60_000
const first = bootedStateHash()
let failure: string | undefined
let round = 0
while (failure === undefined && Date.now() < deadline) failure = await failureOf(++round, first)
rmSync(folder, { recursive: true, force: true })
console.log(
  failure ??
    `${round} rounds, every boot in state ${first}, ${round * FRAME_STEPS} steps of guests over frames, ${round * SEQUENCES} sequences and ${round * PROGRAMS} programs without divergence`,
)
process.exit(failure === undefined ? 0 : 1)
