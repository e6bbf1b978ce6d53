/** `primes`: counts the primes below N with a sieve in free memory, and says what that took. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const primes: Command = {
  name: 'primes',
  usage: '[N]',
  help: 'count the primes below N (100000), with instructions and cycles',
  source: asm`
    .section .text
command_primes:
${enter('s0', 's1', 's2', 's3')}
    li   s0, 100000
    lbu  t0, 0(a0)
    beqz t0, 1f
    li   a1, 10
    call parse_number
    beqz a1, 2f
    mv   s0, a0
1:  call memory_free
    sub  t0, a1, a0
    bltu t0, s0, 2f
    mv   a1, s0
    rdinstret s1
    rdcycle s2
    call sieve
    rdcycle t0
    rdinstret t1
    sub  a4, t0, s2
    sub  a3, t1, s1
    mv   a2, a0
    mv   a1, s0
    la   a0, primes_result
    call printf
    j    3f
2:  la   a0, primes_usage
    call puts
3:
${leave('s0', 's1', 's2', 's3')}

# a0 = memory for a byte for each number, a1 = limit -> a0 = primes below it
sieve:
    mv   t0, a0
    add  t1, a0, a1
1:  bgeu t0, t1, 2f
    sb   zero, 0(t0)
    addi t0, t0, 1
    j    1b
2:  li   t2, 0                  # primes so far
    li   t0, 2
3:  bgeu t0, a1, 6f
    add  t3, a0, t0
    lbu  t4, 0(t3)
    bnez t4, 5f
    addi t2, t2, 1
    li   t4, 1
4:  add  t3, t3, t0
    bgeu t3, t1, 5f
    sb   t4, 0(t3)
    j    4b
5:  addi t0, t0, 1
    j    3b
6:  mv   a0, t2
    ret

    .section .data
primes_result:
    .asciz "primes below %d: %d, %d instructions, %d cycles\n"
primes_usage:
    .asciz "primes: N is a number that fits in free memory, a byte for each\n"
`,
}
