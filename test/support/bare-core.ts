/** The core without the library around it: guests that spin, on physical CPUs that are stepped by hand. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Core } from '../../src/core/core'
import { GuestMemory } from '../../src/core/guest-memory'
import { hartView } from '../../src/core/hart-view'
import {
  CpuGroupLayout,
  GuestLayout,
  type HartLayout,
  HOST_BASE,
  HostLayout,
  HsmState,
  PcpuLayout,
  VcpuLayout,
} from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { assemble } from '../../src/isa/assembler/index'
import { monotonicNs } from '../../src/platform/clock'
import { platform } from '../../src/spec/platform'

const PAGES = 16
const REAL = 0
const VIRTUAL = 1
const FIRMWARE = 1
const ENDLESS = 2n ** 62n
/** The core tells periods in 1/1024 ns. */
const periodUnit = 1024n

export interface SpinningGuest {
  pointer: number
  vcpu: StructView<typeof VcpuLayout>
  /** Nanoseconds that it ran. */
  ranNs(): number
}

/** One on the real clock: each of its harts is scheduled by itself. */
export interface ParallelGuest {
  pointer: number
  group: StructView<typeof CpuGroupLayout>
  vcpus: StructView<typeof VcpuLayout>[]
}

export class BareCore {
  readonly core: Core
  /** The harts whose instructions the clock counts. */
  readonly #counted: StructView<typeof HartLayout>[] = []
  #passedNs = 0

  private constructor(core: Core) {
    this.core = core
  }

  /** `instructionNs`: the monotonic clock is what the instructions of guests on the real clock take, so that all of it repeats. */
  static async create(cpus = 1, instructionNs?: number): Promise<BareCore> {
    const module = await WebAssembly.compile(readFileSync(resolve(import.meta.dirname, '../../dist/core.wasm')))
    let machine: BareCore | undefined
    const counted = (): number => (machine === undefined ? 0 : machine.retired() * (instructionNs ?? 0) + machine.#passedNs)
    const clock = instructionNs === undefined ? monotonicNs : counted
    machine = new BareCore(await Core.create({ module, memoryBytes: 16 * 2 ** 20, cpus, monotonicNs: clock }))
    return machine
  }

  /** Lets the monotonic clock go on by itself, as while everybody waits. */
  pass(ns: number): void {
    this.#passedNs += ns
  }

  retired(): number {
    return this.#counted.reduce((sum, hart) => sum + Number(hart.get('retired')), 0)
  }

  /** A guest on the real clock whose harts all begin with the program; they find their number in a0. */
  parallel(harts: number, source: string): ParallelGuest {
    const { core } = this
    const pointer = core.exports.guestCreate(harts, PAGES, 0, FIRMWARE, REAL, 0, 0n, 0n, 8)
    const guest = new StructView(core, GuestLayout, pointer)
    const group = guest.get('cpu')
    const { bytes } = assemble(source, { base: platform.dram.base })
    new GuestMemory(core, pointer).write(BigInt(platform.dram.base), bytes)
    for (let hart = 0; hart < harts; hart++) {
      core.exports.guestSetEntry(pointer, hart, BigInt(platform.dram.base), 1, BigInt(hart), 0n, 0n)
      const view = hartView(core, pointer, hart)
      view.set('hsm', HsmState.started)
      this.#counted.push(view)
    }
    const vcpus = Array.from(
      { length: harts },
      (_, index) => new StructView(core, VcpuLayout, group + CpuGroupLayout.bytes + index * VcpuLayout.bytes),
    )
    return { pointer, group: new StructView(core, CpuGroupLayout, group), vcpus }
  }

  /** A guest on the virtual clock whose instructions take `instructionNs` and that never yields. */
  spin(instructionNs: number): SpinningGuest {
    const { exports } = this.core
    const pointer = exports.guestCreate(1, PAGES, 0, FIRMWARE, VIRTUAL, 0, 0n, 0n, 8)
    const guest = new StructView(this.core, GuestLayout, pointer)
    guest.set('virtualNsPerInstruction', BigInt(instructionNs) * periodUnit)
    const group = guest.get('cpu')
    new StructView(this.core, CpuGroupLayout, group).set('roundInstructions', ENDLESS)
    const { bytes } = assemble('1: addi s0, s0, 1\n j 1b', { base: platform.dram.base })
    new GuestMemory(this.core, pointer).write(BigInt(platform.dram.base), bytes)
    exports.guestSetEntry(pointer, 0, BigInt(platform.dram.base), 1, 0n, 0n, 0n)
    exports.guestRelease(pointer)
    const vcpu = new StructView(this.core, VcpuLayout, group + CpuGroupLayout.bytes)
    return { pointer, vcpu, ranNs: () => Number(vcpu.get('runNs')) }
  }

  /** Runs physical CPU 0 for so many instructions, or to its next moment; what it had nothing to do in passes at once. */
  step(instructions: number): void {
    this.core.exports.pcpuRun(0, BigInt(instructions))
  }

  /** Runs whichever physical CPU is next; false when none has anything to do. */
  stepNext(instructions: number): boolean {
    const next = this.core.exports.pcpuNext()
    if (next >= 0) this.core.exports.pcpuRun(next, BigInt(instructions))
    return next >= 0
  }

  pcpuView(index: number): StructView<typeof PcpuLayout> {
    const host = new StructView(this.core, HostLayout, HOST_BASE)
    return new StructView(this.core, PcpuLayout, host.get('pcpus') + index * PcpuLayout.bytes)
  }

  pcpu(index = 0): { clockNs: number; busyNs: number; idleNs: number; switches: number } {
    const pcpu = this.pcpuView(index)
    const of = (name: 'clockNs' | 'busyNs' | 'idleNs' | 'switches'): number => Number(pcpu.get(name))
    return { clockNs: of('clockNs'), busyNs: of('busyNs'), idleNs: of('idleNs'), switches: of('switches') }
  }
}
