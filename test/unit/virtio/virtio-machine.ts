/** A guest with virtio devices and without running harts: what its driver would do is done by a mock driver. */
import {
  GUEST_HARTS,
  GUEST_SECURITY,
  GuestLayout,
  HART_BLOCK_BYTES,
  PciKind,
  SECURITY_ENTRIES,
  SecurityEntryLayout,
  SecurityLogLayout,
  VIRTIO_SLOT_BYTES,
  VirtioDeviceLayout,
  VirtioKind,
  VirtioMmioRegister,
  VirtioPciRegister,
  VirtioViolation,
} from '../../../src/core/layout.gen'
import { isPciSlot, placeOfSlot } from '../../../src/spec/pci/places'
import { interruptControllers, platform } from '../../../src/spec/platform'
import { compileAssembly } from '../../support/assembly'
import { barOf, pciAccess } from './pci-transport'

const source = `
import { Guest, PciKind } from './assembly/abi/layout.gen'
import { createGuest, resetGuest } from './assembly/hypervisor/guest'
import { host } from './assembly/memory/host'
import { Nic } from './assembly/abi/layout.gen'
import { inject } from './assembly/nic/inject'
import { portAt } from './assembly/nic/port'
import { nicTick as tick } from './assembly/nic/transmit'
import { serveNetwork } from './assembly/hypervisor/network'
import { answerDrivers, plugDevice, portChanged } from './assembly/nic/virtio'
import { plugFunction } from './assembly/nic/igb'
import { igbRead as read82576, igbWrite as write82576 } from './assembly/devices/igb/registers'
import { attachFunction, pciConfigRead, pciConfigWrite as configWrite } from './assembly/hypervisor/pci'
import { configPointer, functionAt, placeOf } from './assembly/pci/function'
import { ConfigPlace, Express, Msix } from './assembly/pci/tables.gen'
export { createNic } from './assembly/nic/port'
export { resetGuest } from './assembly/hypervisor/guest'
export { attachDevice, attachNetDevice, seedDevice } from './assembly/hypervisor/virtio'
import { writeVirtio as write } from './assembly/hypervisor/virtio'
export function writeVirtio(guest: usize, offset: u32, value: u64, bytes: u32): void {
  const it = changetype<Guest>(guest)
  write(it, offset, value, bytes)
  if (it.nicRinging != 0) answerDrivers(it)
}
/** A function of an 82576 behind its root port, both bus masters, with MSI-X on and its vectors masked. */
export function attachIgb(guest: usize): u32 {
  const it = changetype<Guest>(guest)
  let slot: u32 = 0
  for (let place: u32 = 0; slot == 0 && place < 4; place++) slot = attachFunction(it, place, PciKind.igbVf, 3, 0)
  if (slot == 0) return 0
  store<u16>(configPointer(functionAt(it, slot - 1), 4), 6)
  switchOn(guest, slot)
  return slot
}
export function switchOn(guest: usize, slot: u32): void {
  const it = functionAt(changetype<Guest>(guest), slot)
  store<u16>(configPointer(it, 4), 6)
  store<u16>(configPointer(it, placeOf(it, ConfigPlace.msix) + Msix.control), 0x8002)
}
export function nicPlugFunction(nic: usize, port: u32, guest: usize, slot: u32): bool { return plugFunction(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port)) }
export function igbRead(guest: usize, slot: u32, offset: u32): u32 { return <u32>read82576(changetype<Guest>(guest), functionAt(changetype<Guest>(guest), slot), offset, 4) }
export function igbWrite(guest: usize, slot: u32, offset: u32, value: u32): void {
  const it = changetype<Guest>(guest)
  write82576(it, functionAt(it, slot), offset, value, 4)
  if (it.nicRinging != 0) answerDrivers(it)
}
import { igbPfRead, igbPfWrite } from './assembly/devices/igb/pf-registers'
import { attachVirtualFunction } from './assembly/hypervisor/sriov'
/** A whole 82576 with virtual functions at the places after its own, behind bus 1; its slot. */
export function attachIgbPf(guest: usize, vfs: u32): u32 {
  const it = changetype<Guest>(guest)
  const slot = attachFunction(it, 0, PciKind.igbPf, 25, 0)
  if (slot == 0) return 0
  for (let index: u32 = 0; index < vfs; index++) if (attachVirtualFunction(it, slot, index, 1 + index, PciKind.igbBusVf, 3) == 0) return 0
  store<u16>(configPointer(functionAt(it, slot - 1), 4), 6)
  store<u8>(configPointer(functionAt(it, slot - 1), 0x19), 1)
  switchOn(guest, slot)
  return slot
}
/** NumVFs, and VF enable with memory space, by configuration space. */
export function enableVfs(guest: usize, slot: u32, count: u32): void {
  const it = changetype<Guest>(guest)
  const place = (1 << 20) + placeOf(functionAt(it, slot), ConfigPlace.sriov)
  configWrite(it, place + 8, 0, 2)
  configWrite(it, place + 16, count, 2)
  if (count != 0) configWrite(it, place + 8, 9, 2)
  if (it.nicRinging != 0) answerDrivers(it)
}
/** The number of a slot's function on its bus. */
export function devfnOf(guest: usize, slot: u32): u32 { return functionAt(changetype<Guest>(guest), slot).devfn }
export function igbPfGet(guest: usize, slot: u32, offset: u32): u32 { return <u32>igbPfRead(changetype<Guest>(guest), functionAt(changetype<Guest>(guest), slot), offset, 4) }
export function igbPfSet(guest: usize, slot: u32, offset: u32, value: u32): void {
  const it = changetype<Guest>(guest)
  igbPfWrite(it, functionAt(it, slot), offset, value, 4)
  if (it.nicRinging != 0) answerDrivers(it)
}
import { pciMemoryRead, pciMemoryWrite as memoryWrite } from './assembly/hypervisor/pci-memory'
import { detachFunction as detach } from './assembly/hypervisor/hotplug'
export function detachFunction(guest: usize, place: u32, how: u32): u32 { return detach(changetype<Guest>(guest), place, how) }
/** Puts the virtio device of a place behind a root port, and its BAR 0 at \`bar\`, both bus masters; its slot. */
export function carryDevice(guest: usize, place: u32, kind: u32, vectors: u32, bar: u64): u32 {
  const it = changetype<Guest>(guest)
  const slot = attachFunction(it, place, kind, vectors, 1)
  if (slot == 0) return 0
  const bus = 1 + place
  const port = functionAt(it, slot - 1).devfn << 12
  configWrite(it, port + 0x18, (bus << 8) | (bus << 16), 4)
  configWrite(it, port + 0x24, (<u32>(bar >> 16) & 0xfff0) * 0x1_0001, 4)
  configWrite(it, port + 0x28, <u32>(bar >> 32), 4)
  configWrite(it, port + 0x2c, <u32>(bar >> 32), 4)
  configWrite(it, port + 0x04, 6, 2)
  configWrite(it, (bus << 20) + 0x10, <u32>bar, 4)
  configWrite(it, (bus << 20) + 0x14, <u32>(bar >> 32), 4)
  configWrite(it, (bus << 20) + 0x04, 6, 2)
  return slot
}
export function configGet(guest: usize, offset: u32, bytes: u32): u64 { return pciConfigRead(changetype<Guest>(guest), offset, bytes) }
export function configSet(guest: usize, offset: u32, value: u32, bytes: u32): void { configWrite(changetype<Guest>(guest), offset, value, bytes) }
/** MSI-X with all vectors masked. */
export function enableMsix(guest: usize, slot: u32): void {
  const it = functionAt(changetype<Guest>(guest), slot)
  const control = configPointer(it, placeOf(it, ConfigPlace.msix) + Msix.control)
  store<u16>(control, load<u16>(control) | 0x8000)
}
export function pciRead(guest: usize, gpa: u64, bytes: u32): u64 { return pciMemoryRead(changetype<Guest>(guest), gpa, bytes) }
export function pciWrite(guest: usize, gpa: u64, value: u64, bytes: u32): void {
  const it = changetype<Guest>(guest)
  memoryWrite(it, gpa, value, bytes)
  if (it.nicRinging != 0) answerDrivers(it)
}
/** A function level reset. */
export function functionReset(guest: usize, slot: u32): void {
  const it = changetype<Guest>(guest)
  const place = placeOf(functionAt(it, slot), ConfigPlace.express) + Express.deviceControl
  configWrite(it, (1 << 20) + (functionAt(it, slot).devfn << 12) + place, 0x8000, 2)
  if (it.nicRinging != 0) answerDrivers(it)
}
/** Number of the bus behind the root port of a function. */
export function setBus(guest: usize, slot: u32): void { store<u8>(configPointer(functionAt(changetype<Guest>(guest), slot - 1), 0x19), 1) }
/** Vectors that were signalled since the last call. */
export function takeVectors(guest: usize, slot: u32): u32 {
  const it = functionAt(changetype<Guest>(guest), slot)
  const pending = <u32>it.msixPending
  it.msixPending = 0
  return pending
}
export { mmioRead } from './assembly/virtio/mmio'
export { createHost } from './assembly/memory/host'
export { guestRead, guestWrite } from './assembly/memory/physical'
export function staging(): usize { return host().staging }
import { VirtioDevice } from './assembly/abi/layout.gen'
import { portGive, portOf, portRoom, portSetConfig, portTakeReady } from './assembly/devices/port/index'
import { deviceOf } from './assembly/virtio/device'
import { ioTable } from './assembly/virtio/outside'
export function blkLimit(guest: usize, slot: u32, bytes: u64, operations: u64): void { blkSetLimits(changetype<Guest>(guest), device(guest, slot), bytes, operations) }
export function setTime(guest: usize, ns: u64): void { changetype<Guest>(guest).timeNs = ns }
export function diskWakeNs(guest: usize): u64 { return changetype<Guest>(guest).diskWakeNs }
import { blkSetLimits } from './assembly/devices/blk/index'
export { balloonAskHints, balloonAskStats, balloonSetTarget } from './assembly/devices/balloon/index'
export { blkAttach, blkComplete as blkDone } from './assembly/devices/blk/index'
export { portAttach } from './assembly/devices/port/index'
export { ioComplete as ioDone, ioRead, ioTake, ioTakeReady as ioReady, ioWrite } from './assembly/virtio/outside'
export { serveDevices } from './assembly/hypervisor/virtio'
export { volumeCreate, volumeRead, volumeWrite } from './assembly/memory/volume'
function device(guest: usize, slot: u32): VirtioDevice { return deviceOf(changetype<Guest>(guest), slot) }
export function portInput(guest: usize, slot: u32, queue: u32, pointer: usize, bytes: u32): u32 { return portGive(changetype<Guest>(guest), device(guest, slot), queue, pointer, bytes) }
export function portInputRoom(guest: usize, slot: u32, queue: u32): u32 { return portRoom(changetype<Guest>(guest), device(guest, slot), queue) }
export function portReady(guest: usize, slot: u32): bool { return portTakeReady(device(guest, slot)) }
export function portResets(guest: usize, slot: u32): u32 { return portOf(device(guest, slot)).resets }
export function portConfig(guest: usize, slot: u32, pointer: usize, bytes: u32): void { portSetConfig(changetype<Guest>(guest), device(guest, slot), pointer, bytes) }
export function ioBusy(guest: usize): u32 { return ioTable(changetype<Guest>(guest)).busy }
export function nicPlug(nic: usize, port: u32, guest: usize, slot: u32): bool { return plugDevice(changetype<Guest>(guest), slot, portAt(changetype<Nic>(nic), port)) }
export function nicPortChanged(nic: usize, port: u32): void { portChanged(portAt(changetype<Nic>(nic), port)) }
export function nicInject(nic: usize, port: u32, pointer: usize, bytes: u32): void { inject(changetype<Nic>(nic), port, pointer, bytes) }
export function passTime(guest: usize, ns: u64): void {
  const it = changetype<Guest>(guest)
  it.timeNs += ns
  serveNetwork(it)
}
export function nicTick(guest: usize): void { tick(changetype<Guest>(guest)) }
export function framesUsed(): u32 { return host().framesUsed }
export function newGuest(pages: u32, interruptController: u32): usize {
  const guest = changetype<Guest>(createGuest(1, pages, 5))
  guest.interruptController = interruptController
  guest.clock = 1
  resetGuest(guest)
  return changetype<usize>(guest)
}
`

interface Exports {
  newGuest(pages: number, interruptController: number): number
  resetGuest(guest: number): void
  attachNetDevice(guest: number, slot: number, pairs: number): number
  createNic(ports: number): number
  nicPlug(nic: number, port: number, guest: number, slot: number): number
  nicPortChanged(nic: number, port: number): void
  nicInject(nic: number, port: number, pointer: number, bytes: number): void
  nicTick(guest: number): void
  passTime(guest: number, ns: bigint): void
  attachIgb(guest: number): number
  switchOn(guest: number, slot: number): void
  nicPlugFunction(nic: number, port: number, guest: number, slot: number): number
  igbRead(guest: number, slot: number, offset: number): number
  igbWrite(guest: number, slot: number, offset: number, value: number): void
  functionReset(guest: number, slot: number): void
  carryDevice(guest: number, place: number, kind: number, vectors: number, bar: bigint): number
  enableMsix(guest: number, slot: number): void
  configGet(guest: number, offset: number, bytes: number): bigint
  configSet(guest: number, offset: number, value: number, bytes: number): void
  detachFunction(guest: number, place: number, how: number): number
  pciRead(guest: number, gpa: bigint, bytes: number): bigint
  pciWrite(guest: number, gpa: bigint, value: bigint, bytes: number): void
  attachIgbPf(guest: number, vfs: number): number
  enableVfs(guest: number, slot: number, count: number): void
  devfnOf(guest: number, slot: number): number
  igbPfGet(guest: number, slot: number, offset: number): number
  igbPfSet(guest: number, slot: number, offset: number, value: number): void
  setBus(guest: number, slot: number): void
  takeVectors(guest: number, slot: number): number
  balloonAskHints(guest: number): number
  balloonAskStats(guest: number): number
  balloonSetTarget(guest: number, pages: number): number
  blkAttach(guest: number, slot: number, sectors: bigint, queues: number, isReadOnly: number, volume: number): void
  blkLimit(guest: number, slot: number, bytes: bigint, operations: bigint): void
  setTime(guest: number, ns: bigint): void
  diskWakeNs(guest: number): bigint
  blkDone(guest: number, request: number, status: number): void
  portAttach(guest: number, slot: number, kind: number, queues: number, inputs: number, features: bigint): number
  portConfig(guest: number, slot: number, pointer: number, bytes: number): void
  portInput(guest: number, slot: number, queue: number, pointer: number, bytes: number): number
  portInputRoom(guest: number, slot: number, queue: number): number
  portResets(guest: number, slot: number): number
  ioBusy(guest: number): number
  ioDone(guest: number, request: number, written: number): void
  ioRead(guest: number, request: number, position: number, pointer: number, bytes: number): number
  ioReady(guest: number): number
  portReady(guest: number, slot: number): number
  ioTake(guest: number): number
  ioWrite(guest: number, request: number, position: number, pointer: number, bytes: number): number
  serveDevices(guest: number): void
  volumeCreate(bytes: bigint): number
  volumeRead(volume: number, offset: bigint, pointer: number, bytes: number): number
  volumeWrite(volume: number, offset: bigint, pointer: number, bytes: number): number
  framesUsed(): number
  createHost(frames: number): number
  staging(): number
  attachDevice(guest: number, slot: number, kind: number): number
  seedDevice(guest: number, slot: number, pointer: number): void
  mmioRead(guest: number, offset: number, bytes: number): bigint
  writeVirtio(guest: number, offset: number, value: bigint, bytes: number): void
  guestRead(guest: number, gpa: bigint, pointer: number, bytes: number): number
  guestWrite(guest: number, gpa: bigint, pointer: number, bytes: number): number
}

export interface Refusal {
  readonly reason: string
  readonly slot: number
  readonly queue: number
  readonly gpa: bigint
  readonly length: bigint
}

export const RAM = BigInt(platform.dram.base)

export class VirtioMachine {
  readonly call: Exports
  readonly memory: WebAssembly.Memory
  readonly guest: number
  readonly pages: number

  private constructor(call: Exports, memory: WebAssembly.Memory, pages: number) {
    this.call = call
    this.memory = memory
    this.pages = pages
    this.guest = this.another(pages)
  }

  static async create({ pages = 64, frames = 1024 } = {}): Promise<VirtioMachine> {
    const memory = new WebAssembly.Memory({ initial: 64 })
    const { exports } = await compileAssembly<Exports>('virtio-machine.ts', { source, memory, imports: { monotonicNs: () => 0 } })
    if (exports.createHost(frames) === 0) throw new Error('the memory does not hold a host')
    return new VirtioMachine(exports, memory, pages)
  }

  /** A machine of its own guest on the same host. */
  sibling(): VirtioMachine {
    return new VirtioMachine(this.call, this.memory, this.pages)
  }

  /** One more guest on the same host, with the PLIC. */
  another(pages: number): number {
    return this.call.newGuest(pages, interruptControllers.plic)
  }

  attach(kind: keyof typeof VirtioKind, slot: number): void {
    if (this.call.attachDevice(this.guest, slot, VirtioKind[kind]) === 0) throw new Error(`no ${kind} in slot ${slot}`)
  }

  seed(slot: number, seed: Uint8Array): void {
    const pointer = this.call.staging()
    new Uint8Array(this.memory.buffer).set(seed, pointer)
    this.call.seedDevice(this.guest, slot, pointer)
  }

  register(slot: number, name: keyof typeof VirtioMmioRegister): number {
    return this.readRegister(slot, VirtioMmioRegister[name])
  }

  setRegister(slot: number, name: keyof typeof VirtioMmioRegister, value: number): void {
    this.writeRegister(slot, VirtioMmioRegister[name], value)
  }

  /** Puts the device in a slot of a place behind a root port of that place; the slot of its function. */
  carry(slot: number, kind: keyof typeof PciKind, vectors: number): number {
    const place = placeOfSlot(slot)
    const it = this.call.carryDevice(this.guest, place, PciKind[kind], vectors, barOf(place))
    if (it === 0) throw new Error(`no ${kind} at place ${place}`)
    return it
  }

  /** The MSI-X vector of the queue that is selected; on PCI. */
  setQueueVector(slot: number, vector: number): void {
    const gpa = barOf(placeOfSlot(slot)) + BigInt(VirtioPciRegister.queueMsixVector)
    this.call.pciWrite(this.guest, gpa, BigInt(vector), 2)
  }

  /** What a device keeps for itself, as it is now. */
  deviceState(slot: number): Uint8Array {
    const at = this.guest + GUEST_HARTS + HART_BLOCK_BYTES + slot * VIRTIO_SLOT_BYTES + VirtioDeviceLayout.state.offset
    return new Uint8Array(this.memory.buffer).slice(at, at + VirtioDeviceLayout.state.bytes)
  }

  readRegister(slot: number, offset: number, bytes = 4): number {
    if (isPciSlot(slot)) {
      const access = pciAccess(placeOfSlot(slot), { offset, bytes })
      return access === undefined
        ? 0
        : Number(BigInt.asUintN(8 * access.bytes, this.call.pciRead(this.guest, access.gpa, access.bytes)))
    }
    const value = BigInt.asUintN(8 * bytes, this.call.mmioRead(this.guest, slot * platform.virtioMmio.bytes + offset, bytes))
    return Number(value)
  }

  writeRegister(slot: number, offset: number, value: number | bigint, bytes = 4): void {
    if (isPciSlot(slot)) {
      const access = pciAccess(placeOfSlot(slot), { offset, bytes, value: Number(value) })
      if (access !== undefined) this.call.pciWrite(this.guest, access.gpa, BigInt(value), access.bytes)
      return
    }
    this.call.writeVirtio(this.guest, slot * platform.virtioMmio.bytes + offset, BigInt(value), bytes)
  }

  device(slot: number, field: Exclude<keyof typeof VirtioDeviceLayout, 'bytes'>): bigint {
    const place = VirtioDeviceLayout[field]
    const at = this.guest + GUEST_HARTS + HART_BLOCK_BYTES + slot * VIRTIO_SLOT_BYTES + place.offset
    return place.bytes === 8 ? this.view.getBigUint64(at, true) : BigInt(this.view.getUint32(at, true))
  }

  guestField(field: 'ended' | 'residentPages', guest = this.guest): bigint {
    const { offset, bytes } = GuestLayout[field]
    return bytes === 8 ? this.view.getBigUint64(guest + offset, true) : BigInt(this.view.getUint32(guest + offset, true))
  }

  /** What the devices refused, oldest first. */
  get refusals(): Refusal[] {
    const log = this.guest + GUEST_SECURITY
    const written = this.view.getUint32(log + SecurityLogLayout.written.offset, true)
    const first = Math.max(0, written - SECURITY_ENTRIES)
    return Array.from({ length: written - first }, (_, index) => this.#refusal(log, (first + index) % SECURITY_ENTRIES))
  }

  #refusal(log: number, index: number): Refusal {
    const at = log + SecurityLogLayout.entry.offset + index * SecurityEntryLayout.bytes
    const { view } = this
    const reason = view.getUint32(at + SecurityEntryLayout.reason.offset, true)
    return {
      reason: Object.entries(VirtioViolation).find(([, id]) => id === reason)?.[0] ?? String(reason),
      slot: view.getUint32(at + SecurityEntryLayout.slot.offset, true),
      queue: view.getUint32(at + SecurityEntryLayout.queue.offset, true),
      gpa: view.getBigUint64(at + SecurityEntryLayout.gpa.offset, true),
      length: view.getBigUint64(at + SecurityEntryLayout.length.offset, true),
    }
  }

  read(gpa: bigint, bytes: number): Uint8Array {
    const pointer = this.call.staging()
    if (this.call.guestRead(this.guest, gpa, pointer, bytes) === 0) throw new RangeError(`${gpa.toString(16)} is not RAM`)
    return new Uint8Array(this.memory.buffer, pointer, bytes).slice()
  }

  write(gpa: bigint, content: Uint8Array): void {
    const pointer = this.call.staging()
    new Uint8Array(this.memory.buffer).set(content, pointer)
    if (this.call.guestWrite(this.guest, gpa, pointer, content.length) === 0)
      throw new RangeError(`${gpa.toString(16)} is not RAM`)
  }

  get view(): DataView {
    return new DataView(this.memory.buffer)
  }
}
