/** Words that are no instruction: each must trap as illegal, with its bits in mtval. */
import type { Random } from '../../support/random'
import { randomIllegal } from '../random-instruction'
import { type Mode, MSTATUS } from '../sequence'
import { LOG_ENTRIES } from '../slot'
import { randomIntegerRegisters, randomScratch } from '../state'

const SCRATCH_BYTES = 4096

export const illegalMode: Mode = {
  name: 'illegal',
  scratchBytes: SCRATCH_BYTES,
  generate: (random: Random, slot: number) => ({
    seed: random.seed,
    mode: 'illegal',
    instructions: Array.from({ length: LOG_ENTRIES - 1 }, () => randomIllegal(random)),
    mstatus: MSTATUS.MPP | MSTATUS.FS,
    fcsr: 0,
    x: randomIntegerRegisters(random, slot),
    f: Array.from({ length: 32 }, () => 0n),
    scratch: randomScratch(random, SCRATCH_BYTES),
    mayLand: false,
  }),
}
