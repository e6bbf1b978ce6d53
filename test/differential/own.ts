/** Runs a memory image on a guest of ours, in slices as short as one likes and with either engine, on the caller's thread. */
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { defaultIsa, parseIsa, satpModes } from '../../src/boot/isa-selection'
import { Core } from '../../src/core/core'
import { GuestMemory } from '../../src/core/guest-memory'
import { hartView } from '../../src/core/hart-view'
import {
  Engine,
  GUEST_HARTS,
  GuestEnd,
  GuestLayout,
  HART_TLB,
  RunResult,
  SpanLayout,
  TLB_MODE_BYTES,
  TLB_MODES,
  TLB_SPAN_OFFSET,
} from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { extensionBits } from '../../src/spec/isa/extensions'
import { interruptControllers } from '../../src/spec/platform'
import { translatorView } from '../../src/translator/batch'
import { Translator } from '../../src/translator/translator'
import { compileAssemblyFile } from '../support/assembly'
import { Random } from '../support/random'
import { easy, interpreterKnobs, type KnobPlan, type Knobs } from './knobs'
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

const wordAt = (bytes: Uint8Array, offset: number): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset, true))

function fail(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error))
}

function createGuest(core: Core, image: Uint8Array): number {
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
  new GuestMemory(core, guest).write(BigInt(RAM_BASE), image)
  core.exports.guestSetEntry(guest, 0, BigInt(RAM_BASE), MACHINE_MODE, 0n, 0n, 0n)
  return guest
}

/** A run of an image that can be stopped and looked at between slices. */
export class OwnRun {
  readonly core: Core
  readonly guest: number
  readonly #memory: GuestMemory
  readonly #struct: StructView<typeof GuestLayout>
  readonly #plan: KnobPlan
  #translator: Translator | undefined
  #progress = -1
  #knobs: Knobs
  #random: Random
  /** Modules of the run when the translator becomes easy. */
  #lastModule = 0

  constructor(core: Core, image: Uint8Array, plan: KnobPlan) {
    this.core = core
    this.#plan = plan
    this.guest = createGuest(core, image)
    this.#memory = new GuestMemory(core, this.guest)
    this.#struct = new StructView(core, GuestLayout, this.guest)
    this.#knobs = plan(0)
    this.#random = new Random(this.#knobs.seed)
    if (this.#knobs.engine === 'translator') this.#translator = this.#createTranslator()
    this.#turn()
  }

  static async create(image: Uint8Array, plan: KnobPlan): Promise<OwnRun> {
    return new OwnRun(await createCore(), image, plan)
  }

  /** Modules are compiled beside the guest. */
  get isBeside(): boolean {
    return !this.#knobs.synchronous || this.#translator?.isCompiling === true
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
    this.#turn()
    const [least, most] = this.#knobs.slice
    const result = this.core.exports.guestRun(this.guest, BigInt(this.#random.between(least, most)))
    this.#translator?.advance()
    return result === RunResult.busy
  }

  /** The next program or sequence has knobs of its own. */
  #turn(): void {
    const progress = wordAt(this.#memory.read(BigInt(HEADER + HEADER_FIELD.progress), 8), 0)
    const modules = this.#translator?.modules ?? 0
    if (progress !== this.#progress) {
      this.#progress = progress
      const knobs = this.#plan(progress)
      if (knobs.seed !== this.#knobs.seed) this.#random = new Random(knobs.seed)
      this.#lastModule = modules + knobs.moduleBudget
      this.#forgetStrays()
      this.#apply(knobs)
    } else if (modules >= this.#lastModule) {
      this.#lastModule = Number.POSITIVE_INFINITY
      this.#apply(easy(this.#knobs))
    }
  }

  /** The next one is worth spans whatever those before it did, which are in other places, and in other modes. */
  #forgetStrays(): void {
    for (let mode = 0; mode < TLB_MODES; mode++) {
      for (const isWrite of [0, 1]) {
        const offset = HART_TLB + mode * TLB_MODE_BYTES + TLB_SPAN_OFFSET + isWrite * SpanLayout.bytes
        const span = new StructView(this.core, SpanLayout, this.guest + GUEST_HARTS + offset)
        span.set('fills', 0)
        span.set('strays', 0)
        span.set('looked', 0n)
      }
    }
  }

  #apply(knobs: Knobs): void {
    this.#knobs = knobs
    this.#struct.set('engine', Engine[knobs.engine])
    this.#struct.set('hotThreshold', knobs.hotThreshold)
    if (this.#translator === undefined) return
    translatorView(this.core).set('regionLimit', knobs.regionLimit)
    setFlagsFromString(`--wasm-tiering-budget=${knobs.optimizedAfter}`)
  }

  #createTranslator(): Translator {
    const knobs = (): Knobs => this.#knobs
    return new Translator({
      core: this.core,
      get mostBytesAtOnce() {
        return knobs().synchronous ? Number.POSITIVE_INFINITY : 0
      },
      get deadModuleLimit() {
        return knobs().deadModuleLimit
      },
      onUnavailable: fail,
      onFailure: fail,
    })
  }

  result(bytes: number): OwnResult {
    const memory = this.#memory.read(BigInt(RAM_BASE), bytes)
    return {
      memory,
      progress: wordAt(memory, HEADER + HEADER_FIELD.progress - RAM_BASE),
      isFinished: this.#struct.get('ended') === GuestEnd.powerOff,
      stateHash: this.stateHash,
      instructions: Number(this.retired),
      translated: Number(this.#struct.get('translatedRetired')),
      regions: Number(this.#struct.get('regionsMade')),
    }
  }
}

/** When modules that were compiled beside are taken over. */
const turnOfEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A machine of ours, with the same knobs all the time or those of a plan; every run has a host of its own. */
export function ownMachine(knobs: Knobs | KnobPlan = interpreterKnobs): OwnMachine {
  const plan = typeof knobs === 'function' ? knobs : () => knobs
  return {
    name: plan(0).engine,
    async run(image) {
      const run = await OwnRun.create(image, plan)
      while (run.retired < INSTRUCTION_LIMIT && run.step()) if (run.isBeside) await turnOfEventLoop()
      return run.result(image.length)
    },
  }
}
