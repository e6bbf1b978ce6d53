/** The window of a virtio function on PCI into its own BARs, by configuration space (§4.1.4.9): what firmware uses before memory is mapped. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  BlkRequest,
  VIRTIO_PCI_COMMON,
  VIRTIO_PCI_DEVICE,
  VIRTIO_PCI_NOTIFY,
  VirtioMmioRegister,
  VirtioPciRegister,
} from '../../../src/core/layout.gen'
import { slotOfPlace } from '../../../src/spec/pci/places'
import { MockDriver } from './mock-driver'
import { RAM, VirtioMachine } from './virtio-machine'

const place = 1
const slot = slotOfPlace(place)
const config = (1 + place) << 20
const sectors = 0x1234_5678_9n
const [vendorCapability, windowType] = [9, 5]

describe('the window of a virtio function', () => {
  let machine: VirtioMachine
  let window: number

  const get = (offset: number, bytes = 4): number =>
    Number(BigInt.asUintN(8 * bytes, machine.call.configGet(machine.guest, config + offset, bytes)))
  const set = (offset: number, value: number, bytes = 4): void =>
    machine.call.configSet(machine.guest, config + offset, value, bytes)

  function open(bar: number, offset: number, bytes: number): void {
    set(window + 4, bar, 1)
    set(window + 8, offset)
    set(window + 12, bytes)
  }
  function through(offset: number, bytes: number): number {
    open(0, offset, bytes)
    return get(window + 16, bytes)
  }
  function put(offset: number, value: number, bytes: number): void {
    open(0, offset, bytes)
    set(window + 16, value, bytes)
  }

  beforeAll(async () => {
    machine = await VirtioMachine.create({ frames: 4096 })
  })
  beforeEach(() => {
    machine = machine.sibling()
    machine.call.blkAttach(machine.guest, slot, sectors, 1, 0, 0)
    machine.carry(slot, 'virtioBlk', 2)
    window = get(0x34, 1)
    while (window !== 0 && !(get(window, 1) === vendorCapability && get(window + 3, 1) === windowType))
      window = get(window + 1, 1)
    expect(window).not.toBe(0)
  })

  it('reads and writes registers, though nothing answers behind a BAR', () => {
    set(0x04, 0, 2)
    expect(through(VIRTIO_PCI_COMMON + VirtioPciRegister.numQueues, 2)).toBe(1)
    const capacity = BigInt(through(VIRTIO_PCI_DEVICE, 4)) | (BigInt(through(VIRTIO_PCI_DEVICE + 4, 4)) << 32n)
    expect(capacity).toBe(sectors)
    put(VIRTIO_PCI_COMMON + VirtioPciRegister.deviceStatus, 3, 1)
    expect(through(VIRTIO_PCI_COMMON + VirtioPciRegister.deviceStatus, 1)).toBe(3)
    set(0x04, 6, 2)
    expect(machine.register(slot, 'status')).toBe(3)
  })

  it('rings doorbells', () => {
    const driver = new MockDriver(machine, slot)
    expect(driver.negotiate()).toBe(true)
    const queue = driver.addQueue({ index: 0, size: 16, gpa: RAM })
    driver.start()
    const content = new Uint8Array(16)
    content[0] = BlkRequest.getId
    const [header, data, status] = [RAM + 0x8000n, RAM + 0x9000n, RAM + 0xa000n]
    queue.add([
      { gpa: header, bytes: 16, content },
      { gpa: data, bytes: 20, isWritable: true },
      { gpa: status, bytes: 1, isWritable: true },
    ])
    expect(queue.takeUsed()).toEqual([])
    put(VIRTIO_PCI_NOTIFY, 0, 2)
    expect(queue.takeUsed()).toHaveLength(1)
  })

  it('reaches the table of MSI-X, in the BAR where that is', () => {
    open(2, 8, 4)
    set(window + 16, 0x1234)
    open(2, 12, 4)
    expect(get(window + 16)).toBe(1)
    open(2, 8, 4)
    expect(get(window + 16)).toBe(0x1234)
  })

  it('reaches nothing by other lengths, elsewhere, and beyond a BAR', () => {
    const status = VIRTIO_PCI_COMMON + VirtioPciRegister.deviceStatus
    const places = [
      [0, status, 0],
      [0, status, 3],
      [0, status, 8],
      [0, status - 1, 4],
      [0, status - 1, 2],
      [1, status, 1],
      [5, status, 1],
      [0xff, status, 1],
      [0, 0x4000 + status, 1],
      [0, 0xffff_fffc, 4],
    ] as const
    for (const [bar, offset, bytes] of places) {
      open(bar, offset, bytes)
      set(window + 16, 0x0f0f_0f0f)
      expect([bar, offset, bytes, get(window + 16)]).toEqual([bar, offset, bytes, 0x0f0f_0f0f])
      expect(machine.readRegister(slot, VirtioMmioRegister.status)).toBe(0)
    }
  })

  it('forgets where it was open when the function is reset', () => {
    open(2, 8, 4)
    const express = (() => {
      let at = get(0x34, 1)
      while (get(at, 1) !== 0x10) at = get(at + 1, 1)
      return at
    })()
    set(express + 8, 0x8000, 2)
    expect([get(window + 4, 1), get(window + 8), get(window + 12)]).toEqual([0, 0, 0])
  })
})
