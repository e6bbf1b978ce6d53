/** Drivers that write anything into their rings, headers and commands: the host lives, nobody else's memory changes, siblings go on. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { RAM } from '../virtio/virtio-machine'
import { AdapterLab, all, frameOf, macBytes, type Station } from './adapter-lab'

const STEPS = Number(process.env.VMHOST_NIC_FUZZ ?? 20_000)
const ramBytes = 128 * 4096
const interesting = [
  0n,
  RAM,
  RAM - 1n,
  RAM + BigInt(ramBytes),
  RAM + BigInt(ramBytes) - 1n,
  2n ** 64n - 1n,
  2n ** 63n,
  0x1000_0000n,
]

describe('hostile drivers on virtual functions', () => {
  const seed = seedFromEnvironment(0x4e7)

  it(`harm nobody but themselves (seed ${seed})`, { timeout: Math.max(300_000, 10 * STEPS) }, async () => {
    const random = new Random(seed)
    const lab = await AdapterLab.create(4)
    const [hostile, listener, honest, sibling] = [lab.station(0), lab.station(1), lab.station(2), lab.station(3)]
    /* A guest that takes no part: its memory is a pattern that stays. */
    const witness = lab.first.sibling()
    const pattern = random.fill(new Uint8Array(0x1_0000))
    witness.write(RAM, pattern)
    let spoilt = 0
    for (let step = 0; step < STEPS; step++) {
      attack(hostile, random)
      if (random.oneIn(50))
        lab.set(0, { vlan: random.pick([0, 0, 5]), maxTxRate: random.pick([0, 0, 0, 1000]), trust: random.below(2) })
      if (random.oneIn(20)) hostile.advance(BigInt(random.below(20_000_000)))
      if (random.oneIn(10)) listener.take()
      if (hostile.driver.needsReset && random.oneIn(4)) {
        spoilt++
        hostile.start(
          all.filter(() => !random.oneIn(4)),
          random.below(8),
        )
      }
      if (step % 100 !== 0) continue
      // Who does not read has no room at some time: what others sent meanwhile is taken first.
      sibling.frames()
      const frame = frameOf({ to: macBytes(3), from: macBytes(2), payload: random.fill(new Uint8Array(64)) })
      honest.send(frame)
      honest.advance(20_000_000n)
      expect(sibling.frames().some((arrived) => Buffer.compare(arrived, frame) === 0)).toBe(true)
    }
    expect(spoilt).toBeGreaterThan(10)
    expect(Buffer.compare(witness.read(RAM, pattern.length), pattern)).toBe(0)
    expect([honest.driver.needsReset, sibling.driver.needsReset, listener.driver.needsReset]).toEqual([false, false, false])
  })
})

function attack(station: Station, random: Random): void {
  const gpa = (): bigint => (random.oneIn(3) ? random.pick(interesting) : RAM + BigInt(random.below(ramBytes)))
  const bytes = (): number => (random.oneIn(3) ? random.pick([0, 1, 12, 26, 0xffff_ffff, 0x8000_0000]) : random.below(70_000))
  const ring = RAM + BigInt(random.pick([0, 0x4000, 0x8000]))
  const choice = random.below(8)
  if (choice === 0)
    station.send(
      frameOf({ to: macBytes(random.below(4)), from: macBytes(0), payload: random.fill(new Uint8Array(random.below(3000))) }),
      random.fill(new Uint8Array(12)),
    )
  else if (choice === 1) station.send(random.fill(new Uint8Array(random.below(200))))
  else if (choice === 2) station.control([random.below(6), random.below(6)], random.fill(new Uint8Array(random.below(100))))
  else if (choice === 3) {
    const descriptor = new DataView(new ArrayBuffer(16))
    descriptor.setBigUint64(0, gpa(), true)
    descriptor.setUint32(8, bytes(), true)
    descriptor.setUint16(12, random.below(8), true)
    descriptor.setUint16(14, random.below(80), true)
    station.machine.write(ring + BigInt(16 * random.below(64)), new Uint8Array(descriptor.buffer))
  } else if (choice === 4) station.machine.write(ring + 0x1000n + BigInt(random.below(0x90)), random.fill(new Uint8Array(2)))
  else if (choice === 5) station.machine.setRegister(0, 'queueNotify', random.below(4))
  else if (choice === 6) station.send(frameOf({ to: macBytes(random.below(4)), from: macBytes(0) }))
  else if (random.oneIn(30)) station.machine.setRegister(0, 'status', random.below(16))
}
