/** Clones of a guest at one moment: a fork goes on from one, and a snapshot is written from one. */
import type { Core } from '../core/core'
import type { Pager } from '../snapshot/pager'
import type { ConsoleLine } from './console-line'
import { cloneRegion, type FrozenGuest, hasAdapter, otherBase, type TakenRegion } from './guest-region'
import type { GuestPlan, SnapshotPlan } from './protocol'
import { type ForkChunks, forkDisks, type OpenDisk, type ResidentDisks, savedDisks } from './resident-disks'
import { hasPorts, type ResidentPorts } from './resident-ports'
import { saveDevices } from './saved-devices'

/** The guest that is cloned. */
export interface CloneSource {
  readonly core: Core
  readonly guest: number
  readonly name: string
  readonly disks: ResidentDisks
  readonly ports: ResidentPorts
  readonly console: ConsoleLine
  /** As it is now. */
  plan(): GuestPlan
  /** Brings in the pages that are not there yet. */
  pager(): Pager | undefined
  /** Throws ERR_INVALID_STATE unless the guest is switched on. */
  expectOn(action: string): void
  isRunning(): boolean
  onWake(): void
}

/** A clone that goes on, with its disks, and what its parent was made of at that moment. */
export interface Fork {
  taken: TakenRegion
  disks: OpenDisk[]
  plan: GuestPlan
}

type Action = 'fork' | 'snapshot'

export class GuestClones {
  readonly #source: CloneSource
  /** The snapshot since which pages that were written are known. */
  #tracked: string | undefined

  constructor(source: CloneSource) {
    this.#source = source
  }

  /** The region holds what that snapshot has, and what was written since; undefined when nobody knows. */
  track(snapshot: string | undefined): void {
    this.#tracked = snapshot
  }

  /** A clone of the guest and of its disks, as they are now; `chunksFor` makes what its overlays are in, when that is not memory. */
  async fork(chunksFor: () => Promise<ForkChunks>): Promise<Fork> {
    await this.#expectClonable('fork')
    const chunks = await chunksFor()
    try {
      this.#source.expectOn('fork')
      return await this.#forkOnto(chunks)
    } catch (error) {
      for (const own of chunks.values()) await own.close()
      throw error
    }
  }

  #forkOnto(chunks: ForkChunks): Promise<Fork> {
    return this.#whileSettled('fork', () => {
      const { ports, disks } = this.#source
      const { pointer, disks: forks } = this.#clone({ copyDisks: () => forkDisks(disks.disks, chunks), tracksWrites: false })
      return {
        taken: { pointer, ports: ports.save(), trees: ports.cloneTrees(), tracked: this.#tracked },
        disks: forks,
        plan: this.#source.plan(),
      }
    })
  }

  /** A clone that is written to a snapshot, and what belongs to it. */
  async freeze({ id, base }: Pick<SnapshotPlan, 'id' | 'base'>): Promise<FrozenGuest> {
    const { disks, ports, console, name } = this.#source
    await this.#expectClonable('snapshot')
    return this.#whileSettled('snapshot', () => {
      const tracked = this.#tracked
      if (base !== undefined && base !== tracked) throw otherBase(name, { base, tracked })
      const { pointer, disks: volumes } = this.#clone({ copyDisks: () => savedDisks(disks.disks), tracksWrites: true })
      this.#tracked = id
      const plan = this.#source.plan()
      const devices = saveDevices({ plans: plan.devices, disks: disks.disks, ports: ports.save() })
      return { pointer, plan, volumes, devices, state: this.#source.isRunning() ? 'running' : 'paused', line: console.save() }
    })
  }

  /** All of it is here, and it is switched on. */
  async #expectClonable(action: Action): Promise<void> {
    const { expectOn, plan, pager, name } = this.#source
    expectOn(action)
    if (plan().functions.some(({ virtualFunctions }) => virtualFunctions !== undefined)) throw hasAdapter(action, name)
    await pager()?.finish()
    // It may have gone on meanwhile.
    expectOn(action)
  }

  /** With a guest that stands still: nothing is under way to its devices outside, and what was written is on its disks. */
  async #whileSettled<Result>(action: Action, take: () => Result): Promise<Result> {
    const { core, guest, disks, plan, expectOn, isRunning, onWake } = this.#source
    if (!disks.areOutside && !hasPorts(plan())) return take()
    try {
      do {
        core.exports.guestHold(guest)
        await disks.settle()
      } while (disks.underWay > 0)
      expectOn(action)
      return take()
    } finally {
      if (isRunning()) {
        core.exports.guestRelease(guest)
        onWake()
      }
    }
  }

  #clone(what: { copyDisks(): OpenDisk[]; tracksWrites: boolean }): { pointer: number; disks: OpenDisk[] } {
    const { core, guest, name } = this.#source
    return cloneRegion({ core, guest, name, ...what })
  }
}
