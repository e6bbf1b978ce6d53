/** The embedded switch of an adapter, between guests whose drivers are the test's own. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GuestLayout, NIC_OUTBOX_BYTES, VirtioFeatureBit, VirtioNetFeature } from '../../../src/core/layout.gen'
import { AdapterLab, all, broadcast, frameOf, macBytes } from './adapter-lab'

const unicast = (from: number, to: number, options = {}) => frameOf({ to: macBytes(to), from: macBytes(from), ...options })

const ringFormats = [
  ['split', all],
  ['packed', [...all, VirtioFeatureBit.ringPacked]],
] as const

describe.each(ringFormats)('the embedded switch, by %s rings', (_, features) => {
  let lab: AdapterLab
  beforeEach(async () => {
    lab = await AdapterLab.create(3, features)
  })

  const counts = () => lab.stations.map((station) => station.frames().length)

  it('carries a frame to the function that has its address, whole and once', () => {
    const frame = unicast(0, 1)
    lab.station(0).send(frame)
    expect(lab.station(1).frames()).toEqual([frame])
    expect([lab.station(0).frames(), lab.station(2).frames(), lab.takeOutbox()]).toEqual([[], [], []])
    expect([lab.get(0, 'txPackets'), lab.get(0, 'txBytes'), lab.get(1, 'rxPackets'), lab.get(1, 'rxBytes')]).toEqual([
      1, 60, 1, 60,
    ])
    expect([lab.station(0).sent(), lab.get(1, 'copiedBytes')]).toEqual([1, lab.get(1, 'rxBytes')])
  })

  it('carries broadcasts to all others and to the uplink', () => {
    const frame = frameOf({ to: broadcast, from: macBytes(1) })
    lab.station(1).send(frame)
    expect(counts()).toEqual([1, 0, 1])
    expect(lab.takeOutbox().map(({ port }) => port)).toEqual([0, 1])
    expect([lab.get(0, 'broadcast'), lab.get(2, 'broadcast')]).toEqual([1, 1])
  })

  it('sends unknown stations to the uplink, and takes frames from there', () => {
    const out = frameOf({ to: Uint8Array.of(2, 9, 9, 9, 9, 9), from: macBytes(0) })
    lab.station(0).send(out)
    expect(lab.takeOutbox()).toEqual([{ port: 0, frame: out }])
    const back = frameOf({ to: macBytes(0), from: Uint8Array.of(2, 9, 9, 9, 9, 9) })
    lab.inject(back)
    expect(lab.station(0).frames()).toEqual([back])
    lab.inject(out)
    expect([lab.takeOutbox(), counts()]).toEqual([[], [0, 0, 0]])
  })

  it('carries groups to those whose driver asked for them', () => {
    const group = Uint8Array.of(0x33, 0x33, 0, 0, 0, 1)
    expect(lab.station(2).control([1, 0], new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0, ...group]))).toBe(0)
    lab.station(0).send(frameOf({ to: group, from: macBytes(0) }))
    expect(counts()).toEqual([0, 0, 1])
    expect(lab.station(1).control([0, 1], Uint8Array.of(1))).toBe(0)
    lab.station(0).send(frameOf({ to: group, from: macBytes(0) }))
    expect(counts()).toEqual([0, 1, 1])
    expect(lab.get(2, 'multicast')).toBe(2)
  })

  it('drops and counts frames from an address that is not the function’s own, unless it may', () => {
    lab.set(0, { spoofchk: 1 })
    lab.station(0).send(unicast(2, 1))
    expect([counts(), lab.get(0, 'spoofed'), lab.get(0, 'txDropped')]).toEqual([[0, 0, 0], 1, 1])
    lab.station(0).send(unicast(0, 1))
    lab.set(0, { spoofchk: 0 })
    lab.station(0).send(unicast(2, 1))
    expect(counts()).toEqual([0, 2, 0])
  })

  it('keeps port VLANs apart and invisible', () => {
    lab.set(0, { vlan: 100, qos: 3 })
    lab.set(1, { vlan: 100 })
    lab.set(2, { vlan: 200 })
    lab.station(0).send(unicast(0, 1))
    lab.station(0).send(unicast(0, 2))
    lab.station(0).send(frameOf({ to: broadcast, from: macBytes(0) }))
    expect(lab.stations.map((station) => station.frames())).toEqual([
      [],
      [unicast(0, 1), frameOf({ to: broadcast, from: macBytes(0) })],
      [],
    ])
    const tag = [0x8100, (3 << 13) | 100] as const
    expect(
      lab
        .takeOutbox()
        .filter(({ port }) => port === 0)
        .map(({ frame }) => frame),
    ).toEqual([unicast(0, 2, { tag }), frameOf({ to: broadcast, from: macBytes(0), tag })])
  })

  it('strips the tag of a port VLAN from what comes by the uplink, and refuses tags of the guest', () => {
    lab.set(0, { vlan: 100 })
    lab.inject(unicast(1, 0, { tag: [0x8100, 100] }))
    lab.inject(unicast(1, 0, { tag: [0x8100, 101] }))
    lab.inject(unicast(1, 0))
    expect(lab.station(0).frames()).toEqual([unicast(1, 0)])
    lab.station(0).send(unicast(0, 1, { tag: [0x8100, 7] }))
    expect([lab.get(0, 'txDropped'), lab.takeOutbox()]).toEqual([1, []])
  })

  it("puts a provider's tag around a customer's", () => {
    lab.set(0, { vlan: 100, vlanProto: 0x88a8 })
    lab.set(1, { vlan: 100, vlanProto: 0x88a8 })
    lab.set(2, { vlan: 100, vlanProto: 0x8100 })
    const tagged = unicast(0, 1, { tag: [0x8100, 7] })
    lab.station(0).send(tagged)
    lab.station(0).send(unicast(0, 2))
    expect(lab.stations.map((station) => station.frames())).toEqual([[], [tagged], []])
  })

  it('gives a function without a port VLAN the VLANs that its driver asked for, with their tags', () => {
    const tagged = unicast(0, 1, { tag: [0x8100, 42] })
    lab.station(0).send(tagged)
    expect(counts()).toEqual([0, 0, 0])
    expect(lab.station(1).control([2, 0], Uint8Array.of(42, 0))).toBe(0)
    lab.station(0).send(tagged)
    expect(lab.station(1).frames()).toEqual([tagged])
    lab.set(0, { vlan: 42 })
    lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).frames()).toEqual([tagged])
    expect(lab.station(1).control([2, 1], Uint8Array.of(42, 0))).toBe(0)
    lab.station(0).send(unicast(0, 1))
    expect(counts()).toEqual([0, 0, 0])
  })

  it('carries nothing for a function whose link is down, and tells its driver', () => {
    const { driver } = lab.station(1)
    expect(driver.config(6, 2)).toBe(1)
    driver.takeInterrupts()
    lab.set(1, { linkState: 2 })
    expect([driver.config(6, 2), driver.takeInterrupts() & 2]).toEqual([0, 2])
    lab.station(0).send(unicast(0, 1))
    lab.station(1).send(unicast(1, 0))
    expect(counts()).toEqual([0, 0, 0])
    lab.set(1, { linkState: 1 })
    lab.station(1).send(unicast(1, 0))
    expect([driver.config(6, 2), counts()]).toEqual([1, [1, 0, 0]])
  })

  it('lets only a trusted function see what is for others, or take another address', () => {
    const other = Uint8Array.of(2, 7, 7, 7, 7, 7)
    lab.set(2, { isMacSet: 1 })
    expect(lab.station(2).control([0, 0], Uint8Array.of(1))).toBe(0)
    expect(lab.station(2).control([1, 1], other)).toBe(1)
    lab.station(0).send(unicast(0, 1))
    expect(counts()).toEqual([0, 1, 0])
    lab.set(2, { trust: 1 })
    lab.station(2).control([0, 0], Uint8Array.of(1))
    lab.station(0).send(unicast(0, 1))
    expect(counts()).toEqual([0, 1, 1])
    expect(lab.station(2).control([1, 1], other)).toBe(0)
    lab.station(0).send(frameOf({ to: other, from: macBytes(0) }))
    expect(lab.station(2).frames()).toHaveLength(1)
  })

  it('holds a sender back while its receiver has no buffer, and loses nothing', () => {
    lab.station(1).start(features, 2)
    for (let n = 0; n < 5; n++) lab.station(0).send(unicast(0, 1, { payload: new Uint8Array(46).fill(n) }))
    expect([lab.station(1).take(false).length, lab.station(0).sent(), lab.get(1, 'rxDropped')]).toEqual([2, 2, 0])
    const { view, guest } = lab.station(0).machine
    view.setUint32(guest + GuestLayout.toWake.offset, 0, true)
    lab.station(1).refill(8)
    // Its driver may sleep until frames are sent: somebody else's doorbell sent them.
    expect(view.getUint32(guest + GuestLayout.toWake.offset, true)).toBe(1)
    expect(
      lab
        .station(1)
        .frames()
        .map((frame) => frame[20]),
    ).toEqual([2, 3, 4])
    expect(lab.station(0).sent()).toBe(3)
  })

  it('gives up on a receiver that stays without buffers, and its senders go on', () => {
    lab.station(1).start(features, 1)
    for (const to of [1, 1, 2]) lab.station(0).send(unicast(0, to))
    expect(lab.station(2).frames()).toHaveLength(0)
    // Ten milliseconds at first, and half a one for the frame that it took.
    lab.station(0).advance(10_400_000n)
    expect(lab.get(1, 'rxDropped')).toBe(0)
    lab.station(0).advance(100_000n)
    expect([lab.station(2).frames().length, lab.get(1, 'rxDropped')]).toEqual([1, 1])
    lab.station(0).send(unicast(0, 1))
    lab.station(0).send(unicast(0, 2))
    expect([lab.station(2).frames().length, lab.get(1, 'rxDropped')]).toEqual([1, 2])
    lab.station(1).take()
    lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).frames()).toHaveLength(1)
  })

  it('waits longer for a receiver that took many frames, and hardly for one that was waited for in vain', () => {
    const fill = (): void => {
      while (lab.get(1, 'waiters') === 0) lab.station(0).send(unicast(0, 1))
    }
    for (let n = 0; n < 400; n++) {
      lab.station(0).send(unicast(0, 1))
      lab.station(1).take()
    }
    fill()
    lab.station(0).advance(149_000_000n)
    expect(lab.get(1, 'rxDropped')).toBe(0)
    lab.station(0).advance(1_000_000n)
    expect(lab.get(1, 'rxDropped')).toBe(1)
    lab.station(1).refill(2)
    fill()
    lab.station(0).advance(2_000_000n)
    expect(lab.get(1, 'rxDropped')).toBe(2)
  })

  it('hands no piece that is longer than the MTU to a driver that knows it (§5.1.4.1)', () => {
    const mtu = 1500
    lab.mtu = mtu
    lab.station(1).start([...features, VirtioNetFeature.mtu])
    const send = (bytes: number, to: number): void => lab.station(0).send(unicast(0, to, { payload: new Uint8Array(bytes) }))
    for (const to of [1, 2]) {
      send(mtu, to)
      send(mtu + 9, to)
    }
    expect(counts()).toEqual([0, 1, 2])
    expect([lab.get(1, 'rxDropped'), lab.get(2, 'rxDropped')]).toEqual([1, 0])
  })

  it('drops what no buffer of a driver can hold at once, so that nobody waits for it', () => {
    lab.station(1).start(features.filter((feature) => feature !== VirtioNetFeature.mrgRxbuf))
    lab.station(0).send(unicast(0, 1, { payload: new Uint8Array(3000) }))
    expect([lab.get(1, 'rxDropped'), lab.get(1, 'waiters'), lab.station(0).sent()]).toEqual([1, 0, 1])
    lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).frames()).toEqual([unicast(0, 1)])
  })

  it('stops a function whose driver hands over something malformed, and its siblings go on', () => {
    lab.station(0).send(new Uint8Array(4))
    expect([lab.station(0).driver.needsReset, lab.get(0, 'malicious'), lab.get(0, 'isStopped')]).toEqual([true, 1, 1])
    lab.station(1).send(unicast(1, 2))
    expect(lab.station(2).frames()).toHaveLength(1)
    lab.station(0).start(features)
    lab.station(0).send(unicast(0, 2))
    expect(lab.station(2).frames()).toHaveLength(1)
  })
})

describe('the driver of a receiver without buffers', () => {
  it('of a split ring is asked to tell of the next one', async () => {
    const lab = await AdapterLab.create(2)
    lab.station(1).start([...all, VirtioFeatureBit.eventIdx], 2)
    for (let n = 0; n < 2; n++) lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).receiveEvent.index).not.toBe(2)
    lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).receiveEvent.index).toBe(2)
  })

  it('of a packed ring is asked to tell of all', async () => {
    const lab = await AdapterLab.create(2)
    lab.station(1).start([...all, VirtioFeatureBit.eventIdx, VirtioFeatureBit.ringPacked], 1)
    lab.station(0).send(unicast(0, 1))
    // As after a wish to hear of a certain descriptor alone.
    lab.station(1).receiveEvent = { index: 0x8001, flags: 2 }
    lab.station(0).send(unicast(0, 1))
    expect(lab.station(1).receiveEvent.flags).toBe(0)
  })
})

describe('a least transmit rate', () => {
  /** Two functions send all that they can to a third, which takes eight frames a millisecond; how many it got from each in forty. */
  async function contend(lab: AdapterLab, minTxRate: readonly [number, number]): Promise<number[]> {
    for (const [vf, rate] of minTxRate.entries()) lab.set(vf, { minTxRate: rate })
    const waiting = [0, 0]
    const got = [0, 0]
    for (let ms = -100; ms < 40; ms++) {
      for (const vf of [0, 1]) {
        waiting[vf] = (waiting[vf] ?? 0) - lab.station(vf).sent()
        for (; (waiting[vf] ?? 0) < 16; waiting[vf] = (waiting[vf] ?? 0) + 1) lab.station(vf).send(unicast(vf, 2))
        lab.station(vf).advance(1_000_000n)
      }
      const froms = lab
        .station(2)
        .take(false)
        .map(({ frame }) => (frame[11] ?? 0) - 1)
      // What was saved before anybody waited is used up by then.
      if (ms >= 0) for (const from of froms) got[from] = (got[from] ?? 0) + 1
      lab.station(2).refill(8)
    }
    return got
  }

  it.each(ringFormats)('is what a function gets of a congested receiver, whoever waits before it (%s)', async (_, features) => {
    const lab = await AdapterLab.create(3, features)
    for (const vf of [0, 1, 2]) lab.station(vf).advance(10_000_000_000n)
    const free = await contend(lab, [0, 0])
    // Two Mbit/s are 167 frames of 480 bits in 40 ms.
    const guaranteed = await contend(lab, [0, 2])
    const [other = 0, own = 0] = guaranteed
    expect(free[1]).toBeLessThan(100)
    expect(own).toBeGreaterThan(160)
    expect(own).toBeLessThan(175)
    expect(own + other).toBeGreaterThan(300)
    expect(other).toBeGreaterThan(140)
    expect(lab.get(2, 'rxDropped')).toBe(0)
  })

  it('of two functions is kept for both, and the rest is for anybody', async () => {
    const lab = await AdapterLab.create(3)
    for (const vf of [0, 1, 2]) lab.station(vf).advance(10_000_000_000n)
    const [first = 0, second = 0] = await contend(lab, [1, 2])
    expect(first).toBeGreaterThan(80)
    expect(second).toBeGreaterThan(160)
    expect(first + second).toBeGreaterThan(300)
    expect(lab.get(2, 'rxDropped')).toBe(0)
  })

  it('keeps a part of the queue of the uplink', async () => {
    const lab = await AdapterLab.create(2)
    lab.set(1, { minTxRate: 100 })
    const out = (vf: number) =>
      frameOf({ to: Uint8Array.of(2, 9, 9, 9, 9, 9), from: macBytes(vf), payload: new Uint8Array(1500) })
    const queued = NIC_OUTBOX_BYTES / 1528
    for (let sent = 0; sent < queued; sent++) lab.station(0).send(out(0))
    lab.station(1).advance(1_000_000n)
    for (let sent = 0; sent < 8; sent++) lab.station(1).send(out(1))
    const from = lab.takeOutbox().map(({ frame }) => (frame[11] ?? 0) - 1)
    expect(from.filter((vf) => vf === 1)).toHaveLength(8)
    expect(from.filter((vf) => vf === 0).length).toBeGreaterThan(queued * 0.7)
    lab.set(1, { minTxRate: 0 })
    for (let sent = 0; sent < queued; sent++) lab.station(0).send(out(0))
    expect(lab.takeOutbox().length).toBeGreaterThan(queued * 0.95)
  })
})

describe('a transmit rate', () => {
  it('holds over a second to the frame, and over a tenth of one', async () => {
    const lab = await AdapterLab.create(2)
    lab.set(0, { maxTxRate: 8 })
    const frame = frameOf({ to: macBytes(1), from: macBytes(0), payload: new Uint8Array(986) })
    const bytes: number[] = []
    let queued = 0
    for (let millisecond = 0; millisecond < 1000; millisecond++) {
      for (queued -= lab.station(0).sent(); queued < 3; queued++) lab.station(0).send(frame)
      lab.station(0).advance(1_000_000n)
      lab.station(1).take()
      if (millisecond % 100 === 99) bytes.push(lab.get(0, 'txBytes'))
    }
    const tenths = bytes.map((sum, index) => sum - (bytes[index - 1] ?? 0))
    expect(Math.abs((bytes.at(-1) ?? 0) - 1_000_000)).toBeLessThan(10_000)
    for (const tenth of tenths) expect(Math.abs(tenth - 100_000)).toBeLessThan(6_000)
  })
})
