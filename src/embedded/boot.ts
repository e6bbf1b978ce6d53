/** Entry of the embedded guest: S-mode, a0 = hart id, a1 = device tree (SBI 3.0 HSM, Linux boot protocol). */
import { asm } from './asm'

export const bootSource = asm`
    .section .bss
    .balign 4096
root_table:
    .space 4096
    .space 16384
stack_top:

    .section .text
    .globl _start
_start:
    csrw sie, zero
    csrci sstatus, 2
    csrw satp, zero
    la   t0, bss_start
    la   t1, bss_end
1:  sd   zero, 0(t0)
    addi t0, t0, 8
    bltu t0, t1, 1b
    la   sp, stack_top
    la   gp, variables
    sd   a0, HART(gp)
    sd   a1, DTB(gp)
    rdtime t0
    sd   t0, BOOT_TIME(gp)
    call trap_initialize
    call machine_discover
    call paging_enable
    call uart_initialize
    call interrupt_initialize
    csrsi sstatus, 2
    la   a0, banner
    ld   a1, HART(gp)
    ld   a2, RAM_BYTES(gp)
    srli a2, a2, 20
    call printf
    j    shell

    .section .data
banner:
    .asciz "\n  vmhost embedded guest\n  hart %d, %d MiB; try 'help'\n\n"
`
