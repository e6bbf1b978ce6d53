/** What a guest did: the numbers of its harts, its time and its speed. */
import type { Core } from '../core/core'
import { hartView, readCounts } from '../core/hart-view'
import { GuestLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { monotonicNs } from '../platform/clock'
import { addUp } from './count-sum'
import { readCpuTimes } from './cpu-times'
import type { GuestPlan, RoomGuestStatistics } from './protocol'
import type { ResidentCpu } from './resident-cpu'
import type { ResidentMemory } from './resident-memory'
import { Speed } from './speed'
import { type GuestTranslator, readTranslation } from './translation'

export interface GuestActivityOptions {
  core: Core
  guest: number
  plan: GuestPlan
  cpu: ResidentCpu
  memory: ResidentMemory
  translator: GuestTranslator
}

export class GuestActivity {
  readonly #options: GuestActivityOptions
  readonly #struct: StructView<typeof GuestLayout>
  readonly #speed = new Speed()

  constructor(options: GuestActivityOptions) {
    this.#options = options
    this.#struct = new StructView(options.core, GuestLayout, options.guest)
  }

  /** The guest runs from now on. */
  start(): void {
    this.#speed.start(this.#sample())
  }

  /** It ran. */
  note(): void {
    this.#speed.add(monotonicNs(), () => this.#sample())
  }

  get instructions(): number {
    const { core, guest, plan } = this.#options
    let sum = 0
    for (let hart = 0; hart < plan.harts; hart++) sum += Number(hartView(core, guest, hart).get('retired'))
    return sum
  }

  get cpuTimes(): ReturnType<typeof readCpuTimes> {
    const { core, guest } = this.#options
    core.exports.guestAccount(guest)
    return readCpuTimes(core, this.#struct.get('cpu'))
  }

  statistics(isRunning: boolean, wantsStateHash: boolean): RoomGuestStatistics {
    const { core, guest, plan, translator, memory, cpu: claims } = this.#options
    const { cpuTimeNs, ...cpu } = this.cpuTimes
    const sum = addUp(Array.from({ length: plan.harts }, (_, hart) => readCounts(hartView(core, guest, hart))))
    const statistics: RoomGuestStatistics = {
      instructions: sum.retired,
      instructionsPerSecond: isRunning ? this.#speed.perSecond(this.#sample()) : 0,
      cpuTimeNs,
      cpu: { ...cpu, shares: claims.shares, reservation: claims.claims.reservation, limit: claims.claims.limit },
      uptimeNs: this.#uptimeNs(isRunning),
      traps: { exceptions: sum.exceptions, interrupts: sum.interrupts },
      tlbMisses: sum.tlbMisses,
      exits: sum.exits,
      instructionsByMode: { U: sum.modeInstructions[0] ?? 0, S: sum.modeInstructions[1] ?? 0, M: sum.modeInstructions[3] ?? 0 },
      residentMemory: memory.residentBytes,
      memory: memory.statistics(),
      unassignedAccesses: Number(this.#struct.get('mmioUnassigned')),
      rounds: Number(this.#struct.get('rounds')),
      translator: readTranslation({ guest: this.#struct, instructions: sum.retired, translator }),
    }
    if (wantsStateHash)
      statistics.stateHash = BigInt.asUintN(64, core.exports.guestStateHash(guest)).toString(16).padStart(16, '0')
    return statistics
  }

  #uptimeNs(isRunning: boolean): number {
    if (!isRunning || this.#options.plan.clock === 'virtual') return Number(this.#struct.get('timeNs'))
    return Math.floor(monotonicNs()) - Number(this.#struct.get('clockBaseNs'))
  }

  #sample(): { atNs: number; instructions: number } {
    return { atNs: monotonicNs(), instructions: this.instructions }
  }
}
