/** Queues that are reset, or disabled, one by one (§2.6.1, §4.2.2.1): what was taken out of them comes back no more, and the others go on. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  BalloonFeatureBit,
  BlkRequest,
  BlkStatus,
  ConsoleFeatureBit,
  VirtioFeatureBit,
  VirtioKind,
} from '../../../src/core/layout.gen'
import { MockDriver, type MockQueue } from './mock-driver'
import { RAM, VirtioMachine } from './virtio-machine'

const slot = 1
const size = 16
const none = 0xffff_ffff
const at = (queue: number): bigint => RAM + BigInt(queue) * 0x4000n
const dataGpa = RAM + 0x4_0000n

describe.each(['queueReset', 'queueReady'] as const)('a queue that is stopped by %s', (register) => {
  let machine: VirtioMachine
  beforeAll(async () => {
    machine = await VirtioMachine.create({ pages: 128, frames: 4096 })
  })
  beforeEach(() => {
    machine = machine.sibling()
  })

  function started(count: number, features: readonly number[] = []): MockQueue[] {
    const driver = new MockDriver(machine, slot)
    expect(driver.negotiate([VirtioFeatureBit.ringReset, ...features])).toBe(true)
    const queues = Array.from({ length: count }, (_, index) => driver.addQueue({ index, size, gpa: at(index) }))
    driver.start()
    return queues
  }
  function stop(queue: MockQueue): void {
    machine.setRegister(slot, 'queueSel', queue.index)
    machine.setRegister(slot, register, register === 'queueReset' ? 1 : 0)
    expect(machine.register(slot, 'queueReady')).toBe(0)
  }
  /** The same queue in fresh memory. */
  function again(queue: MockQueue, features: readonly number[] = []): MockQueue {
    const driver = new MockDriver(machine, slot)
    Object.assign(driver, { has: (bit: number) => features.includes(bit) })
    machine.write(at(8), new Uint8Array(0x4000))
    return driver.addQueue({ index: queue.index, size, gpa: at(8) })
  }
  function read(queue: MockQueue, index = 0): void {
    const content = new Uint8Array(16)
    content[0] = BlkRequest.read
    const gpa = dataGpa + BigInt(index) * 0x1000n
    queue.add([
      { gpa, bytes: 16, content },
      { gpa: gpa + 0x200n, bytes: 512, isWritable: true },
      { gpa: gpa + 0x800n, bytes: 1, isWritable: true },
    ])
  }

  it('has nothing of a request that a disk had under way', () => {
    const { call, guest } = machine
    call.blkAttach(guest, slot, 64n, 2, 0, 0)
    const [one, other] = started(2) as [MockQueue, MockQueue]
    for (const [index, queue] of [one, other].entries()) {
      read(queue, index)
      queue.notify()
    }
    const taken = [call.ioTake(guest), call.ioTake(guest)]
    stop(one)
    const fresh = again(one)
    for (const request of taken) call.blkDone(guest, request, BlkStatus.ok)
    expect([fresh.takeUsed(), other.takeUsed().length, call.ioBusy(guest)]).toEqual([[], 1, 0])
    expect(machine.read(dataGpa + 0x800n, 1)[0]).toBe(0)
    read(fresh)
    fresh.notify()
    call.blkDone(guest, call.ioTake(guest), BlkStatus.ok)
    expect(fresh.takeUsed()).toHaveLength(1)
  })

  it('leaves those of a disk that wait for its limits, or for a place', () => {
    const { call, guest } = machine
    call.blkAttach(guest, slot, 64n, 2, 0, call.volumeCreate(32_768n))
    const [one, other] = started(2) as [MockQueue, MockQueue]
    call.setTime(guest, 0n)
    call.blkLimit(guest, slot, 0n, 10n)
    for (let n = 0; n < 3; n++) for (const queue of [one, other]) read(queue)
    one.notify()
    other.notify()
    stop(one)
    const before = other.takeUsed().length
    call.setTime(guest, 10_000_000_000n)
    call.serveDevices(guest)
    expect(before + other.takeUsed().length).toBeGreaterThan(before)
  })

  it('is not the whole device: what serves it goes on', () => {
    const { call, guest } = machine
    call.portAttach(guest, slot, VirtioKind.console, 6, 0b010101, 1n << BigInt(ConsoleFeatureBit.multiport))
    const queues = started(6, [ConsoleFeatureBit.multiport])
    const [input, control] = [queues[0], queues[2]] as [MockQueue, MockQueue]
    const give = (queue: MockQueue): number => call.portInput(guest, slot, queue.index, call.staging(), 4)
    const resets = call.portResets(guest, slot)
    call.portReady(guest, slot)
    expect(give(control)).toBe(0)
    stop(input)
    expect(call.portResets(guest, slot)).toBe(resets)
    call.portReady(guest, slot)
    control.add([{ gpa: dataGpa, bytes: 64, isWritable: true }])
    control.notify()
    expect([call.portReady(guest, slot), give(control)]).toEqual([1, 4])
  })

  it('gives the driver of a balloon its buffer for statistics back', () => {
    const { call, guest } = machine
    machine.attach('balloon', slot)
    const features = [BalloonFeatureBit.statsVq]
    const stats = started(3, features)[2] as MockQueue
    stats.add([{ gpa: dataGpa, bytes: 10, content: new Uint8Array(10) }])
    stats.notify()
    stop(stats)
    const fresh = again(stats)
    expect([call.balloonAskStats(guest), fresh.takeUsed()]).toEqual([0, []])
    fresh.add([{ gpa: dataGpa, bytes: 10, content: new Uint8Array(10) }])
    fresh.notify()
    expect([call.balloonAskStats(guest), fresh.takeUsed().length]).toEqual([1, 1])
  })

  it('takes nothing while it is stopped', () => {
    const { call, guest } = machine
    call.blkAttach(guest, slot, 64n, 1, 0, 0)
    const [queue] = started(1) as [MockQueue]
    stop(queue)
    read(queue)
    queue.notify()
    expect(call.ioTake(guest) >>> 0).toBe(none)
  })
})
