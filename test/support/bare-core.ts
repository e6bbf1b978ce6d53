/** The core without the library around it: guests that spin, on physical CPUs that are stepped by hand. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Core } from '../../src/core/core'
import { GuestMemory } from '../../src/core/guest-memory'
import { CpuGroupLayout, GuestLayout, HOST_BASE, HostLayout, PcpuLayout, VcpuLayout } from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { assemble } from '../../src/isa/assembler/index'
import { monotonicNs } from '../../src/platform/clock'
import { platform } from '../../src/spec/platform'

const PAGES = 16
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

export class BareCore {
  readonly core: Core

  private constructor(core: Core) {
    this.core = core
  }

  static async create(cpus = 1): Promise<BareCore> {
    const module = await WebAssembly.compile(readFileSync(resolve(import.meta.dirname, '../../dist/core.wasm')))
    return new BareCore(await Core.create({ module, memoryBytes: 16 * 2 ** 20, cpus, monotonicNs }))
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

  pcpu(index = 0): { clockNs: number; busyNs: number; idleNs: number; switches: number } {
    const host = new StructView(this.core, HostLayout, HOST_BASE)
    const pcpu = new StructView(this.core, PcpuLayout, host.get('pcpus') + index * PcpuLayout.bytes)
    const of = (name: 'clockNs' | 'busyNs' | 'idleNs' | 'switches'): number => Number(pcpu.get(name))
    return { clockNs: of('clockNs'), busyNs: of('busyNs'), idleNs: of('idleNs'), switches: of('switches') }
  }
}
