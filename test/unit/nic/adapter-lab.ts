/** An adapter with guests on its virtual functions, whose drivers are the test's own: they send frames, and look at what arrives. */
import { GuestLayout, NIC_OUTBOX_BYTES, NicLayout, NicPortLayout, VirtioNetFeature } from '../../../src/core/layout.gen'
import { MockDriver, type MockQueue } from '../virtio/mock-driver'
import { RAM, VirtioMachine } from '../virtio/virtio-machine'
import { IgbStation } from './igb-station'

const headerBytes = 12
const bufferBytes = 2048
const firstVirtual = 2
const ringSize = 64
/** Where a station's rings and buffers lie. */
const place = {
  receive: RAM,
  transmit: RAM + 0x4000n,
  control: RAM + 0x8000n,
  in: RAM + 0x10_000n,
  out: RAM + 0x40_000n,
} as const

export const all = [
  VirtioNetFeature.csum,
  VirtioNetFeature.guestCsum,
  VirtioNetFeature.guestTso4,
  VirtioNetFeature.hostTso4,
  VirtioNetFeature.mrgRxbuf,
  VirtioNetFeature.status,
  VirtioNetFeature.ctrlVq,
  VirtioNetFeature.ctrlRx,
  VirtioNetFeature.ctrlVlan,
  VirtioNetFeature.ctrlMacAddr,
] as const

type PortField = Exclude<keyof typeof NicPortLayout, 'bytes'>

export class AdapterLab {
  readonly stations: Station[] = []
  /** Drivers of functions of an 82576. */
  readonly functions: IgbStation[] = []
  readonly nic: number

  private constructor(
    readonly first: VirtioMachine,
    vfs: number,
    readonly igb: readonly number[],
    pairs = 1,
  ) {
    this.nic = first.call.createNic(firstVirtual + vfs)
    if (this.nic === 0) throw new Error('the host has no room for an adapter')
    for (let vf = 0; vf < vfs; vf++) {
      const machine = vf === 0 ? first : first.sibling()
      if (igb.includes(vf)) {
        this.set(vf, { mac: macOf(vf) })
        this.functions.push(new IgbStation(this, machine, vf))
        continue
      }
      if (machine.call.attachNetDevice(machine.guest, 0, pairs) === 0) throw new Error('no device')
      this.set(vf, { mac: macOf(vf) })
      if (machine.call.nicPlug(this.nic, firstVirtual + vf, machine.guest, 0) === 0) throw new Error('the port is taken')
      this.stations.push(new Station(this, machine, vf))
    }
  }

  static async create(vfs: number, features: readonly number[] = all): Promise<AdapterLab> {
    return AdapterLab.mixed(vfs, [], features)
  }

  /** Functions with so many pairs of queues, whose drivers are not started yet. */
  static async withPairs(vfs: number, pairs: number): Promise<AdapterLab> {
    return new AdapterLab(await VirtioMachine.create({ pages: 128, frames: 8192 }), vfs, [], pairs)
  }

  /** Those of `igb` are functions of an 82576, the others virtio ones. */
  static async mixed(vfs: number, igb: readonly number[], features: readonly number[] = all): Promise<AdapterLab> {
    const lab = new AdapterLab(await VirtioMachine.create({ pages: 128, frames: 8192 }), vfs, igb)
    for (const station of lab.stations) station.start(features)
    return lab
  }

  station(vf: number): Station {
    const station = this.stations.find((it) => it.vf === vf)
    if (station === undefined) throw new RangeError(`there is no function ${vf}`)
    return station
  }

  function(vf: number): IgbStation {
    const station = this.functions.find((it) => it.vf === vf)
    if (station === undefined) throw new RangeError(`function ${vf} is no 82576`)
    return station
  }

  /** What the administrator sets on a function. */
  set(vf: number, fields: Partial<Record<PortField, bigint | number>>): void {
    for (const [name, value] of Object.entries(fields)) {
      const { offset, bytes } = NicPortLayout[name as PortField]
      if (bytes === 8) this.first.view.setBigUint64(this.#port(vf) + offset, BigInt(value), true)
      else this.first.view.setUint32(this.#port(vf) + offset, Number(value), true)
    }
    this.first.call.nicPortChanged(this.nic, firstVirtual + vf)
  }

  /** The address of a port of any adapter. */
  setMac(nic: number, port: number, mac: Uint8Array): void {
    const at = nic + NicLayout.bytes + port * NicPortLayout.bytes + NicPortLayout.mac.offset
    this.first.view.setBigUint64(at, BigInt(`0x${[...mac].reverse().map(hex).join('')}`), true)
  }

  /** That drivers are told; 0 for none. */
  set mtu(bytes: number) {
    this.first.view.setUint32(this.nic + NicLayout.mtu.offset, bytes, true)
  }

  get(vf: number, name: PortField): number {
    const { offset, bytes } = NicPortLayout[name]
    const at = this.#port(vf) + offset
    return bytes === 8 ? Number(this.first.view.getBigUint64(at, true)) : this.first.view.getUint32(at, true)
  }

  /** A frame comes in by the uplink. */
  inject(frame: Uint8Array): void {
    const pointer = this.first.call.staging() + 64
    new Uint8Array(this.first.memory.buffer).set(frame, pointer)
    this.first.call.nicInject(this.nic, 0, pointer, frame.length)
  }

  /** Frames that left for the outside since the last call, with the port that they left by. */
  takeOutbox(): { port: number; frame: Uint8Array }[] {
    const field = (name: 'outbox' | 'outboxHead' | 'outboxTail'): number =>
      this.first.view.getUint32(this.nic + NicLayout[name].offset, true)
    const frames: { port: number; frame: Uint8Array }[] = []
    let tail = field('outboxTail')
    for (const head = field('outboxHead'); tail !== head; ) {
      const at = field('outbox') + (tail % NIC_OUTBOX_BYTES)
      const length = this.first.view.getUint32(at, true)
      frames.push({
        port: this.first.view.getUint32(at + 4, true),
        frame: new Uint8Array(this.first.memory.buffer, at + 8, length).slice(),
      })
      tail += (8 + length + 7) & ~7
    }
    this.first.view.setUint32(this.nic + NicLayout.outboxTail.offset, tail, true)
    return frames
  }

  #port(vf: number): number {
    return this.nic + NicLayout.bytes + (firstVirtual + vf) * NicPortLayout.bytes
  }
}

export interface Received {
  /** The virtio header in front of the frame. */
  header: Uint8Array
  frame: Uint8Array
}

export class Station {
  driver: MockDriver
  #receive: MockQueue | undefined
  #transmit: MockQueue | undefined
  #control: MockQueue | undefined
  readonly #buffers = new Map<number, bigint>()
  #nextBuffer = 0
  #nextOut = 0

  constructor(
    readonly lab: AdapterLab,
    readonly machine: VirtioMachine,
    readonly vf: number,
  ) {
    this.driver = new MockDriver(machine, 0)
  }

  start(features: readonly number[], buffers = ringSize): void {
    this.driver = new MockDriver(this.machine, 0)
    if (!this.driver.negotiate(features)) throw new Error('the device refuses the features')
    for (const ring of [place.receive, place.transmit, place.control]) this.machine.write(ring, new Uint8Array(3 * 4096))
    this.#receive = this.driver.addQueue({ index: 0, size: ringSize, gpa: place.receive })
    this.#transmit = this.driver.addQueue({ index: 1, size: ringSize, gpa: place.transmit })
    this.#control = this.driver.addQueue({ index: 2, size: ringSize, gpa: place.control })
    this.driver.start()
    this.#buffers.clear()
    this.#nextBuffer = 0
    this.refill(buffers)
  }

  /** Gives the device `count` more buffers to receive into. */
  refill(count: number, notify = true): void {
    for (let n = 0; n < count; n++) {
      const gpa = place.in + BigInt((this.#nextBuffer++ % ringSize) * bufferBytes)
      this.#buffers.set(this.#queue(this.#receive).add([{ gpa, bytes: bufferBytes, isWritable: true }]), gpa)
    }
    if (notify) this.#queue(this.#receive).notify()
  }

  /** Where the device asks to be told of more receive buffers: avail_event of a split ring, or off_wrap and flags of a packed one. */
  get receiveEvent(): { index: number; flags: number } {
    const { availEvent, deviceArea, format } = this.#queue(this.#receive)
    if (format === 'split') return { index: availEvent, flags: 0 }
    const [index = 0, flags = 0] = new Uint16Array(this.machine.read(deviceArea, 4).slice().buffer)
    return { index, flags }
  }

  /** A packed ring's. */
  set receiveEvent({ index, flags }: { index: number; flags: number }) {
    this.machine.write(this.#queue(this.#receive).deviceArea, new Uint8Array(Uint16Array.of(index, flags).buffer))
  }

  send(frame: Uint8Array, header: Uint8Array = new Uint8Array(headerBytes)): void {
    const content = new Uint8Array([...header, ...frame])
    const gpa = place.out + BigInt((this.#nextOut++ % 4) * 0x1_1000)
    this.#queue(this.#transmit).add([{ gpa, bytes: content.length, content }])
    this.#queue(this.#transmit).notify()
  }

  /** Frames that were sent and whose buffers came back. */
  sent(): number {
    return this.#queue(this.#transmit).takeUsed().length
  }

  /** What arrived since the last call; its buffers are given back when `refills`. */
  take(refills = true): Received[] {
    const used = this.#queue(this.#receive).takeUsed()
    const received: Received[] = []
    for (let index = 0; index < used.length; ) {
      const parts = this.#parts(used.slice(index))
      received.push({ header: parts.subarray(0, headerBytes), frame: parts.subarray(headerBytes) })
      index += parts[10] ?? 1
    }
    if (refills) this.refill(used.length)
    return received
  }

  frames(): Uint8Array[] {
    return this.take().map(({ frame }) => frame)
  }

  /** A command on the control queue; its answer, 0 when it was done. */
  control(head: readonly [number, number], data: Uint8Array): number {
    const content = new Uint8Array([...head, ...data])
    this.machine.write(RAM + 0xf000n, Uint8Array.of(0xaa))
    this.#queue(this.#control).add([
      { gpa: RAM + 0xe000n, bytes: content.length, content },
      { gpa: RAM + 0xf000n, bytes: 1, isWritable: true },
    ])
    this.#queue(this.#control).notify()
    return this.machine.read(RAM + 0xf000n, 1)[0] ?? 0xff
  }

  /** Moves the guest's time, and lets what waits for it go on. */
  advance(ns: bigint): void {
    const at = this.machine.guest + GuestLayout.timeNs.offset
    this.machine.view.setBigUint64(at, this.machine.view.getBigUint64(at, true) + ns, true)
    if (
      this.machine.view.getBigUint64(at, true) >=
      this.machine.view.getBigUint64(this.machine.guest + GuestLayout.nicWakeNs.offset, true)
    )
      this.machine.call.nicTick(this.machine.guest)
  }

  #parts(used: readonly { id: number; written: number }[]): Uint8Array {
    const part = (index: number): Uint8Array => {
      const { id, written } = used[index] ?? { id: -1, written: 0 }
      return this.machine.read(this.#buffers.get(id) ?? -1n, written)
    }
    const first = part(0)
    const rest = Array.from({ length: (first[10] ?? 1) - 1 }, (_, index) => part(index + 1))
    return new Uint8Array([first, ...rest].flatMap((bytes) => [...bytes]))
  }

  #queue(queue: MockQueue | undefined): MockQueue {
    if (queue === undefined) throw new Error('the station was not started')
    return queue
  }
}

/** First byte lowest, as the core keeps addresses. */
export const macOf = (vf: number): bigint => BigInt(`0x${[...macBytes(vf)].reverse().map(hex).join('')}`)
export const macBytes = (vf: number): Uint8Array => Uint8Array.of(0x02, 0, 0, 0, 0, vf + 1)
export const broadcast = new Uint8Array(6).fill(0xff)
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

export interface FrameOptions {
  to: Uint8Array
  from: Uint8Array
  /** EtherType and TCI of a tag. */
  tag?: readonly [type: number, tci: number]
  payload?: Uint8Array
}

export function frameOf({ to, from, tag, payload = new Uint8Array(46).map((_, index) => index) }: FrameOptions): Uint8Array {
  const tagBytes = tag === undefined ? [] : [tag[0] >> 8, tag[0] & 0xff, tag[1] >> 8, tag[1] & 0xff]
  return new Uint8Array([...to, ...from, ...tagBytes, 0x88, 0xb5, ...payload])
}
