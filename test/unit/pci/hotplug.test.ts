/** Hot-plug slots as a driver of theirs sees them (PCIe 5.0 §6.7): events and their messages, power, and functions that come and go. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Detached, DetachHow, PciKind } from '../../../src/core/layout.gen'
import { platform } from '../../../src/spec/platform'
import { endpoint, Hierarchy, type Place } from './hierarchy'

const port: Place = { bus: 0, device: 1, function: 0 }
const device = endpoint(0)
const imsic = platform.imsicS.base
const nothing = 0xffff_ffff
/** Slot status, as PCIe 5.0 §7.5.3.11 has its bits. */
const button = 0x001
const presenceChanged = 0x008
const completed = 0x010
const present = 0x040
const linkChanged = 0x100
/** Slot control: every event and their interrupt, power off. */
const listening = 0x1039
const powerOff = 0x400
const busMaster = 6

describe('a hot-plug slot', () => {
  let pci: Hierarchy
  let express: number
  beforeEach(async () => {
    pci = await Hierarchy.create([], { pciDevices: 2 })
    pci.piece.call.attachPort(pci.piece.guest, 0)
    express = pci.capability(port, 0x10)
    pci.write(port, 0x18, 0x01_01_00)
    pci.write(port, 0x04, busMaster, 2)
    const msi = pci.capability(port, 0x05)
    pci.write(port, msi + 4, imsic)
    pci.write(port, msi + 12, 9, 2)
    pci.write(port, msi + 2, 1, 2)
  })

  const plugIn = (): number => pci.piece.call.attachFunction(pci.piece.guest, 0, PciKind.virtioNet, 4, 1)
  const takeOut = (way: number): number => pci.piece.call.detachFunction(pci.piece.guest, 0, way)
  const status = (): number => pci.read(port, express + 0x1a, 2)
  const clear = (events: number): void => pci.write(port, express + 0x1a, events, 2)
  const control = (value: number): void => pci.write(port, express + 0x18, value, 2)
  const isLinkUp = (): boolean => (pci.read(port, express + 0x12, 2) & 0x2000) !== 0
  /** Was there a message since the last time? */
  const wasTold = (): boolean => {
    const isPending = BigInt.asUintN(64, pci.piece.call.imsicGet(pci.piece.hart(0), 0, 0x80)) === 1n << 9n
    pci.piece.call.imsicSet(pci.piece.hart(0), 0, 0x80, 0n)
    return isPending
  }

  it('is there, with a number of its own, and empty', () => {
    const capabilities = pci.read(port, express + 0x14)
    expect([pci.read(port, express + 2, 2) & 0x100, capabilities & 0x7f, capabilities >>> 19]).toEqual([0x100, 0x7b, 1])
    expect([status(), isLinkUp(), pci.read(device, 0)]).toEqual([0, false, nothing])
  })

  it('tells once of what comes, and again when that was cleared', () => {
    control(listening & ~0x20)
    expect([status(), wasTold()]).toEqual([completed, false])
    clear(completed)
    control(listening)
    clear(completed)
    wasTold()
    plugIn()
    expect([status(), isLinkUp(), wasTold()]).toEqual([present | presenceChanged | linkChanged, true, true])
    expect(pci.read(device, 0)).toBe(0x1041_1af4)
    clear(presenceChanged)
    expect([status(), wasTold()]).toEqual([present | linkChanged, false])
    clear(linkChanged)
    takeOut(DetachHow.force)
    expect([status(), isLinkUp(), wasTold(), pci.read(device, 0)]).toEqual([presenceChanged | linkChanged, false, true, nothing])
  })

  it('keeps quiet about events that are not asked for', () => {
    control(0x20)
    clear(completed)
    plugIn()
    expect([status() & presenceChanged, wasTold()]).toEqual([presenceChanged, false])
    control(0x28)
    expect(wasTold()).toBe(true)
  })

  it('takes the power away, and brings the function back as after power-on', () => {
    plugIn()
    pci.write(device, 0x04, busMaster, 2)
    control(powerOff)
    expect([pci.read(device, 0), isLinkUp(), status() & present]).toEqual([nothing, false, present])
    control(0)
    expect([pci.read(device, 0), pci.read(device, 0x04, 2), isLinkUp()]).toEqual([0x1041_1af4, 0, true])
  })

  it('lets nothing go that a driver has while nobody looks after the slot', () => {
    plugIn()
    pci.write(device, 0x04, busMaster, 2)
    expect([takeOut(DetachHow.ask), pci.read(device, 0)]).toEqual([Detached.refused, 0x1041_1af4])
    pci.write(device, 0x04, 0, 2)
    expect([takeOut(DetachHow.ask), pci.read(device, 0)]).toEqual([Detached.gone, nothing])
  })

  it('presses its button, and lets the function go when the power is off', () => {
    plugIn()
    pci.write(device, 0x04, busMaster, 2)
    control(listening)
    clear(0x11f)
    wasTold()
    expect(takeOut(DetachHow.ask)).toBe(Detached.asked)
    expect([status(), wasTold()]).toEqual([present | button, true])
    expect([takeOut(DetachHow.finish), pci.piece.getGuest('ejections')]).toEqual([Detached.asked, 0n])
    control(listening | powerOff)
    expect(pci.piece.getGuest('ejections')).toBe(1n)
    clear(0x11f)
    expect(takeOut(DetachHow.finish)).toBe(Detached.gone)
    expect(status()).toBe(presenceChanged)
    plugIn()
    expect([pci.read(device, 0), status() & present]).toEqual([nothing, present])
    control(listening)
    expect(pci.read(device, 0)).toBe(0x1041_1af4)
  })

  it('lets a physical function go with all that it can make, so that others come in their places', async () => {
    pci = await Hierarchy.create([], { pciDevices: 3 })
    const { call, guest } = pci.piece
    const slot = call.attachFunction(guest, 0, PciKind.virtioNetPf, 4, 1)
    for (const index of [0, 1])
      expect(call.attachVirtualFunction(guest, slot, index, 1 + index, PciKind.virtioNetVf, 4)).toBeGreaterThan(0)
    expect(call.attachFunction(guest, 1, PciKind.virtioNet, 4, 1)).toBe(0)
    expect(takeOut(DetachHow.force)).toBe(Detached.gone)
    for (const place of [1, 2]) expect(call.attachFunction(guest, place, PciKind.virtioNet, 4, 1)).toBeGreaterThan(0)
  })

  it('is as after power-on when the guest is reset, with what is in it', () => {
    plugIn()
    control(powerOff | listening)
    pci.piece.call.resetGuest(pci.piece.guest)
    pci.write(port, 0x18, 0x01_01_00)
    expect([pci.read(device, 0), status(), pci.read(port, express + 0x18, 2), isLinkUp()]).toEqual([
      0x1041_1af4,
      present,
      0,
      true,
    ])
  })
})
