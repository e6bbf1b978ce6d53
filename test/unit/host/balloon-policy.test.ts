/** What a host that is short asks of balloons: more of whoever has more for his shares, within bounds, and back again when there is plenty. */
import { describe, expect, it } from 'vitest'
import { askBalloons, type Ballooned } from '../../../src/host/balloon-policy'

const MIB = 2 ** 20
const pages = (mib: number): number => (mib * MIB) / 4096

class FakeGuest implements Ballooned {
  askedPages = 0
  heldPages = 0
  yields = false

  constructor(
    readonly residentBytes: number,
    readonly memoryShares = 100,
    readonly reservationBytes = 0,
    readonly hasDriver = true,
  ) {}

  get balloon() {
    const { askedPages, heldPages } = this
    return this.hasDriver ? { askedPages, heldPages, ramPages: pages(256) } : undefined
  }

  askBalloon(asked: number, yields: boolean): void {
    Object.assign(this, { askedPages: asked, yields })
  }
}

describe('a host that is short', () => {
  it('asks for what it lacks, by what guests hold for each of their shares', () => {
    const [poor, rich, driverless] = [
      new FakeGuest(200 * MIB, 100),
      new FakeGuest(200 * MIB, 300),
      new FakeGuest(200 * MIB, 1, 0, false),
    ]
    askBalloons([poor, rich, driverless], { state: 'soft', lackingPages: 4000 })
    expect([poor.askedPages, rich.askedPages, driverless.askedPages]).toEqual([3000, 1000, 0])
    expect([poor.yields, rich.yields, driverless.yields]).toEqual([true, true, false])
  })

  it('asks for no more than 65 % of a guest, and for nothing that is reserved', () => {
    const [free, held] = [new FakeGuest(250 * MIB), new FakeGuest(250 * MIB, 100, 200 * MIB)]
    askBalloons([free, held], { state: 'hard', lackingPages: 1e6 })
    expect([free.askedPages, held.askedPages]).toEqual([Math.floor(pages(256) * 0.65), pages(56)])
  })

  it('takes pages from a guest whose balloon has given what it was asked for', () => {
    const guest = new FakeGuest(250 * MIB)
    askBalloons([guest], { state: 'soft', lackingPages: 1000 })
    guest.heldPages = 1000
    askBalloons([guest], { state: 'soft', lackingPages: 0 })
    expect([guest.askedPages, guest.yields]).toEqual([1000, false])
  })

  it('gives all of it back once it has plenty', () => {
    const guest = new FakeGuest(250 * MIB)
    askBalloons([guest], { state: 'soft', lackingPages: 10_000 })
    const seen: number[] = []
    for (let turn = 0; turn < 40; turn++) {
      askBalloons([guest], { state: 'high', lackingPages: 0 })
      seen.push(guest.askedPages)
    }
    expect([seen[0], seen.at(-1), guest.yields]).toEqual([7500, 0, true])
  })
})
