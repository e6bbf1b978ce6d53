/** The virtio devices of a guest where the core is, with disks on PCI that come and go. */
import { VmHostError } from '../error'
import { placeOfSlot, slotOfPlace } from '../spec/pci/places'
import { functionOfDevice } from './pci-functions'
import type { BlkPlan, DevicePlan } from './protocol'
import type { OpenDisk, ResidentDisks } from './resident-disks'
import type { ResidentFunctions } from './resident-functions'

export class HotDisks {
  readonly #disks: ResidentDisks
  readonly #functions: ResidentFunctions
  #devices: DevicePlan[]
  /** Disks whose devices are gone, and whose volumes are being closed, by slot. */
  readonly #closing = new Map<number, Promise<void>>()

  constructor(disks: ResidentDisks, functions: ResidentFunctions, devices: readonly DevicePlan[]) {
    this.#disks = disks
    this.#functions = functions
    this.#devices = [...devices]
  }

  /** What there is now. */
  get devices(): DevicePlan[] {
    return this.#devices
  }

  /** ERR_INVALID_STATE, ERR_OUT_OF_MEMORY. */
  attach(disk: OpenDisk): void {
    const carrier = functionOfDevice(disk.plan)
    if (carrier === undefined)
      throw new VmHostError('ERR_CORE', `disk ${disk.plan.disk} comes in slot ${disk.plan.slot}, expected one on PCI`)
    this.#functions.expectRoom(carrier.place)
    this.#disks.add(disk)
    this.#devices = [...this.#devices, disk.plan]
    this.#functions.attachDevice(carrier)
  }

  /** Resolves when the guest has let the disk go, and its volume is closed. ERR_INVALID_STATE when a driver has it that would not hear. */
  async detach(disk: number, isForced: boolean): Promise<void> {
    const plan = this.#devices.find((it): it is BlkPlan => it.kind === 'blk' && it.disk === disk)
    if (plan === undefined) throw new VmHostError('ERR_INVALID_STATE', `detachDisk: the guest has no disk ${disk} any more`)
    await this.#functions.detach(placeOfSlot(plan.slot), { isForced, action: 'detachDisk' })
    await this.#closing.get(plan.slot)
  }

  /** What was at that place is gone from the core. */
  gone(place: number): void {
    const slot = slotOfPlace(place)
    if (!this.#devices.some((it) => it.slot === slot)) return
    this.#devices = this.#devices.filter((it) => it.slot !== slot)
    this.#closing.set(
      slot,
      this.#disks.remove(slot).finally(() => this.#closing.delete(slot)),
    )
  }
}
