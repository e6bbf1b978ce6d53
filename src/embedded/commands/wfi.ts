/** `wfi`: sleeps until a timer interrupt, and says how long and how often it woke. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const wfi: Command = {
  name: 'wfi',
  usage: '[MS]',
  help: 'sleep for MS (1000) milliseconds in wfi, woken by the timer',
  source: asm`
    .section .text
command_wfi:
${enter('s0', 's1', 's2')}
    li   t0, 1000
    lbu  t1, 0(a0)
    beqz t1, 1f
    li   a1, 10
    call parse_number
    beqz a1, 4f
    mv   t0, a0
1:  ld   t1, TIMEBASE(gp)
    mul  t0, t0, t1
    li   t1, 1000
    divu t0, t0, t1
    rdtime s0
    add  a0, s0, t0
    li   s1, 0                  # wake-ups
    rdinstret s2
    call timer_start
2:  csrci sstatus, 2            # looks and sleeps with interrupts off: wfi wakes all the same
    ld   t0, TIMER_FIRED(gp)
    bnez t0, 3f
    wfi
    addi s1, s1, 1
    csrsi sstatus, 2
    j    2b
3:  csrsi sstatus, 2
    rdinstret t0
    rdtime a0
    sub  a3, t0, s2
    sub  a0, a0, s0
    call ticks_to_milliseconds
    mv   a1, a0
    mv   a2, s1
    la   a0, wfi_result
    call printf
    j    5f
4:  la   a0, wfi_usage
    call puts
5:
${leave('s0', 's1', 's2')}

    .section .data
wfi_result:
    .asciz "slept %t s, %d wake-ups, %d instructions\n"
wfi_usage:
    .asciz "wfi: MS is a number of milliseconds\n"
`,
}
