/** A driver that is the test's own: it negotiates, lays out real rings in guest memory, and gives a device chains to serve. */
import { DescriptorFlag, VirtioFeatureBit, VirtioMmioRegister, VirtioStatus } from '../../../src/core/layout.gen'
import type { VirtioMachine } from './virtio-machine'

export type RingFormat = 'split' | 'packed'

export interface Buffer {
  readonly gpa: bigint
  readonly bytes: number
  /** The device writes it. */
  readonly isWritable?: boolean
  /** Put there before the device sees it. */
  readonly content?: Uint8Array
}

export interface Used {
  readonly id: number
  readonly written: number
}

export interface QueueOptions {
  readonly index: number
  readonly size: number
  /** The driver area and the device area follow it on pages of their own. */
  readonly gpa: bigint
}

const PAGE = 4096n

export class MockDriver {
  readonly queues = new Map<number, MockQueue>()
  #features = 0n

  constructor(
    readonly machine: VirtioMachine,
    readonly slot: number,
  ) {}

  /** Up to FEATURES_OK, with those of `features` (bit numbers) beside VERSION_1; false when the device refuses them. */
  negotiate(features: readonly number[] = []): boolean {
    const { machine, slot } = this
    machine.setRegister(slot, 'status', 0)
    machine.setRegister(slot, 'status', VirtioStatus.acknowledge | VirtioStatus.driver)
    this.#features = [VirtioFeatureBit.version1, ...features].reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n)
    for (const word of [0, 1]) {
      machine.setRegister(slot, 'driverFeaturesSel', word)
      machine.setRegister(slot, 'driverFeatures', Number(BigInt.asUintN(32, this.#features >> BigInt(32 * word))))
    }
    const status = VirtioStatus.acknowledge | VirtioStatus.driver | VirtioStatus.featuresOk
    machine.setRegister(slot, 'status', status)
    return machine.register(slot, 'status') === status
  }

  /** The feature bits on offer. */
  get offered(): bigint {
    const words = [0, 1].map((word) => {
      this.machine.setRegister(this.slot, 'deviceFeaturesSel', word)
      return BigInt(this.machine.register(this.slot, 'deviceFeatures'))
    })
    return (words[0] ?? 0n) | ((words[1] ?? 0n) << 32n)
  }

  addQueue({ index, size, gpa }: QueueOptions): MockQueue {
    const queue = new MockQueue(this, { index, size, gpa }, this.has(VirtioFeatureBit.ringPacked) ? 'packed' : 'split')
    this.queues.set(index, queue)
    return queue
  }

  has(bit: number): boolean {
    return ((this.#features >> BigInt(bit)) & 1n) === 1n
  }

  start(): void {
    this.machine.setRegister(this.slot, 'status', 15)
  }

  get needsReset(): boolean {
    return (this.machine.register(this.slot, 'status') & VirtioStatus.needsReset) !== 0
  }

  config(offset: number, bytes: number): number {
    return this.machine.readRegister(this.slot, VirtioMmioRegister.config + offset, bytes)
  }

  setConfig(offset: number, bytes: number, value: number): void {
    this.machine.writeRegister(this.slot, VirtioMmioRegister.config + offset, value, bytes)
  }

  /** What InterruptStatus says, and the acknowledgement of it. */
  takeInterrupts(): number {
    const status = this.machine.register(this.slot, 'interruptStatus')
    this.machine.setRegister(this.slot, 'interruptAck', status)
    return status
  }
}

export class MockQueue {
  readonly descriptors: bigint
  readonly driverArea: bigint
  readonly deviceArea: bigint
  readonly size: number
  readonly index: number
  #freeDescriptor = 0
  #available = 0
  #seen = 0
  /** Packed: the wrap counters of driver and device, and the descriptors of each buffer id. */
  #wrap = true
  #usedWrap = true
  readonly #lengths = new Map<number, number>()

  constructor(
    private readonly driver: MockDriver,
    { index, size, gpa }: QueueOptions,
    readonly format: RingFormat,
  ) {
    this.size = size
    this.index = index
    const span = (BigInt(size) * 16n + PAGE - 1n) & ~(PAGE - 1n)
    this.descriptors = gpa
    this.driverArea = gpa + span
    this.deviceArea = gpa + span + PAGE
    this.configure([this.descriptors, this.driverArea, this.deviceArea])
  }

  /** Tells the device where the areas are, and enables the queue. */
  configure([descriptors, driver, device]: readonly [bigint, bigint, bigint]): void {
    const { machine, slot } = this.driver
    machine.setRegister(slot, 'queueSel', this.index)
    machine.setRegister(slot, 'queueNum', this.size)
    const low = (gpa: bigint): number => Number(BigInt.asUintN(32, gpa))
    const high = (gpa: bigint): number => Number(gpa >> 32n)
    machine.setRegister(slot, 'queueDescLow', low(descriptors))
    machine.setRegister(slot, 'queueDescHigh', high(descriptors))
    machine.setRegister(slot, 'queueDriverLow', low(driver))
    machine.setRegister(slot, 'queueDriverHigh', high(driver))
    machine.setRegister(slot, 'queueDeviceLow', low(device))
    machine.setRegister(slot, 'queueDeviceHigh', high(device))
    machine.setRegister(slot, 'queueReady', 1)
  }

  get isReady(): boolean {
    const { machine, slot } = this.driver
    machine.setRegister(slot, 'queueSel', this.index)
    return machine.register(slot, 'queueReady') === 1
  }

  /** Puts a chain of buffers into the ring, in an indirect table at `table` when there is one; its head or buffer id. */
  add(buffers: readonly Buffer[], table?: bigint): number {
    for (const { gpa, content } of buffers) if (content !== undefined) this.driver.machine.write(gpa, content)
    return this.format === 'split' ? this.#addSplit(buffers, table) : this.#addPacked(buffers, table)
  }

  notify(): void {
    this.driver.machine.setRegister(this.driver.slot, 'queueNotify', this.index)
  }

  /** Chains that the device gave back since the last call. */
  takeUsed(): Used[] {
    return this.format === 'split' ? this.#usedSplit() : this.#usedPacked()
  }

  /** Writes one descriptor as it is, right or wrong. */
  setDescriptor(at: bigint, { gpa, bytes, flags, next }: { gpa: bigint; bytes: number; flags: number; next: number }): void {
    const view = new DataView(new ArrayBuffer(16))
    view.setBigUint64(0, gpa, true)
    view.setUint32(8, bytes, true)
    view.setUint16(12, this.format === 'split' ? flags : next, true)
    view.setUint16(14, this.format === 'split' ? next : flags, true)
    this.driver.machine.write(at, new Uint8Array(view.buffer))
  }

  /** Split: makes `head` available. */
  offer(head: number): void {
    this.#setWord(this.driverArea + 4n + 2n * BigInt(this.#available % this.size), head)
    this.#available = (this.#available + 1) & 0xffff
    this.#setWord(this.driverArea + 2n, this.#available)
  }

  /** avail.flags of a split ring, or off_wrap and flags of the driver's event suppression. */
  suppress(flags: number, offWrap = 0): void {
    this.#setWord(this.driverArea, this.format === 'split' ? flags : offWrap)
    if (this.format === 'packed') this.#setWord(this.driverArea + 2n, flags)
  }

  setUsedEvent(index: number): void {
    this.#setWord(this.driverArea + 4n + 2n * BigInt(this.size), index)
  }

  get availEvent(): number {
    return this.#word(this.deviceArea + 4n + 8n * BigInt(this.size))
  }

  #addSplit(buffers: readonly Buffer[], table: bigint | undefined): number {
    const head = this.#freeDescriptor % this.size
    if (table === undefined) {
      this.#writeTable(this.descriptors, buffers, { first: head, modulo: this.size })
      this.#freeDescriptor += buffers.length
    } else {
      this.#writeTable(table, buffers, { first: 0, modulo: buffers.length })
      const flags = DescriptorFlag.indirect
      this.setDescriptor(this.descriptors + 16n * BigInt(head), { gpa: table, bytes: 16 * buffers.length, flags, next: 0 })
      this.#freeDescriptor += 1
    }
    this.offer(head)
    return head
  }

  #writeTable(table: bigint, buffers: readonly Buffer[], { first, modulo }: { first: number; modulo: number }): void {
    for (const [place, buffer] of buffers.entries()) {
      const index = (first + place) % modulo
      const isLast = place === buffers.length - 1
      const flags = (buffer.isWritable === true ? DescriptorFlag.write : 0) | (isLast ? 0 : DescriptorFlag.next)
      const next = isLast ? 0 : (index + 1) % modulo
      this.setDescriptor(table + 16n * BigInt(index), { gpa: buffer.gpa, bytes: buffer.bytes, flags, next })
    }
  }

  /** The first descriptor is made available last (§2.8.21). */
  #addPacked(buffers: readonly Buffer[], table: bigint | undefined): number {
    const id = this.#freeDescriptor++ % this.size
    const list = table === undefined ? buffers : [{ gpa: table, bytes: 16 * buffers.length, isTable: true }]
    if (table !== undefined) {
      for (const [place, { gpa, bytes, isWritable }] of buffers.entries()) {
        const flags = isWritable === true ? DescriptorFlag.write : 0
        this.setDescriptor(table + 16n * BigInt(place), { gpa, bytes, flags, next: 0 })
      }
    }
    const writes: (() => void)[] = []
    for (const [place, buffer] of list.entries()) {
      const at = this.descriptors + 16n * BigInt(this.#available)
      const marks = this.#wrap ? 0x80 : 0x8000
      const kind = 'isTable' in buffer ? DescriptorFlag.indirect : buffer.isWritable === true ? DescriptorFlag.write : 0
      const flags = marks | kind | (place < list.length - 1 ? DescriptorFlag.next : 0)
      const { gpa, bytes } = buffer
      writes.unshift(() => this.setDescriptor(at, { gpa, bytes, flags, next: id }))
      this.#available++
      if (this.#available === this.size) {
        this.#available = 0
        this.#wrap = !this.#wrap
      }
    }
    for (const write of writes) write()
    this.#lengths.set(id, list.length)
    return id
  }

  #usedSplit(): Used[] {
    const used: Used[] = []
    for (const end = this.#word(this.deviceArea + 2n); this.#seen !== end; this.#seen = (this.#seen + 1) & 0xffff) {
      const entry = this.driver.machine.read(this.deviceArea + 4n + 8n * BigInt(this.#seen % this.size), 8)
      const view = new DataView(entry.buffer)
      used.push({ id: view.getUint32(0, true), written: view.getUint32(4, true) })
    }
    return used
  }

  #usedPacked(): Used[] {
    const used: Used[] = []
    for (;;) {
      const view = new DataView(this.driver.machine.read(this.descriptors + 16n * BigInt(this.#seen), 16).buffer)
      const flags = view.getUint16(14, true)
      if (((flags & 0x80) !== 0) !== this.#usedWrap || ((flags & 0x8000) !== 0) !== this.#usedWrap) return used
      const id = view.getUint16(12, true)
      used.push({ id, written: view.getUint32(8, true) })
      this.#seen += this.#lengths.get(id) ?? 1
      if (this.#seen >= this.size) {
        this.#seen -= this.size
        this.#usedWrap = !this.#usedWrap
      }
    }
  }

  #word(gpa: bigint): number {
    return new DataView(this.driver.machine.read(gpa, 2).buffer).getUint16(0, true)
  }

  #setWord(gpa: bigint, value: number): void {
    this.driver.machine.write(gpa, new Uint8Array(Uint16Array.of(value).buffer))
  }
}
