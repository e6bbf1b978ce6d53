/** Calls from the embedded guest to the supervisor binary interface below it (SBI 3.0). */
import { asm } from './asm'

export const sbiSource = asm`
    .equ SBI_BASE, 0x10
    .equ SBI_TIME, 0x54494d45
    .equ SBI_SRST, 0x53525354
    .equ SBI_SPEC_VERSION, 0
    .equ SBI_IMPLEMENTATION_ID, 1
    .equ SBI_IMPLEMENTATION_VERSION, 2
    .equ SRST_SHUTDOWN, 0
    .equ SRST_COLD_REBOOT, 1
    .equ SRST_NO_REASON, 0
    .equ SRST_SYSTEM_FAILURE, 1

    .section .text
# a6 = function -> a0 = value (BASE never fails)
sbi_base:
    li   a7, SBI_BASE
    ecall
    mv   a0, a1
    ret

# a0 = time at which the timer interrupt comes; -1 = never
sbi_set_timer:
    li   a7, SBI_TIME
    li   a6, 0
    ecall
    ret

# a0 = type, a1 = reason -> a0 = error, when it returns at all
sbi_reset:
    li   a7, SBI_SRST
    li   a6, 0
    ecall
    ret

# Ends the machine as failed; for what leaves no way on.
sbi_fail:
    li   a0, SRST_SHUTDOWN
    li   a1, SRST_SYSTEM_FAILURE
    call sbi_reset
1:  wfi
    j    1b
`
