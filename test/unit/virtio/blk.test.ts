/** A disk before a mock driver: what requests do, what is refused, and how limits hold by the guest's clock. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BlkFeatureBit, BlkRequest, BlkStatus, Detached, DetachHow, VirtioFeatureBit } from '../../../src/core/layout.gen'
import { slotOfPlace } from '../../../src/spec/pci/places'
import { type Buffer, MockDriver, type MockQueue, type RingFormat } from './mock-driver'
import { RAM, VirtioMachine } from './virtio-machine'

const slots = { mmio: 1, pci: slotOfPlace(2) } as const
const sectors = 128
const headerGpa = RAM + 0x1_0000n
const dataGpa = RAM + 0x1_1ff0n
const statusGpa = RAM + 0x2_0000n
const second = 1_000_000_000n

describe.each<[keyof typeof slots, RingFormat]>([
  ['mmio', 'split'],
  ['mmio', 'packed'],
  ['pci', 'split'],
  ['pci', 'packed'],
])('a disk on %s behind %s rings', (transport, format) => {
  const slot = slots[transport]
  let machine: VirtioMachine
  let driver: MockDriver
  let queue: MockQueue
  let isOutside: boolean

  beforeAll(async () => {
    machine = await VirtioMachine.create({ frames: 4096 })
  })
  beforeEach(() => start({}))

  function start({ isReadOnly = 0, outside = false }): void {
    machine = machine.sibling()
    isOutside = outside
    const volume = outside ? 0 : machine.call.volumeCreate(BigInt(sectors * 512))
    machine.call.blkAttach(machine.guest, slot, BigInt(sectors), 1, isReadOnly, volume)
    if (transport === 'pci') machine.carry(slot, 'virtioBlk', 2)
    driver = new MockDriver(machine, slot)
    expect(driver.negotiate(format === 'packed' ? [VirtioFeatureBit.ringPacked] : [])).toBe(true)
    queue = driver.addQueue({ index: 0, size: 16, gpa: RAM })
    driver.start()
  }

  function header(type: number, sector: number | bigint): Buffer {
    const view = new DataView(new ArrayBuffer(16))
    view.setUint32(0, type, true)
    view.setBigUint64(8, BigInt(sector), true)
    return { gpa: headerGpa, bytes: 16, content: new Uint8Array(view.buffer) }
  }

  const post = (type: number, sector: number | bigint, data: readonly Buffer[] = []): void => {
    machine.write(statusGpa, Uint8Array.of(0xff))
    queue.add([header(type, sector), ...data, { gpa: statusGpa, bytes: 1, isWritable: true }])
    queue.notify()
  }
  const status = (): number => machine.read(statusGpa, 1)[0] ?? -1

  /** The status, after the request came back. */
  function request(type: number, sector: number | bigint, data: readonly Buffer[] = []): number {
    post(type, sector, data)
    expect(queue.takeUsed()).toHaveLength(1)
    return status()
  }

  const into = (bytes: number): Buffer => ({ gpa: dataGpa, bytes, isWritable: true })
  const from = (content: Uint8Array): Buffer => ({ gpa: dataGpa, bytes: content.length, content })
  const filled = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value)
  const range = (sector: number, count: number, flags = 0): Buffer => {
    const view = new DataView(new ArrayBuffer(16))
    view.setBigUint64(0, BigInt(sector), true)
    view.setUint32(8, count, true)
    view.setUint32(12, flags, true)
    return { gpa: dataGpa, bytes: 16, content: new Uint8Array(view.buffer) }
  }

  it('gives back what was written, over pages of guest and disk', () => {
    const content = Uint8Array.from({ length: 3 * 4096 }, (_, at) => at % 251)
    expect(request(BlkRequest.write, 5, [from(content)])).toBe(BlkStatus.ok)
    machine.write(dataGpa, filled(content.length, 0))
    expect(request(BlkRequest.read, 5, [into(content.length)])).toBe(BlkStatus.ok)
    expect(machine.read(dataGpa, content.length)).toEqual(content)
    expect(request(BlkRequest.read, 0, [into(2560)])).toBe(BlkStatus.ok)
    expect(machine.read(dataGpa, 2560)).toEqual(filled(2560, 0))
  })

  it('makes zeros by DISCARD and WRITE_ZEROES, which may unmap alone', () => {
    request(BlkRequest.write, 0, [from(filled(8192, 7))])
    expect(request(BlkRequest.discard, 0, [range(0, 8)])).toBe(BlkStatus.ok)
    expect(request(BlkRequest.writeZeroes, 0, [range(9, 2, 1)])).toBe(BlkStatus.ok)
    expect(request(BlkRequest.discard, 0, [range(0, 8, 1)])).toBe(BlkStatus.unsupported)
    expect(request(BlkRequest.discard, 0, [range(sectors, 1)])).toBe(BlkStatus.ioError)
    request(BlkRequest.read, 0, [into(8192)])
    const expected = filled(8192, 7)
    expected.fill(0, 0, 4096)
    expected.fill(0, 9 * 512, 11 * 512)
    expect(machine.read(dataGpa, 8192)).toEqual(expected)
  })

  it.each([
    ['beyond the end', sectors, 512],
    ['over the end', sectors - 1, 1024],
    ['a sector that overflows', 2n ** 63n, 512],
    ['parts of sectors', 0, 100],
  ])('a request for %s is an I/O error', (_, sector, bytes) => {
    expect(request(BlkRequest.read, sector, [into(bytes)])).toBe(BlkStatus.ioError)
    expect(request(BlkRequest.write, sector, [from(filled(bytes, 1))])).toBe(BlkStatus.ioError)
    expect(driver.needsReset).toBe(false)
  })

  it('flushes, has a name, and says of what it does not know that it does not', () => {
    expect(request(BlkRequest.flush, 0)).toBe(BlkStatus.ok)
    expect(request(BlkRequest.getId, 0, [into(20)])).toBe(BlkStatus.ok)
    expect(request(99, 0)).toBe(BlkStatus.unsupported)
  })

  it('a read-only one says so, and refuses to be written', () => {
    start({ isReadOnly: 1 })
    expect((driver.offered >> BigInt(BlkFeatureBit.readOnly)) & 1n).toBe(1n)
    expect(request(BlkRequest.write, 0, [from(filled(512, 1))])).toBe(BlkStatus.ioError)
    expect(request(BlkRequest.discard, 0, [range(0, 1)])).toBe(BlkStatus.ioError)
    expect(request(BlkRequest.read, 0, [into(512)])).toBe(BlkStatus.ok)
  })

  it('a request without room for its status stops the device', () => {
    queue.add([header(BlkRequest.flush, 0)])
    queue.notify()
    expect(driver.needsReset).toBe(true)
    expect(machine.refusals.map(({ reason }) => reason)).toEqual(['request'])
  })

  it('requests for the outside come back in any order, and not at all after a reset', () => {
    start({ outside: true })
    expect(isOutside).toBe(true)
    const { call, guest } = machine
    for (const sector of [1, 2, 3]) post(BlkRequest.read, sector, [into(512)])
    const taken = [0, 1, 2].map(() => call.ioTake(guest))
    expect(call.ioTake(guest) >>> 0).toBe(0xffff_ffff)
    call.blkDone(guest, taken[1] ?? 0, BlkStatus.ok)
    // A used descriptor of a packed ring overwrites the oldest chain's: that one has to be back first.
    expect(queue.takeUsed()).toHaveLength(format === 'packed' ? 0 : 1)
    expect(status()).toBe(BlkStatus.ok)
    machine.setRegister(slot, 'status', 0)
    for (const index of [taken[0], taken[2]]) call.blkDone(guest, index ?? 0, BlkStatus.ok)
    expect(call.ioBusy(guest)).toBe(0)
  })

  it('a request keeps its buffers while later ones are done before it, those among them that need no outside', () => {
    start({ outside: true })
    const { call, guest } = machine
    const buffers = [0, 1, 2].map((index): Buffer => ({ gpa: dataGpa + BigInt(index * 0x2000), bytes: 512, isWritable: true }))
    const ids = buffers.map((buffer, index) => {
      const end = { gpa: statusGpa + BigInt(index), bytes: 1, isWritable: true }
      const ask = header(index === 1 ? BlkRequest.getId : BlkRequest.read, index)
      return queue.add([{ ...ask, gpa: headerGpa + BigInt(16 * index) }, buffer, end])
    })
    queue.notify()
    const [first = 0, last = 0] = [call.ioTake(guest), call.ioTake(guest)]
    call.blkDone(guest, last, BlkStatus.ok)
    const pointer = call.staging()
    new Uint8Array(machine.memory.buffer).set(filled(512, 9), pointer)
    expect(call.ioWrite(guest, first, 0, pointer, 512)).toBe(512)
    expect(machine.read(buffers[0]?.gpa ?? 0n, 512)).toEqual(filled(512, 9))
    call.blkDone(guest, first, BlkStatus.ok)
    const used = queue.takeUsed().map(({ id }) => id)
    if (format === 'packed') expect(used).toEqual(ids)
    else expect(used.sort()).toEqual(ids)
    expect(call.ioBusy(guest)).toBe(0)
    expect(machine.read(statusGpa, 3)).toEqual(filled(3, 0))
  })

  /** Requests that came back by then, of ten that were there from the beginning. */
  function doneBy(moments: readonly bigint[], limits: readonly [bigint, bigint]): number[] {
    const { call, guest } = machine
    call.setTime(guest, 0n)
    call.blkLimit(guest, slot, ...limits)
    let done = 0
    for (let i = 0; i < 5; i++)
      queue.add([header(BlkRequest.read, 0), into(4096), { gpa: statusGpa, bytes: 1, isWritable: true }])
    queue.notify()
    return moments.map((moment) => {
      call.setTime(guest, moment)
      call.serveDevices(guest)
      done += queue.takeUsed().length
      return done
    })
  }

  it('a limit of requests holds to the nanosecond of the guest: a burst, then one each time', () => {
    // A tenth of a second brings two; the third goes as soon as anything is there, and the fourth when its debt is paid.
    expect(doneBy([0n, 1n, second / 20n, second / 20n + 1n], [0n, 20n])).toEqual([2, 3, 3, 4])
    expect(machine.call.diskWakeNs(machine.guest)).toBe(second / 10n + 1n)
  })

  it('a limit of bytes leaves a debt that is paid before the next', () => {
    const perSecond = 40_960n
    expect(doneBy([0n, 1n, second / 10n, second / 10n + 1n], [perSecond, 0n])).toEqual([1, 2, 2, 3])
  })

  it('limits that are taken away let all go on', () => {
    expect(doneBy([0n], [0n, 10n])).toEqual([1])
    machine.call.blkLimit(machine.guest, slot, 0n, 0n)
    machine.call.serveDevices(machine.guest)
    expect(queue.takeUsed()).toHaveLength(4)
  })
})

describe('a disk on PCI', () => {
  const place = 1
  const slot = slotOfPlace(place)
  let machine: VirtioMachine
  let carrier: number
  let queues: MockQueue[]

  beforeAll(async () => {
    machine = await VirtioMachine.create({ frames: 4096 })
  })
  beforeEach(() => {
    machine = machine.sibling()
    machine.call.blkAttach(machine.guest, slot, BigInt(sectors), 2, 0, 0)
    carrier = machine.carry(slot, 'virtioBlk', 3)
    machine.call.enableMsix(machine.guest, carrier)
    const driver = new MockDriver(machine, slot)
    expect(driver.negotiate()).toBe(true)
    queues = [0, 1].map((index) => {
      machine.setRegister(slot, 'queueSel', index)
      machine.setQueueVector(slot, index + 1)
      return driver.addQueue({ index, size: 16, gpa: RAM + BigInt(index) * 0x4000n })
    })
    driver.start()
  })

  const ask = (queue: MockQueue | undefined, type: number): void => {
    const content = new Uint8Array(16)
    content[0] = type
    const data = { gpa: dataGpa, bytes: 512, isWritable: true }
    queue?.add([{ gpa: headerGpa, bytes: 16, content }, data, { gpa: statusGpa, bytes: 1, isWritable: true }])
    queue?.notify()
  }

  it('signals the vector of the queue whose request is done', () => {
    ask(queues[1], BlkRequest.getId)
    expect(machine.call.takeVectors(machine.guest, carrier)).toBe(0b100)
    ask(queues[0], BlkRequest.getId)
    expect(machine.call.takeVectors(machine.guest, carrier)).toBe(0b010)
  })

  it('is taken out with requests under way, which come to nobody, not to the disk that is in its place then', () => {
    const { call, guest } = machine
    for (const queue of queues) ask(queue, BlkRequest.read)
    const taken = call.ioTake(guest)
    expect(call.detachFunction(guest, place, DetachHow.force)).toBe(Detached.gone)
    call.blkAttach(guest, slot, 1n, 1, 0, 0)
    const before = machine.deviceState(slot)
    expect(call.ioTake(guest) >>> 0).toBe(0xffff_ffff)
    expect(call.ioWrite(guest, taken, 0, call.staging(), 512)).toBe(0)
    machine.write(statusGpa, Uint8Array.of(0xee))
    call.blkDone(guest, taken, BlkStatus.ok)
    expect(machine.deviceState(slot)).toEqual(before)
    expect([call.ioBusy(guest), machine.read(statusGpa, 1)[0]]).toEqual([0, 0xee])
  })
})
