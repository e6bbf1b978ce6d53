/** Interrupt throttling of an 82576: what EITR holds back, for how long, and what lets it go. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../../../src/core/core'
import { GuestLayout, IgbThrottleBit, StateFault } from '../../../src/core/layout.gen'
import type { SnapshotHeader } from '../../../src/snapshot/header'
import { layoutTable, readState, writeState } from '../../../src/snapshot/state'
import { AdapterLab, frameOf, macBytes } from './adapter-lab'
import type { IgbStation } from './igb-station'

const receiveVector = 1
const receiveBit = 1 << receiveVector
const never = 0xffff_ffff_ffff_ffffn
const [keepsCounters] = [IgbThrottleBit.keepsCounters >>> 0]
const interval = (us: number): number => us << IgbThrottleBit.intervalShift

describe('the throttle of a vector', () => {
  let vf: IgbStation
  let other: IgbStation

  /** A frame arrives at the function. */
  const arrive = (): void => other.send(frameOf({ to: macBytes(0), from: macBytes(1) }))
  const throttle = (value: number): void => vf.set('eitr', value, 4 * receiveVector)
  const counter = (): number => (vf.read('eitr', 4 * receiveVector) >>> IgbThrottleBit.counterShift) & IgbThrottleBit.counterMask
  const alarm = (): bigint => vf.machine.view.getBigUint64(vf.machine.guest + GuestLayout.messageWakeNs.offset, true)

  beforeEach(async () => {
    const lab = await AdapterLab.mixed(2, [0, 1])
    for (const it of lab.functions) it.start()
    ;[vf, other] = [lab.function(0), lab.function(1)]
    vf.pass(10_000)
    vf.vectors()
  })

  it('holds nothing while its interval is 0', () => {
    for (let n = 0; n < 3; n++) {
      arrive()
      expect(vf.vectors()).toBe(receiveBit)
    }
    expect(alarm()).toBe(never)
  })

  it('lets one message through, and the next when the interval is over', () => {
    throttle(interval(100))
    arrive()
    expect(vf.vectors()).toBe(receiveBit)
    arrive()
    arrive()
    expect(vf.vectors()).toBe(0)
    vf.pass(99)
    expect(vf.vectors()).toBe(0)
    vf.pass(1)
    expect(vf.vectors()).toBe(receiveBit)
    expect(alarm()).toBe(never)
  })

  it('lets the first event after a quiet while through at once', () => {
    throttle(interval(100))
    arrive()
    vf.vectors()
    vf.pass(100)
    expect(vf.vectors()).toBe(0)
    arrive()
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('holds one vector, and no other one', () => {
    throttle(interval(100))
    arrive()
    vf.vectors()
    vf.set('eics', 0b111)
    expect(vf.vectors()).toBe(0b101)
    vf.pass(100)
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('keeps a cause for a driver that reads it, and sends nothing then', () => {
    vf.set('eiac', 0)
    throttle(interval(100))
    arrive()
    vf.read('eicr')
    vf.vectors()
    arrive()
    expect(vf.read('eicr')).toBe(receiveBit)
    vf.pass(100)
    expect(vf.vectors()).toBe(0)
  })

  it('sends nothing for a cause that is masked when its time comes, and does when the mask is lifted', () => {
    throttle(interval(100))
    arrive()
    vf.vectors()
    arrive()
    vf.set('eimc', receiveBit)
    vf.pass(100)
    expect(vf.machine.call.takeVectors(vf.machine.guest, vf.slot)).toBe(0)
    vf.set('eims', receiveBit)
    expect(vf.machine.call.takeVectors(vf.machine.guest, vf.slot)).toBe(receiveBit)
  })

  it('counts down in units of 4 microseconds, and stops at zero', () => {
    throttle(interval(100))
    expect(counter()).toBe(0)
    arrive()
    expect(counter()).toBe(25)
    vf.pass(60)
    expect(counter()).toBe(10)
    vf.pass(100)
    expect(counter()).toBe(0)
  })

  it('begins anew with a counter that is written, and sends at once what waited when that is 0', () => {
    throttle(interval(1000))
    arrive()
    vf.vectors()
    arrive()
    throttle(interval(1000))
    expect(vf.vectors()).toBe(receiveBit)
    throttle((interval(1000) | (5 << IgbThrottleBit.counterShift)) >>> 0)
    arrive()
    vf.pass(19)
    expect(vf.vectors()).toBe(0)
    vf.pass(1)
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('leaves counters alone when it is told to, and does not keep that', () => {
    throttle((interval(400) | 0x3_8000) >>> 0)
    arrive()
    vf.vectors()
    arrive()
    throttle((interval(200) | keepsCounters) >>> 0)
    expect(vf.read('eitr', 4 * receiveVector)).toBe((interval(200) | 0x3_0000 | (100 << IgbThrottleBit.counterShift)) >>> 0)
    vf.pass(399)
    expect(vf.vectors()).toBe(0)
    vf.pass(1)
    expect(vf.vectors()).toBe(receiveBit)
    expect(counter()).toBe(50)
  })

  it('lets go of what waits when the interval becomes 0', () => {
    throttle(interval(8191))
    arrive()
    vf.vectors()
    arrive()
    throttle(keepsCounters)
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('is forgotten by a reset', () => {
    throttle(interval(8191))
    arrive()
    arrive()
    vf.start()
    expect(vf.read('eitr', 4 * receiveVector)).toBe(0)
    vf.vectors()
    arrive()
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('never holds longer than an interval, though the clock begins anew', () => {
    throttle(interval(8191))
    arrive()
    vf.vectors()
    vf.machine.call.setTime(vf.machine.guest, 0n)
    arrive()
    expect(vf.vectors()).toBe(receiveBit)
  })

  it('has one alarm, whatever the guest does', () => {
    for (let vector = 0; vector < 3; vector++) vf.set('eitr', interval(50 * (vector + 1)), 4 * vector)
    for (let n = 0; n < 100; n++) vf.set('eics', 0b111)
    expect(vf.vectors()).toBe(0b111)
    vf.set('eics', 0b111)
    const now = vf.machine.view.getBigUint64(vf.machine.guest + GuestLayout.timeNs.offset, true)
    expect(alarm() - now).toBe(50_000n)
    vf.pass(50)
    expect([vf.vectors(), alarm() - now]).toEqual([0b001, 100_000n])
    vf.pass(100)
    expect([vf.vectors(), alarm()]).toEqual([0b110, never])
  })

  it('lets go of what it holds in a guest that goes on from a snapshot', () => {
    throttle(interval(100))
    arrive()
    vf.vectors()
    vf.pass(40)
    arrive()
    const { view, guest } = vf.machine
    const core = {
      view,
      bytes: new Uint8Array(view.buffer),
      exports: { guestStateFault: () => StateFault.none },
    } as unknown as Core
    const region = { core, guest, harts: 1 }
    const [state, layout] = [readState(region), layoutTable(region)]
    // Another driver begins on the same function, with whom nothing waits.
    vf.start()
    vf.vectors()
    vf.pass(200)
    expect([vf.vectors(), alarm()]).toEqual([0, never])
    writeState(region, state, { layout, plan: {} as SnapshotHeader['plan'] })
    expect(counter()).toBe(15)
    vf.pass(59)
    expect(vf.vectors() & receiveBit).toBe(0)
    vf.pass(1)
    expect([vf.vectors() & receiveBit, alarm()]).toEqual([receiveBit, never])
  })
})
