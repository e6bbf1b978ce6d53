/** The SBI as a supervisor calls it; SBI specification 2.0. */
import { describe, expect, it } from 'vitest'
import { GuestEnd, HsmState } from '../../../src/core/layout.gen'
import { sbiExtensions } from '../../../src/spec/sbi'
import { Line, PlatformPiece, RAM, RAM_PAGES } from '../devices/platform-piece'

const { base, time, ipi, rfence, hsm, srst, dbcn } = sbiExtensions
const ALL_HARTS = 2n ** 64n - 1n
const RAM_END = RAM + BigInt(RAM_PAGES * 4096)
const SUCCESS = 0
const FAILED = -1
const NOT_SUPPORTED = -2
const INVALID_PARAM = -3
const INVALID_ADDRESS = -5
const ALREADY_AVAILABLE = -6

describe('SBI', () => {
  const create = (sbi?: number) => PlatformPiece.create({ harts: 3, ...(sbi === undefined ? {} : { sbi }) })

  it('tells version 2.0, its own id, and no machine identity', async () => {
    const piece = await create()
    const told = [0, 1, 2, 4, 5, 6].map((functionId) => piece.sbi(base.id, functionId))
    expect(told).toEqual([
      [0, 0x0200_0000n],
      [0, 0x766dn],
      [0, 1n],
      [0, 0n],
      [0, 0n],
      [0, 0n],
    ])
    expect(piece.sbi(base.id, 7)).toEqual([NOT_SUPPORTED, 0n])
  })

  it('offers what is switched on, and BASE always', async () => {
    const piece = await create(1 << time.bit)
    const probed = Object.values(sbiExtensions).map(({ id }) => piece.sbi(base.id, 3, [id])[1])
    expect(probed).toEqual([
      1n,
      1n,
      ...Object.keys(sbiExtensions)
        .slice(2)
        .map(() => 0n),
    ])
    expect(piece.sbi(ipi.id, 0, [1, 0])[0]).toBe(NOT_SUPPORTED)
  })

  it('knows no legacy extension and no other', async () => {
    const piece = await create()
    for (const id of [0n, 1n, 8n, 0x504d55n, 0x1_0000_0010n]) expect(piece.sbi(id, 0)[0]).toBe(NOT_SUPPORTED)
  })

  it('sets the timer: STIP falls until the deadline has come', async () => {
    const piece = await create()
    piece.setGuest('timeNs', 1000)
    expect(piece.sbi(time.id, 0, [10])).toEqual([SUCCESS, 0n])
    expect(piece.line(Line.stip)).toBe(true)
    piece.sbi(time.id, 0, [11])
    expect([piece.line(Line.stip), piece.call.nextDeadlineTick(piece.guest)]).toEqual([false, 11n])
  })

  it('sends IPIs to the harts of the mask', async () => {
    const piece = await create()
    const pending = () => [0, 1, 2].map((index) => piece.getHart('mip', index))
    expect(piece.sbi(ipi.id, 0, [0b11, 1])).toEqual([SUCCESS, 0n])
    expect(pending()).toEqual([0n, 2n, 2n])
    expect(piece.sbi(ipi.id, 0, [0, ALL_HARTS])).toEqual([SUCCESS, 0n])
    expect(pending()).toEqual([2n, 2n, 2n])
  })

  it.each([
    [0b1000, 0],
    [0b100, 1],
    [1, 3],
    [1, 2n ** 63n],
  ])('refuses the hart mask %s from %s on', async (mask, first) => {
    const piece = await create()
    expect(piece.sbi(ipi.id, 0, [mask, first])[0]).toBe(INVALID_PARAM)
    expect(piece.sbi(rfence.id, 1, [mask, first, 0, 0])[0]).toBe(INVALID_PARAM)
    expect(piece.getHart('mip', 2)).toBe(0n)
  })

  it('fences the harts of the mask, and has no hypervisor fences', async () => {
    const piece = await create()
    piece.setHart('codePtr', 4096, 1)
    piece.setHart('codePtr', 4096, 2)
    expect(piece.sbi(rfence.id, 0, [7, 0])[0]).toBe(SUCCESS)
    expect(piece.sbi(rfence.id, 1, [0b10, 0, 0x1000, 0x3000])[0]).toBe(SUCCESS)
    expect([piece.getHart('codePtr', 1), piece.getHart('codePtr', 2)]).toEqual([0n, 4096n])
    expect(piece.sbi(rfence.id, 2, [0, ALL_HARTS, 0, ALL_HARTS, 5])[0]).toBe(SUCCESS)
    expect(piece.getHart('codePtr', 2)).toBe(0n)
    expect(piece.sbi(rfence.id, 1, [1, 0, ALL_HARTS, 0x1000])[0]).toBe(INVALID_ADDRESS)
    expect(piece.sbi(rfence.id, 3, [1, 0, 0, 0])[0]).toBe(NOT_SUPPORTED)
  })

  it('starts a stopped hart in S-mode with its id and the word for it', async () => {
    const piece = await create()
    piece.setHart('satp', 8n << 60n, 2)
    expect(piece.sbi(hsm.id, 2, [2])).toEqual([SUCCESS, BigInt(HsmState.stopped)])
    expect(piece.sbi(hsm.id, 0, [2, RAM + 0x200n, 0xabcdn])).toEqual([SUCCESS, 0n])
    expect([piece.getHart('pc', 2), piece.getHart('privilege', 2), piece.getHart('satp', 2)]).toEqual([RAM + 0x200n, 1n, 0n])
    expect([piece.register(10, 2), piece.register(11, 2), piece.getHart('mstatus', 2) & 2n]).toEqual([2n, 0xabcdn, 0n])
    expect(piece.sbi(hsm.id, 2, [2])).toEqual([SUCCESS, BigInt(HsmState.started)])
    expect(piece.sbi(hsm.id, 0, [2, RAM, 0])[0]).toBe(ALREADY_AVAILABLE)
  })

  it('refuses to start what is not there or nowhere', async () => {
    const piece = await create()
    expect(piece.sbi(hsm.id, 0, [3, RAM, 0])[0]).toBe(INVALID_PARAM)
    expect(piece.sbi(hsm.id, 2, [ALL_HARTS])[0]).toBe(INVALID_PARAM)
    for (const entry of [0n, RAM - 2n, RAM + 1n, RAM_END, ALL_HARTS])
      expect(piece.sbi(hsm.id, 0, [1, entry, 0])[0]).toBe(INVALID_ADDRESS)
    expect(piece.getHart('hsm', 1)).toBe(BigInt(HsmState.stopped))
  })

  it('stops and suspends its caller', async () => {
    const piece = await create()
    expect(piece.sbi(hsm.id, 3, [0, 0, 0])).toEqual([SUCCESS, 0n])
    expect([piece.getHart('hsm'), piece.getHart('waiting')]).toEqual([BigInt(HsmState.suspended), 1n])
    piece.sbi(hsm.id, 1)
    expect(piece.getHart('hsm')).toBe(BigInt(HsmState.stopped))
  })

  it('readies a non-retentive suspend for its resume address', async () => {
    const piece = await create()
    expect(piece.sbi(hsm.id, 3, [0x8000_0000, 0, 0])[0]).toBe(INVALID_ADDRESS)
    expect(piece.getHart('hsm')).toBe(BigInt(HsmState.started))
    piece.setHart('satp', 8n << 60n)
    piece.sbi(hsm.id, 3, [0x8000_0000, RAM + 4n, 77])
    expect([piece.getHart('pc'), piece.getHart('satp'), piece.register(10), piece.register(11)]).toEqual([RAM + 4n, 0n, 0n, 77n])
    for (const [type, error] of [
      [1, INVALID_PARAM],
      [0x8000_0001, INVALID_PARAM],
      [0x1000_0000, NOT_SUPPORTED],
    ] as const) {
      expect(piece.sbi(hsm.id, 3, [type, RAM, 0])[0]).toBe(error)
    }
  })

  it.each([
    [0, 0, GuestEnd.powerOff],
    [1, 0, GuestEnd.reboot],
    [2, 1, GuestEnd.reboot],
  ])('resets the system with type %i and reason %i', async (type, reason, ended) => {
    const piece = await create()
    piece.sbi(srst.id, 0, [type, reason])
    expect([piece.getGuest('ended'), piece.getGuest('endCode')]).toEqual([BigInt(ended), BigInt(reason)])
  })

  it('refuses resets that are reserved', async () => {
    const piece = await create()
    expect([piece.sbi(srst.id, 0, [3, 0])[0], piece.sbi(srst.id, 0, [0, 2])[0]]).toEqual([INVALID_PARAM, INVALID_PARAM])
    expect(piece.sbi(srst.id, 0, [0xf000_0000, 0])[0]).toBe(NOT_SUPPORTED)
    expect(piece.getGuest('ended')).toBe(0n)
  })

  it('writes to the debug console, and only from RAM', async () => {
    const piece = await create()
    piece.writeMemory(RAM + 0xffcn, Buffer.from('earlycon'))
    expect(piece.sbi(dbcn.id, 0, [8, RAM + 0xffcn, 0])).toEqual([SUCCESS, 8n])
    expect(piece.sbi(dbcn.id, 2, [0x121])).toEqual([SUCCESS, 0n])
    expect(piece.output()).toBe('earlycon!')
    for (const args of [
      [1, RAM_END, 0],
      [2, RAM_END - 1n, 0],
      [ALL_HARTS, RAM, 0],
      [1, RAM, 1],
    ] as const) {
      expect(piece.sbi(dbcn.id, 0, args)[0]).toBe(INVALID_PARAM)
    }
    expect(piece.output()).toBe('')
  })

  it('reads from the debug console what is there', async () => {
    const piece = await create()
    piece.type('typed')
    expect(piece.sbi(dbcn.id, 1, [3, RAM, 0])).toEqual([SUCCESS, 3n])
    expect(piece.sbi(dbcn.id, 1, [100, RAM + 3n, 0])).toEqual([SUCCESS, 2n])
    expect(piece.sbi(dbcn.id, 1, [100, RAM, 0])).toEqual([SUCCESS, 0n])
    expect(Buffer.from(piece.readMemory(RAM, 5)).toString()).toBe('typed')
  })

  it('takes no more than the ring holds', async () => {
    const piece = await create()
    expect(piece.sbi(dbcn.id, 0, [RAM_PAGES * 4096, RAM, 0])).toEqual([SUCCESS, 131_072n])
    expect(piece.sbi(dbcn.id, 2, [65])[0]).toBe(FAILED)
    expect(piece.output().length).toBe(131_072)
  })
})
