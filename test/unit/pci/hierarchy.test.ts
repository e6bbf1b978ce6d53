/** The PCI hierarchy as firmware and drivers use it: configuration space, BARs, windows, INTx, MSI-X, resets. */
import { beforeEach, describe, expect, it } from 'vitest'
import { platform } from '../../../src/spec/platform'
import { Random, seedFromEnvironment } from '../../support/random'
import { RAM } from '../devices/platform-piece'
import { endpoint, Hierarchy, type Place, windowOf } from './hierarchy'

const port: Place = { bus: 0, device: 1, function: 0 }
const device = endpoint(0)
const msixTable = windowOf(0) + 0x4000n
const imsic = BigInt(platform.imsicS.base)

describe('the PCI hierarchy', () => {
  let pci: Hierarchy
  beforeEach(async () => {
    pci = await Hierarchy.create(['virtioNet', 'virtioNet'])
    pci.enumerate()
  })

  const memory = (gpa: bigint, bytes = 4): bigint =>
    BigInt.asUintN(bytes * 8, pci.piece.call.pciMemoryRead(pci.piece.guest, gpa, bytes))
  const setMemory = (gpa: bigint, value: bigint, bytes = 4): void =>
    pci.piece.call.pciMemoryWrite(pci.piece.guest, gpa, value, bytes)
  const pending = (): bigint => BigInt.asUintN(64, pci.piece.call.imsicGet(pci.piece.hart(0), 0, 0x80))

  it('has the host bridge and the root ports of QEMU, and ones where nothing is', () => {
    expect(pci.read({ bus: 0, device: 0, function: 0 }, 0)).toBe(0x0008_1b36)
    expect(pci.read(port, 0)).toBe(0x000c_1b36)
    expect(pci.read(device, 0)).toBe(0x1041_1af4)
    expect([pci.read({ ...device, device: 1 }, 0), pci.read({ bus: 9, device: 0, function: 0 }, 0)]).toEqual([
      0xffff_ffff, 0xffff_ffff,
    ])
    expect(pci.read({ bus: 9, device: 0, function: 0 }, 0, 2)).toBe(0xffff)
  })

  it('tells the size of a BAR by the bits that stay', () => {
    pci.write(device, 0x10, 0xffff_ffff)
    pci.write(device, 0x14, 0xffff_ffff)
    expect([pci.read(device, 0x10), pci.read(device, 0x14)]).toEqual([0xffff_c00c, 0xffff_ffff])
    pci.write(device, 0x20, 0xffff_ffff)
    expect(pci.read(device, 0x20)).toBe(0)
  })

  it('keeps what is read-only and clears errors by a one', () => {
    pci.write(device, 0, 0)
    pci.write(device, 0x2c, 0)
    expect([pci.read(device, 0), pci.read(device, 0x2c)]).toEqual([0x1041_1af4, 0x1100_1af4])
    expect(pci.read(device, 0x200)).toBe(0)
  })

  it('leaves power states alone that a function does not support', () => {
    const power = pci.capability(device, 1) + 4
    for (const state of [1, 2]) {
      pci.write(device, power, state, 2)
      expect(pci.read(device, power, 2) & 3).toBe(0)
    }
    pci.write(device, power, 3, 2)
    expect(pci.read(device, power, 2) & 3).toBe(3)
    pci.write(device, power, 2, 2)
    expect(pci.read(device, power, 2) & 3).toBe(3)
  })

  it('keeps payload size and link control over a function level reset, and not over one of the bus (§6.6.2)', () => {
    const express = pci.capability(device, 0x10)
    const state = (): number[] => [8, 0x10].map((offset) => pci.read(device, express + offset, 2))
    const [usual, other] = [
      [0x2810, 0],
      [0x2810 | 0x20, 0x40],
    ]
    const configure = (): void => {
      pci.write(device, express + 8, 0x28ff & ~0xc0, 2)
      pci.write(device, express + 0x10, 0x40, 2)
    }
    configure()
    pci.write(device, express + 8, 0x8000 | pci.read(device, express + 8, 2), 2)
    expect(state()).toEqual(other)
    configure()
    pci.write(port, 0x3e, 0x40, 2)
    pci.write(port, 0x3e, 0, 2)
    expect(state()).toEqual(usual)
  })

  it('answers behind a BAR only while the function, its port and the window let it', () => {
    expect(memory(msixTable + 12n)).toBe(1n)
    pci.write(device, 0x04, 0x4, 2)
    expect(memory(msixTable + 12n)).toBe(0xffff_ffffn)
    pci.write(device, 0x04, 0x6, 2)
    pci.write(port, 0x24, 0xfff1)
    expect(memory(msixTable + 12n)).toBe(0xffff_ffffn)
    pci.enumerate()
    const power = pci.capability(device, 1) + 4
    pci.write(device, power, 3, 2)
    expect(memory(msixTable + 12n)).toBe(0xffff_ffffn)
    pci.write(device, power, 0, 2)
    expect(memory(msixTable + 12n)).toBe(1n)
    pci.write(port, 0x04, 0x4, 2)
    expect(memory(msixTable + 12n)).toBe(0xffff_ffffn)
  })

  describe('with MSI-X enabled', () => {
    const control = (): number => pci.capability(device, 0x11) + 2
    const signal = (vector: number): void => pci.piece.call.signalMsix(pci.piece.guest, pci.slots[0] ?? 0, vector)

    beforeEach(() => {
      pci.write(device, control(), 0x8000, 2)
      for (let vector = 0; vector < 4; vector++) {
        setMemory(msixTable + BigInt(16 * vector), imsic, 8)
        setMemory(msixTable + BigInt(16 * vector + 8), BigInt(10 + vector), 8)
      }
    })

    it('sends a message to the interrupt file', () => {
      signal(2)
      expect(pending()).toBe(1n << 12n)
    })

    it('tells the number of its vectors, and ignores others', () => {
      expect(pci.read(device, control(), 2)).toBe(0x8003)
      signal(4)
      signal(63)
      expect(pending()).toBe(0n)
    })

    it('remembers what a mask holds back, and sends it when that is lifted', () => {
      setMemory(msixTable + 16n + 12n, 1n)
      signal(1)
      expect([pending(), memory(msixTable + 0x800n, 8)]).toEqual([0n, 2n])
      setMemory(msixTable + 16n + 12n, 0n)
      expect([pending(), memory(msixTable + 0x800n, 8)]).toEqual([1n << 11n, 0n])
      pci.write(device, control(), 0xc000, 2)
      signal(0)
      expect(pending()).toBe(1n << 11n)
      pci.write(device, control(), 0x8000, 2)
      expect(pending()).toBe((1n << 10n) | (1n << 11n))
    })

    it('sends nothing while it or its port may not write memory', () => {
      pci.write(device, 0x04, 0x2, 2)
      signal(0)
      pci.write(device, 0x04, 0x6, 2)
      pci.write(port, 0x04, 0x2, 2)
      signal(0)
      expect(pending()).toBe(0n)
    })

    it('writes a word of memory where that is what the address means, and nothing outside', () => {
      setMemory(msixTable, RAM + 0x100n, 8)
      signal(0)
      expect(pci.piece.readWord(RAM + 0x100n)).toBe(10n)
      setMemory(msixTable, RAM - 4n, 8)
      signal(0)
      setMemory(msixTable, 2n ** 64n - 4n, 8)
      signal(0)
      expect(pending()).toBe(0n)
    })

    it('forgets it all at a function level reset, and its address too', () => {
      const express = pci.capability(device, 0x10)
      expect(pci.read(device, express + 4) & (1 << 28)).not.toBe(0)
      pci.write(device, express + 8, 0xa810, 2)
      expect([pci.read(device, express + 8, 2), pci.read(device, 0x04, 2), pci.read(device, 0x14)]).toEqual([0x2810, 0, 0])
      expect(pci.read(device, control(), 2)).toBe(3)
      pci.enumerate()
      expect(memory(msixTable + 8n, 8)).toBe(1n << 32n)
    })
  })

  it('turns the pins of INTx by the numbers of the devices', async () => {
    const plic = await Hierarchy.create(
      Array.from({ length: 9 }, () => 'virtioNet' as const),
      { controller: 'plic' },
    )
    const { call, guest } = plic.piece
    const wires = (): bigint => call.plicRead(guest, 0x1004, 4)
    call.setIntx(guest, plic.slots[0] ?? 0, 1)
    expect(wires()).toBe(0b0010n)
    call.setIntx(guest, plic.slots[8] ?? 0, 1)
    expect(wires()).toBe(0b0110n)
    plic.enumerate()
    expect(plic.read(endpoint(0), 0x06, 2) & 8).toBe(8)
    plic.write(endpoint(0), 0x04, 0x0406, 2)
    expect(wires()).toBe(0b0100n)
    call.setIntx(guest, plic.slots[8] ?? 0, 0)
    expect(wires()).toBe(0n)
  })

  it('drives no wire of INTx while MSI-X is on', async () => {
    const plic = await Hierarchy.create(['virtioNet'], { controller: 'plic' })
    const { call, guest } = plic.piece
    const wires = (): bigint => call.plicRead(guest, 0x1004, 4)
    plic.enumerate()
    const control = plic.capability(endpoint(0), 0x11) + 2
    call.setIntx(guest, plic.slots[0] ?? 0, 1)
    expect(wires()).toBe(0b0010n)
    plic.write(endpoint(0), control, 0x8000, 2)
    expect(wires()).toBe(0n)
    plic.write(endpoint(0), control, 0, 2)
    expect(wires()).toBe(0b0010n)
  })

  it('withstands anything written anywhere into it', () => {
    const seed = seedFromEnvironment(0x9c1)
    const random = new Random(seed)
    const { call, guest } = pci.piece
    const places = [
      port,
      device,
      endpoint(1),
      { ...port, device: 0 },
      { ...port, function: 1 },
      { bus: 3, device: 1, function: 7 },
    ]
    for (let n = 0; n < 50_000; n++) {
      const bytes = random.pick([1, 2, 4, 8])
      const value = random.oneIn(3) ? 0xffff_ffff : random.u32()
      pci.write(random.pick(places), random.oneIn(2) ? random.below(0x100) : random.below(0x1000), value, bytes)
      const gpa = windowOf(random.below(3)) + BigInt(random.below(0x9000))
      if (random.oneIn(2)) setMemory(gpa, random.u64(), bytes)
      else memory(gpa, bytes)
      call.signalMsix(guest, random.pick(pci.slots), random.below(70))
      call.setIntx(guest, random.pick(pci.slots), random.below(2))
    }
    expect([pci.piece.getGuest('harts'), pci.piece.getGuest('ramPages'), pci.piece.getGuest('pciFunctions')]).toEqual([
      1n,
      64n,
      5n,
    ])
    expect([pci.read({ ...port, device: 0 }, 0), pci.read(port, 0)]).toEqual([0x0008_1b36, 0x000c_1b36])
  })
})
