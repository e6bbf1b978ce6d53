/** Random accesses to the PLIC do what a plain model of its specification does, register for register. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { Line, PlatformPiece } from '../devices/platform-piece'
import { PlicModel } from './plic-model'

const HARTS = 3
const CONTEXTS = 2 * HARTS
const STEPS = 20_000
const FULL_EVERY = 250
const sources = [0, 1, 2, 3, 31, 32, 63, 64, 94, 95, 96, 127]
const enable = (context: number, word: number): number => 0x2000 + 0x80 * context + 4 * word
const threshold = (context: number): number => 0x20_0000 + 0x1000 * context
/** Without the claim registers, which a read changes; a context more than there are. */
const readable = [
  ...Array.from({ length: 0x800 }, (_, i) => 4 * i),
  ...Array.from({ length: 32 * (CONTEXTS + 1) }, (_, i) => enable(0, i)),
  ...Array.from({ length: CONTEXTS + 1 }, (_, i) => threshold(i)),
]

describe('PLIC', () => {
  const seed = seedFromEnvironment(0x911c)

  it(`keeps to the model (seed ${seed})`, { timeout: 120_000 }, async () => {
    const random = new Random(seed)
    const piece = await PlatformPiece.create({ harts: HARTS })
    const model = new PlicModel(CONTEXTS)
    const read = (offset: number): bigint => BigInt.asUintN(64, piece.call.plicRead(piece.guest, offset, 4))
    const write = (offset: number, value: number): void => {
      piece.call.plicWrite(piece.guest, offset, BigInt(value), 4)
      model.write(offset, value)
    }
    const drive = (source: number, level: boolean): void => {
      piece.call.setInterruptLine(piece.guest, source, level ? 1 : 0)
      model.drive(source, level)
    }
    const claim = (context: number): void => expect(read(threshold(context) + 4)).toBe(model.read(threshold(context) + 4))
    const context = (): number => random.below(CONTEXTS + 1)
    const source = (): number => random.pick(sources)
    const actions = [
      () => drive(source(), random.oneIn(2)),
      () => drive(random.below(100), random.oneIn(2)),
      () => write(4 * source(), random.u32()),
      () => write(enable(context(), random.below(4)), random.u32()),
      () => write(0x1000 + 4 * random.below(4), random.u32()),
      () => write(threshold(context()), random.oneIn(2) ? 0 : random.u32()),
      () => write(threshold(context()) + 4, random.oneIn(9) ? random.u32() : source()),
      () => write(threshold(context()) + 4, random.below(100)),
      () => claim(context()),
      () => claim(context()),
    ]
    for (let step = 0; step < STEPS; step++) {
      random.pick(actions)()
      const contexts = Array.from({ length: CONTEXTS }, (_, i) => i)
      const lines = contexts.map((i) => piece.line(i % 2 === 0 ? Line.meip : Line.seip, i >> 1))
      expect([step, lines]).toEqual([step, contexts.map((i) => model.line(i))])
      if (step % FULL_EVERY !== 0) continue
      const differs = readable.filter((offset) => read(offset) !== model.read(offset))
      expect([step, differs.map((offset) => offset.toString(16))]).toEqual([step, []])
    }
  })
})
