/**
 * `npm run fuzz -- [--seed N] [--count N] [--mode NAME,...] [--batch N]`: a long differential run of sequences against QEMU;
 * `npm run fuzz -- --programs N [--seed N] [--kind NAME]` one of programs. `--engine interpreter|translator` chooses ours.
 */
import { parseArgs } from 'node:util'
import { findQemu } from '../support/toolchain'
import { runBatch, shrink } from './campaign'
import { describeDivergence } from './describe'
import { interpreterKnobs, sequenceKnobs } from './knobs'
import type { Machine } from './machine'
import { modeNamed, modes } from './modes/index'
import { ownMachine } from './own'
import { fuzzPrograms } from './programs'
import { qemuMachine } from './qemu'

const SHOWN_PER_MODE = 3

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '108000' },
    mode: { type: 'string', default: modes.map(({ name }) => name).join(',') },
    batch: { type: 'string', default: '1000' },
    shown: { type: 'string', default: String(SHOWN_PER_MODE) },
    programs: { type: 'string' },
    kind: { type: 'string' },
    engine: { type: 'string', default: 'translator' },
  },
})

const qemu = findQemu()
if (qemu === undefined) {
  console.error('No qemu-system-riscv64 here: install qemu-system-misc, or run npm test once as root.')
  process.exit(2)
}
const engine = values.engine === 'interpreter' ? 'interpreter' : 'translator'
const firstSeed = Number(values.seed)

if (values.programs !== undefined) {
  const programs = Number(values.programs)
  const diverging = await fuzzPrograms({
    qemu: qemuMachine(qemu),
    engine,
    firstSeed,
    programs,
    kind: values.kind,
    shown: Number(values.shown),
  })
  console.log(`${programs} programs from seed ${firstSeed}, ${diverging} diverging`)
  process.exit(diverging === 0 ? 0 : 1)
}

const knobs = engine === 'interpreter' ? interpreterKnobs : sequenceKnobs(firstSeed)
const machines: readonly [Machine, Machine] = [qemuMachine(qemu), ownMachine(knobs)]
const names: [string, string] = [machines[0].name, machines[1].name]
const chosen = values.mode.split(',').map(modeNamed)
const perMode = Math.ceil(Number(values.count) / chosen.length)
let total = 0
let diverging = 0

for (const mode of chosen) {
  let shown = 0
  const batchSize = Math.min(Number(values.batch), perMode)
  for (let done = 0; done < perMode; done += batchSize) {
    const count = Math.min(batchSize, perMode - done)
    const divergences = await runBatch(machines, { mode, firstSeed: firstSeed + done, count })
    total += count
    diverging += divergences.length
    for (const divergence of divergences.slice(0, Math.max(0, Number(values.shown) - shown))) {
      shown++
      console.log(`\n${describeDivergence(await shrink(machines, divergence), names)}`)
    }
  }
  console.log(`${mode.name}: ${perMode} sequences from seed ${values.seed}; ${diverging} diverging so far`)
}
console.log(`${total} sequences on ${names.join(' and ')}, ${diverging} diverging`)
process.exit(diverging === 0 ? 0 : 1)
