/** SR-IOV and MSI-X as a program on the bare machine finds them: a physical function of ours, and QEMU's 82576. */
import { describe, expect, it } from 'vitest'
import { platform } from '../../src/spec/platform'
import { findQemu } from '../support/toolchain'
import { type Access, probeOwn, probeQemu } from './pci-probe'

const qemu = findQemu()
const TOTAL = 8
const SRIOV = 0x160
const window = BigInt(platform.pcieMmio64.base)
/** Where the BARs of the virtual functions are put, and from one to the next. */
const vfBars = window + 0x10_0000n
const vfBarBytes = 0x4000n

const config = (bus: number, devfn: number, offset: number): bigint =>
  BigInt(platform.pcieEcam.base) + BigInt((bus << 20) | (devfn << 12) | offset)
const read = (name: string, bytes: 1 | 2 | 4, gpa: bigint): Access => ({ name, kind: `read${bytes}`, gpa })
const write = (bytes: 1 | 2 | 4, gpa: bigint, value: number): Access => ({ name: '', kind: `write${bytes}`, gpa, value })

/** The same steps for either: what differs is the distance of virtual functions, and the BAR of their MSI-X table. */
function steps({ stride, tableBar }: { stride: number; tableBar: number }): Access[] {
  const port = (offset: number): bigint => config(0, 8, offset)
  const pf = (offset: number): bigint => config(1, 0, offset)
  const sriov = (offset: number): bigint => pf(SRIOV + offset)
  const vf = (index: number, offset: number): bigint => config(1, 0x80 + stride * index, offset)
  const ids = (when: string): Access[] =>
    [0, 1, 2, TOTAL - 1].map((index) => read(`${when}: class of function ${index}`, 4, vf(index, 8)))
  const bar = (tableBar: number): bigint => sriov(0x24 + 4 * tableBar)
  /* QEMU wants memory space in a function's own command register, which PCIe 5.0 §9.3.4.1.3 has read-only. */
  const masters = [0, 1].map((index) => write(2, vf(index, 4), 6))
  const entry = vfBars + vfBarBytes
  return [
    write(4, port(0x18), 0x01_01_00),
    write(4, port(0x20), 0x4000_4000),
    write(4, port(0x24), 0x0021_0001),
    write(4, port(0x28), Number(window >> 32n)),
    write(4, port(0x2c), Number(window >> 32n)),
    write(2, port(0x04), 6),
    write(2, pf(0x04), 6),
    read('capability id', 2, sriov(0)),
    read('header type', 1, pf(0x0e)),
    read('initial VFs', 2, sriov(0x0c)),
    read('total VFs', 2, sriov(0x0e)),
    read('first VF offset', 2, sriov(0x14)),
    read('supported page sizes', 4, sriov(0x1c)),
    read('system page size', 4, sriov(0x20)),
    read('NumVFs after reset', 2, sriov(0x10)),
    write(2, sriov(0x0e), 1),
    write(2, sriov(0x14), 1),
    read('total VFs are read-only', 2, sriov(0x0e)),
    read('first VF offset is read-only', 2, sriov(0x14)),
    write(4, bar(tableBar), 0xffff_ffff),
    read('size of a BAR', 4, bar(tableBar)),
    write(4, bar(tableBar), Number(vfBars & 0xffff_ffffn)),
    write(4, bar(tableBar) + 4n, Number(vfBars >> 32n)),
    ...ids('before'),
    write(2, sriov(0x10), 2),
    read('NumVFs', 2, sriov(0x10)),
    ...ids('NumVFs written'),
    write(2, sriov(0x08), 0x19),
    read('control', 2, sriov(0x08)),
    ...ids('two enabled'),
    read('id of a virtual function', 4, vf(0, 0)),
    read('its header type', 1, vf(0, 0x0e)),
    read('its interrupt pin', 1, vf(0, 0x3d)),
    write(4, vf(0, 0x10), 0xffff_ffff),
    read('its BAR', 4, vf(0, 0x10)),
    write(2, sriov(0x10), 3),
    read('NumVFs while enabled', 2, sriov(0x10)),
    ...ids('NumVFs written while enabled'),
    ...masters,
    read('vector control after reset', 4, entry + 12n),
    write(4, entry + 12n, 0),
    read('vector control', 4, entry + 12n),
    write(4, entry + 8n, 0x1234_5678),
    read('message data', 4, entry + 8n),
    write(4, entry + 12n, 1),
    read('vector masked', 4, entry + 12n),
    read('vector of the other function', 4, entry - vfBarBytes + 12n),
    write(2, sriov(0x08), 0),
    ...ids('disabled'),
    write(2, sriov(0x10), 3),
    write(2, sriov(0x08), 0x19),
    ...ids('three enabled'),
    ...masters,
    read('vector control is reset', 4, entry + 12n),
  ]
}

describe.skipIf(qemu === undefined || qemu.major < 10)('the SR-IOV capability', () => {
  it("answers a program on the bare machine as that of QEMU's 82576", { timeout: 180_000 }, async () => {
    if (qemu === undefined) return
    const reference = probeQemu(qemu, steps({ stride: 2, tableBar: 3 }), ['igb,bus=rp,romfile='])
    const own = await probeOwn(steps({ stride: 1, tableBar: 2 }), { name: 'eth0', sriov: { totalVfs: TOTAL } })
    expect(own).toEqual(reference)
  })
})
