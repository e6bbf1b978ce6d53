/** Virtual functions of a physical function that a guest has: they are there from the beginning, and present when the guest enables them. */
import { Guest, PciFunction, PciKind } from '../abi/layout.gen'
import { isIgb } from '../devices/igb/index'
import { mapFunctions } from '../pci/bar'
import { config16, functionAt, placeOf } from '../pci/function'
import { measureVfBars, placeFunction, resetFunction } from '../pci/make'
import { enabledVfs } from '../pci/sriov'
import { ConfigPlace, Sriov } from '../pci/tables.gen'
import { deviceOf, deviceReset, VirtioEvent } from '../virtio/device'
import { powerOnIgb, resetIgb } from './igb-reset'
import { functionOfPlace, giveDevice } from './place'
import { tellDevice } from './virtio'

/** Functions of one bus. */
const MOST_FUNCTIONS: u32 = 256

/**
 * Makes virtual function `index` of the function in slot `pf`, at a place of its own, whose virtio device it gets; its slot, 0 when the place is
 * taken, or there is none.
 */
export function attachVirtualFunction(guest: Guest, pf: u32, index: u32, place: u32, kind: u32, vectors: u32): u32 {
  const owner = functionAt(guest, pf)
  const sriov = placeOf(owner, ConfigPlace.sriov)
  const slot = functionOfPlace(place)
  if (sriov == 0 || slot >= guest.pciFunctions || functionAt(guest, slot).kind != PciKind.none) return 0
  const devfn = owner.devfn + config16(owner, sriov + Sriov.firstVfOffset) + index * config16(owner, sriov + Sriov.vfStride)
  if (devfn >= MOST_FUNCTIONS) return 0
  const it = placeFunction(guest, slot, kind, owner.bridge, devfn)
  it.isPresent = 0
  it.physicalFunction = pf
  it.vfIndex = index
  it.msixVectors = vectors
  measureVfBars(it, owner)
  giveDevice(guest, it, place)
  owner.totalVfs = max<u32>(owner.totalVfs, index + 1)
  resetFunction(guest, it)
  if (isIgb(it)) powerOnIgb(guest, it)
  resetFunction(guest, owner)
  return slot
}

/** The SR-IOV control of `pf` was written, or reset: virtual functions come, as after power-on, and go. */
export function updateVirtualFunctions(guest: Guest, pf: PciFunction): void {
  const enabled = enabledVfs(pf)
  for (let slot: u32 = 0; slot < guest.pciFunctions; slot++) {
    const it = functionAt(guest, slot)
    if (it.kind == PciKind.none || it.physicalFunction != pf.slot) continue
    const isPresent: u32 = it.vfIndex < enabled ? 1 : 0
    if (it.isPresent == isPresent) continue
    it.isPresent = isPresent
    resetFunction(guest, it)
    if (isIgb(it)) resetIgb(guest, it)
    if (it.device == 0) continue
    deviceReset(deviceOf(guest, it.device - 1))
    tellDevice(guest, deviceOf(guest, it.device - 1), VirtioEvent.reset, 0)
  }
  mapFunctions(guest)
}
