/** `help`: lists the commands with what they do. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const help: Command = {
  name: 'help',
  usage: '',
  help: 'this list',
  source: asm`
    .section .text
command_help:
${enter('s0', 's1')}
    la   s0, commands
    la   s1, commands_end
1:  la   a0, help_indent
    call puts
    la   t0, commands
    lw   a0, 0(s0)
    add  a0, a0, t0
    call puts
    addi s0, s0, 8
    bltu s0, s1, 1b
${leave('s0', 's1')}

    .section .data
help_indent:
    .asciz "  "
`,
}
