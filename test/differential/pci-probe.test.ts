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
    const reference = probeQemu(qemu, steps({ stride: 2, tableBar: 3 }), { devices: ['igb,bus=rp,romfile='] })
    const own = await probeOwn(steps({ stride: 1, tableBar: 2 }), { nic: { name: 'eth0', sriov: { totalVfs: TOTAL } } })
    expect(own).toEqual(reference)
  })
})

/** Where a machine has its registers: the PCI Express capability of a root port, the BAR with virtio structures, and those in it. */
interface Places {
  express: number
  bar: number
  common: number
  device: number
}
const sectors = 2048

/** A disk of so many sectors behind the root port, as its driver finds it, and the slot that it is in. */
function diskSteps({ express, bar, common, device }: Places): Access[] {
  const port = (offset: number): bigint => config(0, 8, offset)
  const disk = (offset: number): bigint => config(1, 0, offset)
  const slot = (offset: number): bigint => port(express + offset)
  const register = (offset: number): bigint => window + BigInt(common + offset)
  const status = (name: string, value: number): Access[] => [
    write(1, register(20), value),
    read(`status after ${name}`, 1, register(20)),
  ]
  const vector = (name: string, value: number): Access[] => [write(2, register(26), value), read(name, 2, register(26))]
  return [
    write(4, port(0x18), 0x01_01_00),
    write(4, port(0x24), 0x0021_0001),
    write(4, port(0x28), Number(window >> 32n)),
    write(4, port(0x2c), Number(window >> 32n)),
    write(2, port(0x04), 6),
    read('slot: button, power, indicators, surprise, hot-plug', 1, slot(0x14)),
    read('slot: status of one with a device', 1, slot(0x1a)),
    write(2, slot(0x18), 0x01c0 | 0x0020 | 0x0010),
    read('slot: control', 1, slot(0x18)),
    read('slot: a command is completed', 1, slot(0x1a)),
    write(2, slot(0x1a), 0x0010),
    read('slot: its event is cleared by a one', 1, slot(0x1a)),
    write(2, slot(0x1a), 0x0040),
    read('slot: presence is read-only', 1, slot(0x1a)),
    write(4, slot(0x14), 0),
    read('slot: capabilities are read-only', 1, slot(0x14)),
    read('identity', 4, disk(0)),
    read('class', 4, disk(8)),
    read('header type', 1, disk(0x0e)),
    read('subsystem', 4, disk(0x2c)),
    read('interrupt pin', 1, disk(0x3d)),
    /* But for parity errors, which QEMU's virtio devices are deaf to. */
    write(2, disk(0x04), 0xffbf),
    read('command', 2, disk(0x04)),
    write(2, disk(0x04), 0),
    write(4, disk(0x10 + 4 * bar), 0xffff_ffff),
    read('size of the BAR', 4, disk(0x10 + 4 * bar)),
    write(4, disk(0x10 + 4 * bar), Number(window & 0xffff_ffffn)),
    write(4, disk(0x14 + 4 * bar), Number(window >> 32n)),
    write(2, disk(0x04), 6),
    read('queues', 2, register(18)),
    read('vector of changes', 2, register(16)),
    ...status('reset', 0),
    ...status('acknowledge and driver', 3),
    write(4, register(8), 1),
    write(4, register(12), 1),
    ...status('VERSION_1 was accepted', 11),
    write(2, register(22), 0),
    read('queue 0: enabled', 2, register(28)),
    ...vector('queue 0: vector', 1),
    ...vector('queue 0: a vector that is not there', 0x700),
    ...vector('queue 0: no vector', 0xffff),
    write(2, register(24), 16),
    read('queue 0: size', 2, register(24)),
    write(2, register(22), 9),
    read('a queue that is not there: size', 2, register(24)),
    read('capacity', 4, window + BigInt(device)),
    read('capacity, upper half', 4, window + BigInt(device + 4)),
    read('block size', 4, window + BigInt(device + 20)),
  ]
}

describe.skipIf(qemu === undefined || qemu.major < 10)('a disk on PCI, and the slot of its root port', () => {
  it("answer a program on the bare machine as QEMU's", { timeout: 180_000 }, async () => {
    if (qemu === undefined) return
    const reference = probeQemu(qemu, diskSteps({ express: 0x54, bar: 4, common: 0, device: 0x2000 }), {
      options: ['-blockdev', `driver=null-co,node-name=disk,size=${sectors * 512},read-zeroes=on`],
      devices: ['virtio-blk-pci,bus=rp,drive=disk,disable-legacy=on,num-queues=1,vectors=2'],
    })
    const own = await probeOwn(diskSteps({ express: 0x50, bar: 0, common: 0, device: 0x2000 }), {
      disks: [{ size: sectors * 512, transport: 'pci' }],
    })
    expect(own).toEqual(reference)
  })
})
