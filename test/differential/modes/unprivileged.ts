/** Sequences of unprivileged instructions, by group of extensions, in M-mode. */
import type { Random } from '../../support/random'
import { rowsOfExtensions } from '../random-instruction'
import { type Mode, MSTATUS, type Sequence } from '../sequence'
import { randomFcsr, randomFloatRegisters, randomIntegerRegisters, randomScratch } from '../state'
import { straightLine } from '../straight-line'

const SCRATCH_BYTES = 4096

function unprivileged(name: string, extensions: string): Mode {
  const rows = rowsOfExtensions(extensions.split(' '))
  const generate = (random: Random, slot: number): Sequence => ({
    seed: random.seed,
    mode: name,
    instructions: straightLine(random, rows, random.between(4, 24)),
    mstatus: MSTATUS.MPP | MSTATUS.FS,
    fcsr: randomFcsr(random),
    x: randomIntegerRegisters(random, slot),
    f: randomFloatRegisters(random),
    scratch: randomScratch(random, SCRATCH_BYTES),
    mayLand: false,
  })
  return { name, scratchBytes: SCRATCH_BYTES, generate }
}

export const unprivilegedModes: readonly Mode[] = [
  unprivileged('integer', 'i m zmmul zicond zimop zicbom zicboz zicbop'),
  unprivileged('atomic', 'a zaamo zalrsc zacas'),
  unprivileged('bitmanip', 'zba zbb zbc zbs zbkb zbkx zkne zknd zknh'),
  unprivileged('float', 'f d zfa'),
  unprivileged('half', 'zfh zfhmin zfa'),
  unprivileged('compressed', 'c zca zcb zcmop'),
  unprivileged('mixed', 'i m a f d c zca zfh zba zbb zbs zaamo zicond'),
]
