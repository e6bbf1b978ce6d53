/** The guest's clock: arithmetic of the virtual one up to the end of time, and the real one that never runs backwards. */
import { describe, expect, it } from 'vitest'
import { Random, seedFromEnvironment } from '../../support/random'
import { Machine, NS_PER_TICK } from '../hypervisor/core-piece'

const END = (1n << 64n) - 1n
const FOREVER = END >> 12n
const PERIOD_NS = 10n

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value)

describe('the virtual clock', () => {
  it('counts one period an instruction since its mark', async () => {
    const machine = await Machine.create()
    machine.setGuest('timeNs', 1000n)
    machine.set('clockMark', 500n)
    machine.set('retired', 525n)
    expect(machine.call.currentNs(machine.hart())).toBe(1000n + 25n * PERIOD_NS)
    expect(machine.call.currentTick(machine.hart())).toBe(12n)
    machine.call.advanceClock(machine.guest, machine.hart())
    expect([machine.getGuest('timeNs'), machine.get('clockMark')]).toEqual([1250n, 525n])
    expect(machine.call.currentNs(machine.hart())).toBe(1250n)
  })

  it('knows the first instruction at which a tick has come', async () => {
    const seed = seedFromEnvironment(0xc10c)
    console.log(`clock: seed ${seed}`)
    const random = new Random(seed)
    const machine = await Machine.create()
    for (let step = 0; step < 500; step++) {
      const now = random.u64() >> BigInt(random.between(12, 60))
      const period = BigInt(random.between(1, 1 << random.between(1, 20)))
      const tick = now / NS_PER_TICK + 1n + (random.u64() >> BigInt(random.between(24, 63)))
      machine.setGuest('timeNs', now)
      machine.setGuest('virtualNsPerInstruction', period)
      const count = unsigned(machine.call.instructionsUntil(machine.guest, tick))
      const nsAfter = (instructions: bigint): bigint => now + ((instructions * period) >> 10n)
      expect(nsAfter(count)).toBeGreaterThanOrEqual(tick * NS_PER_TICK)
      if (count > 1n) expect(nsAfter(count - 1n)).toBeLessThan(tick * NS_PER_TICK)
    }
  })

  it.each([
    ['now', 5n, 500n, 1n],
    ['past', 4n, 500n, 1n],
    ['one nanosecond away', 5n, 499n, 1n],
    ['never', END, 500n, FOREVER],
    ['behind the last nanosecond', END / NS_PER_TICK + 1n, 500n, FOREVER],
    ['where its nanoseconds would wrap around to now', (1n << 64n) / NS_PER_TICK + 2n, 500n, FOREVER],
    ['the last one', END / NS_PER_TICK, 0n, FOREVER],
    ['now at the end of time', END / NS_PER_TICK, END, 1n],
  ])('gives a tick that is %s a slice', async (_, tick, now, expected) => {
    const machine = await Machine.create()
    machine.setGuest('timeNs', now)
    expect(unsigned(machine.call.instructionsUntil(machine.guest, tick))).toBe(expected)
  })

  it('goes on instruction by instruction when its period is zero', async () => {
    const machine = await Machine.create()
    machine.setGuest('virtualNsPerInstruction', 0n)
    expect(machine.call.instructionsUntil(machine.guest, 7n)).toBe(1n)
  })
})

describe('the real clock', () => {
  it('follows the embedder from where the guest was resumed', async () => {
    const machine = await Machine.create({ realClock: true })
    machine.monotonicNs = 5_000_000
    machine.setGuest('timeNs', 1000n)
    machine.call.resumeClock(machine.guest)
    machine.monotonicNs = 5_000_700
    expect(machine.call.currentNs(machine.hart())).toBe(1700n)
    machine.call.pauseClock(machine.guest)
    machine.monotonicNs = 9_000_000
    machine.call.resumeClock(machine.guest)
    expect(machine.call.currentNs(machine.hart())).toBe(1700n)
  })

  it('never runs backwards', async () => {
    const machine = await Machine.create({ realClock: true })
    machine.monotonicNs = 5000
    machine.call.resumeClock(machine.guest)
    machine.monotonicNs = 6000
    machine.call.advanceClock(machine.guest, machine.hart())
    machine.monotonicNs = 5500
    expect(machine.call.currentNs(machine.hart())).toBe(1000n)
  })
})
