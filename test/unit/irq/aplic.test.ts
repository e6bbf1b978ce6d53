/** The APLIC in MSI mode as Linux's driver and a firmware use it; AIA chapter 4. */
import { beforeEach, describe, expect, it } from 'vitest'
import { PlatformPiece } from '../devices/platform-piece'

const M = 0
const S = 1
const sourcecfg = (source: number): number => 4 * source
const target = (source: number): number => 0x3000 + 4 * source
const SETIP = 0x1c00
const SETIPNUM = 0x1cdc
const IN_CLRIP = 0x1d00
const CLRIPNUM = 0x1ddc
const SETIE = 0x1e00
const SETIENUM = 0x1edc
const CLRIENUM = 0x1fdc
const D = 0x400
const EDGE_RISING = 4
const LEVEL_HIGH = 6
const LEVEL_LOW = 7
const IE = 0x100

describe('APLIC', () => {
  let piece: PlatformPiece
  const read = (offset: number, domain = S): bigint => piece.call.aplicRead(piece.guest, domain, offset, 4)
  const write = (offset: number, value: number, domain = S): void =>
    piece.call.aplicWrite(piece.guest, domain, offset, BigInt(value >>> 0), 4)
  const drive = (source: number, level: boolean): void => piece.call.setInterruptLine(piece.guest, source, level ? 1 : 0)
  /** Identities that hart 1's file of the level has taken since the last look. */
  const received = (machine = 0): number[] => {
    const identities: number[] = []
    for (
      let next = piece.call.imsicClaim(piece.hart(1), machine);
      next !== 0;
      next = piece.call.imsicClaim(piece.hart(1), machine)
    ) {
      identities.push(next & 0x7ff)
    }
    return identities
  }
  const route = (source: number, mode: number, identity: number): void => {
    write(sourcecfg(source), mode)
    write(target(source), (1 << 18) | identity)
    write(SETIENUM, source)
  }

  beforeEach(async () => {
    piece = await PlatformPiece.create({ harts: 2, controller: 'aia' })
    for (const machine of [0, 1]) {
      for (let word = 0; word < 4; word++) piece.call.imsicSet(piece.hart(1), machine, 0xc0 + 2 * word, 2n ** 64n - 1n)
    }
    write(0, IE)
  })

  it('delivers by MSI alone and says so in domaincfg', () => {
    expect(read(0)).toBe(0x8000_0104n)
    write(0, 0xffff_fe00)
    expect(read(0)).toBe(0x8000_0004n)
  })

  it('sends a level once per rise, and again when setipnum finds it still high', () => {
    route(10, LEVEL_HIGH, 42)
    drive(10, true)
    expect([received(), read(SETIP)]).toEqual([[42], 0n])
    drive(10, true)
    expect(received()).toEqual([])
    write(0x2000, 10)
    expect(received()).toEqual([42])
    drive(10, false)
    write(0x2000, 10)
    expect(received()).toEqual([])
    drive(10, true)
    expect(received()).toEqual([42])
  })

  it('takes a pending level back when it falls before it could be sent', () => {
    write(sourcecfg(11), LEVEL_HIGH)
    drive(11, true)
    expect([read(SETIP), read(IN_CLRIP)]).toEqual([1n << 11n, 1n << 11n])
    drive(11, false)
    expect([read(SETIP), read(IN_CLRIP)]).toEqual([0n, 0n])
  })

  it('keeps a pending edge, and lets software set it', () => {
    write(sourcecfg(33), EDGE_RISING)
    drive(33, true)
    drive(33, false)
    expect(read(SETIP + 4)).toBe(2n)
    write(CLRIPNUM, 33)
    expect(read(SETIP + 4)).toBe(0n)
    write(0x2004, 0x2100_0000)
    expect(read(SETIP + 4)).toBe(2n)
    write(IN_CLRIP + 4, 2)
    expect(read(SETIP + 4)).toBe(0n)
  })

  it('rectifies low levels', () => {
    drive(12, true)
    route(12, LEVEL_LOW, 7)
    expect(received()).toEqual([])
    drive(12, false)
    expect([received(), read(IN_CLRIP)]).toEqual([[7], 1n << 12n])
  })

  it('sends what waits when it is enabled and when IE is switched on', () => {
    write(0, 0)
    write(sourcecfg(5), EDGE_RISING)
    write(target(5), (1 << 18) | 5)
    drive(5, true)
    write(SETIENUM, 5)
    expect(received()).toEqual([])
    write(0, IE)
    expect(received()).toEqual([5])
    write(CLRIENUM, 5)
    write(SETIPNUM, 5)
    expect([received(), read(SETIP), read(SETIE)]).toEqual([[], 1n << 5n, 0n])
    write(SETIE, 1 << 5)
    expect(received()).toEqual([5])
  })

  it('sends the MSI that genmsi describes', () => {
    write(0x3000, (1 << 18) | 99)
    expect([received(), read(0x3000)]).toEqual([[99], BigInt((1 << 18) | 99)])
  })

  it('gives the supervisor every source in a direct start', () => {
    expect([read(sourcecfg(1), M), read(sourcecfg(96), M)]).toEqual([BigInt(D), BigInt(D)])
    route(96, EDGE_RISING, 255)
    write(sourcecfg(97), EDGE_RISING)
    expect([read(sourcecfg(96)), read(sourcecfg(97)), read(sourcecfg(0))]).toEqual([4n, 0n, 0x8000_0104n])
    drive(96, true)
    expect([received(), read(SETIE + 12), read(IN_CLRIP + 12)]).toEqual([[255], 1n, 1n])
  })

  it('shows the child nothing that its parent keeps, and takes it away with the delegation', () => {
    route(20, EDGE_RISING, 20)
    write(sourcecfg(20), LEVEL_HIGH, M)
    expect([read(sourcecfg(20)), read(SETIE)]).toEqual([0n, 0n])
    write(sourcecfg(20), LEVEL_HIGH)
    expect(read(sourcecfg(20))).toBe(0n)
    write(0, IE, M)
    write(target(20), (1 << 18) | 21, M)
    write(SETIENUM, 20, M)
    drive(20, true)
    expect([received(1), received(0)]).toEqual([[21], []])
  })

  it('takes no target for the mode of a source that does not exist', () => {
    for (let source = 1; source <= 96; source++) write(target(source), LEVEL_LOW)
    expect([read(IN_CLRIP + 12), read(IN_CLRIP + 16)]).toEqual([0n, 0n])
  })

  it('makes reserved modes and grandchildren inactive', () => {
    for (const value of [2, 3, D]) {
      write(sourcecfg(8), EDGE_RISING)
      write(sourcecfg(8), value)
      expect(read(sourcecfg(8))).toBe(0n)
    }
    write(SETIENUM, 8)
    write(SETIPNUM, 8)
    expect([read(SETIE), read(SETIP)]).toEqual([0n, 0n])
  })

  it('keeps the MSI addresses of the root domain until they are locked', () => {
    write(0x1bc0, 0x24000, M)
    write(0x1bcc, 0xffff_ffff, M)
    write(0x1bc4, 0xffff_ffff, M)
    write(0x1bc0, 0, M)
    expect([0x1bc0, 0x1bc4, 0x1bcc].map((offset) => read(offset, M))).toEqual([0x24000n, 0x9f77_ffffn, 0x1f77_ffffn])
    write(0x1bc0, 1)
    expect(read(0x1bc0)).toBe(0n)
  })

  it('sends nothing to harts and guest files that do not exist', () => {
    for (const index of [2, 0x3fff]) write(0x3000, (index << 18) | 1)
    write(sourcecfg(3), EDGE_RISING)
    write(target(3), (1 << 18) | (1 << 12) | 3)
    write(SETIENUM, 3)
    drive(3, true)
    expect(received()).toEqual([])
  })
})
