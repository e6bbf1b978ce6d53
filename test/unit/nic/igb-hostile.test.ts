/** Drivers that write anything into registers, mailbox and rings of an 82576 function: the host lives, and nobody else notices. */
import { describe, expect, it } from 'vitest'
import { IgbTransmit, IgbVfRegister } from '../../../src/core/layout.gen'
import { Random, seedFromEnvironment } from '../../support/random'
import { RAM } from '../virtio/virtio-machine'
import { AdapterLab, frameOf, macBytes } from './adapter-lab'
import { type Context, type IgbStation, igbPlace, type Register } from './igb-station'

const STEPS = Number(process.env.VMHOST_NIC_FUZZ ?? 10_000)
const ramBytes = 128 * 4096
const registers = Object.keys(IgbVfRegister) as Register[]
const addresses = [0n, RAM - 1n, RAM - 8n, RAM, RAM + BigInt(ramBytes), RAM + BigInt(ramBytes) - 1n, 2n ** 64n - 1n, 2n ** 63n]

describe('hostile drivers on 82576 functions', () => {
  const seed = seedFromEnvironment(0x82576)

  it(`harm nobody but themselves (seed ${seed})`, { timeout: Math.max(300_000, 10 * STEPS) }, async () => {
    const random = new Random(seed)
    const lab = await AdapterLab.mixed(5, [0, 1, 2])
    const [hostile, listener, honest, sibling] = [lab.function(0), lab.function(1), lab.function(2), lab.station(3)]
    for (const it of lab.functions) it.start()
    /* A guest that takes no part: its memory is a pattern that stays. */
    const witness = lab.first.sibling()
    const pattern = random.fill(new Uint8Array(0x1_0000))
    witness.write(RAM, pattern)
    let stops = 0
    for (let step = 0; step < STEPS; step++) {
      attack(hostile, random)
      if (random.oneIn(50))
        lab.set(0, { vlan: random.pick([0, 0, 5]), maxTxRate: random.pick([0, 0, 1000]), trust: random.below(2) })
      if (random.oneIn(10)) listener.take()
      if (random.oneIn(5)) hostile.pass(random.pick([1, 10, 1000, 20_000]))
      expect(hostile.waitsUs()).toBeLessThan(8192)
      if (lab.get(0, 'isStopped') === 1 && random.oneIn(4)) {
        stops++
        hostile.start({ buffers: random.below(8) })
      }
      if (step % 100 !== 0) continue
      // Who does not read has no room at some time: what others sent meanwhile is taken first.
      for (const reader of [sibling, honest]) reader.frames()
      const frame = frameOf({ to: macBytes(3), from: macBytes(2), payload: random.fill(new Uint8Array(64)) })
      honest.send(frame)
      expect(sibling.frames().some((arrived) => Buffer.compare(arrived, frame) === 0)).toBe(true)
      sibling.send(frameOf({ to: macBytes(2), from: macBytes(3) }))
      expect(honest.frames().length).toBeGreaterThan(0)
    }
    expect(stops).toBeGreaterThan(10)
    expect(lab.get(0, 'malicious')).toBeGreaterThan(10)
    expect(Buffer.compare(witness.read(RAM, pattern.length), pattern)).toBe(0)
    expect([1, 2, 3].map((vf) => lab.get(vf, 'malicious'))).toEqual([0, 0, 0])
  })
})

function attack(vf: IgbStation, random: Random): void {
  const word = (): number => random.pick([0, 1, 0xffff_ffff, 0x8000_0000, 1 << 25, random.below(2 ** 16), random.below(2 ** 31)])
  const gpa = (): bigint => (random.oneIn(3) ? random.pick(addresses) : RAM + BigInt(random.below(ramBytes)))
  const choice = random.below(8)
  if (choice === 0) vf.set(random.pick(registers), word(), 4 * random.below(64))
  else if (choice === 1) vf.read(random.pick(registers), 4 * random.below(64))
  else if (choice === 2) {
    for (let index = 0; index < 4; index++)
      vf.set('mailboxMemory', index === 0 ? random.below(8) | (random.below(40) << 16) : word(), 4 * index)
    vf.set('mailbox', random.below(16))
  } else if (choice === 3)
    vf.descriptor(
      random.pick([igbPlace.receive, igbPlace.transmit]),
      random.below(64),
      gpa(),
      (BigInt(word()) << 32n) | BigInt((word() | IgbTransmit.isAdvanced | (random.pick([2, 3]) << 20)) >>> 0),
    )
  else if (choice === 4) vf.set('tdt', random.below(70))
  else if (choice === 5)
    vf.send(
      frameOf({ to: macBytes(random.below(4)), from: macBytes(0), payload: random.fill(new Uint8Array(random.below(3000))) }),
      {
        context: contextOf(random),
        command: random.pick([0, IgbTransmit.segment, IgbTransmit.insertVlan]),
        options: random.below(0x400),
        pieces: random.oneIn(2) ? [] : [random.below(60)],
      },
    )
  else if (choice === 6) vf.refill(random.below(4))
  else if (random.oneIn(20)) vf.start({ buffers: random.below(60), split: random.below(2 ** 28) })
}

const contextOf = (random: Random): Context => ({
  mac: random.pick([0, 14, 18, 127]),
  ip: random.pick([0, 20, 40, 511]),
  l4: random.pick([0, 20, 60, 255]),
  mss: random.pick([0, 1, 536, 1460, 65_535]),
  vlan: random.below(65_536),
  isIp4: random.oneIn(2),
  kind: random.pick(['udp', 'tcp', 'sctp']),
})
