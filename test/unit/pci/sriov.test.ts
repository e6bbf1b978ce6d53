/** The SR-IOV capability of a physical function that a guest has (PCIe 5.0 §9.3): when virtual functions are there, and where they answer. */
import { describe, expect, it } from 'vitest'
import { PciKind } from '../../../src/core/layout.gen'
import { endpoint, Hierarchy, type Place, windowOf } from './hierarchy'

const SRIOV = 0x160
const at = {
  control: SRIOV + 8,
  initialVfs: SRIOV + 0xc,
  totalVfs: SRIOV + 0xe,
  numVfs: SRIOV + 0x10,
  pageSize: SRIOV + 0x20,
  bar: SRIOV + 0x24,
}
const ENABLE = 0x19
const TOTAL = 4
const pf = endpoint(0)
/** First VF offset 128, stride 1: devices 16 and on, by routing id. */
const vf = (index: number): Place => ({ bus: 1, device: 16 + (index >> 3), function: index & 7 })
const firstBar = windowOf(0) + 0x2_0000n

async function withFunctions(): Promise<Hierarchy> {
  const hierarchy = await Hierarchy.create(['virtioNetPf'], { pciDevices: 1 + TOTAL })
  const { call, guest } = hierarchy.piece
  for (let index = 0; index < TOTAL; index++)
    if (call.attachVirtualFunction(guest, hierarchy.slots[0] ?? 0, index, 1 + index, PciKind.virtioNetVf, 3) === 0)
      throw new Error('no room')
  hierarchy.enumerate()
  hierarchy.write(pf, at.bar, Number(firstBar & 0xffff_ffffn))
  hierarchy.write(pf, at.bar + 4, Number(firstBar >> 32n))
  hierarchy.write(pf, at.bar + 8, Number((firstBar & 0xffff_ffffn) + 0x1_0000n))
  hierarchy.write(pf, at.bar + 12, Number(firstBar >> 32n))
  return hierarchy
}

function enable(hierarchy: Hierarchy, count: number): void {
  hierarchy.write(pf, at.numVfs, count, 2)
  hierarchy.write(pf, at.control, ENABLE, 2)
}

const present = (hierarchy: Hierarchy): number[] =>
  Array.from({ length: TOTAL + 1 }, (_, index) => index).filter((index) => hierarchy.read(vf(index), 8) !== 0xffff_ffff)

describe('the SR-IOV capability', () => {
  it('tells how many virtual functions there can be, and enables as many as are asked for', async () => {
    const hierarchy = await withFunctions()
    expect([hierarchy.read(pf, at.totalVfs, 2), hierarchy.read(pf, at.initialVfs, 2)]).toEqual([TOTAL, TOTAL])
    hierarchy.write(pf, at.totalVfs, 1, 2)
    expect(hierarchy.read(pf, at.totalVfs, 2)).toBe(TOTAL)
    expect(present(hierarchy)).toEqual([])
    enable(hierarchy, 2)
    expect(present(hierarchy)).toEqual([0, 1])
    expect([hierarchy.read(vf(0), 0), hierarchy.read(vf(0), 8) >>> 8]).toEqual([0xffff_ffff, 0x02_0000])
    hierarchy.write(pf, at.control, 0, 2)
    expect(present(hierarchy)).toEqual([])
  })

  it('holds NumVFs and the page size while functions are enabled', async () => {
    const hierarchy = await withFunctions()
    enable(hierarchy, 2)
    hierarchy.write(pf, at.numVfs, 3, 2)
    hierarchy.write(pf, at.pageSize, 2)
    expect([hierarchy.read(pf, at.numVfs, 2), hierarchy.read(pf, at.pageSize)]).toEqual([2, 1])
    expect(present(hierarchy)).toEqual([0, 1])
    hierarchy.write(pf, at.control, 0, 2)
    hierarchy.write(pf, at.numVfs, 3, 2)
    hierarchy.write(pf, at.control, ENABLE, 2)
    expect(present(hierarchy)).toEqual([0, 1, 2])
  })

  it('enables none when more are asked for than there are, or after a reset', async () => {
    const hierarchy = await withFunctions()
    enable(hierarchy, TOTAL + 1)
    expect(present(hierarchy)).toEqual([])
    hierarchy.write(pf, at.control, 0, 2)
    enable(hierarchy, TOTAL)
    expect(present(hierarchy)).toEqual([0, 1, 2, 3])
    const express = hierarchy.capability(pf, 0x10)
    hierarchy.write(pf, express + 8, 0x8000, 2)
    expect(present(hierarchy)).toEqual([])
    expect(hierarchy.read(pf, at.totalVfs, 2)).toBe(TOTAL)
  })

  it('places the BARs of all in a row, at whole system pages, and lets none have its own', async () => {
    const hierarchy = await withFunctions()
    hierarchy.write(pf, at.pageSize, 0x10)
    enable(hierarchy, 3)
    hierarchy.write(vf(1), 0x10, 0xffff_ffff)
    hierarchy.write(vf(1), 0x04, 0xffff, 2)
    expect([hierarchy.read(vf(1), 0x10), hierarchy.read(vf(1), 0x04, 2)]).toEqual([0, 4])
    const { call, guest } = hierarchy.piece
    const table = (index: number): bigint => firstBar + 0x1_0000n + BigInt(index) * 0x1_0000n + 8n
    for (const index of [0, 1, 2]) call.pciMemoryWrite(guest, table(index), BigInt(index + 1), 4)
    expect([0, 1, 2].map((index) => Number(call.pciMemoryRead(guest, table(index), 4)))).toEqual([1, 2, 3])
    hierarchy.write(pf, at.control, ENABLE & ~8, 2)
    expect(BigInt.asUintN(32, call.pciMemoryRead(guest, table(1), 4))).toBe(0xffff_ffffn)
  })

  it('tells sizes of BARs in whole system pages, which their addresses are made of then', async () => {
    const hierarchy = await withFunctions()
    const size = (): number => {
      hierarchy.write(pf, at.bar, 0xffff_ffff)
      return ~(hierarchy.read(pf, at.bar) & ~15) + 1
    }
    expect(size()).toBe(0x4000)
    hierarchy.write(pf, at.pageSize, 0x10)
    expect(hierarchy.read(pf, at.bar)).toBe(0xffff_000c)
    expect(size()).toBe(0x1_0000)
    hierarchy.write(pf, at.bar + 4, 0xffff_ffff)
    expect(hierarchy.read(pf, at.bar + 4)).toBe(0xffff_ffff)
    hierarchy.write(pf, at.pageSize, 0x400)
    expect(size()).toBe(0x40_0000)
    hierarchy.write(pf, at.pageSize, 1)
    expect(size()).toBe(0x4000)
  })

  it('has virtual functions to which only bus mastering and their reset are their own (§9.3.4, §9.3.5, §9.4.2)', async () => {
    const hierarchy = await withFunctions()
    enable(hierarchy, 1)
    const express = hierarchy.capability(vf(0), 0x10)
    const [deviceControl, linkControl, linkStatus, linkControl2] = [express + 8, express + 0x10, express + 0x12, express + 0x30]
    const [mask, severity, correctableMask] = [0x108, 0x10c, 0x114]
    const registers = [
      ...([0x0c, 0x3c, 0x3d] as const).map((offset) => [offset, 1] as const),
      ...[deviceControl, linkControl, linkStatus, linkControl2].map((offset) => [offset, 2] as const),
      ...[0x30, mask, severity, correctableMask].map((offset) => [offset, 4] as const),
    ]
    for (const [offset, bytes] of registers) {
      hierarchy.write(vf(0), offset, (offset === deviceControl ? 0x7fff : 2 ** (8 * bytes) - 1) >>> 0, bytes)
      expect([offset, hierarchy.read(vf(0), offset, bytes)]).toEqual([offset, 0])
    }
    hierarchy.write(vf(0), 0x04, 0xffff, 2)
    expect(hierarchy.read(vf(0), 0x04, 2)).toBe(4)
    hierarchy.write(vf(0), deviceControl, 0x8000, 2)
    expect(hierarchy.read(vf(0), 0x04, 2)).toBe(0)
    expect(present(hierarchy)).toEqual([0])
  })
})
