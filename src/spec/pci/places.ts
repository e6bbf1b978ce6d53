/** Where the virtio devices of a guest are: the first slots are those of the memory-mapped transport, each further one that of a place on PCI. */
import { virtioSizes } from '../layout/virtio'

const { mmioSlots } = virtioSizes

export const isPciSlot = (slot: number): boolean => slot >= mmioSlots

/** Slot of the virtio device at a place of the guest's PCI hierarchy. */
export const slotOfPlace = (place: number): number => mmioSlots + place

/** The place on PCI of a slot that is one of those. */
export const placeOfSlot = (slot: number): number => slot - mmioSlots
