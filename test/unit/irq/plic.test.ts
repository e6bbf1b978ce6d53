/** The PLIC as Linux's driver uses it; PLIC specification 1.0. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Line, PlatformPiece } from '../devices/platform-piece'

const PENDING = 0x1000
const enable = (context: number, word = 0): number => 0x2000 + context * 0x80 + word * 4
const threshold = (context: number): number => 0x20_0000 + context * 0x1000
const claimOf = (context: number): number => threshold(context) + 4

describe('PLIC', () => {
  let piece: PlatformPiece
  const read = (offset: number, bytes = 4): bigint => piece.call.plicRead(piece.guest, offset, bytes)
  const write = (offset: number, value: number): void => piece.call.plicWrite(piece.guest, offset, BigInt(value), 4)
  const drive = (source: number, level: boolean): void => piece.call.setInterruptLine(piece.guest, source, level ? 1 : 0)

  beforeEach(async () => {
    piece = await PlatformPiece.create({ harts: 2 })
  })

  it('delivers a source to the S context of the hart that enabled it', () => {
    write(10 * 4, 1)
    write(enable(3), 1 << 10)
    drive(10, true)
    expect([read(PENDING), piece.line(Line.seip, 1), piece.line(Line.seip, 0), piece.line(Line.meip, 1)]).toEqual([
      1n << 10n,
      true,
      false,
      false,
    ])
    expect(read(claimOf(3))).toBe(10n)
    expect([read(PENDING), piece.line(Line.seip, 1), read(claimOf(3))]).toEqual([0n, false, 0n])
  })

  it('drives the M context on its own line', () => {
    write(95 * 4, 7)
    write(enable(0, 2), 2 ** 31)
    drive(95, true)
    expect([piece.line(Line.meip, 0), piece.line(Line.seip, 0), read(claimOf(0))]).toEqual([true, false, 95n])
  })

  it('asks again at completion while the level is high, and not when it fell', () => {
    write(4, 1)
    write(enable(1), 2)
    drive(1, true)
    expect(read(claimOf(1))).toBe(1n)
    write(claimOf(1), 1)
    expect([read(PENDING), piece.line(Line.seip)]).toEqual([2n, true])
    expect(read(claimOf(1))).toBe(1n)
    drive(1, false)
    write(claimOf(1), 1)
    expect([read(PENDING), piece.line(Line.seip)]).toEqual([0n, false])
  })

  it('withdraws an unclaimed request with its level', () => {
    write(4, 1)
    write(enable(1), 2)
    drive(1, true)
    drive(1, false)
    expect([read(PENDING), piece.line(Line.seip), read(claimOf(1))]).toEqual([0n, false, 0n])
  })

  it('claims by priority, then by lowest number, above the threshold only', () => {
    for (const [source, priority] of [
      [3, 2],
      [5, 6],
      [7, 6],
      [9, 0],
    ] as const) {
      write(source * 4, priority)
      drive(source, true)
    }
    write(enable(1), (1 << 3) | (1 << 5) | (1 << 7) | (1 << 9))
    expect([read(claimOf(1)), read(claimOf(1))]).toEqual([5n, 7n])
    write(threshold(1), 2)
    expect([piece.line(Line.seip), read(claimOf(1))]).toEqual([false, 0n])
    write(threshold(1), 1)
    expect([piece.line(Line.seip), read(claimOf(1)), read(claimOf(1))]).toEqual([true, 3n, 0n])
  })

  it('has three bits of priority and threshold, and no source 0', () => {
    write(0, 1)
    write(4, 0xff)
    write(threshold(2), 0x1f)
    write(enable(0), 0xffff_ffff)
    expect([read(0), read(4), read(threshold(2)), read(enable(0))]).toEqual([0n, 7n, 7n, 0xffff_fffen])
  })

  it('keeps pending bits read-only and reads zero where nothing is', () => {
    write(PENDING, 0xffff_ffff)
    expect([read(PENDING), read(96 * 4), read(enable(4)), read(threshold(4)), read(4, 8), read(2)]).toEqual([
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
    ])
  })

  it('ignores sources that do not exist', () => {
    for (const source of [0, 96, 2 ** 32 - 1]) drive(source, true)
    expect([PENDING, PENDING + 4, PENDING + 8].map((offset) => read(offset))).toEqual([0n, 0n, 0n])
  })
})
