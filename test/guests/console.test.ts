/** Input that is longer than every buffer on its way arrives whole and in order, however the guest reads it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest, Host } from '../../src/index'
import { Random, seedFromEnvironment } from '../support/random'
import { createGuest, elf, inlineHost, powerOff } from './bare-metal'

const seed = seedFromEnvironment(64_000)
const pasteBytes = 65_536

let host: Host
beforeAll(async () => {
  console.log(`seed ${seed} (VMHOST_SEED)`)
  host = await inlineHost()
})
afterAll(() => host.dispose())

/** FIFOs on and empty, registers for the loop, and a byte that says so. */
const uart = `
    li s0, UART
    li s1, 0x80100000
    li s2, ${pasteBytes}
    li t0, 7
    sb t0, 2(s0)
    li t0, 'R'
    sb t0, 0(s0)`

const poll = `
${uart}
1:  lbu t0, 5(s0)
    andi t0, t0, 1
    beqz t0, 1b
    lbu t0, 0(s0)
    sb t0, 0(s1)
    addi s1, s1, 1
    addi s2, s2, -1
    bnez s2, 1b
    ${powerOff}`

/** As `poll`, but for every byte it takes so long that the input waits. */
const slowPoll = poll.replace('    sb t0, 0(s1)', '    sb t0, 0(s1)\n    li t1, 200\n2:  addi t1, t1, -1\n    bnez t1, 2b')

/** Reads what is there and writes it back, waiting for the transmitter only as a driver does. */
const echo = poll.replace(
  '    sb t0, 0(s1)',
  '    sb t0, 0(s1)\n2:  lbu t1, 5(s0)\n    andi t1, t1, 0x20\n    beqz t1, 2b\n    sb t0, 0(s0)',
)

/** Sleeps in WFI; the PLIC's interrupt wakes it, claims, drains the FIFO and completes. */
const interrupts = `
${uart}
    la t0, handler
    csrw mtvec, t0
    li s3, 0xc000000
    li t0, 1
    sw t0, 40(s3)
    li s4, 0xc002000
    li t0, 0x400
    sw t0, 0(s4)
    li s5, 0xc200000
    sw zero, 0(s5)
    li t0, 1
    sb t0, 1(s0)
    li t0, 0x800
    csrs mie, t0
    csrsi mstatus, 8
3:  csrci mstatus, 8
    beqz s2, 4f
    wfi
    csrsi mstatus, 8
    j 3b
4:  ${powerOff}
    .balign 4
handler:
    lw t2, 4(s5)
1:  lbu t0, 5(s0)
    andi t0, t0, 1
    beqz t0, 2f
    beqz s2, 2f
    lbu t0, 0(s0)
    sb t0, 0(s1)
    addi s1, s1, 1
    addi s2, s2, -1
    j 1b
2:  sw t2, 4(s5)
    mret`

/** Reads by the SBI's debug console, as much at once as there is. */
const sbiReader = `
    li s1, 0x80400000
    li s2, ${pasteBytes}
    li a0, 'R'
    li a6, 2
    li a7, 0x4442434e
    ecall
1:  mv a0, s2
    mv a1, s1
    li a2, 0
    li a6, 1
    ecall
    add s1, s1, a1
    sub s2, s2, a1
    bnez s2, 1b
    ${powerOff}`

const paste = new Random(seed).fill(new Uint8Array(pasteBytes))

async function ready(guest: Guest): Promise<void> {
  await guest.start()
  await guest.console.waitFor('R')
}

describe('64 KiB pasted at once', () => {
  it.each([
    ['polls', poll],
    ['polls slowly', slowPoll],
    ['waits for interrupts', interrupts],
  ])('reach a guest that %s', async (_, source) => {
    const guest = await createGuest(host, source, { options: { interruptController: 'plic' } })
    await ready(guest)
    await guest.console.write(paste)
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    expect(Buffer.compare(await guest.readMemory(0x8010_0000, pasteBytes), paste)).toBe(0)
    await guest.dispose()
  })

  it('reach a guest that reads by the SBI', async () => {
    const guest = await createGuest(host, sbiReader, { mode: 'S' })
    await ready(guest)
    await guest.console.write(paste)
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    expect(Buffer.compare(await guest.readMemory(0x8040_0000, pasteBytes), paste)).toBe(0)
    await guest.dispose()
  })

  it.each(['virtual', 'real'] as const)('come back from a guest that echoes them, with the %s clock', async (clock) => {
    const guest = await createGuest(host, echo, { options: { clock } })
    const output: Uint8Array[] = []
    guest.on('console', (bytes) => void output.push(bytes.slice()))
    await ready(guest)
    await guest.console.write(paste)
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    const echoed = Buffer.concat(output).subarray(1)
    expect(echoed.length).toBe(pasteBytes)
    expect(Buffer.compare(echoed, paste)).toBe(0)
    await guest.dispose()
  })

  it('arrive whole when written in many pieces while the guest reads', async () => {
    const guest = await createGuest(host, slowPoll, { options: { clock: 'real' } })
    await ready(guest)
    for (let at = 0; at < pasteBytes; at += 1000) await guest.console.write(paste.subarray(at, at + 1000))
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    expect(Buffer.compare(await guest.readMemory(0x8010_0000, pasteBytes), paste)).toBe(0)
    await guest.dispose()
  })
})

describe('a guest that writes without a pause', () => {
  it('loses nothing on the UART', async () => {
    const count = 300_000
    const source = `
    li s0, UART
    li s1, ${count}
1:  lbu t1, 5(s0)
    andi t1, t1, 0x20
    beqz t1, 1b
    sb s1, 0(s0)
    addi s1, s1, -1
    bnez s1, 1b
    ${powerOff}`
    const guest = await createGuest(host, source)
    const output: Uint8Array[] = []
    guest.on('console', (bytes) => void output.push(bytes.slice()))
    await guest.start()
    await guest.exited
    const bytes = Buffer.concat(output)
    expect(bytes.length).toBe(count)
    expect(bytes.every((byte, index) => byte === ((count - index) & 0xff))).toBe(true)
    await guest.dispose()
  })

  it('is held back by a slow reader under the real clock, and loses nothing', async () => {
    const pages = 2000
    const source = `
    li s1, ${pages}
1:  li s2, 4096
    li s3, 0x80400000
    sd s1, 0(s3)
2:  mv a0, s2
    mv a1, s3
    li a2, 0
    li a6, 0
    li a7, 0x4442434e
    ecall
    add s3, s3, a1
    sub s2, s2, a1
    bnez s2, 2b
    addi s1, s1, -1
    bnez s1, 1b
    ${powerOff}`
    const guest = await createGuest(host, source, { mode: 'S', options: { clock: 'real' } })
    const reader = guest.console.readable.getReader()
    await guest.start()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(guest.state).toBe('running')
    const output: Uint8Array[] = []
    for (let next = await reader.read(); !next.done; next = await reader.read()) output.push(next.value)
    const bytes = Buffer.concat(output)
    expect(bytes.length).toBe(pages * 4096)
    expect(Array.from({ length: pages }, (_, page) => bytes.readUInt16LE(page * 4096))).toEqual(
      Array.from({ length: pages }, (_, page) => pages - page),
    )
    await guest.dispose()
  })
})

describe('input by HTIF', () => {
  it('arrives whole, and none of it in the UART', async () => {
    const source = `
    li s1, 0x80100000
    li s2, 1000
    la s3, tohost
    la s4, fromhost
    li s5, 1 << 56
1:  sd s5, 0(s3)
2:  ld t0, 0(s4)
    beqz t0, 2b
    sd zero, 0(s4)
    sb t0, 0(s1)
    addi s1, s1, 1
    addi s2, s2, -1
    bnez s2, 1b
    ${powerOff}
    .balign 8
tohost: .dword 0
fromhost: .dword 0`
    const guest = await host.hypervisor.createGuest({ memory: '16MiB', clock: 'virtual', boot: { elf: { buffer: elf(source) } } })
    await guest.start()
    await guest.console.write(paste.subarray(0, 1000))
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    expect(Buffer.compare(await guest.readMemory(0x8010_0000, 1000), paste.subarray(0, 1000))).toBe(0)
    await guest.dispose()
  })
})
