/** `info`: what machine this is. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

/** SBI 3.0 table 5, by implementation id. */
const implementations = ['BBL', 'OpenSBI', 'Xvisor', 'KVM', 'RustSBI', 'Diosix', 'Coffer', 'Xen', 'PolarFire HSS']

export const info: Command = {
  name: 'info',
  usage: '',
  help: 'hart, memory, firmware, interrupt controller, command line, uptime',
  source: asm`
    .section .text
command_info:
${enter()}
    la   a0, info_machine
    ld   a1, HART(gp)
    ld   a2, HARTS(gp)
    ld   a3, ISA(gp)
    ld   a4, RAM_BYTES(gp)
    srli a4, a4, 20
    ld   a5, RAM_START(gp)
    call printf
    call info_sbi
    la   a0, info_interrupts
    ld   a1, CONTROLLER(gp)
    la   t0, controller_names
    slli t1, a1, 3              # eight bytes a name
    add  a1, t0, t1
    ld   a2, CONTROLLER_BASE(gp)
    ld   a3, UART_IRQ(gp)
    call printf
    la   a1, timer_sbi
    ld   t0, HAS_SSTC(gp)
    beqz t0, 1f
    la   a1, timer_sstc
1:  ld   a2, TIMEBASE(gp)
    la   a0, info_timer
    call printf
    call uptime
    mv   a2, a0
    la   a0, info_rest
    ld   a1, CMDLINE(gp)
    call printf
${leave()}

info_sbi:
${enter('s0', 's1')}
    li   a6, SBI_SPEC_VERSION
    call sbi_base
    srli s0, a0, 24             # major in bits 30:24, minor below
    slli s1, a0, 40
    srli s1, s1, 40
    li   a6, SBI_IMPLEMENTATION_ID
    call sbi_base
    mv   a3, a0
    li   a6, SBI_IMPLEMENTATION_VERSION
    call sbi_base
    mv   a5, a0
    mv   a1, a3
    call implementation_name
    mv   a4, a0
    mv   a3, a1
    la   a0, info_sbi_line
    mv   a1, s0
    mv   a2, s1
    call printf
${leave('s0', 's1')}

# a1 = implementation id, kept -> a0 = its name
implementation_name:
    li   t0, ${implementations.length}
    la   a0, implementation_unknown
    bgeu a1, t0, 2f
    la   a0, implementation_names
    mv   t1, a1
    mv   t2, ra
1:  beqz t1, 3f
    call fdt_string_end
    addi t1, t1, -1
    j    1b
3:  mv   ra, t2
2:  ret

    .section .data
info_machine:
    .asciz "hart        %d of %d\nisa         %s\nmemory      %d MiB at %x\n"
info_sbi_line:
    .asciz "sbi         %d.%d, implementation %d (%s) version %x\n"
info_interrupts:
    .asciz "interrupts  %s at %x, uart irq %d\n"
info_timer:
    .asciz "timer       %s, %d Hz\n"
info_rest:
    .asciz "cmdline     %s\nuptime      %t s\n"
controller_names:
    .ascii "polling\0PLIC\0\0\0\0APLIC\0\0\0IMSIC\0\0\0"
timer_sstc:
    .asciz "Sstc"
timer_sbi:
    .asciz "SBI"
implementation_names:
${implementations.map((name) => `    .asciz "${name}"`).join('\n')}
implementation_unknown:
    .asciz "other"
`,
}
