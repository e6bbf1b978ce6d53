/** The scheduler in the core under random guests: what it promises holds at every moment, not only on average. */
import { describe, expect, it } from 'vitest'
import { BareCore, type SpinningGuest } from '../support/bare-core'
import { Random, seedFromEnvironment } from '../support/random'

const seed = seedFromEnvironment(4711)
console.log(`seed ${seed} (VMHOST_SEED)`)

const instructionNs = 10
const sliceNs = 500_000
const periodNs = 10_000_000
const never = 2n ** 64n - 1n

interface Contender extends SpinningGuest {
  shares: number
}

function contend(machine: BareCore, shares: number): Contender {
  const guest = machine.spin(instructionNs)
  machine.core.exports.guestSetShares(guest.pointer, shares)
  return { ...guest, shares }
}

/** Two sets of physical CPUs, hard and soft. */
function pin(machine: BareCore, guest: SpinningGuest, pcpus: readonly number[]): void {
  const staging = machine.core.exports.stagingBuffer()
  machine.core.bytes.fill(0, staging, staging + 64)
  for (const pcpu of pcpus) machine.core.bytes[staging] = (machine.core.bytes[staging] ?? 0) | (1 << pcpu)
  expect(machine.core.exports.guestSetAffinity(guest.pointer)).toBe(1)
}

describe('busy guests on one physical CPU', () => {
  it('are never further than a turn from what their shares give them, also after each change of shares', async () => {
    const random = new Random(seed)
    for (let scenario = 0; scenario < 25; scenario++) {
      const machine = await BareCore.create()
      const guests = Array.from({ length: random.between(2, 9) }, () => contend(machine, random.between(1, 5000)))
      for (let phase = 0; phase < 3; phase++) {
        const startNs = machine.pcpu().clockNs
        const sum = guests.reduce((total, { shares }) => total + shares, 0)
        const before = guests.map(({ ranNs }) => ranNs())
        for (let step = 0; step < 60; step++) {
          machine.step(random.between(1000, 200_000))
          const elapsed = machine.pcpu().clockNs - startNs
          for (const [index, { ranNs, shares }] of guests.entries()) {
            const lag = (elapsed * shares) / sum - (ranNs() - (before[index] ?? 0))
            // A phase begins with the lag of the one before, which is a turn at most.
            expect(Math.abs(lag), `scenario ${scenario}, guest ${index} of ${guests.length}`).toBeLessThanOrEqual(
              2 * sliceNs + 100,
            )
            if (phase === 0) expect(Math.abs(lag)).toBeLessThanOrEqual(sliceNs + 100)
          }
        }
        for (const guest of guests) {
          guest.shares = random.between(1, 5000)
          machine.core.exports.guestSetShares(guest.pointer, guest.shares)
        }
      }
    }
  })

  it('use its time up to the last nanosecond, whoever comes and goes', async () => {
    const random = new Random(seed + 1)
    for (let scenario = 0; scenario < 10; scenario++) {
      const machine = await BareCore.create()
      const guests = Array.from({ length: 6 }, () => contend(machine, random.between(1, 5000)))
      const isHeld = guests.map(() => false)
      for (let step = 0; step < 300; step++) {
        const index = random.between(0, guests.length - 1)
        const { pointer } = guests[index] as Contender
        if (isHeld[index]) machine.core.exports.guestRelease(pointer)
        else if (isHeld.filter((held) => !held).length > 1) machine.core.exports.guestHold(pointer)
        else continue
        isHeld[index] = !isHeld[index]
        machine.step(random.between(1, 100_000))
        const { clockNs, busyNs, idleNs } = machine.pcpu()
        expect(busyNs + idleNs).toBe(clockNs)
        expect(idleNs).toBe(0)
        expect(guests.reduce((sum, { ranNs }) => sum + ranNs(), 0)).toBe(busyNs)
      }
    }
  })
})

describe('limits', () => {
  it('hold in every window of 10 ms, wherever it begins, beside neighbours that come and go', async () => {
    const random = new Random(seed + 2)
    for (let scenario = 0; scenario < 8; scenario++) {
      const machine = await BareCore.create()
      const guests = Array.from({ length: random.between(1, 4) }, () => contend(machine, random.between(1, 5000)))
      const limits = guests.map(() => random.between(1, 90) * (periodNs / 100))
      for (const [index, { pointer }] of guests.entries()) machine.core.exports.guestSetLimit(pointer, BigInt(limits[index] ?? 0))
      const history: { ns: number; ran: number[] }[] = []
      while (machine.pcpu().clockNs < 120e6) {
        const before = guests.map(({ ranNs }) => ranNs())
        const instructions = 250
        machine.step(instructions)
        const { clockNs } = machine.pcpu()
        history.push(
          { ns: clockNs - instructions * instructionNs, ran: before },
          { ns: clockNs, ran: guests.map(({ ranNs }) => ranNs()) },
        )
        if (random.between(0, 999) === 0) {
          const { pointer } = guests[0] as Contender
          machine.core.exports.guestHold(pointer)
          machine.core.exports.guestRelease(pointer)
        }
      }
      let first = 0
      for (const { ns, ran } of history) {
        while ((history[first]?.ns ?? 0) < ns - periodNs) first++
        for (const [index, limit] of limits.entries())
          expect((ran[index] ?? 0) - (history[first]?.ran[index] ?? 0), `scenario ${scenario} at ${ns}`).toBeLessThanOrEqual(
            limit,
          )
      }
      // The time that nobody may use is idle, and a limit alone takes nothing that it allows.
      if (guests.length === 1) expect(guests[0]?.ranNs()).toBeGreaterThan(11 * (limits[0] ?? 0))
    }
  })

  it('count what was used before when they change', async () => {
    const machine = await BareCore.create()
    const guest = contend(machine, 1000)
    machine.core.exports.guestSetLimit(guest.pointer, 5_000_000n)
    while (guest.ranNs() < 4_900_000) machine.step(1000)
    machine.core.exports.guestSetLimit(guest.pointer, 6_000_000n)
    while (guest.ranNs() < 5_900_000) machine.step(1000)
    expect(machine.pcpu().clockNs).toBeLessThan(6_100_000)
    while (guest.ranNs() < 6_050_000) machine.step(1000)
    expect(machine.pcpu().clockNs).toBeGreaterThanOrEqual(10_000_000)
    machine.core.exports.guestSetLimit(guest.pointer, never)
    const { idleNs } = machine.pcpu()
    for (let step = 0; step < 20; step++) machine.step(100_000)
    expect(machine.pcpu().idleNs).toBe(idleNs)
  })
})

describe('reservations', () => {
  it('are delivered in every period, whatever shares the others have', async () => {
    const random = new Random(seed + 3)
    for (let scenario = 0; scenario < 10; scenario++) {
      const machine = await BareCore.create()
      const guests = Array.from({ length: random.between(2, 6) }, () => contend(machine, random.between(1, 100_000)))
      let free = periodNs
      const reserved = guests.map(({ pointer }) => {
        const ns = random.between(0, Math.min(free, periodNs / 2))
        free -= ns
        expect(machine.core.exports.guestSetReservation(pointer, BigInt(ns))).toBe(1)
        return ns
      })
      expect(machine.core.exports.guestSetReservation(guests[0]?.pointer ?? 0, BigInt(free + (reserved[0] ?? 0) + 1))).toBe(0)
      let before = guests.map(({ ranNs }) => ranNs())
      for (let period = 1; period <= 12; period++) {
        while (machine.pcpu().clockNs < period * periodNs)
          machine.step(Math.min(random.between(100, 50_000), (period * periodNs - machine.pcpu().clockNs) / instructionNs))
        const now = guests.map(({ ranNs }) => ranNs())
        for (const [index, ns] of reserved.entries())
          expect((now[index] ?? 0) - (before[index] ?? 0), `scenario ${scenario}, period ${period}`).toBeGreaterThanOrEqual(
            ns - instructionNs * 20,
          )
        before = now
      }
    }
  })
})

describe('several physical CPUs', () => {
  it('keep to affinity at every moment, and leave none idle that somebody could use', async () => {
    const random = new Random(seed + 4)
    for (let scenario = 0; scenario < 10; scenario++) {
      const cpus = random.between(2, 4)
      const machine = await BareCore.create(cpus)
      const sets = Array.from({ length: random.between(2, 7) }, () => {
        const set = Array.from({ length: cpus }, (_, index) => index).filter(() => random.between(0, 1) === 1)
        return set.length === 0 ? [0] : set
      })
      const guests = sets.map((set) => {
        const guest = contend(machine, random.between(500, 2000))
        pin(machine, guest, set)
        return { guest, set }
      })
      for (let step = 0; step < 400; step++) {
        expect(machine.stepNext(random.between(1000, 50_000))).toBe(true)
        for (const { guest, set } of guests) expect(set).toContain(guest.vcpu.get('pcpu'))
        if (random.between(0, 49) === 0) {
          const moved = random.pick(guests)
          moved.set = [random.between(0, cpus - 1)]
          pin(machine, moved.guest, moved.set)
        }
      }
      const busy = Array.from({ length: cpus }, (_, index) => machine.pcpu(index).busyNs).reduce((one, other) => one + other, 0)
      expect(guests.reduce((sum, { guest }) => sum + guest.ranNs(), 0)).toBe(busy)
      for (const { guest } of guests) expect(guest.ranNs()).toBeGreaterThan(0)
    }
  })

  it('divide their time evenly among more guests than there are CPUs', async () => {
    const machine = await BareCore.create(3)
    const guests = Array.from({ length: 5 }, () => contend(machine, 1000))
    while (machine.pcpu().clockNs < 500e6) machine.stepNext(50_000)
    for (const { ranNs } of guests) expect(Math.abs(ranNs() - 300e6)).toBeLessThan(300e6 * 0.05)
  })
})
