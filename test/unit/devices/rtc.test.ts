/** The Goldfish RTC as Linux's driver uses it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { platform } from '../../../src/spec/platform'
import { PlatformPiece } from './platform-piece'

const EPOCH = 1_700_000_000_123_456_789n
const NEVER = 2n ** 64n - 1n

describe('RTC', () => {
  let piece: PlatformPiece
  const read = (offset: number, bytes = 4): bigint => piece.call.rtcRead(piece.guest, offset, bytes)
  const write = (offset: number, value: bigint): void => piece.call.rtcWrite(piece.guest, offset, value, 4)
  const deadline = (): bigint => BigInt.asUintN(64, piece.call.rtcDeadlineNs(piece.guest))
  const now = (): bigint => read(0) | (read(4) << 32n)
  const interrupts = (): boolean => (piece.call.plicRead(piece.guest, 0x1000, 4) & (1n << BigInt(platform.rtc.irq))) !== 0n
  const alarmAt = (ns: bigint): void => {
    write(0x0c, ns >> 32n)
    write(0x08, ns & 0xffff_ffffn)
  }

  beforeEach(async () => {
    piece = await PlatformPiece.create()
    piece.setEpochNs(EPOCH)
  })

  it('tells the wall time and latches its high half', () => {
    piece.setGuest('timeNs', 1000)
    const low = read(0)
    piece.setGuest('timeNs', 10_000_000_000n)
    expect(low | (read(4) << 32n)).toBe(EPOCH + 1000n)
    expect(now()).toBe(EPOCH + 10_000_000_000n)
  })

  it('is set by either half', () => {
    write(4, 5n)
    write(0, 7n)
    expect(now()).toBe((5n << 32n) | 7n)
  })

  it('goes off at its alarm once, and interrupts when that is enabled', () => {
    write(0x10, 1n)
    alarmAt(EPOCH + 5000n)
    expect([read(0x18), deadline(), interrupts()]).toEqual([1n, 5000n, false])
    piece.setGuest('timeNs', 4999)
    piece.call.rtcTick(piece.guest)
    expect(interrupts()).toBe(false)
    piece.setGuest('timeNs', 5000)
    piece.call.rtcTick(piece.guest)
    expect([read(0x18), deadline(), interrupts()]).toEqual([0n, NEVER, true])
    write(0x1c, 1n)
    expect(interrupts()).toBe(false)
  })

  it('goes off at once for an alarm in the past', () => {
    alarmAt(EPOCH)
    expect([read(0x18), interrupts()]).toEqual([0n, false])
    write(0x10, 1n)
    expect(interrupts()).toBe(true)
  })

  it('forgets a cleared alarm', () => {
    alarmAt(EPOCH + 10n)
    write(0x14, 1n)
    expect([read(0x18), deadline()]).toEqual([0n, NEVER])
  })

  it('takes words only', () => {
    expect([read(0, 8), read(0, 1), read(0x20)]).toEqual([0n, 0n, 0n])
  })
})
