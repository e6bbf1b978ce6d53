/** The embedded guest's trap handler: interrupts, exceptions that were asked for, and those that nobody expects. */
import { asm, enter, leave } from './asm'

/** Registers that a trap keeps: all that a function may change (psABI). */
const kept = ['ra', ...Array.from({ length: 7 }, (_, n) => `t${n}`), ...Array.from({ length: 8 }, (_, n) => `a${n}`)]
const frame = (operation: 'sd' | 'ld'): string =>
  kept.map((register, slot) => `    ${operation} ${register}, ${slot * 8}(sp)`).join('\n')

export const trapSource = asm`
    .equ CAUSE_TIMER, 5
    .equ SSTATUS_SPIE, 0x20

    .section .text
trap_initialize:
    la   t0, trap_vector
    csrw stvec, t0
    ret

    .balign 4
trap_vector:
    addi sp, sp, -${kept.length * 8}
${frame('sd')}
    csrr a0, scause
    bgez a0, 2f
    slli a0, a0, 1
    li   t0, CAUSE_TIMER * 2
    beq  a0, t0, 1f
    call external_interrupt
    j    3f
1:  call timer_interrupt
    j    3f
2:  call exception
3:
${frame('ld')}
    addi sp, sp, ${kept.length * 8}
    sret

exception:
${enter()}
    ld   t0, SHELL_STACK(gp)
    beqz t0, sbi_fail           # before the shell there is nothing to go back to
    call trap_print
    ld   t0, TRAP_EXPECTED(gp)
    beqz t0, 2f
    csrr t0, sepc
    lhu  t1, 0(t0)
    andi t1, t1, 3
    addi t0, t0, 2
    li   t2, 3
    bne  t1, t2, 1f
    addi t0, t0, 2              # not a compressed instruction
1:  csrw sepc, t0
${leave()}

# Gives the command up: back to the shell's loop on its own stack.
2:  la   a0, command_ended
    call puts
    la   t0, shell_next
    csrw sepc, t0
    li   t0, SSTATUS_SPIE
    csrs sstatus, t0
    ld   sp, SHELL_STACK(gp)
    sret

trap_print:
${enter()}
    csrr a0, scause
    call cause_name
    mv   a1, a0
    la   a0, trap_line
    csrr a2, scause
    csrr a3, sepc
    csrr a4, stval
    call printf
${leave()}

# a0 = scause of an exception -> a0 = its name: the entry so far down the list
cause_name:
    li   t0, 16
    mv   t1, a0
    la   a0, cause_names
    bgeu t1, t0, 2f
1:  beqz t1, 3f
    mv   t2, ra
    call fdt_string_end
    mv   ra, t2
    addi t1, t1, -1
    j    1b
2:  la   a0, cause_unknown
3:  ret

    .section .data
trap_line:
    .asciz "%s: scause %x, sepc %x, stval %x\n"
command_ended:
    .asciz "the command was given up\n"
cause_names:
    .asciz "instruction address misaligned"
    .asciz "instruction access fault"
    .asciz "illegal instruction"
    .asciz "breakpoint"
    .asciz "load address misaligned"
    .asciz "load access fault"
    .asciz "store address misaligned"
    .asciz "store access fault"
    .asciz "call from U-mode"
    .asciz "call from S-mode"
    .asciz "reserved"
    .asciz "call from M-mode"
    .asciz "instruction page fault"
    .asciz "load page fault"
    .asciz "reserved"
    .asciz "store page fault"
cause_unknown:
    .asciz "exception"
`
