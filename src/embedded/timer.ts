/** The embedded guest's timer: Sstc where the hart has it, otherwise the SBI's. */
import { asm } from './asm'

export const timerSource = asm`
    .equ SIE_STIE, 0x20

    .section .text
# a0 = time of the one interrupt to come
timer_start:
    sd   zero, TIMER_FIRED(gp)
    mv   t6, ra
    call timer_set
    mv   ra, t6
    li   t0, SIE_STIE
    csrs sie, t0
    ret

# a0 = time; -1 = never
timer_set:
    ld   t0, HAS_SSTC(gp)
    beqz t0, sbi_set_timer
    csrw stimecmp, a0
    ret

# Called by the trap handler: notes it and lets no second one come.
timer_interrupt:
    li   t0, SIE_STIE
    csrc sie, t0
    li   t0, 1
    sd   t0, TIMER_FIRED(gp)
    li   a0, -1
    j    timer_set

# -> a0 = milliseconds since the guest's start
uptime:
    rdtime a0
    ld   t0, BOOT_TIME(gp)
    sub  a0, a0, t0
# a0 = ticks -> a0 = milliseconds
ticks_to_milliseconds:
    ld   t0, TIMEBASE(gp)
    li   t1, 1000
    mul  a0, a0, t1
    divu a0, a0, t0
    ret
`
