/** Interrupt files as the AIA's chapter 3 has them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Line, PlatformPiece } from '../devices/platform-piece'

const EIDELIVERY = 0x70
const EITHRESHOLD = 0x72
const EIP0 = 0x80
const EIE0 = 0xc0
const MACHINE = 0
const SUPERVISOR = 1
const top = (identity: number): number => (identity << 16) | identity

describe('IMSIC', () => {
  let piece: PlatformPiece
  const set = (select: number, value: bigint): void => piece.call.imsicSet(piece.hart(1), 0, select, value)
  const get = (select: number): bigint => BigInt.asUintN(64, piece.call.imsicGet(piece.hart(1), 0, select))
  const send = (identity: bigint, file = SUPERVISOR, offset = 0): void =>
    piece.call.imsicWrite(piece.guest, 1, file, offset, identity)

  beforeEach(async () => {
    piece = await PlatformPiece.create({ harts: 2, controller: 'aia' })
  })

  it('delivers an enabled identity to its hart and level', () => {
    set(EIDELIVERY, 1n)
    set(EIE0 + 6, 1n << 63n)
    send(255n)
    expect([get(EIP0 + 6), piece.line(Line.seip, 1), piece.line(Line.meip, 1), piece.line(Line.seip, 0)]).toEqual([
      1n << 63n,
      true,
      false,
      false,
    ])
    expect(piece.call.imsicTop(piece.hart(1), 0)).toBe(top(255))
    expect(piece.call.imsicClaim(piece.hart(1), 0)).toBe(top(255))
    expect([piece.line(Line.seip, 1), piece.call.imsicClaim(piece.hart(1), 0)]).toEqual([false, 0])
  })

  it('keeps the machine file apart', () => {
    piece.call.imsicSet(piece.hart(1), 1, EIDELIVERY, 1n)
    piece.call.imsicSet(piece.hart(1), 1, EIE0, 2n)
    send(1n, MACHINE)
    expect([piece.line(Line.meip, 1), piece.line(Line.seip, 1), get(EIP0)]).toEqual([true, false, 0n])
  })

  it('takes the lowest identity first', () => {
    set(EIDELIVERY, 1n)
    set(EIE0, 2n ** 64n - 1n)
    set(EIE0 + 2, 2n ** 64n - 1n)
    for (const identity of [64n, 9n, 63n]) send(identity)
    const claims = Array.from({ length: 4 }, () => piece.call.imsicClaim(piece.hart(1), 0))
    expect(claims).toEqual([top(9), top(63), top(64), 0])
  })

  it('holds back identities from the threshold on', () => {
    set(EIDELIVERY, 1n)
    set(EIE0, 2n ** 64n - 1n)
    set(EITHRESHOLD, 5n)
    send(5n)
    expect([piece.line(Line.seip, 1), piece.call.imsicTop(piece.hart(1), 0)]).toEqual([false, 0])
    set(EITHRESHOLD, 6n)
    expect([piece.line(Line.seip, 1), piece.call.imsicTop(piece.hart(1), 0)]).toEqual([true, top(5)])
  })

  it('delivers nothing while eidelivery is 0, but tells topei', () => {
    set(EIE0, 4n)
    set(EIP0, 4n)
    expect([piece.line(Line.seip, 1), piece.call.imsicTop(piece.hart(1), 0)]).toEqual([false, top(2)])
    set(EIDELIVERY, 0x4000_0001n)
    expect([piece.line(Line.seip, 1), get(EIDELIVERY)]).toEqual([true, 1n])
  })

  it('has no identity 0 and none above 255', () => {
    set(EIE0, 1n)
    set(EIP0, 1n)
    set(EIP0 + 8, 2n ** 64n - 1n)
    for (const identity of [0n, 256n, 0xffff_ffffn]) send(identity)
    expect([get(EIE0), get(EIP0), get(EIP0 + 8)]).toEqual([0n, 0n, 0n])
  })

  it('offers the registers of RV64 alone', () => {
    const offered = Array.from({ length: 0x120 }, (_, select) => select).filter((select) => piece.call.imsicHas(select) !== 0)
    const even = Array.from({ length: 64 }, (_, i) => EIP0 + 2 * i)
    expect(offered).toEqual([EIDELIVERY, EITHRESHOLD, ...even])
  })

  it('takes messages at the start of a page alone, for harts that exist', () => {
    send(3n, SUPERVISOR, 4)
    piece.call.imsicWrite(piece.guest, 2, SUPERVISOR, 0, 3n)
    expect(get(EIP0)).toBe(0n)
  })
})
