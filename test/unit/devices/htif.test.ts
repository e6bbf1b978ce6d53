/** The host-target interface as programs made for Spike use it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GuestEnd } from '../../../src/core/layout.gen'
import { PlatformPiece, RAM } from './platform-piece'

const TOHOST = RAM + 0x1000n
const FROMHOST = RAM + 0x1040n
const BLOCK = RAM + 0x2000n
const TEXT = RAM + 0x2ff8n

describe('HTIF', () => {
  let piece: PlatformPiece
  const send = (value: bigint): void => {
    piece.writeWords(TOHOST, [value])
    piece.call.htifPoll(piece.guest, value)
  }
  const systemCall = (...words: bigint[]): bigint => {
    piece.writeWords(BLOCK, [...words, ...Array(8 - words.length).fill(0n)])
    piece.writeWords(FROMHOST, [0n])
    send(BLOCK)
    expect([piece.readWord(TOHOST), piece.readWord(FROMHOST)]).toEqual([0n, 1n])
    return BigInt.asIntN(64, piece.readWord(BLOCK))
  }

  beforeEach(async () => {
    piece = await PlatformPiece.create()
    piece.setGuest('tohostGpa', TOHOST)
    piece.setGuest('fromhostGpa', FROMHOST)
  })

  it('ends the guest on an odd value: 1 passes, others fail with their code', () => {
    send(1n)
    expect([piece.getGuest('ended'), piece.getGuest('endCode')]).toEqual([BigInt(GuestEnd.powerOff), 0n])
    send((42n << 1n) | 1n)
    expect([piece.getGuest('ended'), piece.getGuest('endCode')]).toEqual([BigInt(GuestEnd.fail), 42n])
  })

  it('prints through the console device', () => {
    for (const byte of Buffer.from('Hi')) send((1n << 56n) | (1n << 48n) | BigInt(byte))
    expect(piece.output()).toBe('Hi')
    expect([piece.readWord(TOHOST), piece.readWord(FROMHOST), piece.getGuest('ended')]).toEqual([0n, 0n, 0n])
  })

  it('answers a console read when a byte is typed', () => {
    send(1n << 56n)
    expect(piece.readWord(FROMHOST)).toBe(0n)
    piece.type('k')
    piece.call.htifInputArrived(piece.guest)
    expect(piece.readWord(FROMHOST)).toBe((1n << 56n) | 0x16bn)
  })

  it('writes for the write system call, across pages', () => {
    piece.writeMemory(TEXT, Buffer.from('across the page'))
    expect(systemCall(64n, 1n, TEXT, 15n)).toBe(15n)
    expect(piece.output()).toBe('across the page')
  })

  it('refuses bad descriptors, addresses and numbers as Linux does', () => {
    expect(systemCall(64n, 3n, TEXT, 1n)).toBe(-9n)
    expect(systemCall(64n, 1n, 0n, 1n)).toBe(-14n)
    expect(systemCall(64n, 1n, TEXT, 2n ** 64n - 1n)).toBe(-14n)
    expect(systemCall(1024n)).toBe(-38n)
    expect(piece.output()).toBe('')
  })

  it('exits with the code of the exit system call', () => {
    systemCall(93n, 3n)
    expect([piece.getGuest('ended'), piece.getGuest('endCode')]).toEqual([BigInt(GuestEnd.fail), 3n])
  })

  it('survives a block and a fromhost that are nowhere', () => {
    piece.setGuest('fromhostGpa', 0x10n)
    send(0x1000n)
    send(0xffff_ffff_fff8n)
    expect(piece.getGuest('ended')).toBe(0n)
  })
})
