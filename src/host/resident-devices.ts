/** The devices of a guest where the core is: those that the outside serves, and what may come and go. */
import type { Core } from '../core/core'
import type { MemoryTree } from '../storage/p9/memory-tree'
import type { NewEvent } from './event-log'
import { HotDisks } from './hot-disks'
import type { GuestPlan, StorageFailure } from './protocol'
import { ResidentBalloon } from './resident-balloon'
import { type OpenDisk, ResidentDisks } from './resident-disks'
import { ResidentEntropy } from './resident-entropy'
import { ResidentFunctions } from './resident-functions'
import type { ResidentNics } from './resident-nics'
import { ResidentPorts } from './resident-ports'
import { SecurityWatch } from './security-watch'

export interface ResidentDevicesOptions {
  core: Core
  guest: number
  plan: GuestPlan
  nics: ResidentNics
  /** Its disks, opened; a guest that takes a region over has those that its slots say. */
  disks: readonly OpenDisk[]
  /** The files of its shares that are in memory, by slot. */
  trees?: ReadonlyMap<number, MemoryTree> | undefined
  /** The guest's time of day. */
  nowNs(): bigint
  /** Puts something into the host's log. */
  record(event: NewEvent): void
  onPort(port: number, bytes: Uint8Array): void
  onVsock(packet: Uint8Array): void | Promise<void>
  onVsockReset(): void
  onStorageError(failure: StorageFailure): void
  onDiskDone(): void
}

export class ResidentDevices {
  readonly functions: ResidentFunctions
  readonly balloon: ResidentBalloon
  readonly disks: ResidentDisks
  readonly hotDisks: HotDisks
  readonly ports: ResidentPorts
  readonly #entropy: ResidentEntropy
  readonly #security: SecurityWatch

  /** When it throws, the disks are the caller's again. */
  constructor(options: ResidentDevicesOptions) {
    const { core, guest, plan, nics, disks, record } = options
    const { name, functions, rootPorts, devices } = plan
    const onGone = (place: number): void => this.hotDisks.gone(place)
    this.functions = new ResidentFunctions({ core, guest, name, nics, functions, rootPorts, onGone })
    this.balloon = new ResidentBalloon(core, guest)
    this.#entropy = new ResidentEntropy(core, guest, devices)
    this.#security = new SecurityWatch({ core, guest, name, record })
    const { onStorageError: onFailure, onDiskDone: onDone } = options
    this.disks = new ResidentDisks({ core, guest, disks, onFailure, onDone })
    this.hotDisks = new HotDisks(this.disks, this.functions, devices)
    try {
      this.ports = new ResidentPorts({ ...options, io: this.disks.io, devices })
    } catch (error) {
      this.disks.leave()
      throw error
    }
  }

  /** As they are now. */
  get plan(): Pick<GuestPlan, 'functions' | 'rootPorts' | 'devices'> {
    return { ...this.functions.plan, devices: this.hotDisks.devices }
  }

  /** The guest starts, or starts over. */
  start(): void {
    this.#entropy.start()
  }

  /** Entropy devices start from `seed`. */
  reseed(seed: Uint8Array): void {
    this.#entropy.reseed(seed)
  }

  /** The guest ran: what it asked of them is done, and what they refused is told. */
  exchange(): void {
    this.#security.take()
    this.functions.exchange()
    this.disks.serve()
  }

  /** Gives the disks back, which are the caller's again. */
  leave(): void {
    this.disks.leave()
    this.ports.close()
  }

  async close(): Promise<void> {
    await this.disks.close()
    this.ports.close()
  }
}
