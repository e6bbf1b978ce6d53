/** Clones of a guest in the core: they go on from one state, and nothing that one does reaches the other. */
import { describe, expect, it } from 'vitest'
import { GuestLayout } from '../../../src/core/layout.gen'
import { DRAM, Machine } from './core-piece'

const PAGE = 4096n
const DATA = DRAM + 4n * PAGE

/** Both run on for the same instructions. */
function runBoth(machine: Machine, clone: Machine, instructions: bigint): void {
  for (const one of [machine, clone]) one.call.runRound(one.guest, instructions)
}

async function machineWith(program: string): Promise<Machine> {
  const machine = await Machine.create({ ramPages: 64 })
  machine.program(program)
  return machine
}

describe('a clone', () => {
  it('goes on at the same instruction with the same registers, time and memory', async () => {
    const machine = await machineWith(`
      li s0, ${DATA}
      li t0, 0
      loop: addi t0, t0, 1
      sd t0, 0(s0)
      j loop
    `)
    machine.call.runRound(machine.guest, 1000n)
    const clone = machine.clone()
    expect([clone.get('pc'), clone.get('retired'), clone.x(5)]).toEqual([machine.get('pc'), machine.get('retired'), machine.x(5)])
    expect(clone.getGuest('timeNs')).toBe(machine.getGuest('timeNs'))
    runBoth(machine, clone, 3001n)
    expect(machine.call.hashGuest(clone.guest)).toBe(machine.call.hashGuest(machine.guest))
    clone.call.runRound(clone.guest, 300n)
    // A round may end between the count and its store.
    for (const one of [clone, machine]) expect(one.x(5) - one.readU64(DATA)).toBeLessThan(2n)
    expect(clone.readU64(DATA)).toBeGreaterThan(machine.readU64(DATA))
  })

  it('keeps the code that the other writes over, in the page that both execute', async () => {
    // s1 says which instruction is put at `target`; the store is in the page that runs.
    const machine = await machineWith(`
      wait: beqz s1, wait
      la t0, target
      sw s1, 0(t0)
      fence.i
      li a0, 1
      target: li a0, 2
      done: j done
    `)
    machine.call.runRound(machine.guest, 100n)
    const clone = machine.clone()
    clone.setX(9, 0x0070_0513n)
    clone.call.runRound(clone.guest, 200n)
    machine.setX(9, 0x02a0_0513n)
    machine.call.runRound(machine.guest, 200n)
    expect([clone.x(10), machine.x(10)]).toEqual([7n, 42n])
    const late = machine.clone()
    late.call.runRound(late.guest, 50n)
    expect(late.x(10)).toBe(42n)
  })

  it('retires the same instructions whether its page had to be copied or was its own', async () => {
    const program = `
      li s2, 0
      loop: addi s2, s2, 1
      la t0, cell
      sw s2, 0(t0)
      lr.d t1, (t0)
      sc.d t2, t1, (t0)
      amoadd.d t3, s2, (t0)
      j loop
      .balign 8
      cell: .dword 0
    `
    const [alone, machine] = [await machineWith(program), await machineWith(program)]
    for (const one of [alone, machine]) one.call.runRound(one.guest, 777n)
    const clone = machine.clone()
    for (const one of [alone, clone, machine]) one.call.runRound(one.guest, 1234n)
    const hash = alone.call.hashGuest(alone.guest)
    expect([clone.call.hashGuest(clone.guest), machine.call.hashGuest(machine.guest)]).toEqual([hash, hash])
  })

  it('has a serial line of its own', async () => {
    const machine = await machineWith('loop: j loop')
    machine.setGuest('tohostGpa', DATA)
    const clone = machine.clone()
    expect(clone.getGuest('tohostGpa')).toBe(DATA)
    expect(clone.getGuest('stage2')).not.toBe(machine.getGuest('stage2'))
  })

  it('gives back all that it took, a thousand times over', async () => {
    const machine = await machineWith(`
      li s0, ${DATA}
      loop: addi t0, t0, 1
      sd t0, 0(s0)
      j loop
    `)
    machine.call.runRound(machine.guest, 100n)
    const before = machine.call.framesUsed()
    let heapEnd = 0
    for (let round = 0; round < 1000; round++) {
      const clone = machine.clone()
      clone.call.runRound(clone.guest, 50n)
      clone.call.destroyGuest(clone.guest)
      if (round === 10) heapEnd = machine.call.heapEnd()
    }
    expect([machine.call.framesUsed(), machine.call.heapEnd()]).toEqual([before, heapEnd])
    expect(machine.view.getUint32(machine.guest + GuestLayout.next.offset, true)).toBe(0)
  })
})
