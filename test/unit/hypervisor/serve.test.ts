/** A physical CPU on a thread of its own, which this thread plays: what it does when its guests have nothing to do. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Core } from '../../../src/core/core'
import { GuestMemory } from '../../../src/core/guest-memory'
import { hartView } from '../../../src/core/hart-view'
import {
  CodeCacheLayout,
  GUEST_CONSOLE_OUT,
  HOST_BASE,
  HostLayout,
  HsmState,
  PcpuLayout,
  PcpuResult,
} from '../../../src/core/layout.gen'
import { Ring } from '../../../src/core/ring'
import { StructView } from '../../../src/core/struct-view'
import { assemble } from '../../../src/isa/assembler/index'
import { monotonicNs } from '../../../src/platform/clock'
import { extensionBits } from '../../../src/spec/isa/extensions'
import { platform } from '../../../src/spec/platform'

const PAGES = 16
const FIRMWARE = 1
const REAL = 0
const stretch = 1_000_000n
/** No test waits for it. */
const longNs = 60e9

const extensions = extensionBits(['i', 'm', 'a', 'c', 'zca', 'zicsr'])
const S0 = 8
const MTIE = 0x80
/** Ticks of mtime are 100 ns. */
const ticks = 500

/** Waits for a timer again and again, and counts in s0. At so many it writes to its console. */
const ticking = (spoken: number): string => `
    li t0, ${MTIE}
    csrw mie, t0
    li s1, ${platform.aclint.base + 0x4000}
    li s2, ${platform.aclint.base + 0xbff8}
    li s3, ${platform.uart.base}
    li s4, ${spoken}
1:  ld t0, 0(s2)
    addi t0, t0, ${ticks}
    sd t0, 0(s1)
    wfi
    addi s0, s0, 1
    bne s0, s4, 1b
    sb s4, 0(s3)
    j 1b`

/** The core for shared memory, whose one physical CPU is this thread. */
class Served {
  private constructor(
    private readonly core: Core,
    private readonly guest: number,
  ) {}

  static async create(source: string): Promise<Served> {
    const module = await WebAssembly.compile(readFileSync(resolve(import.meta.dirname, '../../../dist/core.shared.wasm')))
    const core = await Core.create({ module, memoryBytes: 16 * 2 ** 20, cpus: 1, isShared: true, monotonicNs })
    const guest = core.exports.guestCreate(1, PAGES, 0, FIRMWARE, REAL, 0, extensions, 0n, 8)
    new GuestMemory(core, guest).write(BigInt(platform.dram.base), assemble(source, { base: platform.dram.base }).bytes)
    core.exports.guestSetEntry(guest, 0, BigInt(platform.dram.base), 1, 0n, 0n, 0n)
    hartView(core, guest, 0).set('hsm', HsmState.started)
    core.exports.guestRelease(guest)
    return new Served(core, guest)
  }

  serve(ns: number): number {
    return this.core.exports.pcpuServe(0, stretch, ns)
  }

  get counted(): number {
    return Number(hartView(this.core, this.guest, 0).list('x')[S0])
  }

  get hasSpoken(): boolean {
    return new Ring(this.core, this.guest + GUEST_CONSOLE_OUT).peek().length > 0
  }

  get hasNews(): boolean {
    return new StructView(this.core, CodeCacheLayout, this.core.exports.codeCache()).get('hasNews') === 1
  }

  /** Who rings after the CPU found nothing to do finds that it has not heard it. */
  get hasHeard(): boolean {
    const pointer = new StructView(this.core, HostLayout, HOST_BASE).get('pcpus')
    const pcpu = new StructView(this.core, PcpuLayout, pointer)
    return pcpu.get('heard') === pcpu.get('doorbell')
  }

  wake(): void {
    this.core.exports.guestWake(this.guest)
  }
}

describe('a physical CPU with a thread of its own', () => {
  it('waits inside for timers that come soon, and comes back when a guest has something for the outside', async () => {
    const served = await Served.create(ticking(20))
    expect(served.serve(longNs)).toBe(PcpuResult.idle)
    expect(served.hasNews && served.hasSpoken).toBe(true)
    expect(served.counted).toBeGreaterThanOrEqual(20)
    expect(served.counted).toBeLessThan(longNs / (ticks * 100) / 10)
  })

  it('comes back when its time is over, whatever its guests do', async () => {
    const served = await Served.create(ticking(-1))
    expect(served.serve(1)).toBe(PcpuResult.idle)
    expect(served.hasNews).toBe(false)
  })

  it('comes back when nothing happens for a while, and hears who rings afterwards', async () => {
    const served = await Served.create('1: wfi\n addi s0, s0, 1\n j 1b')
    expect(served.serve(longNs)).toBe(PcpuResult.idle)
    expect(served.hasNews).toBe(false)
    expect(served.hasHeard).toBe(true)
  })
})
