/** Rounds and turns: timers at their exact instruction, idle time passed over, and guests that would never end. */
import { describe, expect, it } from 'vitest'
import { CrashReason, GuestEnd, HsmState, RunResult } from '../../../src/core/layout.gen'
import { DRAM, Machine, NS_PER_TICK } from './core-piece'

const PERIOD_NS = 10n
const INSTRUCTIONS_PER_TICK = NS_PER_TICK / PERIOD_NS
const STIE = 1n << 5n
const SIE = 1n << 1n
const SUPERVISOR_TIMER = (1n << 63n) | 5n
const NEVER = (1n << 64n) - 1n
const FOREVER = 1_000_000n

/** Counts in a0 for ever; the handler keeps what it found and stops there. */
const counting = `
  loop: addi a0, a0, 1
  j loop
`
const HANDLER = DRAM + 0x800n
const handler = `
  csrr a1, scause
  csrr a2, sepc
  rdtime a3
  mv a4, a0
  rdinstret a5
  spin: j spin
`

/** What each of `count` rounds of 100 instructions came to: the first wait uses up the round that it is in. */
function rounds(machine: Machine, count: number): number[] {
  return Array.from({ length: count }, () => machine.call.runRound(machine.guest, 100n))
}

async function timed(options: Parameters<typeof Machine.create>[0] = {}): Promise<Machine> {
  const machine = await Machine.create(options)
  machine.program(handler, { gpa: HANDLER })
  machine.program(counting)
  machine.set('stvec', HANDLER)
  machine.set('mstatus', machine.get('mstatus') | SIE)
  machine.set('mie', STIE)
  return machine
}

describe('a timer under the virtual clock', () => {
  it.each([1n, 2n, 3n, 7n, 100n, 4321n])('interrupts at the instruction where tick %d begins', async (tick) => {
    const machine = await timed()
    machine.set('stimecmp', tick)
    machine.call.runRound(machine.guest, tick * INSTRUCTIONS_PER_TICK + 50n)
    const executed = tick * INSTRUCTIONS_PER_TICK
    expect([machine.x(11), machine.x(12)]).toEqual([SUPERVISOR_TIMER, DRAM + (executed % 2n) * 4n])
    expect(machine.x(14)).toBe((executed + 1n) / 2n)
    expect(machine.x(13)).toBe(tick)
  })

  it('interrupts there however the run is cut into rounds', async () => {
    for (const round of [1n, 3n, 17n, 1000n]) {
      const machine = await timed()
      machine.set('stimecmp', 9n)
      for (let left = 200n; left > 0n; left -= round) machine.call.runRound(machine.guest, round < left ? round : left)
      expect([machine.x(11), machine.x(14), machine.x(13)], `rounds of ${round}`).toEqual([SUPERVISOR_TIMER, 45n, 9n])
    }
  })

  it('does not interrupt when it lies behind the end of time', async () => {
    const machine = await timed()
    machine.set('stimecmp', NEVER / NS_PER_TICK + 1n)
    machine.call.runRound(machine.guest, 1000n)
    expect([machine.x(10), machine.x(11)]).toEqual([500n, 0n])
    expect(machine.call.nextEventTick(machine.guest)).toBe(-1n)
  })
})

describe('a guest whose harts all wait', () => {
  const waiting = `
    wfi
    addi a0, a0, 1
    spin: j spin
  `

  it('comes to its next timer at once', async () => {
    const machine = await timed()
    machine.program(waiting)
    machine.set('mstatus', machine.get('mstatus') & ~SIE)
    machine.set('stimecmp', 1_000_000_000n)
    expect(rounds(machine, 3)).toEqual([RunResult.busy, RunResult.busy, RunResult.busy])
    expect(machine.x(10)).toBe(1n)
    expect(machine.getGuest('timeNs')).toBe(1_000_000_000n * NS_PER_TICK + 200n * PERIOD_NS)
  })

  it('takes the interrupt behind WFI when interrupts are on', async () => {
    const machine = await timed()
    machine.program(waiting)
    machine.set('stimecmp', 500n)
    rounds(machine, 3)
    expect([machine.x(11), machine.x(12), machine.x(13)]).toEqual([SUPERVISOR_TIMER, DRAM + 4n, 500n])
  })

  it.each([
    ['no timer', NEVER],
    ['a timer behind the end of time', NEVER - 1n],
    ['a timer whose nanoseconds would wrap around', NEVER / NS_PER_TICK + 1n],
  ])('is idle with %s, and time stands still', async (_, stimecmp) => {
    const machine = await timed()
    machine.program(waiting)
    machine.set('stimecmp', stimecmp)
    expect(rounds(machine, 3)).toEqual([RunResult.busy, RunResult.idle, RunResult.idle])
    expect(machine.getGuest('timeNs')).toBe(PERIOD_NS)
    expect(machine.x(10)).toBe(0n)
  })

  it('is idle when its timer comes but is not enabled', async () => {
    const machine = await timed()
    machine.program(waiting)
    machine.set('mie', 0n)
    machine.set('stimecmp', 70n)
    expect(rounds(machine, 4)).toEqual([RunResult.busy, RunResult.busy, RunResult.idle, RunResult.idle])
    expect(machine.x(10)).toBe(0n)
  })

  it('waits for the embedder under the real clock, and tells until when', async () => {
    const machine = await timed({ realClock: true })
    machine.program(waiting)
    machine.set('stimecmp', 70n)
    expect(rounds(machine, 2)).toEqual([RunResult.busy, RunResult.idle])
    expect(machine.getGuest('wakeTick')).toBe(70n)
    machine.monotonicNs = 7000
    expect(rounds(machine, 2)).toEqual([RunResult.busy, RunResult.busy])
    expect([machine.x(11), machine.x(13)]).toEqual([SUPERVISOR_TIMER, 70n])
  })
})

describe('several harts', () => {
  it('take turns, each as many instructions', async () => {
    const machine = await Machine.create({ harts: 3 })
    for (const index of [0, 1, 2]) {
      machine.program(counting, { index })
      machine.set('hsm', BigInt(HsmState.started), index)
    }
    machine.call.runRound(machine.guest, 100_000n)
    expect([0, 1, 2].map((index) => machine.get('retired', index))).toEqual([100_000n, 100_000n, 100_000n])
  })

  it('run only when they are started', async () => {
    const machine = await Machine.create({ harts: 2 })
    machine.program(counting)
    machine.call.runRound(machine.guest, 1000n)
    expect(machine.get('retired', 1)).toBe(0n)
  })
})

describe('a guest that would never come to an end', () => {
  it('crashes when its handler traps for ever', async () => {
    const machine = await Machine.create()
    machine.set('pc', 0n)
    machine.set('stvec', 0n)
    expect(machine.call.runRound(machine.guest, FOREVER)).toBe(RunResult.ended)
    expect(machine.getGuest('ended')).toBe(BigInt(GuestEnd.crash))
    expect(machine.getGuest('crashReason')).toBe(BigInt(CrashReason.trapLoop))
    expect(machine.get('retired')).toBe(0n)
  })

  it('gives its turn back though no instruction retires', async () => {
    const machine = await Machine.create()
    machine.set('pc', 0n)
    machine.set('stvec', 0n)
    expect(machine.call.runRound(machine.guest, 500n)).toBe(RunResult.busy)
  })

  it('gives its turn back from a loop of one instruction, at the exact count', async () => {
    const machine = await Machine.create()
    machine.program('spin: j spin')
    expect(machine.call.runRound(machine.guest, 12_345n)).toBe(RunResult.busy)
    expect(machine.get('retired')).toBe(12_345n)
  })

  it('lets a vCPU wait, and no time pass, while the host has no frame for it, and go on when it has one', async () => {
    const machine = await Machine.create({ frames: 4 })
    machine.program(`
      auipc t0, 1
      li t1, 4096
      loop: sd t0, 0(t0)
      add t0, t0, t1
      j loop
    `)
    expect(machine.call.runRound(machine.guest, 1000n)).toBe(RunResult.idle)
    const [retired, timeNs] = [machine.get('retired'), machine.getGuest('timeNs')]
    expect(machine.call.runRound(machine.guest, 1000n)).toBe(RunResult.idle)
    expect([machine.get('retired'), machine.getGuest('timeNs')]).toEqual([retired, timeNs])
    expect([machine.call.framesUsed(), machine.getGuest('crashReason')]).toEqual([4, 0n])
    machine.call.setFrameLimit(400)
    expect(machine.call.runRound(machine.guest, 300n)).toBe(RunResult.busy)
    expect(machine.get('retired')).toBe(retired + 300n)
  })
})
