/** Runs a memory image on a guest of ours, in slices as short as one likes and with either engine, on the caller's thread. */
import { readFileSync } from 'node:fs'
import { defaultIsa, parseIsa, satpModes } from '../../src/boot/isa-selection'
import { Core } from '../../src/core/core'
import { GuestMemory } from '../../src/core/guest-memory'
import { hartView } from '../../src/core/hart-view'
import { Engine, GuestEnd, GuestLayout, RunResult } from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { extensionBits } from '../../src/spec/isa/extensions'
import { interruptControllers } from '../../src/spec/platform'
import { Translator } from '../../src/translator/translator'
import { compileAssemblyFile } from '../support/assembly'
import { Random } from '../support/random'
import { interpreterKnobs, type Knobs } from './knobs'
import type { Machine, MachineResult } from './machine'
import { HEADER, HEADER_FIELD, RAM_BASE } from './slot'

const PAGE = 4096
const SPARE_PAGES = 1024
const HOST_BYTES = 512 << 20
/** Far more than any batch takes; a sequence that loops ends here. */
const INSTRUCTION_LIMIT = 400_000_000n
const VIRTUAL_CLOCK = 1
const FIRMWARE = 1
const MACHINE_MODE = 1

export interface OwnResult extends MachineResult {
  readonly stateHash: string
  readonly instructions: number
  /** Of them, those in translated code. */
  readonly translated: number
  readonly regions: number
}

export interface OwnMachine extends Machine {
  run(image: Uint8Array): Promise<OwnResult>
}

/** The core as the sources have it now, whatever was built before. */
async function compileCore(): Promise<WebAssembly.Module> {
  const file = await compileAssemblyFile('assembly/index.ts', { release: true })
  return new WebAssembly.Module(readFileSync(file))
}

let compiled: Promise<WebAssembly.Module> | undefined

async function createCore(): Promise<Core> {
  compiled ??= compileCore()
  return Core.create({ module: await compiled, memoryBytes: HOST_BYTES, monotonicNs: () => 0 })
}

function fail(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error))
}

function createTranslator(core: Core, { regionLimit, deadModuleLimit, synchronous }: Knobs): Translator {
  return new Translator({ core, synchronous, regionLimit, deadModuleLimit, onUnavailable: fail, onFailure: fail })
}

function createGuest(core: Core, image: Uint8Array, knobs: Knobs): number {
  const isa = parseIsa(defaultIsa)
  const pages = Math.ceil(image.length / PAGE) + SPARE_PAGES
  const extensions = extensionBits(isa.extensions)
  const guest = core.exports.guestCreate(
    1,
    pages,
    interruptControllers.plic,
    FIRMWARE,
    VIRTUAL_CLOCK,
    0,
    extensions,
    0n,
    satpModes[isa.mmu],
  )
  if (guest === 0) throw new Error('the host has no room for the guest')
  const struct = new StructView(core, GuestLayout, guest)
  struct.set('engine', Engine[knobs.engine])
  struct.set('hotThreshold', knobs.hotThreshold)
  new GuestMemory(core, guest).write(BigInt(RAM_BASE), image)
  core.exports.guestSetEntry(guest, 0, BigInt(RAM_BASE), MACHINE_MODE, 0n, 0n, 0n)
  return guest
}

/** A run of an image that can be stopped and looked at between slices. */
export class OwnRun {
  readonly core: Core
  readonly guest: number
  readonly #translator: Translator | undefined
  readonly #random: Random
  readonly #knobs: Knobs

  constructor(core: Core, image: Uint8Array, knobs: Knobs) {
    this.core = core
    this.#knobs = knobs
    this.#random = new Random(knobs.seed)
    this.#translator = knobs.engine === 'translator' ? createTranslator(core, knobs) : undefined
    this.guest = createGuest(core, image, knobs)
  }

  static async create(image: Uint8Array, knobs: Knobs): Promise<OwnRun> {
    return new OwnRun(await createCore(), image, knobs)
  }

  get retired(): bigint {
    return hartView(this.core, this.guest, 0).get('retired')
  }

  /** Hash over all that the guest can tell. */
  get stateHash(): string {
    return BigInt.asUintN(64, this.core.exports.guestStateHash(this.guest)).toString(16).padStart(16, '0')
  }

  /** Runs a slice; false when the guest has ended or waits for ever. */
  step(): boolean {
    const [least, most] = this.#knobs.slice
    const result = this.core.exports.guestRun(this.guest, BigInt(this.#random.between(least, most)))
    this.#translator?.advance()
    return result === RunResult.busy
  }

  result(bytes: number): OwnResult {
    const struct = new StructView(this.core, GuestLayout, this.guest)
    const memory = new GuestMemory(this.core, this.guest).read(BigInt(RAM_BASE), bytes)
    return {
      memory,
      progress: Number(new DataView(memory.buffer).getBigUint64(HEADER + HEADER_FIELD.progress - RAM_BASE, true)),
      isFinished: struct.get('ended') === GuestEnd.powerOff,
      stateHash: this.stateHash,
      instructions: Number(this.retired),
      translated: Number(struct.get('translatedRetired')),
      regions: Number(struct.get('regionsMade')),
    }
  }
}

/** When modules that were compiled beside are taken over. */
const turnOfEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A machine of ours; every run has a host of its own. */
export function ownMachine(knobs: Knobs = interpreterKnobs): OwnMachine {
  return {
    name: knobs.engine,
    async run(image) {
      const run = await OwnRun.create(image, knobs)
      while (run.retired < INSTRUCTION_LIMIT && run.step()) if (!knobs.synchronous) await turnOfEventLoop()
      return run.result(image.length)
    },
  }
}
