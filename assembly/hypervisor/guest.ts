/** The making, resetting and ending of a guest. */
import {
  CodeCache, GUEST_HARTS, Guest, GuestEnd, HART_BLOCK_BYTES, Hart, HsmState, MAX_HARTS, PCI_FUNCTION_BLOCK_BYTES, VIRTIO_MMIO_DEVICES,
  VIRTIO_SLOT_BYTES,
} from '../abi/layout.gen'
import { finisherReset } from '../devices/finisher/index'
import { htifReset } from '../devices/htif/index'
import { rtcReset } from '../devices/rtc/index'
import { vmGenIdReset } from '../devices/vmgenid/index'
import { uartReset } from '../devices/uart/index'
import { resetHart } from '../hart/reset'
import { aclintReset } from '../irq/aclint'
import { aplicDelegateAll, aplicReset } from '../irq/aplic'
import { imsicReset } from '../irq/imsic'
import { plicReset } from '../irq/plic'
import { codeCache, useCodeCache } from '../memory/code-cache'
import { allocationOf, setReservation } from '../memory/allocation'
import { allocateExtent, freeExtent } from '../memory/extents'
import { host } from '../memory/host'
import { forgetHotPlacesOf } from '../memory/hot-places'
import { lockHost, unlockHost, lockNics, unlockNics } from '../memory/locks'
import { disownRegions } from '../memory/regions'
import { forgetMerges } from '../memory/merge'
import { PAGE_MASK, PAGE_SHIFT } from '../memory/page'
import { releaseAll } from '../memory/sharing'
import { hartOf, tlbReset } from '../memory/tlb'
import { resetVirtioDevices } from './virtio'
import { pciReset } from '../pci/make'
import { pciCreate, resetFunctionDevices } from './pci'
import { groupOf, vcpuOf } from '../scheduler/group'
import { createGroup, destroyGroup, setVcpus } from '../scheduler/membership'
import { isVirtual } from '../hart/clock'
import { staReset } from '../sbi/sta'
import { holdGuest } from './power'
import { resetRounds } from './round'
import { NEVER } from '../nic/port'
import { answerDrivers, unplugAll } from '../nic/virtio'

/** 10 ns an instruction: the pace of the virtual clock, in 1/1024 ns. */
const VIRTUAL_PERIOD: u64 = 10 << 10
/** Functions of a bus. */
const MOST_PCI_DEVICES: u32 = 256

/** A guest with `harts` harts, `ramPages` pages of RAM, none of them allocated, and room for `pciDevices`; 0 when the host has no room. */
export function createGuest(harts: u32, ramPages: u32, pciDevices: u32): usize {
  if (harts == 0 || harts > MAX_HARTS || ramPages == 0 || pciDevices > MOST_PCI_DEVICES) return 0
  const slots = VIRTIO_MMIO_DEVICES + pciDevices
  /* A host bridge, and a root port for each device. */
  const functions = 1 + 2 * pciDevices
  const bytes = GUEST_HARTS + harts * HART_BLOCK_BYTES + slots * VIRTIO_SLOT_BYTES + functions * PCI_FUNCTION_BLOCK_BYTES
  const region = allocateExtent(bytes)
  if (region == 0) return 0
  const guest = changetype<Guest>(region)
  guest.stage2 = <u32>allocateExtent(ramPages << 2)
  if (guest.stage2 == 0 || !createGroup(guest, harts)) {
    if (guest.stage2 != 0) freeExtent(guest.stage2, ramPages << 2)
    freeExtent(region, bytes)
    return 0
  }
  guest.harts = harts
  guest.ramPages = ramPages
  guest.regionBytes = bytes
  guest.virtioSlots = slots
  guest.pciFunctions = functions
  pciCreate(guest)
  guest.virtualNsPerInstruction = VIRTUAL_PERIOD
  guest.instructionsLeft = u64.MAX_VALUE
  claimMemory(guest, bytes)
  link(guest)
  return region
}

/** All of its RAM, nothing reserved, a share for each page: until the outside says otherwise. */
function claimMemory(guest: Guest, bytes: u32): void {
  const it = allocationOf(guest)
  it.limitPages = <u32>guest.ramPages
  it.shares = <u32>guest.ramPages
  it.overheadPages = (bytes + (<u32>guest.ramPages << 2) + PAGE_MASK) >> PAGE_SHIFT
  host().overheadPages += it.overheadPages
}

/** Gives back all that the guest held. */
export function destroyGuest(guest: Guest): void {
  holdGuest(guest)
  lockNics()
  unplugAll(guest)
  unlockNics()
  destroyGroup(guest, guest.harts)
  setReservation(guest, 0)
  host().overheadPages -= allocationOf(guest).overheadPages
  forgetMerges(guest)
  releaseAll(guest)
  disownCode(guest)
  unlink(guest)
  freeExtent(guest.stage2, <u32>guest.ramPages << 2)
  freeExtent(changetype<usize>(guest), guest.regionBytes)
}

/** Power-on state: memory zero, devices and harts reset, hart 0 started. */
export function resetGuest(guest: Guest): void {
  holdGuest(guest)
  releaseAll(guest)
  guest.ended = GuestEnd.none
  guest.endCode = 0
  guest.crashReason = 0
  guest.tohostGpa = 0
  guest.nicWakeNs = NEVER
  guest.messageWakeNs = NEVER
  guest.diskWakeNs = NEVER
  guest.fromhostGpa = 0
  for (let i: u32 = 0; i < guest.harts; i++) resetOne(guest, i)
  resetDevices(guest)
  answerDrivers(guest)
  resetVcpus(guest)
  resetRounds(guest)
}

/** What is scheduled: each hart, or under the virtual clock the guest as a whole, so that its harts take turns in the same way in every run. */
export function resetVcpus(guest: Guest): void {
  const group = groupOf(guest)
  setVcpus(group, isVirtual(guest) ? 1 : guest.harts)
  guest.isParallel = host().isShared != 0 && host().pcpuCount > 1 && group.vcpus > 1 ? 1 : 0
  for (let i: u32 = 0; i < group.vcpus; i++) vcpuOf(group, i).hart = <u32>changetype<usize>(hartOf(guest, i))
}

function resetOne(guest: Guest, index: u32): void {
  const hart = hartOf(guest, index)
  hart.id = index
  hart.guest = <u32>changetype<usize>(guest)
  hart.extensions = guest.extensions
  hart.lines = 0
  hart.waiting = 0
  hart.barren = 0
  staReset(hart)
  hart.clockMark = hart.retired
  hart.hsm = index == 0 ? HsmState.started : HsmState.stopped
  resetHart(hart, guest.start == 0)
  tlbReset(hart)
}

function resetDevices(guest: Guest): void {
  aclintReset(guest)
  plicReset(guest)
  imsicReset(guest)
  aplicReset(guest)
  if (guest.start == 0) aplicDelegateAll(guest)
  uartReset(guest)
  rtcReset(guest)
  vmGenIdReset(guest)
  finisherReset(guest)
  htifReset(guest)
  resetVirtioDevices(guest)
  pciReset(guest)
  resetFunctionDevices(guest)
}

/** No physical CPU is in any guest: what each of them made of the guest's code is nobody's. */
function disownCode(guest: Guest): void {
  const own = changetype<usize>(codeCache())
  for (let at: usize = host().codeCaches; at != 0; at = changetype<CodeCache>(at).next) {
    useCodeCache(at)
    forgetHotPlacesOf(guest)
    disownRegions(guest)
  }
  useCodeCache(own)
}

function link(guest: Guest): void {
  lockHost()
  guest.next = host().guests
  if (guest.next != 0) changetype<Guest>(<usize>guest.next).previous = <u32>changetype<usize>(guest)
  host().guests = <u32>changetype<usize>(guest)
  unlockHost()
}

function unlink(guest: Guest): void {
  lockHost()
  if (guest.previous != 0) changetype<Guest>(<usize>guest.previous).next = guest.next
  else host().guests = guest.next
  if (guest.next != 0) changetype<Guest>(<usize>guest.next).previous = guest.previous
  unlockHost()
}
