/** The ACLINT in the layout of a SiFive CLINT, and the timers' deadlines. */
import { describe, expect, it } from 'vitest'
import { Line, PlatformPiece } from '../devices/platform-piece'

const MTIME = 0xbff8
const NEVER = 2n ** 64n - 1n
const STCE = 1n << 63n
const mtimecmp = (hart: number): number => 0x4000 + hart * 8

describe('ACLINT', () => {
  const create = async () => {
    const piece = await PlatformPiece.create({ harts: 2, start: 'firmware' })
    return {
      piece,
      read: (offset: number, bytes = 4) => BigInt.asUintN(64, piece.call.aclintRead(piece.guest, offset, bytes)),
      write: (offset: number, value: bigint, bytes = 4) => piece.call.aclintWrite(piece.guest, offset, value, bytes),
      deadline: () => BigInt.asUintN(64, piece.call.nextDeadlineTick(piece.guest)),
      at: (tick: bigint) => {
        piece.setGuest('timeNs', tick * 100n)
        piece.call.updateTimers(piece.guest)
      },
    }
  }

  it('raises and lowers MSIP of one hart', async () => {
    const { piece, read, write } = await create()
    write(4, 0xffff_ffffn)
    expect([piece.line(Line.msip, 0), piece.line(Line.msip, 1), read(4)]).toEqual([false, true, 1n])
    write(4, 0n)
    expect([piece.line(Line.msip, 1), read(4)]).toEqual([false, 0n])
  })

  it('counts mtime at 10 MHz, in words and doublewords', async () => {
    const { read, at } = await create()
    at(0x1_2345_6789n)
    expect([read(MTIME, 8), read(MTIME), read(MTIME + 4)]).toEqual([0x1_2345_6789n, 0x2345_6789n, 1n])
  })

  it('raises MTIP from mtimecmp on, and lowers it when that moves on', async () => {
    const { piece, write, at, deadline } = await create()
    expect(deadline()).toBe(NEVER)
    write(mtimecmp(1), 1000n, 8)
    expect(deadline()).toBe(1000n)
    at(999n)
    expect(piece.line(Line.mtip, 1)).toBe(false)
    at(1000n)
    expect([piece.line(Line.mtip, 1), piece.line(Line.mtip, 0)]).toEqual([true, false])
    expect(deadline()).toBe(NEVER)
    write(mtimecmp(1) + 4, 1n)
    expect([piece.line(Line.mtip, 1), deadline()]).toEqual([false, (1n << 32n) | 1000n])
  })

  it('starts with every mtimecmp at its end', async () => {
    const { read } = await create()
    expect([read(mtimecmp(0), 8), read(mtimecmp(1), 8), read(mtimecmp(2), 8)]).toEqual([NEVER, NEVER, 0n])
  })

  it('moves mtime against guest time when it is written', async () => {
    const { piece, read, write, at, deadline } = await create()
    at(50n)
    write(MTIME, 1_000_000n, 8)
    write(mtimecmp(0), 1_000_010n, 8)
    expect([read(MTIME, 8), deadline()]).toEqual([1_000_000n, 60n])
    at(60n)
    expect(piece.line(Line.mtip)).toBe(true)
  })

  it('drives STIP from stimecmp once M-mode enabled it', async () => {
    const { piece, at } = await create()
    piece.setHart('stimecmp', 10)
    at(20n)
    expect(piece.line(Line.stip)).toBe(false)
    piece.setHart('menvcfg', STCE)
    piece.call.updateTimers(piece.guest)
    expect(piece.line(Line.stip)).toBe(true)
  })

  it('answers no odd width or address', async () => {
    const { piece, read, write } = await create()
    write(0, 1n, 1)
    write(1, 1n)
    write(8, 1n)
    write(0x4001, 0n, 4)
    write(0xfffc, 0n, 4)
    expect([piece.getHart('lines', 0), read(0, 8), read(MTIME, 2), read(0xc000), read(0x4004, 8)]).toEqual([0n, 0n, 0n, 0n, 0n])
  })
})
