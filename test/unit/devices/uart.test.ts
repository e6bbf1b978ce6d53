/** The 16550A as a driver uses it; expectations from the PC16550D data sheet and QEMU's serial.c. */
import { beforeEach, describe, expect, it } from 'vitest'
import { platform } from '../../../src/spec/platform'
import { PlatformPiece } from './platform-piece'

const DATA = 0
const IER = 1
const IIR = 2
const FCR = 2
const LCR = 3
const MCR = 4
const LSR = 5
const MSR = 6
const SCR = 7

describe('UART', () => {
  let piece: PlatformPiece
  const read = (register: number): number => Number(piece.call.uartRead(piece.guest, register, 1))
  const write = (register: number, value: number): void => piece.call.uartWrite(piece.guest, register, BigInt(value), 1)
  const type = (text: string): void => {
    piece.type(text)
    piece.call.uartInputArrived(piece.guest)
  }
  /** The level of the UART's line, as the PLIC's pending bit shows it. */
  const interrupts = (): boolean => (piece.call.plicRead(piece.guest, 0x1000, 4) & (1n << BigInt(platform.uart.irq))) !== 0n

  beforeEach(async () => {
    piece = await PlatformPiece.create()
  })

  it('resets to an idle transmitter and a connected line', () => {
    expect([IER, IIR, LCR, MCR, LSR, MSR, SCR].map(read)).toEqual([0, 0x01, 0, 0x08, 0x60, 0xb0, 0])
  })

  it('shows the divisor latch behind DLAB', () => {
    write(LCR, 0x83)
    expect([read(DATA), read(IER)]).toEqual([12, 0])
    write(DATA, 0x34)
    write(IER, 0x12)
    expect([read(DATA), read(IER)]).toEqual([0x34, 0x12])
    write(LCR, 0x03)
    expect(read(IER)).toBe(0)
  })

  it('sends each byte at once', () => {
    for (const byte of Buffer.from('hello')) write(DATA, byte)
    expect(piece.output()).toBe('hello')
    expect(read(LSR)).toBe(0x60)
  })

  it('raises the transmitter interrupt when it is enabled, and again after each byte', () => {
    write(IER, 2)
    expect(interrupts()).toBe(true)
    expect(read(IIR)).toBe(0x02)
    expect(interrupts()).toBe(false)
    expect(read(IIR)).toBe(0x01)
    write(DATA, 65)
    expect(interrupts()).toBe(true)
    write(IER, 0)
    expect(interrupts()).toBe(false)
    write(IER, 2)
    expect(read(IIR)).toBe(0x02)
  })

  it('receives into the FIFO and tells the trigger level from a time-out', () => {
    write(FCR, 0x41)
    write(IER, 1)
    type('abc')
    expect(interrupts()).toBe(true)
    expect(read(IIR)).toBe(0xcc)
    type('d')
    expect(read(IIR)).toBe(0xc4)
    expect(read(LSR)).toBe(0x61)
    expect([0, 0, 0, 0].map(read)).toEqual([...Buffer.from('abcd')])
    expect(read(LSR)).toBe(0x60)
    expect(read(IIR)).toBe(0xc1)
    expect(interrupts()).toBe(false)
  })

  it('loses nothing of 64 KiB that are pasted', () => {
    write(FCR, 0xc1)
    const pasted = Array.from({ length: 65_536 }, (_, i) => String.fromCharCode(32 + (i % 90))).join('')
    expect(piece.type(pasted)).toBe(65_536)
    piece.call.uartInputArrived(piece.guest)
    let received = ''
    while ((read(LSR) & 1) !== 0) received += String.fromCharCode(read(DATA))
    expect(received).toBe(pasted)
    expect(read(LSR) & 2).toBe(0)
  })

  it('holds one byte without FIFOs', () => {
    type('xy')
    expect([read(LSR) & 1, read(DATA), read(LSR) & 1, read(DATA), read(LSR) & 1, read(DATA)]).toEqual([1, 0x78, 1, 0x79, 0, 0x79])
  })

  it('empties the FIFO on its reset bit and when FIFOs are switched', () => {
    write(FCR, 0x01)
    type('0123456789abcdef')
    write(FCR, 0x03)
    expect(read(LSR)).toBe(0x60)
    type('z')
    write(FCR, 0x00)
    expect([read(LSR), read(IIR)]).toEqual([0x60, 0x01])
  })

  it('loops back data and modem lines', () => {
    write(FCR, 0x01)
    write(MCR, 0x10 | 0x0b)
    expect(read(MSR)).toBe(0xb0)
    write(MCR, 0x10 | 0x04)
    expect(read(MSR)).toBe(0x40)
    write(DATA, 0x5a)
    expect([read(LSR), read(DATA)]).toEqual([0x61, 0x5a])
    expect(piece.output()).toBe('')
  })

  it('tells an overrun of the loop once, before received data', () => {
    write(MCR, 0x10)
    write(IER, 0x05)
    write(DATA, 1)
    write(DATA, 2)
    expect(read(IIR)).toBe(0x06)
    expect(read(LSR)).toBe(0x63)
    expect(read(LSR)).toBe(0x61)
    expect(read(IIR)).toBe(0x04)
  })

  it('holds THRE back while a FIFO does not fit into the output ring, and interrupts when it does again', () => {
    write(IER, 2)
    const sent: number[] = []
    while ((read(LSR) & 0x20) !== 0) {
      for (let i = 0; i < 16; i++) {
        sent.push(sent.length & 0xff)
        write(DATA, sent.length - 1)
      }
    }
    expect(sent.length).toBe(131_072)
    expect([read(LSR), interrupts()]).toEqual([0, false])
    expect(Buffer.from(piece.output(), 'latin1').equals(Buffer.from(sent))).toBe(true)
    piece.call.uartOutputDrained(piece.guest)
    expect([read(LSR), interrupts()]).toEqual([0x60, true])
  })

  it('keeps the scratch register and reads nothing behind the eighth', () => {
    write(SCR, 0xa5)
    write(8, 0xff)
    expect([read(SCR), read(8), read(0xff)]).toEqual([0xa5, 0, 0])
  })
})
