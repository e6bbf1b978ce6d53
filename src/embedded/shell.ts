/** The embedded guest's shell: reads a line, finds the command, calls it with the rest of the line. */
import { asm, enter, leave } from './asm'
import { commands } from './commands'

/** A command is two words, the offsets of its help text and its code, so that the image may lie anywhere. */
const table = commands.map(({ name }) => `    .word help_${name} - commands, command_${name} - commands`).join('\n')

/** The help text begins with the command's name and a space, which is what the shell compares. */
const texts = commands.map(({ name, usage, help }) => {
  const line = `${name} ${usage}`.padEnd(14)
  return `help_${name}:\n    .asciz "${line}${help}\\n"`
})

export const shellSource = asm`
    .section .text
shell:
    sd   sp, SHELL_STACK(gp)
shell_next:
    la   a0, prompt
    call puts
    call read_line
    beqz a0, shell_next
    call skip_spaces
    lbu  t0, 0(a0)
    beqz t0, shell_next
    call shell_run
    j    shell_next

# a0 = line
shell_run:
${enter('s0', 's1')}
    mv   s0, a0
    call word_end
    mv   s1, a0                 # arguments
    mv   a0, s0
    call command_find
    beqz a0, 1f
    mv   t0, a0
    mv   a0, s1
    jalr t0
    j    2f
1:  la   a0, unknown_command
    mv   a1, s0
    call printf
2:
${leave('s0', 's1')}

# a0 = line: ends its first word -> a0 = what follows
word_end:
    li   t1, ' '
1:  lbu  t0, 0(a0)
    beqz t0, 2f
    addi a0, a0, 1
    bne  t0, t1, 1b
    sb   zero, -1(a0)
    j    skip_spaces
2:  ret

# a0 = word -> a0 = code of the command, or 0
command_find:
${enter('s0', 's1', 's2')}
    mv   s0, a0
    la   s1, commands
    la   s2, commands_end
1:  bgeu s1, s2, 2f
    la   t0, commands
    lw   a0, 0(s1)
    add  a0, a0, t0
    mv   a1, s0
    call string_after
    addi s1, s1, 8
    beqz a0, 1b
    lbu  t0, 0(a0)
    li   t1, ' '
    bne  t0, t1, 1b
    la   t0, commands
    lw   a0, -4(s1)
    add  a0, a0, t0
    j    3f
2:  li   a0, 0
3:
${leave('s0', 's1', 's2')}

    .section .data
prompt:
    .asciz "vmhost> "
unknown_command:
    .asciz "%s: no such command; 'help' lists them\n"
    .balign 4
commands:
${table}
commands_end:
${texts.join('\n')}
`
