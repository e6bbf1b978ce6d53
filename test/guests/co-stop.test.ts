/** Co-stop: no vCPU runs far ahead of a sibling that waits for a physical CPU, and nobody pays for that but its own guest. */
import { afterEach, describe, expect, it } from 'vitest'
import { VcpuState } from '../../src/core/layout.gen'
import type { Guest, Host } from '../../src/index'
import { BareCore, type ParallelGuest } from '../support/bare-core'
import { Random, seedFromEnvironment } from '../support/random'
import { createGuest } from './bare-metal'
import { bringUp, threadedHost } from './parallel'

const seed = seedFromEnvironment(815)
const instructionNs = 10
const mostLeadNs = 1_000_000
const periodNs = 10_000_000
/** What a vCPU may run between two looks at how far ahead it is, and what a stretch of a physical CPU takes. */
const turnNs = 200_000

const spin = '1: addi s0, s0, 1\n j 1b'

/** Hart 0 spins, the others sleep for ever. */
const alone = `bnez a0, 2f\n${spin}\n2: wfi\n j 2b`

/** Each adds to the counter when it is its turn, and spins until then: the one whose turn it is holds the lock. */
const handingOver = (harts: number): string => `
    la s1, turn
    li s2, ${harts}
1:  lw t0, 0(s1)
    bne t0, a0, 1b
    li t1, 2000
2:  addi t1, t1, -1
    bnez t1, 2b
    addi s0, s0, 1
    addi t0, t0, 1
    bne t0, s2, 3f
    li t0, 0
3:  fence rw, rw
    sw t0, 0(s1)
    j 1b
    .balign 8
turn: .dword 0`

function pin({ core }: BareCore, { pointer }: ParallelGuest, pcpu: number): void {
  const staging = core.exports.stagingBuffer()
  core.bytes.fill(0, staging, staging + 64)
  core.bytes[staging] = 1 << pcpu
  expect(core.exports.guestSetAffinity(pointer)).toBe(1)
}

/** Alone on its physical CPU, with a thousand shares for each vCPU unless told otherwise. */
function pinned(machine: BareCore, pcpu: number, shares = 1000): ParallelGuest {
  const guest = machine.parallel(1, spin)
  machine.core.exports.guestSetShares(guest.pointer, shares)
  pin(machine, guest, pcpu)
  machine.core.exports.guestRelease(guest.pointer)
  return guest
}

/** With a vCPU on each of two physical CPUs, which a reservation, however small, keeps there. */
function spread(machine: BareCore, source: string, reservationNs = 20_000): ParallelGuest {
  const guest = machine.parallel(2, source)
  expect(machine.core.exports.guestSetReservation(guest.pointer, BigInt(reservationNs))).toBe(1)
  machine.core.exports.guestRelease(guest.pointer)
  expect(guest.vcpus.map((vcpu) => vcpu.get('home')).sort()).toEqual([1, 2])
  return guest
}

type Time = 'runNs' | 'readyNs' | 'costopNs' | 'waitNs'

function timesOf({ core }: BareCore, { pointer, vcpus }: ParallelGuest, time: Time): number[] {
  core.exports.guestAccount(pointer)
  return vcpus.map((vcpu) => Number(vcpu.get(time)))
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0)

/** Stretches so short that the two physical CPUs, which one thread has in turn, run side by side. */
function run(machine: BareCore, ns: number, look = (): void => {}): void {
  const end = machine.retired() + ns / instructionNs
  while (machine.retired() < end) {
    expect(machine.stepNext(turnNs / instructionNs)).toBe(true)
    look()
  }
}

describe('a vCPU whose sibling waits on a busier physical CPU', () => {
  it('is stopped until that one has caught up, and the neighbour has its time', async () => {
    const machine = await BareCore.create(2, instructionNs)
    const guest = spread(machine, spin)
    const [neighbour, rival] = [pinned(machine, 0), pinned(machine, 1, 4000)]
    run(machine, 400e6, () => {
      const [one = 0, other = 0] = timesOf(machine, guest, 'runNs')
      // Both were ready from the beginning.
      expect(Math.abs(one - other)).toBeLessThanOrEqual(mostLeadNs + 2 * turnNs)
    })
    const stopped = timesOf(machine, guest, 'costopNs')
    expect(Math.max(...stopped)).toBeGreaterThan(50e6)
    expect(Math.min(...stopped)).toBe(0)
    expect([neighbour, rival].flatMap((other) => timesOf(machine, other, 'costopNs'))).toEqual([0, 0])
    // A fifth of one physical CPU for each of the two, and the rest of both for the others; a thread with two CPUs gives each half of its time.
    expect(sum(timesOf(machine, guest, 'runNs')) / 200e6).toBeCloseTo(0.4, 1)
    expect(sum(timesOf(machine, neighbour, 'runNs')) / 200e6).toBeCloseTo(0.8, 1)
    expect(sum(timesOf(machine, rival, 'runNs')) / 200e6).toBeCloseTo(0.8, 1)
  })

  it('repeats to the nanosecond where time does', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const machine = await BareCore.create(2, instructionNs)
        const guest = spread(machine, spin)
        pinned(machine, 0)
        pinned(machine, 1, 4000)
        run(machine, 50e6)
        return (['runNs', 'readyNs', 'costopNs'] as const).map((time) => timesOf(machine, guest, time))
      }),
    )
    expect(runs[0]).toEqual(runs[1])
  })

  it('goes on when nobody else wants its physical CPU', async () => {
    const machine = await BareCore.create(2, instructionNs)
    const guest = spread(machine, spin)
    const rival = pinned(machine, 1, 9000)
    run(machine, 200e6)
    const [one = 0, other = 0] = timesOf(machine, guest, 'runNs').sort((a, b) => b - a)
    expect(one / 100e6).toBeGreaterThan(0.95)
    expect((other + sum(timesOf(machine, rival, 'runNs'))) / 100e6).toBeGreaterThan(0.95)
  })

  it('has what is reserved for it all the same', async () => {
    const machine = await BareCore.create(2, instructionNs)
    const guest = spread(machine, spin, 0.6 * periodNs)
    pinned(machine, 0, 100_000)
    pinned(machine, 1, 100_000)
    run(machine, 400e6)
    for (const ran of timesOf(machine, guest, 'runNs')) expect(ran / 200e6).toBeGreaterThan(0.29)
  })

  it('is stopped no more when its guest is held and goes on, or the sibling has its physical CPU for itself', async () => {
    const machine = await BareCore.create(2, instructionNs)
    const guest = spread(machine, spin)
    pinned(machine, 0)
    const rival = pinned(machine, 1, 4000)
    run(machine, 100e6)
    for (let turn = 0; turn < 50; turn++) {
      machine.core.exports.guestHold(guest.pointer)
      const held = timesOf(machine, guest, 'costopNs')
      run(machine, 2e6)
      expect(timesOf(machine, guest, 'costopNs')).toEqual(held)
      machine.core.exports.guestRelease(guest.pointer)
      run(machine, turn * 0.3e6)
    }
    machine.core.exports.guestHold(rival.pointer)
    run(machine, 10e6)
    const before = timesOf(machine, guest, 'costopNs')
    const ran = timesOf(machine, guest, 'runNs')
    run(machine, 100e6)
    expect(timesOf(machine, guest, 'costopNs')).toEqual(before)
    for (const [index, now] of timesOf(machine, guest, 'runNs').entries()) expect(now).toBeGreaterThan((ran[index] ?? 0) + 20e6)
  })
})

describe('a lock that goes from one vCPU to the next', () => {
  it('is not waited for by a vCPU that spins while its holder gets no physical CPU', async () => {
    const machine = await BareCore.create(2, instructionNs)
    const guest = spread(machine, handingOver(2))
    pinned(machine, 0)
    pinned(machine, 1, 4000)
    run(machine, 400e6)
    const [one = 0, other = 0] = timesOf(machine, guest, 'runNs')
    expect(Math.abs(one - other)).toBeLessThanOrEqual(mostLeadNs + 2 * turnNs)
    expect(Math.min(one, other) / 200e6).toBeGreaterThan(0.18)
  })
})

describe('nobody is stopped', () => {
  it.each([
    ['for siblings that sleep', alone, 1],
    ['where physical CPUs are as busy as each other', spin, 1000],
  ])('%s', async (_, source, shares) => {
    const machine = await BareCore.create(2, instructionNs)
    const guests = [spread(machine, source), spread(machine, spin)]
    pinned(machine, 0, 1000)
    pinned(machine, 1, source === alone ? 4000 : shares)
    run(machine, 200e6)
    expect(timesOf(machine, guests[0] as ParallelGuest, 'costopNs')).toEqual([0, 0])
  })

  it('on a single physical CPU, whose vCPUs take short turns', async () => {
    const machine = await BareCore.create(1, instructionNs)
    const guests = [8, 3].map((harts) => machine.parallel(harts, handingOver(harts)))
    for (const { pointer } of guests) machine.core.exports.guestRelease(pointer)
    pinned(machine, 0, 5000)
    run(machine, 400e6)
    for (const guest of guests) expect(sum(timesOf(machine, guest, 'costopNs'))).toBe(0)
  })
})

describe('guests whose claims, places and states change at random', () => {
  const programs = [spin, handingOver(4), alone]

  it('all go on, their times add up, and no physical CPU forgets whom it stopped', async () => {
    const random = new Random(seed)
    for (let scenario = 0; scenario < 12; scenario++) {
      const cpus = random.between(1, 4)
      const machine = await BareCore.create(cpus, instructionNs)
      const { exports } = machine.core
      const guests = Array.from({ length: random.between(2, 5) }, () => {
        const source = random.pick(programs)
        return machine.parallel(source === programs[1] ? 4 : random.between(1, 4), source)
      })
      const isHeld = guests.map(() => true)
      const toggle = (index: number): void => {
        const { pointer } = guests[index] as ParallelGuest
        if (isHeld[index]) exports.guestRelease(pointer)
        else exports.guestHold(pointer)
        isHeld[index] = !isHeld[index]
      }
      for (const index of guests.keys()) toggle(index)
      const change = (index: number): void => {
        const guest = guests[index] as ParallelGuest
        const kind = random.between(0, 4)
        if (kind === 0) toggle(index)
        else if (kind === 1) exports.guestSetShares(guest.pointer, random.between(1, 20_000))
        else if (kind === 2) exports.guestSetReservation(guest.pointer, BigInt(random.between(0, 2) * 100_000))
        else if (kind === 3) exports.guestSetLimit(guest.pointer, random.pick([2n ** 64n - 1n, 2_000_000n, 9_000_000n]))
        else {
          const staging = machine.core.exports.stagingBuffer()
          machine.core.bytes.fill(0, staging, staging + 64)
          machine.core.bytes[staging] = random.between(1, 2 ** cpus - 1)
          exports.guestSetAffinity(guest.pointer)
        }
      }
      for (let step = 0; step < 1500; step++) {
        if (!machine.stepNext(random.between(1000, turnNs / instructionNs))) machine.pass(50_000)
        if (random.between(0, 9) === 0) change(random.between(0, guests.length - 1))
        const stopped = guests.flatMap(({ vcpus }) => vcpus).filter((vcpu) => vcpu.get('state') === VcpuState.costop)
        for (let cpu = 0; cpu < cpus; cpu++) {
          const here = stopped.filter((vcpu) => vcpu.get('pcpu') === cpu && vcpu.get('inTimers') === 1)
          expect(machine.pcpuView(cpu).get('costopped'), `seed ${seed}, scenario ${scenario}, step ${step}`).toBe(here.length)
        }
        expect(stopped.every((vcpu) => vcpu.get('inTimers') === 1)).toBe(true)
      }
      // Left alone, everybody who can run does.
      for (const [index, guest] of guests.entries()) {
        if (isHeld[index]) toggle(index)
        exports.guestSetLimit(guest.pointer, 2n ** 64n - 1n)
        exports.guestSetShares(guest.pointer, 1000 * guest.vcpus.length)
      }
      const before = guests.map((guest) => timesOf(machine, guest, 'runNs'))
      run(machine, 400e6)
      for (const [index, guest] of guests.entries()) {
        const after = timesOf(machine, guest, 'runNs')
        const sleeps = timesOf(machine, guest, 'waitNs').map((ns) => ns > 0)
        for (const [place, ns] of after.entries())
          if (!sleeps[place]) expect(ns - (before[index]?.[place] ?? 0), `scenario ${scenario}`).toBeGreaterThan(1e6)
      }
    }
  })
})

describe('physical CPUs that are threads', () => {
  let host: Host
  afterEach(() => host.dispose())

  it('stop the vCPU that is ahead, which guest.stats() tells beside %RDY', async () => {
    host = await threadedHost()
    const start = async (vcpus: number, cpu: object): Promise<Guest> => {
      const program = vcpus === 1 ? spin : `${bringUp(vcpus)}\nwork: ${spin}`
      const guest = await createGuest(host, program, {
        mode: 'S',
        options: { clock: 'real', memory: '4MiB', cpu: { vcpus, ...cpu } },
      })
      await guest.start()
      return guest
    }
    const wide = await start(2, { reservation: 1 })
    const narrow = [await start(1, { affinity: [0] }), await start(1, { affinity: [1], shares: 8000 })]
    while ((await wide.stats()).cpu.costopNs < 50e6) await new Promise((resolve) => setTimeout(resolve, 20))
    const { cpu } = await wide.stats()
    expect(cpu['%CSTP']).toBeGreaterThan(0)
    expect(cpu['%RUN'] + cpu['%WAIT'] + cpu['%RDY'] + cpu['%CSTP']).toBeCloseTo(200, 3)
    for (const guest of narrow) expect((await guest.stats()).cpu).toMatchObject({ costopNs: 0, '%CSTP': 0 })
    for (const guest of narrow) await guest.pause()
    const { runNs } = (await wide.stats()).cpu
    while ((await wide.stats()).cpu.runNs < runNs + 100e6) await new Promise((resolve) => setTimeout(resolve, 20))
  })
})
