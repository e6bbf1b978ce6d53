/** A guest's claims to the physical CPUs, as the core's scheduler has them. */
import type { Core } from '../core/core'
import { HOST_BASE, HostLayout, NORMAL_SHARES, PCPU_SET_WORDS, PcpuLayout, PERIOD_NS } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import { invalidOption } from '../options/check'
import type { CpuClaims } from './protocol'

const words = { low: NORMAL_SHARES / 2, normal: NORMAL_SHARES, high: NORMAL_SHARES * 2 } as const
const never = 2n ** 64n - 1n
const nsPerPercent = PERIOD_NS / 100
const setBytes = PCPU_SET_WORDS * 8

export interface ResidentCpuOptions {
  core: Core
  guest: number
  name: string
  vcpus: number
  claims: CpuClaims
}

export class ResidentCpu {
  readonly #options: ResidentCpuOptions
  #claims: Required<CpuClaims> = { shares: 'normal', reservation: 0, limit: 'unlimited', affinity: 'any' }
  /** Reservations are held while the guest is on. */
  #isOn = false

  constructor(options: ResidentCpuOptions) {
    this.#options = options
    this.change(options.claims)
  }

  get claims(): Required<CpuClaims> {
    return this.#claims
  }

  /** Shares of the guest as a whole. */
  get shares(): number {
    const { shares } = this.#claims
    return typeof shares === 'number' ? shares : words[shares] * this.#options.vcpus
  }

  /** The guest is switched on: ERR_ADMISSION when the physical CPUs have no room for its reservation. */
  powerOn(): void {
    if (this.#isOn) return
    if (!this.#reserve(this.#claims.reservation)) throw this.#refusal(this.#claims)
    this.#isOn = true
  }

  powerOff(): void {
    this.#isOn = false
    this.#reserve(0)
  }

  /** Changes what is given; all of it, or nothing when it throws. */
  change(change: CpuClaims): void {
    const before = this.#claims
    const after = { ...before, ...change }
    this.#check(after)
    if (!this.#place(after)) {
      const refusal = this.#refusal(after)
      this.#place(before)
      throw refusal
    }
    this.#claims = after
    const { exports } = this.#options.core
    exports.guestSetShares(this.#options.guest, this.shares)
    exports.guestSetLimit(this.#options.guest, after.limit === 'unlimited' ? never : nsOf(after.limit))
  }

  #check({ reservation, limit, affinity }: Required<CpuClaims>): void {
    const most = Math.min(limit === 'unlimited' ? Number.POSITIVE_INFINITY : limit, this.#options.vcpus * 100)
    if (reservation > most) {
      const expected = `at most ${most} %, which its limit and its ${this.#options.vcpus} virtual CPUs can have`
      throw invalidOption('guest option cpu.reservation', { field: 'cpu.reservation', value: `${reservation} %`, expected })
    }
    if (affinity === 'any') return
    const there = pcpuCount(this.#options.core)
    const unknown = [...(affinity.hard ?? []), ...(affinity.soft ?? [])].find((pcpu) => pcpu >= there)
    if (unknown === undefined) return
    const expected = `physical CPUs from 0 to ${there - 1}`
    throw invalidOption('guest option cpu.affinity', { field: 'cpu.affinity', value: unknown, expected })
  }

  /** Affinity, and the reservation within it. */
  #place({ affinity, reservation }: Required<CpuClaims>): boolean {
    const { core, guest } = this.#options
    this.#reserve(0)
    const staging = core.exports.stagingBuffer()
    const { hard, soft } = affinity === 'any' ? { hard: undefined, soft: undefined } : affinity
    writeSet(core, staging, hard ?? Array.from({ length: pcpuCount(core) }, (_, index) => index))
    writeSet(core, staging + setBytes, soft ?? [])
    core.exports.guestSetAffinity(guest)
    return !this.#isOn || this.#reserve(reservation)
  }

  #reserve(percent: number): boolean {
    return this.#options.core.exports.guestSetReservation(this.#options.guest, nsOf(percent)) !== 0
  }

  /** Says what lacks, by physical CPU. */
  #refusal({ reservation, affinity }: Required<CpuClaims>): VmHostError {
    const { core, name, vcpus } = this.#options
    const hard = affinity === 'any' ? undefined : affinity.hard
    const free = readPcpus(core)
      .map((pcpu, index) => ({ index, percent: 100 - Number(pcpu.get('reservedNs')) / nsPerPercent }))
      .filter(({ index }) => hard === undefined || hard.includes(index))
    const each = vcpus === 1 ? '' : `, ${round(reservation / vcpus)} % for each of ${vcpus} virtual CPUs`
    const left = free.map(({ index, percent }) => `${round(percent)} % on CPU ${index}`).join(', ')
    const total = free.reduce((sum, { percent }) => sum + percent, 0)
    const message = `guest ${JSON.stringify(name)}: no room for its CPU reservation of ${round(reservation)} %${each}: ${round(total)} % is left (${left})`
    return new VmHostError('ERR_ADMISSION', message, {
      details: { resource: 'cpu', wanted: reservation, available: total, byPcpu: free.map(({ percent }) => percent) },
    })
  }
}

export function readPcpus(core: Core): StructView<typeof PcpuLayout>[] {
  const pointer = new StructView(core, HostLayout, HOST_BASE).get('pcpus')
  return Array.from(
    { length: pcpuCount(core) },
    (_, index) => new StructView(core, PcpuLayout, pointer + index * PcpuLayout.bytes),
  )
}

function pcpuCount(core: Core): number {
  return new StructView(core, HostLayout, HOST_BASE).get('pcpuCount')
}

const nsOf = (percent: number): bigint => BigInt(Math.round(percent * nsPerPercent))
const round = (percent: number): number => Math.round(percent * 100) / 100

function writeSet(core: Core, pointer: number, members: readonly number[]): void {
  core.bytes.fill(0, pointer, pointer + setBytes)
  for (const member of members)
    core.bytes[pointer + (member >> 3)] = (core.bytes[pointer + (member >> 3)] ?? 0) | (1 << (member & 7))
}
