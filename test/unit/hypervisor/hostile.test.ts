/** What a hostile guest tries on the memory system: stale translations, stale code, blocks on devices, addresses at the edges. */
import { describe, expect, it } from 'vitest'
import { GuestEnd } from '../../../src/core/layout.gen'
import { DRAM, Machine } from './core-piece'

const RAM_PAGES = 256
const END = DRAM + BigInt(RAM_PAGES * 4096)
const DEVICE = 0x1000_0000n
const MTIMECMP = 0x200_4000n
const HANDLER = DRAM + 0x800n
const handler = `
  csrr s1, scause
  csrr s2, stval
  csrr s3, sepc
  spin: j spin
`

/** Runs a program in S-mode; a trap stores cause, value and pc in s1 to s3 and stops. */
async function run(program: string, prepare?: (machine: Machine) => void): Promise<Machine> {
  const machine = await Machine.create({ ramPages: RAM_PAGES })
  machine.program(handler, { gpa: HANDLER })
  machine.program(program)
  machine.set('stvec', HANDLER)
  prepare?.(machine)
  machine.call.runRound(machine.guest, 500n)
  return machine
}

const trapOf = (machine: Machine): bigint[] => [machine.x(9), machine.x(18)]

/** `li a0, 42; ret` and `li a0, 7; ret`. */
const LI_42 = 0x02a0_0513
const LI_7 = 0x0070_0513
const RET = 0x0000_8067

describe('code', () => {
  it('that is written over is run as it is now, in the page of the store too', async () => {
    const machine = await run(`
      la t0, target
      call target
      mv s4, a0
      li t1, ${LI_7}
      sw t1, 0(t0)
      call target
      mv s5, a0
      spin: j spin
      target: li a0, 42
      ret
    `)
    expect([machine.x(20), machine.x(21)]).toEqual([42n, 7n])
  })

  it('of a page that was read before as zeros is what was stored there, for loads and jumps', async () => {
    const machine = await run(
      `
      li t0, ${DRAM + 0x4000n}
      ld s4, 0(t0)
      la t2, back
      csrw stvec, t2
      jr t0
      .balign 4
      back: li t1, ${LI_42}
      sw t1, 0(t0)
      li t1, ${RET}
      sw t1, 4(t0)
      lwu s5, 0(t0)
      jalr t0
      mv s6, a0
      spin: j spin
    `,
    )
    expect([machine.x(20), machine.x(21), machine.x(22)]).toEqual([0n, BigInt(LI_42), 42n])
  })

  it('that straddles two pages follows a store to its second half', async () => {
    const straddle = DRAM + 0x4ffen
    const machine = await run(
      `
      li t0, ${straddle}
      jalr t0
      mv s4, a0
      li t1, ${LI_7 >>> 16}
      sh t1, 2(t0)
      jalr t0
      mv s5, a0
      spin: j spin
    `,
      (machine) => {
        const code = new Uint8Array(Uint32Array.of(LI_42, RET).buffer)
        machine.write(straddle, code)
      },
    )
    expect([machine.x(20), machine.x(21)]).toEqual([42n, 7n])
  })

  it('that ends RAM faults where the next page would be', async () => {
    const machine = await run(`li t0, ${END - 4n}\n jr t0`, (machine) => {
      machine.write(END - 4n, new Uint8Array(Uint32Array.of(0x13).buffer))
    })
    expect([...trapOf(machine), machine.x(19)]).toEqual([1n, END, END])
  })

  it('that straddles the end of RAM faults with the address of its second half', async () => {
    const machine = await run(`li t0, ${END - 2n}\n jr t0`, (machine) => machine.write(END - 2n, Uint8Array.of(0x13, 0)))
    expect([...trapOf(machine), machine.x(19)]).toEqual([1n, END, END - 2n])
  })
})

describe('an access', () => {
  it.each([
    ['a load across the end of RAM', 'ld a0, 0(t0)', END - 4n, 5n],
    ['a store across the end of RAM', 'sd a0, 0(t0)', END - 4n, 7n],
    ['a load across the start of RAM', 'ld a0, 0(t0)', DRAM - 4n, 5n],
    ['a load across the end of the address space', 'ld a0, 0(t0)', (1n << 64n) - 4n, 5n],
    ['a load where nothing is', 'lw a0, 0(t0)', 0x40n, 5n],
    ['a store far outside', 'sw a0, 0(t0)', 0xffff_ffff_0000_0000n, 7n],
    ['a store to a 32-bit alias of RAM', 'sw a0, 0(t0)', DRAM + (1n << 32n), 7n],
  ])('faults: %s', async (_, instruction, address, cause) => {
    const machine = await run(`li t0, ${BigInt.asIntN(64, address)}\n ${instruction}`)
    expect(machine.x(9)).toBe(cause)
    expect(machine.getGuest('ended')).toBe(BigInt(GuestEnd.none))
  })

  it('of a cache block goes to RAM alone, and ends', async () => {
    const device = await run(`li t0, ${DEVICE}\n cbo.zero (t0)`)
    expect(trapOf(device)).toEqual([7n, DEVICE])
    const ram = await run(`li t0, ${DRAM + 0x4010n}\n cbo.zero (t0)\n li a0, 1\n spin: j spin`, (machine) => {
      machine.write(DRAM + 0x3fc0n, new Uint8Array(192).fill(0xff))
    })
    expect(ram.x(10)).toBe(1n)
    const bytes = [...ram.read(DRAM + 0x3fc0n, 192)]
    expect(bytes).toEqual(Array.from({ length: 192 }, (_, index) => (index >= 64 && index < 128 ? 0 : 0xff)))
  })

  it.each([
    ['before RAM', DRAM - 4n, DRAM],
    ['across the end of RAM', END - 4n, END - 4n],
    ['across two pages', DRAM + 0x4ffcn, DRAM + 0x4ffcn],
  ])('of a tohost %s reaches no memory but its own', async (_, tohost, place) => {
    const machine = await run(`li t0, ${place}\n li t1, 1\n sw t1, 0(t0)\n li a0, 5\n spin: j spin`, (machine) => {
      machine.setGuest('tohostGpa', tohost)
    })
    expect(machine.getGuest('ended')).toBe(BigInt(GuestEnd.none))
    expect(machine.x(10)).toBe(5n)
  })
})

describe('an interrupt', () => {
  it('that a device access brings about comes behind the access, which has its effect once', async () => {
    const machine = await Machine.create({ firmware: true })
    machine.program('csrr s1, mepc\n csrr s2, mcause\n spin: j spin', { gpa: HANDLER })
    machine.program(`li t0, ${MTIMECMP}\n store: sd zero, 0(t0)\n next: j next`)
    machine.set('mtvec', HANDLER)
    machine.set('mie', 1n << 7n)
    machine.set('mstatus', machine.get('mstatus') | 8n)
    machine.call.runRound(machine.guest, 100n)
    expect(machine.x(9) - DRAM).toBe(8n)
    expect(machine.x(18)).toBe((1n << 63n) | 7n)
    expect(machine.get('mmioState')).toBe(0n)
  })
})
