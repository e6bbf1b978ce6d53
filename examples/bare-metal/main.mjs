/** Assembles a bare-metal program, runs it in M-mode on a guest without any firmware, and reads its result from memory. */
import { assemble, Host } from 'vmhost'

const ram = 0x8000_0000
const program = assemble(
  `
    .equ UART, 0x10000000
    .equ FINISHER, 0x100000

    _start:
        la   a0, greeting           # print the greeting
        li   a1, UART
    next:
        lbu  a2, 0(a0)
        beqz a2, sum
        sb   a2, 0(a1)
        addi a0, a0, 1
        j    next

    sum:                            # 1 + 2 + ... + 1000
        li   t0, 1000
        li   t1, 0
    loop:
        add  t1, t1, t0
        addi t0, t0, -1
        bnez t0, loop
        la   t2, result
        sd   t1, 0(t2)

        li   t0, FINISHER           # and off
        li   t1, 0x5555
        sw   t1, 0(t0)
    wait:
        wfi
        j    wait

        .balign 8
    result:
        .dword 0
    greeting:
        .asciz "Hello from bare metal\\n"
  `,
  { base: ram },
)

const host = await Host.create({ memory: '64MiB' })
const guest = await host.hypervisor.createGuest({ memory: '1MiB', clock: 'virtual', boot: { firmware: program.bytes } })
await guest.start()
console.log((await guest.console.waitFor('\n')).trim())
const { reason } = await guest.exited
const result = await guest.readMemory(program.symbols.get('result') ?? 0, 8)
const { instructions } = await guest.stats()
console.log(`sum ${new DataView(result.buffer).getBigUint64(0, true)}, ${instructions} instructions, ended by ${reason}`)
await host.dispose()
