/** `trap`: takes an illegal instruction, a breakpoint and a page fault, and goes on. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const trap: Command = {
  name: 'trap',
  usage: '',
  help: 'take an illegal instruction, a breakpoint and a page fault, and go on',
  source: asm`
    .section .text
command_trap:
${enter()}
    li   t0, 1
    sd   t0, TRAP_EXPECTED(gp)
    .word 0xc0001073            # writes a read-only CSR
    ebreak
    li   t0, 0x3f00000000       # beyond what paging.ts maps
    ld   t0, 0(t0)
    sd   zero, TRAP_EXPECTED(gp)
    la   a0, trap_result
    call puts
${leave()}

    .section .data
trap_result:
    .asciz "three traps taken, going on\n"
`,
}
