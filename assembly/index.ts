/** The Wasm ABI of the core: what the TypeScript side calls, and nothing else. */
import { ABI_HASH, GUEST_RTC, Guest, HART_X, Nic, Rtc, Volume } from './abi/layout.gen'
import { balloonAskHints, balloonAskStats, balloonOf, balloonSetTarget } from './devices/balloon/index'
import { portAttach, portGive, portOf, portRoom, portSetConfig } from './devices/port/index'
import { blkAttach, blkComplete, blkResize, blkSetId, blkSetLimits, blkSetVolume } from './devices/blk/index'
import { htifInputArrived } from './devices/htif/index'
import { uartInputArrived as inputArrived, uartOutputDrained as outputDrained } from './devices/uart/index'
import { vmGenIdChange, vmGenIdSet } from './devices/vmgenid/index'
import { pauseClock, resumeClock } from './hart/clock'
import { accountMode, setPrivilege } from './hart/mode'
import { cloneGuest, rebuildCaches } from './hypervisor/clone'
import { pageFingerprint, pagesAreEqual } from './hypervisor/page-contents'
import { createGuest, destroyGuest, resetGuest } from './hypervisor/guest'
import { attachDevice, attachNetDevice, seedDevice } from './hypervisor/virtio'
import { detachFunction } from './hypervisor/hotplug'
import { attachFunction, attachPort } from './hypervisor/pci'
import { attachVirtualFunction } from './hypervisor/sriov'
import { inject } from './nic/inject'
import { plugFunction } from './nic/igb'
import { createNic, destroyNic, portAt } from './nic/port'
import { keepMac, plugDevice, portChanged, unplugPort } from './nic/virtio'
import { wakeReceivers } from './hypervisor/network'
import { hashGuest } from './hypervisor/hash'
import { takeAttention as takeAttentionOf } from './hypervisor/attention'
import { guestExchanged as exchanged, hostSleepNs as sleepNs, pcpuNext as nextPcpu, pcpuRun as runPcpu, pcpuSleepNs as sleepNsOf } from './hypervisor/pcpu'
import { holdGuest, releaseGuest } from './hypervisor/power'
import { runRound } from './hypervisor/round'
import { wakeGuest } from './hypervisor/wake'
import { groupOf } from './scheduler/group'
import { accountGroup, awaitOff, changeAffinity, changeLimit, changeReservation, setShares } from './scheduler/membership'
import { createPcpus } from './scheduler/pcpu'
import { createTranslator } from './jit/create'
import { discardBatch, installBatch, prepareBatch } from './jit/translate'
import { codeCache as ownCodeCache, createCodeCache, useCodeCache } from './memory/code-cache'
import { enterHost, leaveHost, resumeHost, stopHost } from './memory/exclusive'
import { sampleActivity } from './memory/activity'
import { allocationOf, freeFrames, setReservation } from './memory/allocation'
import { createDecodedPages } from './memory/decoded'
import { awaitPage, putPage } from './memory/arrival'
import { createHost, host } from './memory/host'
import { lockGuest, lockNics, unlockGuest, unlockNics } from './memory/locks'
import { PAGE_SHIFT } from './memory/page'
import { mergePages } from './memory/merge'
import { balanceMemory, endMemoryWait } from './memory/reclaim'
import { dropAllRegions } from './memory/regions'
import { trackWrites } from './memory/sharing'
import { guestRead, guestWrite } from './memory/physical'
import { hartOf } from './memory/tlb'
import { volumeClone, volumeCreate, volumeDestroy, volumeGrow, volumeRead, volumeWrite } from './memory/volume'
import { deviceOf, hasDevice, stateOf } from './virtio/device'
import { ioComplete, ioRead as readRequest, ioTake as takeRequest, ioTakeReady, ioWrite as writeRequest } from './virtio/outside'

export function abiHash(): u64 {
  return ABI_HASH
}

/**
 * Lays out an empty host whose guests may hold `ramBytes` in all, with so many physical CPUs, each of which has a thread of its own when
 * `isShared`; 0, or 1 when the memory cannot hold its tables.
 */
export function hostCreate(ramBytes: f64, pcpus: u32, isShared: u32): i32 {
  const isMade = createHost(<u32>(<u64>ramBytes >> PAGE_SHIFT)) && createDecodedPages() && createTranslator() && createPcpus(pcpus, isShared != 0)
  return isMade ? 0 : 1
}

/** Keeps every physical CPU out of every guest until hostResume, as often as it was called. */
export function hostStop(): void {
  stopHost()
}

export function hostResume(): void {
  resumeHost()
}

/** Host pointer of the code cache that this instance works on. */
export function codeCache(): usize {
  return changetype<usize>(ownCodeCache())
}

/** Takes this instance to a code cache, which nobody else is on. */
export function codeCacheUse(cache: usize): void {
  useCodeCache(cache)
}

/** Host pointer of a code cache for one more instance, 0 when the memory cannot hold it. */
export function codeCacheCreate(): usize {
  const cache = createCodeCache()
  if (cache == 0) return 0
  const own = codeCache()
  useCodeCache(cache)
  const isWhole = createDecodedPages() && createTranslator()
  useCodeCache(own)
  return isWhole ? cache : 0
}

export function hostFreeFrames(): u32 {
  return freeFrames()
}

/** Between slices: brings the state of memory up to date and takes at most `budget` pages from guests; a MemoryState. */
export function hostBalanceMemory(budget: u32): u32 {
  return balanceMemory(budget)
}

/** Between slices: looks at up to `budget` pages, and lets those that are equal have one frame; how many frames became free. */
export function hostMergePages(budget: u32): u32 {
  return mergePages(budget)
}

/** What the guest has a claim to, in pages; from now on. */
export function guestSetAllocation(guest: usize, reservation: u32, limit: u32, shares: u32, sharingDomain: u32): void {
  const it = allocationOf(changetype<Guest>(guest))
  setReservation(changetype<Guest>(guest), reservation)
  it.limitPages = limit
  it.shares = shares
  it.sharingDomain = sharingDomain
}

/** A guest that waits for a frame looks for one; false when it has to wait on. */
export function guestFindMemory(guest: usize): bool {
  return endMemoryWait(changetype<Guest>(guest))
}

/** Between slices: looks which pages of a sample were in use since the last time. */
export function guestSampleActivity(guest: usize): void {
  stopHost()
  sampleActivity(changetype<Guest>(guest))
  resumeHost()
}

export function stagingBuffer(): usize {
  return host().staging
}

/** Host pointer of a new guest, reset and with hart 0 ready for guestSetEntry; 0 when the host has no room. */
export function guestCreate(
  harts: u32, ramPages: u32, interruptController: u32, start: u32, clock: u32, sbiMask: u32, extensions: u64, epochNs: u64, paging: u32,
  pciDevices: u32,
): usize {
  const region = createGuest(harts, ramPages, pciDevices)
  if (region == 0) return 0
  const guest = changetype<Guest>(region)
  guest.interruptController = interruptController
  guest.start = start
  guest.clock = clock
  guest.sbi = sbiMask
  guest.extensions = extensions
  guest.paging = paging
  changetype<Rtc>(region + GUEST_RTC).epochNs = epochNs
  resetGuest(guest)
  return region
}

/** After state was put into a guest's region: what it implies. */
export function guestRebuild(guest: usize): void {
  rebuildCaches(changetype<Guest>(guest))
}

/** The page's contents are outside; env.bringPage is asked for them when they are needed. */
export function guestAwaitPage(guest: usize, page: u32): void {
  awaitPage(changetype<Guest>(guest), page)
}

/** The contents of such a page, from the host pointer; false when the host has no frame left. */
export function guestPutPage(guest: usize, page: u32, pointer: usize): bool {
  return putPage(changetype<Guest>(guest), page, pointer)
}

/** What is written from now on loses Stage2.dirtyLogged; the guest is between two rounds, and was cloned. */
export function guestTrackWrites(guest: usize): void {
  trackWrites(changetype<Guest>(guest))
}

/** A hash of the page's contents, 0 when they are zeros. */
export function guestPageFingerprint(guest: usize, page: u32): u64 {
  return pageFingerprint(changetype<Guest>(guest), page)
}

export function guestPagesAreEqual(guest: usize, one: u32, other: u32): bool {
  return pagesAreEqual(changetype<Guest>(guest), one, other)
}

/** Host pointer of a clone of the guest, which must be between two rounds; 0 when the host has no room. */
export function guestClone(guest: usize): usize {
  stopHost()
  const clone = cloneGuest(changetype<Guest>(guest))
  resumeHost()
  return clone
}

export function guestDestroy(guest: usize): void {
  guestHold(guest)
  stopHost()
  destroyGuest(changetype<Guest>(guest))
  resumeHost()
}

/**
 * Puts a PCI function of a PciKind behind the root port of a place, which may be running, together with the virtio device of that place; its slot,
 * 0 when the guest has no room for it.
 */
export function guestAttachFunction(guest: usize, place: u32, kind: u32, msixVectors: u32, interruptPin: u32): u32 {
  stopHost()
  const slot = attachFunction(changetype<Guest>(guest), place, kind, msixVectors, interruptPin)
  resumeHost()
  return slot
}

/** Makes virtual function `index` of the physical one in slot `pf`, which the guest enables; its slot, 0 when there is no room for it. */
export function guestAttachVirtualFunction(guest: usize, pf: u32, index: u32, place: u32, kind: u32, msixVectors: u32): u32 {
  return attachVirtualFunction(changetype<Guest>(guest), pf, index, place, kind, msixVectors)
}

/** A root port without a function, for one to come; false when the guest has no room for it. */
export function guestAttachPort(guest: usize, place: u32): bool {
  return attachPort(changetype<Guest>(guest), place)
}

/** The function at a place is to go, by a DetachHow; a Detached. */
export function guestDetachFunction(guest: usize, place: u32, how: u32): u32 {
  stopHost()
  lockNics()
  const result = detachFunction(changetype<Guest>(guest), place, how)
  unlockNics()
  resumeHost()
  return result
}

export function guestReset(guest: usize): void {
  guestHold(guest)
  stopHost()
  resetGuest(changetype<Guest>(guest))
  resumeHost()
}

/** Where and how a hart begins: pc, M-mode or S-mode, a0 to a2. */
export function guestSetEntry(guest: usize, index: u32, pc: u64, machineMode: u32, a0: u64, a1: u64, a2: u64): void {
  const hart = hartOf(changetype<Guest>(guest), index)
  const registers = changetype<usize>(hart) + HART_X
  hart.pc = pc
  hart.codePtr = 0
  setPrivilege(hart, machineMode != 0 ? 3 : 1)
  store<u64>(registers + (10 << 3), a0)
  store<u64>(registers + (11 << 3), a1)
  store<u64>(registers + (12 << 3), a2)
}

/** Runs a guest by hand, past the physical CPUs: a round of at most so many instructions of each hart; a RunResult. */
export function guestRun(guest: usize, instructions: u64): u32 {
  return runRound(changetype<Guest>(guest), instructions)
}

/** Runs physical CPU `index` for about `instructions`; a PcpuResult. */
export function pcpuRun(index: u32, instructions: u64): u32 {
  return runPcpu(index, instructions)
}

/** Where one thread has all physical CPUs: the one to run next, -1 when none has anything to do. */
export function pcpuNext(): i32 {
  return nextPcpu()
}

/** Nanoseconds until a physical CPU has something to do by itself, infinite when it never has. */
export function pcpuSleepNs(index: u32): f64 {
  return sleepNsOf(index)
}

/** The same for whichever has it first. */
export function hostSleepNs(): f64 {
  return sleepNs()
}

/** The next guest that ran, ended or came to the end of a round since it was taken here; 0 when there is none. */
export function takeAttention(): usize {
  return takeAttentionOf()
}

/** Its console was looked at: under the virtual clock its next round may begin. */
export function guestExchanged(guest: usize): void {
  exchanged(changetype<Guest>(guest))
}

/** The guest takes part in scheduling. */
export function guestRelease(guest: usize): void {
  stopHost()
  releaseGuest(changetype<Guest>(guest))
  resumeHost()
}

/** It does not any more, and no physical CPU has a vCPU of it. */
export function guestHold(guest: usize): void {
  stopHost()
  holdGuest(changetype<Guest>(guest))
  resumeHost()
  awaitOff(groupOf(changetype<Guest>(guest)))
}

/** Something came from outside: vCPUs that it wakes run. */
export function guestWake(guest: usize): void {
  wakeGuest(changetype<Guest>(guest))
}

/** Of the guest as a whole. */
export function guestSetShares(guest: usize, shares: u32): void {
  setShares(groupOf(changetype<Guest>(guest)), shares)
}

/** Nanoseconds of a period, all ones for no limit. */
export function guestSetLimit(guest: usize, limitNs: u64): void {
  changeLimit(groupOf(changetype<Guest>(guest)), limitNs)
}

/** Nanoseconds of a period; false, with nothing changed, when the physical CPUs have no room for it. */
export function guestSetReservation(guest: usize, reservationNs: u64): bool {
  return changeReservation(groupOf(changetype<Guest>(guest)), reservationNs)
}

/** Two sets of physical CPUs in the staging buffer, hard and soft; false, with nothing changed, when its reservation has no room there. */
export function guestSetAffinity(guest: usize): bool {
  return changeAffinity(groupOf(changetype<Guest>(guest)), host().staging)
}

/** Copies guest memory to the host pointer; false outside RAM. */
export function guestMemoryRead(guest: usize, gpa: u64, pointer: usize, bytes: u32): bool {
  stopHost()
  const isRam = guestRead(changetype<Guest>(guest), gpa, pointer, bytes)
  resumeHost()
  return isRam
}

export function guestMemoryWrite(guest: usize, gpa: u64, pointer: usize, bytes: u32): bool {
  stopHost()
  const isWritten = guestWrite(changetype<Guest>(guest), gpa, pointer, bytes)
  resumeHost()
  return isWritten
}

/** The generation id in the staging buffer, 16 bytes: the one that a guest starts with, or another one that it is told of. */
export function guestGeneration(guest: usize, isChange: u32): void {
  const staging = host().staging
  const it = changetype<Guest>(guest)
  lockGuest(it)
  if (isChange != 0) vmGenIdChange(it, load<u64>(staging), load<u64>(staging, 8))
  else vmGenIdSet(it, load<u64>(staging), load<u64>(staging, 8))
  unlockGuest(it)
}

/** Puts a device of that VirtioKind into a slot of a guest that does not run; false when that cannot be. */
export function virtioAttach(guest: usize, slot: u32, kind: u32): bool {
  return attachDevice(changetype<Guest>(guest), slot, kind)
}

/** Puts a network device with `pairs` pairs of queues into a slot of a guest that does not run; false when that cannot be. */
export function virtioNetAttach(guest: usize, slot: u32, pairs: u32): bool {
  return attachNetDevice(changetype<Guest>(guest), slot, pairs)
}

/** An adapter with `ports` ports: uplink, physical function, virtual functions; 0 when the host has no room. */
export function nicCreate(ports: u32, mtu: u32, linkSpeed: u32): usize {
  const pointer = createNic(ports)
  if (pointer == 0) return 0
  changetype<Nic>(pointer).mtu = mtu
  changetype<Nic>(pointer).linkSpeed = linkSpeed
  return pointer
}

export function nicDestroy(nic: usize): void {
  const it = changetype<Nic>(nic)
  lockNics()
  for (let index: u32 = 0; index < it.ports; index++) unplugPort(portAt(it, index))
  destroyNic(it)
  unlockNics()
}

/** Plugs the network device in a slot of the guest into a port, whose address it gets or keeps; false when that has an owner. */
export function nicPlug(nic: usize, port: u32, guest: usize, slot: u32, keepsMac: u32): bool {
  lockNics()
  if (keepsMac != 0) keepMac(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  const isPlugged = plugDevice(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  unlockNics()
  return isPlugged
}

/** Plugs a PCI function that is an adapter's own into a port; false when that has an owner. */
export function nicPlugFunction(nic: usize, port: u32, guest: usize, slot: u32): bool {
  lockNics()
  const isPlugged = plugFunction(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port))
  unlockNics()
  return isPlugged
}

/** The fields of a port were written. */
export function nicPortChanged(nic: usize, port: u32): void {
  lockNics()
  portChanged(portAt(changetype<Nic>(nic), port))
  unlockNics()
  wakeReceivers()
}

/** A frame of `bytes` at the host pointer comes in at a port. */
export function nicInject(nic: usize, port: u32, pointer: usize, bytes: u32): void {
  lockNics()
  inject(changetype<Nic>(nic), port, pointer, bytes)
  unlockNics()
  wakeReceivers()
}

/** Puts a disk of so many sectors into a slot; `volume` is its memory volume, or 0 when the outside serves it. False when the slot is taken. */
export function blkCreate(guest: usize, slot: u32, sectors: u64, queues: u32, isReadOnly: u32, volume: usize): bool {
  const it = changetype<Guest>(guest)
  if (slot >= it.virtioSlots || hasDevice(it, slot)) return false
  blkAttach(it, slot, sectors, queues, isReadOnly != 0, volume)
  return true
}

/** Gives the disk the 20 bytes at the host pointer as serial number. */
export function blkSerial(guest: usize, slot: u32, pointer: usize): void {
  blkSetId(deviceOf(changetype<Guest>(guest), slot), pointer)
}

/** A disk goes on with another memory volume. */
export function blkVolume(guest: usize, slot: u32, volume: usize): void {
  blkSetVolume(deviceOf(changetype<Guest>(guest), slot), volume)
}

/** The disk has another size: its driver is told. */
export function blkSetSectors(guest: usize, slot: u32, sectors: u64): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkResize(it, deviceOf(it, slot), sectors)
  unlockGuest(it)
}

/** Bytes and requests that the disk may do in a second of the guest's time, 0 without a limit. */
export function blkLimit(guest: usize, slot: u32, bytes: u64, operations: u64): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkSetLimits(it, deviceOf(it, slot), bytes, operations)
  unlockGuest(it)
}

/** The outside is done with a request of a disk; a BlkStatus. */
export function blkDone(guest: usize, request: u32, status: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  blkComplete(it, request, status)
  unlockGuest(it)
}

/** Puts a device whose work the outside does into a slot; `inputs` are the queues that it fills, a bit each. False when that cannot be. */
export function portCreate(guest: usize, slot: u32, kind: u32, queues: u32, inputs: u32, features: u64): bool {
  const it = changetype<Guest>(guest)
  return slot < it.virtioSlots && !hasDevice(it, slot) && portAttach(it, slot, kind, queues, inputs, features)
}

/** Its configuration space is the bytes at the host pointer. */
export function portConfig(guest: usize, slot: u32, pointer: usize, bytes: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  portSetConfig(it, deviceOf(it, slot), pointer, bytes)
  unlockGuest(it)
}

/** Puts bytes into the next chain of an input queue; how many it took, 0 when there is no chain. */
export function portInput(guest: usize, slot: u32, queue: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const taken = portGive(it, deviceOf(it, slot), queue, pointer, bytes)
  unlockGuest(it)
  return taken
}

/** Bytes that the next chain of an input queue has room for; 0 when there is none. */
export function portInputRoom(guest: usize, slot: u32, queue: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const room = portRoom(it, deviceOf(it, slot), queue)
  unlockGuest(it)
  return room
}

/** How often its driver has reset it. */
export function portResets(guest: usize, slot: u32): u32 {
  return portOf(deviceOf(changetype<Guest>(guest), slot)).resets
}

/** Slots of devices that were reset, or have a chain that the outside waits for: a bit each. */
export function ioReady(guest: usize): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const ready = ioTakeReady(it)
  unlockGuest(it)
  return ready
}

/** The outside is done with a request: so many bytes are in its writable part. */
export function ioDone(guest: usize, request: u32, written: u32): void {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  ioComplete(it, request, written)
  unlockGuest(it)
}

/** Number of the oldest request that waits for the outside, all ones when there is none. */
export function ioTake(guest: usize): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const index = takeRequest(it)
  unlockGuest(it)
  return index
}

/** Copies bytes of a request's readable part to the host pointer; how many. */
export function ioRead(guest: usize, request: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const done = readRequest(it, request, position, pointer, bytes)
  unlockGuest(it)
  return done
}

/** Copies bytes from the host pointer into a request's writable part; how many. */
export function ioWrite(guest: usize, request: u32, position: u32, pointer: usize, bytes: u32): u32 {
  const it = changetype<Guest>(guest)
  lockGuest(it)
  const done = writeRequest(it, request, position, pointer, bytes)
  unlockGuest(it)
  return done
}

/** Host pointer of a volume of zeros in the host's memory, or of a copy of one; 0 when there is no room. */
export function memoryVolumeCreate(bytes: u64): usize {
  return volumeCreate(bytes)
}

/** Nobody may write the volume meanwhile. */
export function memoryVolumeClone(volume: usize): usize {
  return volumeClone(changetype<Volume>(volume))
}

/** More zeros behind what there is; false when the host has no room for the table. Nobody may be in the volume meanwhile. */
export function memoryVolumeGrow(volume: usize, bytes: u64): bool {
  return volumeGrow(changetype<Volume>(volume), bytes)
}

export function memoryVolumeDestroy(volume: usize): void {
  volumeDestroy(changetype<Volume>(volume))
}

/** Copies between a volume and the host pointer; false outside the volume, or when the host has no frame left. */
export function memoryVolumeRead(volume: usize, offset: u64, pointer: usize, bytes: u32): bool {
  return volumeRead(changetype<Volume>(volume), offset, pointer, bytes)
}

export function memoryVolumeWrite(volume: usize, offset: u64, pointer: usize, bytes: u32): bool {
  return volumeWrite(changetype<Volume>(volume), offset, pointer, bytes)
}

/** Gives the device in that slot the 32 bytes of entropy at the host pointer. */
export function virtioSeed(guest: usize, slot: u32, pointer: usize): void {
  seedDevice(changetype<Guest>(guest), slot, pointer)
}

/** Asks the guest to keep so many pages in its balloon; false when it has none. */
export function guestSetBalloon(guest: usize, pages: u32): bool {
  return balloonSetTarget(changetype<Guest>(guest), pages)
}

/** Asks the balloon's driver for its memory statistics; false while it cannot be asked. */
export function guestAskBalloonStats(guest: usize): bool {
  return balloonAskStats(changetype<Guest>(guest))
}

/** Asks the balloon's driver to hint its free pages, which are given back; false while it cannot be asked. */
export function guestAskFreePages(guest: usize): bool {
  return balloonAskHints(changetype<Guest>(guest))
}

/** Host pointer of the guest's balloon (Balloon), 0 when it has none. */
export function guestBalloon(guest: usize): usize {
  const device = balloonOf(changetype<Guest>(guest))
  return device === null ? 0 : stateOf(device)
}

export function consoleInputArrived(guest: usize): void {
  lockGuest(changetype<Guest>(guest))
  inputArrived(changetype<Guest>(guest))
  htifInputArrived(changetype<Guest>(guest))
  unlockGuest(changetype<Guest>(guest))
}

export function consoleOutputDrained(guest: usize): void {
  lockGuest(changetype<Guest>(guest))
  outputDrained(changetype<Guest>(guest))
  unlockGuest(changetype<Guest>(guest))
}

export function guestPauseClock(guest: usize): void {
  stopHost()
  pauseClock(changetype<Guest>(guest))
  resumeHost()
}

export function guestResumeClock(guest: usize): void {
  stopHost()
  resumeClock(changetype<Guest>(guest))
  resumeHost()
}

/** Brings the statistics that are kept lazily up to date. */
export function guestAccount(guest: usize): void {
  const it = changetype<Guest>(guest)
  stopHost()
  for (let i: u32 = 0; i < it.harts; i++) accountMode(hartOf(it, i))
  accountGroup(groupOf(it))
  resumeHost()
}

export function guestStateHash(guest: usize): u64 {
  stopHost()
  const hash = hashGuest(changetype<Guest>(guest))
  resumeHost()
  return hash
}

/** Writes a module for the hot places that wait; its size, 0 when there is nothing to compile. */
export function translatorPrepare(): u32 {
  enterHost()
  const bytes = prepareBatch()
  leaveHost()
  return bytes
}

/** The functions of that module are in the table. */
export function translatorInstall(): void {
  enterHost()
  installBatch()
  leaveHost()
}

/** That module could not be compiled. */
export function translatorDiscard(): void {
  enterHost()
  discardBatch()
  leaveHost()
}

/** No function of a region is in the table any more. */
export function translatorForget(): void {
  enterHost()
  dropAllRegions()
  leaveHost()
}

export { translatedLoad as load, translatedStep as step, translatedStore as store } from './jit/runtime'
