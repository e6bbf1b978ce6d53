/** Firmware for the PCI hierarchy of a guest without running harts: numbers the buses, gives the BARs addresses, switches functions on. */
import { PciKind } from '../../../src/core/layout.gen'
import { platform } from '../../../src/spec/platform'
import { type PlatformOptions, PlatformPiece } from '../devices/platform-piece'

export const MMIO64 = BigInt(platform.pcieMmio64.base)
const windowBytes = 0x10_0000n

export class Hierarchy {
  readonly slots: number[] = []

  private constructor(readonly piece: PlatformPiece) {}

  static async create(kinds: readonly (keyof typeof PciKind)[], options: PlatformOptions = {}): Promise<Hierarchy> {
    const it = new Hierarchy(await PlatformPiece.create({ controller: 'aia', pciDevices: kinds.length, ...options }))
    for (const [place, kind] of kinds.entries())
      it.slots.push(it.piece.call.attachFunction(it.piece.guest, place, PciKind[kind], 4, 1))
    return it
  }

  read(place: Place, offset: number, bytes = 4): number {
    return Number(this.piece.call.pciConfigRead(this.piece.guest, ecam(place, offset), bytes) & (2n ** BigInt(8 * bytes) - 1n))
  }

  write(place: Place, offset: number, value: number, bytes = 4): void {
    this.piece.call.pciConfigWrite(this.piece.guest, ecam(place, offset), BigInt(value), bytes)
  }

  /** Numbers the bus behind each root port, and gives it a megabyte of the prefetchable window. */
  enumerate(): void {
    this.slots.forEach((_, index) => {
      const port: Place = { bus: 0, device: 1 + (index >> 3), function: index & 7 }
      const base = windowOf(index)
      this.write(port, 0x18, ((index + 1) << 8) | ((index + 1) << 16))
      this.write(port, 0x24, Number((base >> 16n) & 0xfff0n) * 0x1_0001)
      this.write(port, 0x28, Number(base >> 32n))
      this.write(port, 0x2c, Number(base >> 32n))
      this.write(port, 0x04, 0x6, 2)
      const place = endpoint(index)
      this.write(place, 0x10, Number(base & 0xffff_ffffn))
      this.write(place, 0x14, Number(base >> 32n))
      this.write(place, 0x18, Number((base & 0xffff_ffffn) + 0x4000n))
      this.write(place, 0x1c, Number(base >> 32n))
      this.write(place, 0x04, 0x6, 2)
    })
  }

  /** Offset of a capability by its id, 0 when there is none; the list must end. */
  capability(place: Place, id: number): number {
    let at = this.read(place, 0x34, 1)
    for (let steps = 0; at !== 0 && steps < 48; steps++) {
      if (this.read(place, at, 1) === id) return at
      at = this.read(place, at + 1, 1)
    }
    return 0
  }
}

export interface Place {
  bus: number
  device: number
  function: number
}

export const endpoint = (index: number): Place => ({ bus: index + 1, device: 0, function: 0 })
export const windowOf = (index: number): bigint => MMIO64 + BigInt(index) * windowBytes

function ecam({ bus, device, function: number }: Place, offset: number): number {
  return (bus << 20) | (device << 15) | (number << 12) | offset
}
