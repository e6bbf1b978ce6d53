/** A guest that reads and writes all of MMIO space with random values: the host lives, and says what happened. */
import { expect, it } from 'vitest'
import { assemble, type GuestExit } from '../../src/index'
import { platform } from '../../src/spec/platform'
import { withHost } from './built-host'

const ram = platform.dram.base
const accessesInAll = 1_000_000

const { finisher, rtc, aclint, plic, aplicS, uart, virtioMmio, imsicM, imsicS, pcieEcam, pcieIo, pcieMmio32 } = platform
/** Sixteen windows, drawn evenly, so that small devices get as much as large ones; the last is everything below RAM. */
const windows: readonly [base: number, bytes: number][] = [
  [finisher.base, 0x1000],
  [rtc.base, 0x100],
  [aclint.base, 0x1_0000],
  [aclint.base + 0x4000, 0x100],
  [plic.base, 0x4000],
  [plic.base + 0x20_0000, 0x4000],
  [aplicS.base, 0x8000],
  [aplicS.base + 0x1c00, 0x400],
  [uart.base, 0x8],
  [uart.base, 0x100],
  [virtioMmio.base, 0x1000],
  [imsicM.base, 0x4000],
  [imsicS.base, 0x4000],
  [pcieEcam.base, pcieEcam.bytes],
  [pcieIo.base, pcieMmio32.base],
  [0, 0x8000_0000],
]

/** Accesses windows with loads and stores of every width; t6, at `accesses`, counts them. A trap skips the access. */
const program = (seed: number): string => `
    la   t0, handler
    csrw mtvec, t0
    li   s0, ${seed}
    la   s1, windows
    li   s2, 0x2545f4914f6cdd1d
again:
    slli t0, s0, 13
    xor  s0, s0, t0
    srli t0, s0, 7
    xor  s0, s0, t0
    slli t0, s0, 17
    xor  s0, s0, t0
    mul  t1, s0, s2
    srli t0, s0, 60
    slli t0, t0, 4
    add  t0, t0, s1
    ld   t2, 0(t0)
    ld   t3, 8(t0)
    and  t3, t3, t1
    add  t2, t2, t3
    srli t1, t1, 3
    srli t3, s0, 40
    andi t3, t3, 7
    addi t6, t6, 1
    li   t4, 1
    beqz t3, byte
    beq  t3, t4, half
    addi t4, t4, 1
    beq  t3, t4, double
    addi t4, t4, 1
    beq  t3, t4, load
    addi t4, t4, 1
    beq  t3, t4, load_double
    sw   t1, 0(t2)
    j    again
byte:
    sb   t1, 0(t2)
    j    again
half:
    sh   t1, 0(t2)
    j    again
double:
    sd   t1, 0(t2)
    j    again
load:
    lw   t1, 0(t2)
    j    again
load_double:
    ld   t1, 0(t2)
    j    again

    .balign 4
handler:
    la   t5, again
    csrw mepc, t5
    mret

    .balign 8
windows:
${windows.map(([base, bytes]) => `    .dword ${base}, ${2 ** Math.floor(Math.log2(bytes)) - 1}`).join('\n')}
`

const t6 = 31

it.each(['plic', 'aia'] as const)('survives a million random accesses (%s)', async (interruptController) => {
  await withHost(async (host) => {
    const ends = new Map<GuestExit['reason'], number>()
    let accesses = 0
    for (let seed = 1; accesses < accessesInAll; seed++) {
      const boot = { firmware: assemble(program(seed), { base: ram }).bytes }
      const options = {
        memory: '1MiB',
        clock: 'virtual',
        interruptController,
        boot,
        onReboot: 'stop',
        maxInstructions: 5_000_000,
      } as const
      const guest = await host.hypervisor.createGuest(options)
      await guest.start()
      const { reason } = await guest.exited
      ends.set(reason, (ends.get(reason) ?? 0) + 1)
      const { x } = await guest.readRegisters()
      expect(x[t6], `seed ${seed}`).toBeGreaterThan(0n)
      accesses += Number(x[t6])
      expect((await guest.stats()).unassignedAccesses).toBeGreaterThanOrEqual(0)
      await guest.dispose()
    }
    console.log(`${interruptController}: ${accesses} accesses, guests ended by ${JSON.stringify(Object.fromEntries(ends))}`)
    expect(ends.get('crash')).toBeUndefined()
    const { guests, freeMemory, memoryBytes } = await host.stats()
    expect({ guests, freeMemory }).toEqual({ guests: 0, freeMemory: memoryBytes })
  })
})
