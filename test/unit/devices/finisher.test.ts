/** The test finisher's three words. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GuestEnd } from '../../../src/core/layout.gen'
import { PlatformPiece } from './platform-piece'

describe('finisher', () => {
  let piece: PlatformPiece
  const write = (value: bigint, offset = 0, bytes = 4): [bigint, bigint] => {
    piece.call.finisherWrite(piece.guest, offset, value, bytes)
    return [piece.getGuest('ended'), piece.getGuest('endCode')]
  }

  beforeEach(async () => {
    piece = await PlatformPiece.create()
  })

  it.each([
    ['pass', 0x5555n, GuestEnd.powerOff, 0n],
    ['failure with its code', 0x0007_3333n, GuestEnd.fail, 7n],
    ['reset', 0x7777n, GuestEnd.reboot, 0n],
    ['nothing for another value', 0x1234n, GuestEnd.none, 0n],
  ])('means %s', (_, value, ended, code) => {
    expect(write(value)).toEqual([BigInt(ended), code])
  })

  it('takes no other place or width', () => {
    expect(write(0x5555n, 4)).toEqual([0n, 0n])
    expect(write(0x5555n, 0, 8)).toEqual([0n, 0n])
    expect(write(0x55n, 0, 1)).toEqual([0n, 0n])
    expect(piece.call.finisherRead(piece.guest, 0, 4)).toBe(0n)
  })
})
