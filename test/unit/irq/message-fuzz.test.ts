/** Random accesses to APLIC and IMSIC do what a plain model of the AIA does, register for register. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { Line, PlatformPiece } from '../devices/platform-piece'
import { DomainModel, FileModel } from './message-model'

const HARTS = 3
const STEPS = 20_000
const FULL_EVERY = 250
const MACHINE = 0
const SUPERVISOR = 1
/** Both ends of every word of the bitmaps, and what does not exist. */
const sources = [0, 1, 2, 31, 32, 63, 64, 95, 96, 97, 127]
const modes = [0, 1, 2, 3, 4, 5, 6, 7, 0x400, 0x401, 0x406]
const bitRegisters = [0x1c00, 0x1d00, 0x1e00, 0x1f00]
const numberRegisters = [0x1cdc, 0x1ddc, 0x1edc, 0x1fdc, 0x2000]
const selects = [0x70, 0x72, ...Array.from({ length: 64 }, (_, i) => 0x80 + 2 * i)]
const everyOffset = Array.from({ length: 0x4000 / 4 }, (_, i) => 4 * i).filter((offset) => offset < 0x1bc0 || offset > 0x1bcc)

/** The core's controllers and their model, told the same. */
class Pair {
  readonly #piece: PlatformPiece
  readonly #random: Random
  readonly #files = [0, 1].map(() => Array.from({ length: HARTS }, () => new FileModel()))
  readonly #domains: readonly [DomainModel, DomainModel]

  constructor(piece: PlatformPiece, random: Random) {
    this.#piece = piece
    this.#random = random
    const send = (domain: number) => (hart: number, identity: number) => this.#files[domain]?.[hart]?.send(identity)
    const child = new DomainModel('supervisor', send(SUPERVISOR))
    this.#domains = [new DomainModel('machine', send(MACHINE), child), child]
  }

  write(domain: number, offset: number, value: number): void {
    this.#piece.call.aplicWrite(this.#piece.guest, domain, offset, BigInt(value), 4)
    this.#domains[domain]?.write(offset, value)
  }

  step(): void {
    const random = this.#random
    const domain = random.oneIn(3) ? MACHINE : SUPERVISOR
    const source = random.pick(sources)
    const actions = [
      () => this.#drive(source, random.oneIn(2)),
      () => this.#drive(source, random.oneIn(2)),
      () => this.write(domain, 4 * random.between(1, 97), random.pick(modes)),
      () => this.write(domain, 4 * source, source === 0 ? 0x100 * random.below(2) : random.pick(modes)),
      () => this.write(domain, 0x3000 + 4 * source, this.#target()),
      () => this.write(domain, random.pick(bitRegisters) + 4 * random.below(8), random.u32()),
      () => this.write(domain, random.pick(numberRegisters), random.oneIn(9) ? random.u32() : source),
      () => this.write(domain, 0x2004, Buffer.from([0, 0, 0, source]).readUInt32LE()),
      () => this.#file((hart, file, model) => this.#set(hart, file, model)),
      () => this.#file((hart, file, model) => this.#message(hart, file, model)),
      () => this.#file((hart, file, model) => this.#claim(hart, file, model)),
    ]
    random.pick(actions)()
  }

  /** Tops of all files and the lines that they drive, of the core and of the model. */
  compareFiles(step: number): void {
    const { call } = this.#piece
    for (let hart = 0; hart < HARTS; hart++) {
      const models = this.#files.map((files) => files[hart])
      const own = [MACHINE, SUPERVISOR].map((file) => call.imsicTop(this.#piece.hart(hart), 1 - file))
      const lines = [Line.meip, Line.seip].map((line) => this.#piece.line(line, hart))
      expect([step, hart, own, lines]).toEqual([step, hart, models.map((m) => m?.top()), models.map((m) => m?.line())])
    }
  }

  compareRegisters(step: number): void {
    const { call, guest } = this.#piece
    this.#domains.forEach((model, domain) => {
      const own = everyOffset.map((offset) => BigInt.asUintN(64, call.aplicRead(guest, domain, offset, 4)))
      const differs = everyOffset.filter((offset, index) => own[index] !== model.read(offset))
      expect([step, domain, differs.map((offset) => offset.toString(16))]).toEqual([step, domain, []])
    })
    this.#files.forEach((models, file) => {
      models.forEach((model, hart) => {
        const get = (select: number): bigint => BigInt.asUintN(64, call.imsicGet(this.#piece.hart(hart), 1 - file, select))
        expect([step, selects.filter((select) => get(select) !== model.get(select))]).toEqual([step, []])
      })
    })
  }

  #drive(source: number, level: boolean): void {
    this.#piece.call.setInterruptLine(this.#piece.guest, source, level ? 1 : 0)
    this.#domains[MACHINE].drive(source, level)
  }

  #target(): number {
    const random = this.#random
    if (random.oneIn(5)) return random.u32()
    const guestIndex = random.oneIn(5) ? random.below(64) : 0
    return ((random.below(HARTS + 1) << 18) | (guestIndex << 12) | random.below(300)) >>> 0
  }

  #file(act: (hart: number, file: number, model: FileModel) => void): void {
    const hart = this.#random.below(HARTS)
    const file = this.#random.below(2)
    const model = this.#files[file]?.[hart]
    if (model !== undefined) act(hart, file, model)
  }

  #set(hart: number, file: number, model: FileModel): void {
    const select = this.#random.pick(this.#random.oneIn(2) ? [0x70, 0x72, 0xc0, 0xc2, 0xc4, 0xc6] : selects)
    const value = select === 0x72 ? BigInt(this.#random.pick([0, 0, 1, 64, 200, 256, 0xfff])) : this.#random.u64()
    this.#piece.call.imsicSet(this.#piece.hart(hart), 1 - file, select, value)
    model.set(select, value)
  }

  #message(hart: number, file: number, model: FileModel): void {
    const identity = this.#random.oneIn(5) ? this.#random.u32() : this.#random.below(260)
    this.#piece.call.imsicWrite(this.#piece.guest, hart, file, 0, BigInt(identity))
    model.send(identity)
  }

  #claim(hart: number, file: number, model: FileModel): void {
    expect(this.#piece.call.imsicClaim(this.#piece.hart(hart), 1 - file)).toBe(model.claim())
  }
}

describe.each(['firmware', 'direct'] as const)('APLIC and IMSIC of a %s start', (start) => {
  const seed = seedFromEnvironment(0xa1a)

  it(`keep to the model (seed ${seed})`, { timeout: 120_000 }, async () => {
    const piece = await PlatformPiece.create({ harts: HARTS, controller: 'aia', start })
    const pair = new Pair(piece, new Random(seed))
    // A direct start has this done; the model has to be told, and the core takes it twice.
    if (start === 'direct') for (let source = 1; source <= 96; source++) pair.write(MACHINE, 4 * source, 0x400)
    for (let step = 0; step < STEPS; step++) {
      if (step % FULL_EVERY === 0) pair.compareRegisters(step)
      pair.step()
      pair.compareFiles(step)
    }
    pair.compareRegisters(STEPS)
  })
})
