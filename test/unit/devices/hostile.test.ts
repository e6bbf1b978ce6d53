/** A guest that writes anything anywhere into its devices: nothing traps, and nothing outside the guest's region changes. */
import { describe, expect, it } from 'vitest'
import { platform } from '../../../src/spec/platform'
import { sbiExtensions } from '../../../src/spec/sbi'
import { Random, seedFromEnvironment } from '../../support/random'
import { PlatformPiece, RAM } from './platform-piece'

const ACCESSES = 200_000
const WIDTHS = [1, 2, 4, 8]
const interesting = [0n, 1n, 0x7ffn, 0x400n, 0x3333n, 0xffff_ffffn, 2n ** 63n, 2n ** 64n - 1n, RAM, RAM - 1n]

describe.each(['plic', 'aia'] as const)('hostile accesses with %s', (controller) => {
  const seed = seedFromEnvironment(0x5eed)

  it(`reads and writes every device at random (seed ${seed})`, async () => {
    const random = new Random(seed)
    const piece = await PlatformPiece.create({ harts: 3, controller, start: 'firmware' })
    const { call, guest } = piece
    const value = (): bigint => (random.oneIn(2) ? random.pick(interesting) : random.u64())
    const place = (bytes: number): number => (random.oneIn(3) ? random.below(0x100) : random.below(bytes))
    const width = (): number => random.pick(WIDTHS)
    const access = [
      () => call.uartWrite(guest, place(platform.uart.bytes), value(), width()),
      () => call.uartRead(guest, place(platform.uart.bytes), width()),
      () => call.rtcWrite(guest, place(0x1000), value(), width()),
      () => call.rtcRead(guest, place(0x1000), width()),
      () => call.finisherWrite(guest, place(0x1000), value(), width()),
      () => call.aclintWrite(guest, place(platform.aclint.bytes), value(), width()),
      () => call.aclintRead(guest, place(platform.aclint.bytes), width()),
      () => call.plicWrite(guest, place(platform.plic.bytes), value(), width()),
      () => call.plicWrite(guest, 0x2000 + place(0x4000), value(), 4),
      () => call.plicRead(guest, place(platform.plic.bytes), width()),
      () => call.aplicWrite(guest, random.below(2), place(0x8000), value(), width()),
      () => call.aplicWrite(guest, random.below(2), 0x1c00 + 4 * random.below(0x110), value(), 4),
      () => call.aplicRead(guest, random.below(2), place(0x8000), width()),
      () => call.imsicWrite(guest, random.below(5), random.below(3), random.pick([0, 0, 4, 8]), value()),
      () => call.imsicSet(piece.hart(random.below(3)), random.below(2), 0x70 + random.below(0x90), value()),
      () => call.imsicGet(piece.hart(random.below(3)), random.below(2), 0x70 + random.below(0x90)),
      () => call.imsicClaim(piece.hart(random.below(3)), random.below(2)),
      () => call.setInterruptLine(guest, random.below(100), random.below(2)),
      () => call.htifPoll(guest, random.oneIn(2) ? value() : RAM + BigInt(random.below(0x1000))),
      () => piece.setGuest('timeNs', value()),
      () => call.updateTimers(guest),
      () => call.rtcTick(guest),
    ]
    piece.setGuest('tohostGpa', RAM + 8n)
    piece.setGuest('fromhostGpa', RAM + 16n)
    for (let n = 0; n < ACCESSES; n++) random.pick(access)()
    expect([piece.getGuest('harts'), piece.getGuest('ramPages'), piece.getHart('id', 2)]).toEqual([3n, 64n, 2n])
    expect([0, 1, 2].map((index) => piece.getHart('lines', index) & ~0xaa8n)).toEqual([0n, 0n, 0n])
    if (controller === 'plic')
      expect([1, 2, 3, 4].map((i) => call.plicRead(guest, 4 * i, 4) <= 7n)).toEqual([true, true, true, true])
  })

  it(`makes SBI calls at random (seed ${seed})`, async () => {
    const random = new Random(seed)
    const piece = await PlatformPiece.create({ harts: 3, controller })
    const ids = Object.values(sbiExtensions).map(({ id }) => id)
    /* A call of these may not return: a0 then holds what was in it. */
    const silent: readonly number[] = [sbiExtensions.hsm.id, sbiExtensions.srst.id]
    for (let n = 0; n < 20_000; n++) {
      const args = Array.from({ length: 6 }, () => (random.oneIn(2) ? BigInt(random.below(8)) : random.pick(interesting)))
      const extension = random.pick([...ids, random.u32()])
      const [error] = piece.sbi(extension, random.below(8), args, random.below(3))
      if (n % 16 === 0) piece.output()
      if (!silent.includes(extension)) expect([0, -1, -2, -3, -5]).toContain(error)
    }
    expect([piece.getGuest('harts'), piece.getHart('id', 1)]).toEqual([3n, 1n])
  })
})
