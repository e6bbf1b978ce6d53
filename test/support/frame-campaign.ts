/** Guests with random page tables that load and store anywhere, forked, destroyed, squeezed and written from outside, in random order. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Core } from '../../src/core/core'
import { GuestMemory } from '../../src/core/guest-memory'
import { GuestLayout, RunResult, VirtioKind } from '../../src/core/layout.gen'
import { StructView } from '../../src/core/struct-view'
import { VmHostError } from '../../src/error'
import { assemble } from '../../src/isa/assembler/index'
import { monotonicNs } from '../../src/platform/clock'
import { openSwap } from '../../src/platform/swap'
import { platform } from '../../src/spec/platform'
import { auditFrames } from './frame-audit'
import { Random } from './random'

const ramPages = 64
const tables = { first: 1, count: 6 }
const dram = BigInt(platform.dram.base)
const pageNumber = (page: number): bigint => (dram >> 12n) + BigInt(page)
/** Where devices are: virtio slots, the UART, the interrupt controllers. */
const devicePages = [0x10001n, 0x10002n, 0x10008n, 0x10000n, 0x2000n, 0xc000n, 0xd000n]
const firmware = 1
const virtualClock = 1
const mostGuests = 6

/** Loads and stores as S-mode and as U-mode would, at addresses of a few pages of each table; what traps is left out. */
const wanderer = (seed: bigint): string => `
    la t0, trap
    csrw mtvec, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 0x1f
    csrw pmpcfg0, t0
    li t0, ${(8n << 60n) | pageNumber(tables.first)}
    csrw satp, t0
    li s0, ${seed}
    li s2, 0xc0603ff8
    li s3, 0x1800
    li s4, 0x60000
  next:
    slli t0, s0, 13
    xor s0, s0, t0
    srli t0, s0, 7
    xor s0, s0, t0
    slli t0, s0, 17
    xor s0, s0, t0
    csrc mstatus, s3
    srli t1, s0, 45
    andi t1, t1, 1
    slli t1, t1, 11
    or t1, t1, s4
    csrs mstatus, t1
    and s1, s0, s2
    srli t2, s0, 50
    andi t3, t2, 3
    beqz t3, write
    ld t4, 0(s1)
    j fence
  write:
    sd s0, 0(s1)
  fence:
    andi t3, t2, 0x7c
    bnez t3, next
    sfence.vma
    j next
    .balign 4
  trap:
    csrr t3, mepc
    addi t3, t3, 4
    csrw mepc, t3
    mret
`

export class FrameCampaign {
  readonly core: Core
  readonly random: Random
  readonly #guests: number[] = []
  readonly #volumes: number[] = []
  readonly #domains = new Map<number, number>()
  /** What was done, how often. */
  readonly done: Record<string, number> = {}

  private constructor(core: Core, random: Random) {
    this.core = core
    this.random = random
  }

  static async create(seed: number): Promise<FrameCampaign> {
    const module = await WebAssembly.compile(readFileSync(resolve(import.meta.dirname, '../../dist/core.wasm')))
    const swap = await openSwap('memory')
    return new FrameCampaign(
      await Core.create({ module, memoryBytes: 16 * 2 ** 20, cpus: 1, isShared: false, monotonicNs, swap }),
      new Random(seed),
    )
  }

  get guests(): readonly number[] {
    return this.#guests
  }

  audit(): string[] {
    return auditFrames(this.core, this.#volumes)
  }

  step(): void {
    const [action] = this.random.pick(actions)
    this.done[action] = (this.done[action] ?? 0) + (this.#do(action) ? 1 : 0)
  }

  #do(action: Action): boolean {
    const { exports } = this.core
    if (action === 'create') return this.#create()
    if (action === 'balance') return exports.hostBalanceMemory(this.random.below(20)) >= 0
    if (action === 'volume') return this.#changeVolumes()
    if (action === 'merge') return this.#merge()
    if (this.#guests.length === 0) return false
    const guest = this.random.pick(this.#guests)
    if (action === 'run') return this.#run(guest)
    if (action === 'fork') return this.#fork(guest)
    if (action === 'destroy') return this.#guests.length > 2 && this.#destroy(guest)
    if (action === 'tables') return this.#writeTable(guest)
    if (action === 'write')
      return this.#write(guest, this.random.between(tables.first + tables.count, ramPages - 1), this.#content())
    if (action === 'sample') exports.guestSampleActivity(guest)
    else if (action === 'limit') this.#claim(guest, this.random.between(24, ramPages))
    else exports.guestStateHash(guest)
    return true
  }

  #create(): boolean {
    if (this.#guests.length >= mostGuests) return false
    const { exports } = this.core
    const guest = exports.guestCreate(1, ramPages, 0, firmware, virtualClock, 0, 0n, 0n, 8)
    if (guest === 0) return false
    this.#domains.set(guest, this.random.between(1, 2))
    this.#claim(guest, ramPages)
    for (const [slot, kind] of [VirtioKind.rng, VirtioKind.balloon].entries()) exports.virtioAttach(guest, slot, kind)
    this.#guests.push(guest)
    const { bytes } = assemble(wanderer((this.random.u64() >> 1n) | 1n), { base: platform.dram.base })
    this.#write(guest, 0, bytes)
    for (let table = 0; table < tables.count; table++) this.#writeTable(guest, tables.first + table)
    exports.guestSetEntry(guest, 0, dram, 1, 0n, 0n, 0n)
    return true
  }

  #run(guest: number): boolean {
    if (this.core.exports.guestRun(guest, BigInt(this.random.between(1, 400))) === RunResult.ended) this.#destroy(guest)
    else this.core.exports.guestFindMemory(guest)
    return true
  }

  #fork(guest: number): boolean {
    if (this.#guests.length >= mostGuests) return false
    const clone = this.core.exports.guestClone(guest)
    if (clone === 0) return false
    this.#guests.push(clone)
    this.#domains.set(clone, this.#domains.get(guest) ?? 0)
    this.#claim(clone, ramPages)
    return true
  }

  /** A few bytes of their own, or a page that others have as well. */
  #content(): Uint8Array {
    return this.random.oneIn(2) ? this.random.fill(new Uint8Array(64)) : new Uint8Array(4096).fill(this.random.below(3))
  }

  #claim(guest: number, limit: number): void {
    this.core.exports.guestSetAllocation(guest, 0, limit, 1000, this.#domains.get(guest) ?? 0)
  }

  /** No guest can tell; true when there was something to merge. */
  #merge(): boolean {
    const hashes = (): bigint[] => this.#guests.map((guest) => this.core.exports.guestStateHash(guest))
    const before = hashes()
    const isMerged = this.core.exports.hostMergePages(this.random.between(1, 200)) > 0
    if (hashes().some((hash, index) => hash !== before[index])) throw new Error('merging pages changed a guest')
    return isMerged
  }

  #destroy(guest: number): boolean {
    this.#guests.splice(this.#guests.indexOf(guest), 1)
    this.core.exports.guestDestroy(guest)
    return true
  }

  /** False when the guest may hold no more pages. */
  #write(guest: number, page: number, bytes: Uint8Array): boolean {
    try {
      new GuestMemory(this.core, guest).write(dram + BigInt(page * 4096), bytes)
      return true
    } catch (error) {
      if (error instanceof VmHostError) return false
      throw error
    }
  }

  #writeTable(guest: number, page = this.random.between(tables.first, tables.first + tables.count - 1)): boolean {
    const table = new BigUint64Array(512)
    for (let index = 0; index < table.length; index++) table[index] = this.#entry()
    return this.#write(guest, page, new Uint8Array(table.buffer))
  }

  /** Of Sv39: to a table, a leaf in RAM, beyond it or at a device, or anything. */
  #entry(): bigint {
    const kind = this.random.below(20)
    if (kind === 0) return this.random.u64()
    if (kind < 10) return (pageNumber(this.random.between(tables.first, tables.first + tables.count - 1)) << 10n) | 1n
    const leaf = BigInt(this.random.below(256)) | 0xc7n
    if (kind === 19) return (this.random.pick(devicePages) << 10n) | leaf
    return (pageNumber(this.random.between(tables.first + tables.count, ramPages + 4)) << 10n) | leaf
  }

  #changeVolumes(): boolean {
    const { exports } = this.core
    const volume = this.#volumes.length === 0 ? undefined : this.random.pick(this.#volumes)
    if (volume === undefined || (this.#volumes.length < 4 && this.random.oneIn(4))) {
      const made =
        volume === undefined || this.random.oneIn(2) ? exports.memoryVolumeCreate(65536n) : exports.memoryVolumeClone(volume)
      if (made !== 0) this.#volumes.push(made)
    } else if (this.random.oneIn(8)) {
      this.#volumes.splice(this.#volumes.indexOf(volume), 1)
      exports.memoryVolumeDestroy(volume)
    } else {
      const staging = exports.stagingBuffer()
      this.random.fill(this.core.bytes.subarray(staging, staging + 16))
      exports.memoryVolumeWrite(volume, BigInt(this.random.below(4096) * 16), staging, 16)
    }
    return true
  }

  guest(index: number): StructView<typeof GuestLayout> {
    return new StructView(this.core, GuestLayout, this.#guests[index] ?? 0)
  }
}

const weights = {
  run: 12,
  write: 4,
  tables: 1,
  create: 2,
  fork: 2,
  destroy: 1,
  limit: 1,
  balance: 2,
  merge: 1,
  sample: 1,
  hash: 1,
  volume: 2,
} as const
type Action = keyof typeof weights
const actions = (Object.entries(weights) as [Action, number][]).flatMap(([action, weight]) =>
  Array.from({ length: weight }, () => [action] as const),
)
