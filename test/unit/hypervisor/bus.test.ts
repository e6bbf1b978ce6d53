/** Which device answers an access outside RAM, and which accesses fault. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GUEST_HARTS, GuestLayout, HART_BLOCK_BYTES, HartLayout } from '../../../src/core/layout.gen'
import { interruptControllers, platform } from '../../../src/spec/platform'
import { compileAssembly } from '../../support/assembly'

const source = `
export { accessDevice } from './assembly/hypervisor/bus'
export { createGuest, resetGuest } from './assembly/hypervisor/guest'
export { imsicGet } from './assembly/irq/imsic'
export { createHost } from './assembly/memory/host'
`

interface Exports {
  accessDevice(guest: number, hart: number): void
  createGuest(harts: number, ramPages: number): number
  resetGuest(guest: number): void
  imsicGet(hart: number, machine: number, select: number): bigint
  createHost(frames: number): number
}

interface Machine {
  controller?: keyof typeof interruptControllers
  firmware?: boolean
}

const HARTS = 2
const EIP0 = 0x80
const READ = 1
const WRITE = 2
const LOAD_ACCESS = 5n
const STORE_ACCESS = 7n

describe('the bus', () => {
  let call: Exports
  let view: DataView
  let guest: number
  const hart = (index: number): number => guest + GUEST_HARTS + index * HART_BLOCK_BYTES
  const setWord = (field: 'interruptController' | 'start', value: number): void =>
    view.setUint32(guest + GuestLayout[field].offset, value, true)
  const machine = ({ controller = 'aia', firmware = true }: Machine): void => {
    setWord('interruptController', interruptControllers[controller])
    setWord('start', firmware ? 1 : 0)
    call.resetGuest(guest)
  }

  /** What hart 0's access gives: the value read, 'done' for a write, or the cause of its exception. */
  const access = (state: number, address: number, bytes: number, value = 0n): bigint | string => {
    view.setUint32(hart(0) + HartLayout.attention.offset, 3, true)
    view.setUint32(hart(0) + HartLayout.mmioState.offset, state, true)
    view.setUint32(hart(0) + HartLayout.mmioBytes.offset, bytes, true)
    view.setBigUint64(hart(0) + HartLayout.mmioGpa.offset, BigInt(address), true)
    view.setBigUint64(hart(0) + HartLayout.mmioValue.offset, value, true)
    call.accessDevice(guest, hart(0))
    if (view.getUint32(hart(0) + HartLayout.attention.offset, true) !== 0)
      return `cause ${view.getBigUint64(hart(0) + HartLayout.trapCause.offset, true)}`
    return state === WRITE ? 'done' : view.getBigUint64(hart(0) + HartLayout.mmioValue.offset, true)
  }
  const read = (address: number, bytes = 4): bigint | string => access(READ, address, bytes)
  const write = (address: number, value: bigint, bytes = 4): bigint | string => access(WRITE, address, bytes, value)
  const faults = [`cause ${LOAD_ACCESS}`, `cause ${STORE_ACCESS}`]

  beforeAll(async () => {
    const imports = { monotonicNs: () => 0 }
    const piece = await compileAssembly<Exports>('bus.ts', { source, imports })
    call = piece.exports
    if (call.createHost(1024) === 0) throw new Error('the memory does not hold a host')
    guest = call.createGuest(HARTS, 64)
    view = new DataView(piece.memory.buffer)
  })
  beforeEach(() => machine({}))

  it('carries a message to the interrupt file of the hart and level that the page belongs to', () => {
    expect(write(platform.imsicS.base + 0x1000, 5n)).toBe('done')
    expect(write(platform.imsicM.base, 6n)).toBe('done')
    const pending = [0, 1].flatMap((index) => [1, 0].map((level) => call.imsicGet(hart(index), level, EIP0)))
    expect(pending).toEqual([1n << 6n, 0n, 0n, 1n << 5n])
  })

  it('carries messages of a word alone', () => {
    for (const bytes of [1, 2, 8]) expect(write(platform.imsicS.base, 5n, bytes)).toBe('done')
    expect([call.imsicGet(hart(0), 0, EIP0), read(platform.imsicS.base)]).toEqual([0n, 0n])
  })

  it('ends with the page of the last hart', () => {
    const end = platform.imsicS.base + HARTS * platform.imsicS.bytesPerHart
    expect([read(end - 4), read(end), write(end, 1n), read(end - 4, 8)]).toEqual([0n, ...faults, faults[0]])
  })

  it('has the domain and files of M-mode with a firmware alone', () => {
    expect(read(platform.aplicM.base)).toBe(0x8000_0004n)
    machine({ firmware: false })
    expect([read(platform.aplicM.base), write(platform.imsicM.base, 1n)]).toEqual(faults)
    expect(read(platform.aplicS.base)).toBe(0x8000_0004n)
  })

  it('has one interrupt controller or the other', () => {
    machine({ controller: 'plic' })
    expect(write(platform.plic.base + 4, 7n)).toBe('done')
    expect(read(platform.plic.base + 4)).toBe(7n)
    expect([read(platform.aplicS.base), write(platform.imsicS.base, 1n)]).toEqual(faults)
  })

  it('faults where nothing is, and counts that', () => {
    const unassigned = (): bigint => view.getBigUint64(guest + GuestLayout.mmioUnassigned.offset, true)
    const before = unassigned()
    expect([read(0), write(0x2000_0000, 1n)]).toEqual(faults)
    expect(unassigned() - before).toBe(2n)
  })
})
