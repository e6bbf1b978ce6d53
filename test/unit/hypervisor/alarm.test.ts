/** Alarms of devices that others set while the guest sleeps for longer: a message that an 82576 holds back is due before the next timer. */
import { describe, expect, it } from 'vitest'
import { Machine, NS_PER_TICK } from './core-piece'

const never = -1n & 0xffff_ffff_ffff_ffffn
const timerTick = 1_000_000n
const budget = 1_000_000n

/** Its only hart waits for a timer that is far away. */
async function asleep(realClock: boolean): Promise<Machine> {
  const machine = await Machine.create({ realClock })
  machine.program('loop: wfi\nj loop')
  machine.set('mie', 1n << 5n)
  machine.set('stimecmp', timerTick)
  machine.call.releaseGuest(machine.guest)
  run(machine)
  return machine
}

/** As the outside does: the guest runs, and is looked at when a round of it is over. */
function run(machine: Machine): void {
  machine.call.pcpuRun(0, budget)
  machine.call.guestExchanged(machine.guest)
}

describe('an alarm', () => {
  it('goes along with a guest that is copied', async () => {
    const machine = await asleep(false)
    machine.setGuest('messageWakeNs', 123_456n)
    expect(machine.clone().getGuest('messageWakeNs')).toBe(123_456n)
  })
})

describe('an alarm that others set', () => {
  it('is heard of a guest on the real clock that waits for a later timer', async () => {
    const machine = await asleep(true)
    expect(machine.call.pcpuSleepNs(0)).toBe(Number(timerTick * NS_PER_TICK))
    machine.setGuest('messageWakeNs', 50_000n)
    machine.call.wakeInterrupted(machine.guest)
    run(machine)
    expect(machine.call.pcpuSleepNs(0)).toBe(50_000)
    machine.monotonicNs = 50_000
    run(machine)
    expect(machine.getGuest('messageWakeNs')).toBe(never)
    expect(machine.call.pcpuSleepNs(0)).toBe(Number(timerTick * NS_PER_TICK) - 50_000)
  })

  it.each([timerTick, never])('is heard of a guest on the virtual clock whose timer is %d', async (timer) => {
    const machine = await asleep(false)
    if (timer === never) {
      machine.set('stimecmp', never)
      run(machine)
      run(machine)
    }
    const dueNs = (machine.getGuest('timeNs') / NS_PER_TICK + 500n) * NS_PER_TICK
    machine.setGuest('messageWakeNs', dueNs)
    machine.call.wakeInterrupted(machine.guest)
    for (let turn = 0; turn < 4 && machine.getGuest('messageWakeNs') !== never; turn++) run(machine)
    expect(machine.getGuest('messageWakeNs')).toBe(never)
    expect(machine.getGuest('timeNs')).toBe(dueNs)
  })
})
