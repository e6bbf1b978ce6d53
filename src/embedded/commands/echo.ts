/** `echo`: prints its arguments. */
import { asm } from '../asm'
import type { Command } from './command'

export const echo: Command = {
  name: 'echo',
  usage: '[TEXT]',
  help: 'print TEXT',
  source: asm`
    .section .text
command_echo:
    mv   a1, a0
    la   a0, echo_format
    j    printf

    .section .data
echo_format:
    .asciz "%s\n"
`,
}
