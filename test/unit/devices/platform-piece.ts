/** The platform of a guest without its harts running: a mock driver reads and writes device registers and makes SBI calls. */
import {
  GUEST_CONSOLE_IN,
  GUEST_CONSOLE_OUT,
  GUEST_HARTS,
  GUEST_RTC,
  GuestLayout,
  HART_BLOCK_BYTES,
  HartLayout,
  RING_DATA_BYTES,
  RingLayout,
  RtcLayout,
} from '../../../src/core/layout.gen'
import { interruptControllers, platform } from '../../../src/spec/platform'
import { sbiExtensions } from '../../../src/spec/sbi'
import { compileAssembly } from '../../support/assembly'

const source = `
export { aclintRead, aclintWrite, nextDeadlineTick, updateTimers } from './assembly/irq/aclint'
export { aplicRead, aplicWrite } from './assembly/irq/aplic'
export { imsicClaim, imsicGet, imsicHas, imsicSet, imsicTop, imsicWrite } from './assembly/irq/imsic'
export { setInterruptLine } from './assembly/irq/line'
export { plicRead, plicWrite } from './assembly/irq/plic'
export { finisherRead, finisherWrite } from './assembly/devices/finisher/index'
export { htifInputArrived, htifPoll } from './assembly/devices/htif/index'
export { rtcDeadlineNs, rtcRead, rtcTick, rtcWrite } from './assembly/devices/rtc/index'
export { uartInputArrived, uartOutputDrained, uartRead, uartWrite } from './assembly/devices/uart/index'
export { createGuest, resetGuest } from './assembly/hypervisor/guest'
export { attachVirtualFunction } from './assembly/hypervisor/sriov'
export { detachFunction } from './assembly/hypervisor/hotplug'
export { attachFunction, attachPort, injectError, pciConfigRead, pciConfigWrite } from './assembly/hypervisor/pci'
export { pciMemoryRead, pciMemoryWrite } from './assembly/hypervisor/pci-memory'
export { createHost } from './assembly/memory/host'
export { guestRead, guestWrite } from './assembly/memory/physical'
export { sbiCall } from './assembly/sbi/index'
import { host } from './assembly/memory/host'
export function staging(): usize { return host().staging }
import { functionAt } from './assembly/pci/function'
import { setIntx as driveIntx } from './assembly/pci/intx'
import { signalMsix as signalVector } from './assembly/pci/msix'
import { Guest } from './assembly/abi/layout.gen'
export function setIntx(guest: usize, slot: u32, level: bool): void { driveIntx(changetype<Guest>(guest), functionAt(changetype<Guest>(guest), slot), level) }
export function signalMsix(guest: usize, slot: u32, vector: u32): void { signalVector(changetype<Guest>(guest), functionAt(changetype<Guest>(guest), slot), vector) }
`

type Read = (guest: number, offset: number, bytes: number) => bigint
type Write = (guest: number, offset: number, value: bigint, bytes: number) => void

interface PlatformExports {
  aclintRead: Read
  aclintWrite: Write
  nextDeadlineTick(guest: number): bigint
  updateTimers(guest: number): void
  aplicRead(guest: number, domain: number, offset: number, bytes: number): bigint
  aplicWrite(guest: number, domain: number, offset: number, value: bigint, bytes: number): void
  imsicClaim(hart: number, machine: number): number
  imsicGet(hart: number, machine: number, select: number): bigint
  imsicHas(select: number): number
  imsicSet(hart: number, machine: number, select: number, value: bigint): void
  imsicTop(hart: number, machine: number): number
  imsicWrite(guest: number, hart: number, file: number, offset: number, value: bigint): void
  setInterruptLine(guest: number, source: number, level: number): void
  plicRead: Read
  plicWrite: Write
  finisherRead: Read
  finisherWrite: Write
  htifInputArrived(guest: number): void
  htifPoll(guest: number, tohost: bigint): void
  rtcDeadlineNs(guest: number): bigint
  rtcRead: Read
  rtcTick(guest: number): void
  rtcWrite: Write
  uartInputArrived(guest: number): void
  uartOutputDrained(guest: number): void
  uartRead: Read
  uartWrite: Write
  createGuest(harts: number, ramPages: number, pciDevices: number): number
  resetGuest(guest: number): void
  createHost(frames: number): number
  guestRead(guest: number, gpa: bigint, pointer: number, bytes: number): number
  guestWrite(guest: number, gpa: bigint, pointer: number, bytes: number): number
  sbiCall(guest: number, hart: number): void
  staging(): number
  attachFunction(guest: number, place: number, kind: number, vectors: number, pin: number): number
  attachPort(guest: number, place: number): number
  detachFunction(guest: number, place: number, how: number): number
  injectError(
    guest: number,
    place: number,
    isCorrectable: number,
    bit: number,
    ...header: [header0: number, header1: number, header2: number, header3: number]
  ): number
  attachVirtualFunction(guest: number, pf: number, index: number, place: number, kind: number, vectors: number): number
  pciConfigRead(guest: number, offset: number, bytes: number): bigint
  pciConfigWrite(guest: number, offset: number, value: bigint, bytes: number): void
  pciMemoryRead(guest: number, gpa: bigint, bytes: number): bigint
  pciMemoryWrite(guest: number, gpa: bigint, value: bigint, bytes: number): void
  setIntx(guest: number, slot: number, level: number): void
  signalMsix(guest: number, slot: number, vector: number): void
}

export interface PlatformOptions {
  readonly harts?: number
  readonly controller?: keyof typeof interruptControllers
  readonly start?: 'direct' | 'firmware'
  /** Bitmap of SBI extensions; all when left out. */
  readonly sbi?: number
  /** Room for devices behind root ports. */
  readonly pciDevices?: number
}

interface Place {
  readonly offset: number
  readonly bytes: number
}

const everySbi = Object.values(sbiExtensions).reduce((bitmap, { bit }) => bitmap | (1 << bit), 0)

export const RAM = BigInt(platform.dram.base)
export const RAM_PAGES = 64
/** Bits of mip. */
export const Line = { ssip: 1, msip: 3, stip: 5, mtip: 7, seip: 9, meip: 11 } as const

export class PlatformPiece {
  readonly call: PlatformExports
  readonly guest: number
  readonly #memory: WebAssembly.Memory

  private constructor(call: PlatformExports, memory: WebAssembly.Memory, { harts = 1, pciDevices = 0 }: PlatformOptions) {
    this.call = call
    this.#memory = memory
    this.guest = call.createGuest(harts, RAM_PAGES, pciDevices)
  }

  static async create(options: PlatformOptions = {}) {
    const { controller = 'plic', start = 'direct', sbi = everySbi } = options
    const imports = { monotonicNs: () => 0 }
    const { exports, memory } = await compileAssembly<PlatformExports>('platform-piece.ts', { source, imports })
    if (exports.createHost(1024) === 0) throw new Error('the memory does not hold a host')
    const piece = new PlatformPiece(exports, memory, options)
    piece.setGuest('interruptController', interruptControllers[controller])
    piece.setGuest('start', start === 'direct' ? 0 : 1)
    piece.setGuest('sbi', sbi)
    piece.call.resetGuest(piece.guest)
    return piece
  }

  hart(index = 0): number {
    return this.guest + GUEST_HARTS + index * HART_BLOCK_BYTES
  }

  /** The level of an interrupt line of a hart. */
  line(bit: number, index = 0): boolean {
    return ((this.getHart('lines', index) >> BigInt(bit)) & 1n) === 1n
  }

  getGuest(field: keyof typeof GuestLayout): bigint {
    return this.#get(this.guest, GuestLayout[field] as Place)
  }

  setGuest(field: keyof typeof GuestLayout, value: number | bigint): void {
    this.#set(this.guest, GuestLayout[field] as Place, BigInt(value))
  }

  getHart(field: keyof typeof HartLayout, index = 0): bigint {
    return this.#get(this.hart(index), HartLayout[field] as Place)
  }

  setHart(field: keyof typeof HartLayout, value: number | bigint, index = 0): void {
    this.#set(this.hart(index), HartLayout[field] as Place, BigInt(value))
  }

  setEpochNs(value: bigint): void {
    this.#set(this.guest + GUEST_RTC, RtcLayout.epochNs, value)
  }

  register(number: number, index = 0): bigint {
    return this.#view().getBigUint64(this.hart(index) + HartLayout.x.offset + number * 8, true)
  }

  setRegister(number: number, value: bigint, index = 0): void {
    this.#view().setBigUint64(this.hart(index) + HartLayout.x.offset + number * 8, value, true)
  }

  /** Makes an SBI call from a hart: error as a signed number, and value. */
  sbi(extension: bigint | number, functionId: number, args: readonly (bigint | number)[] = [], index = 0): [number, bigint] {
    args.forEach((value, place) => {
      this.setRegister(10 + place, BigInt.asUintN(64, BigInt(value)), index)
    })
    this.setRegister(16, BigInt(functionId), index)
    this.setRegister(17, BigInt(extension), index)
    this.call.sbiCall(this.guest, this.hart(index))
    return [Number(BigInt.asIntN(64, this.register(10, index))), this.register(11, index)]
  }

  /** Puts text into the console's input ring without telling a device; returns how many bytes fitted. */
  type(text: string): number {
    const ring = this.guest + GUEST_CONSOLE_IN
    const view = this.#view()
    let head = view.getUint32(ring + RingLayout.head.offset, true)
    const free = RING_DATA_BYTES - ((head - view.getUint32(ring + RingLayout.tail.offset, true)) >>> 0)
    const bytes = [...Buffer.from(text, 'latin1')].slice(0, free)
    for (const byte of bytes) view.setUint8(ring + RingLayout.data.offset + (head++ % RING_DATA_BYTES), byte)
    view.setUint32(ring + RingLayout.head.offset, head, true)
    return bytes.length
  }

  /** Takes what waits in the console's output ring without telling a device. */
  output(): string {
    const ring = this.guest + GUEST_CONSOLE_OUT
    const view = this.#view()
    const head = view.getUint32(ring + RingLayout.head.offset, true)
    const bytes: number[] = []
    for (let tail = view.getUint32(ring + RingLayout.tail.offset, true); tail !== head; tail = (tail + 1) >>> 0) {
      bytes.push(view.getUint8(ring + RingLayout.data.offset + (tail % RING_DATA_BYTES)))
    }
    view.setUint32(ring + RingLayout.tail.offset, head, true)
    return Buffer.from(bytes).toString('latin1')
  }

  readMemory(gpa: bigint, bytes: number): Uint8Array {
    const pointer = this.call.staging()
    if (this.call.guestRead(this.guest, gpa, pointer, bytes) === 0) throw new RangeError(`${gpa.toString(16)} is not RAM`)
    return new Uint8Array(this.#memory.buffer, pointer, bytes).slice()
  }

  writeMemory(gpa: bigint, content: Uint8Array): void {
    const pointer = this.call.staging()
    new Uint8Array(this.#memory.buffer).set(content, pointer)
    if (this.call.guestWrite(this.guest, gpa, pointer, content.length) === 0)
      throw new RangeError(`${gpa.toString(16)} is not RAM`)
  }

  readWord(gpa: bigint): bigint {
    return new DataView(this.readMemory(gpa, 8).buffer).getBigUint64(0, true)
  }

  writeWords(gpa: bigint, words: readonly bigint[]): void {
    this.writeMemory(gpa, new Uint8Array(BigUint64Array.from(words).buffer))
  }

  #view(): DataView {
    return new DataView(this.#memory.buffer)
  }

  #get(base: number, { offset, bytes }: Place): bigint {
    return bytes === 8 ? this.#view().getBigUint64(base + offset, true) : BigInt(this.#view().getUint32(base + offset, true))
  }

  #set(base: number, { offset, bytes }: Place, value: bigint): void {
    if (bytes === 8) this.#view().setBigUint64(base + offset, value, true)
    else this.#view().setUint32(base + offset, Number(value), true)
  }
}
