/** The disks of a guest, as they come and go: their numbers, and the places of those that are on PCI. */
import type { BlkPlan, DeviceFacts } from '../host/protocol'
import { invalidOption } from '../options/check'
import { isPciSlot, placeOfSlot, slotOfPlace } from '../spec/pci/places'
import type { CheckedDisk } from '../storage/options'
import type { VirtioTransport } from '../storage/volume-source'
import { planDisk } from './device-plan'
import type { PciPlaces } from './pci-places'

/** A disk that a guest has. */
export interface GuestDisk {
  /** Its number: its place in the guest's option `disks`, or what `attachDisk` gave it. */
  readonly disk: number
  readonly transport: VirtioTransport
}

export class GuestDisks {
  readonly #vcpus: number
  readonly #places: PciPlaces
  /** Slots by the numbers of the disks. */
  readonly #slots: Map<number, number>

  constructor(vcpus: number, places: PciPlaces, devices: readonly DeviceFacts[]) {
    this.#vcpus = vcpus
    this.#places = places
    this.#slots = new Map(devices.flatMap(({ disk, slot }) => (disk === undefined ? [] : [[disk, slot] as const])))
  }

  get list(): GuestDisk[] {
    return [...this.#slots].map(([disk, slot]) => ({ disk, transport: isPciSlot(slot) ? 'pci' : 'mmio' }))
  }

  /** Takes a number and a place for a disk that is to come. ERR_INVALID_OPTION. */
  add(disk: CheckedDisk): BlkPlan {
    if (disk.transport === 'mmio')
      throw invalidOption('option disk.transport', { field: 'disk.transport', value: 'mmio', expected: "'pci'" })
    let number = 0
    while (this.#slots.has(number)) number++
    const unplaced = planDisk(disk, number, this.#vcpus)
    const slot = slotOfPlace(this.#places.take('disk'))
    this.#slots.set(number, slot)
    return { ...unplaced, slot }
  }

  /** The place of a disk on PCI. ERR_INVALID_OPTION when the guest has none of that number. */
  placeOf(disk: number): number {
    const slot = this.#slots.get(disk)
    if (slot !== undefined && isPciSlot(slot)) return placeOfSlot(slot)
    const value = slot === undefined ? disk : `${disk}, which has the memory-mapped transport`
    const removable = this.list.filter(({ transport }) => transport === 'pci').map((it) => it.disk)
    throw invalidOption('option disk', {
      field: 'disk',
      value,
      expected: `a disk of the guest on PCI (${removable.join(', ') || 'it has none'})`,
    })
  }

  /** It is gone, or did not come. */
  remove(disk: number): void {
    const slot = this.#slots.get(disk)
    this.#slots.delete(disk)
    if (slot !== undefined) this.#places.give(placeOfSlot(slot))
  }
}
