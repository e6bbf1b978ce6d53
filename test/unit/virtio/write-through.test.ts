/** What a disk's backend sees of a driver that flushes, and of one that never said that it would. */
import { expect, it } from 'vitest'
import { BlkFeatureBit, BlkRequest, BlkStatus } from '../../../src/core/layout.gen'
import { DeviceIo } from '../../../src/host/device-io'
import type { BlockDevice } from '../../../src/storage/block-device'
import { MockDriver } from './mock-driver'
import { asCore } from './outside-lab'
import { RAM, VirtioMachine } from './virtio-machine'

const slot = 0
const headerGpa = RAM + 0x1_0000n
const dataGpa = RAM + 0x1_1000n
const statusGpa = RAM + 0x1_2000n

/** A driver with these features writes, zeroes and reads; what the backend is asked for, and whether a failing flush is an error of the request. */
async function asked(features: readonly number[], flushFails = false): Promise<{ calls: string[]; statuses: number[] }> {
  const machine = await VirtioMachine.create({ frames: 1024 })
  machine.call.blkAttach(machine.guest, slot, 16n, 1, 0, 0)
  const calls: string[] = []
  const backend: BlockDevice = {
    bytes: 8192,
    isReadOnly: false,
    read: async () => void calls.push('read'),
    write: async () => void calls.push('write'),
    zero: async () => void calls.push('zero'),
    flush: async () => {
      calls.push('flush')
      if (flushFails) throw new Error('no room')
    },
    close: () => undefined,
  }
  const io = new DeviceIo({ core: asCore(machine), guest: machine.guest, onFailure: () => {}, onDone: () => {} })
  io.setDisk(slot, backend)
  const driver = new MockDriver(machine, slot)
  expect(driver.negotiate(features)).toBe(true)
  const queue = driver.addQueue({ index: 0, size: 16, gpa: RAM })
  driver.start()
  const statuses: number[] = []
  for (const type of [BlkRequest.write, BlkRequest.writeZeroes, BlkRequest.read]) {
    const header = new DataView(new ArrayBuffer(16))
    header.setUint32(0, type, true)
    const range = new DataView(new ArrayBuffer(16))
    range.setUint32(8, 1, true)
    const data =
      type === BlkRequest.read
        ? { gpa: dataGpa, bytes: 512, isWritable: true }
        : { gpa: dataGpa, bytes: type === BlkRequest.write ? 512 : 16, content: new Uint8Array(range.buffer) }
    machine.write(statusGpa, Uint8Array.of(0xff))
    const end = { gpa: statusGpa, bytes: 1, isWritable: true }
    queue.add([{ gpa: headerGpa, bytes: 16, content: new Uint8Array(header.buffer) }, data, end])
    queue.notify()
    io.serve()
    await io.settle()
    expect(queue.takeUsed()).toHaveLength(1)
    statuses.push(machine.read(statusGpa, 1)[0] ?? -1)
  }
  return { calls, statuses }
}

it('a driver that knows FLUSH decides when what it wrote has to be durable', async () => {
  expect(await asked([BlkFeatureBit.flush])).toEqual({ calls: ['write', 'zero', 'read'], statuses: [0, 0, 0] })
})

it('what a driver without FLUSH changes is durable before it is acknowledged', async () => {
  expect(await asked([])).toEqual({ calls: ['write', 'flush', 'zero', 'flush', 'read'], statuses: [0, 0, 0] })
  expect((await asked([], true)).statuses).toEqual([BlkStatus.ioError, BlkStatus.ioError, BlkStatus.ok])
})
