/** The line editor: echo, backspace, Ctrl-U (empty the line), Ctrl-C (give it up). */
import { asm, enter, leave } from './asm'
import { lineBytes } from './variables'

export const lineSource = asm`
    .section .text
# -> a0 = line without its end, 0 when it was given up
read_line:
${enter('s0', 's1', 's2')}
    addi s0, gp, LINE           # start
    mv   s1, s0                 # next free byte
    addi s2, s0, ${lineBytes - 1} # last usable one holds the terminator
1:  call getc
    li   t0, '\r'
    beq  a0, t0, 5f
    li   t0, '\n'
    beq  a0, t0, 5f
    li   t0, 3
    beq  a0, t0, 6f
    li   t0, 0x15
    beq  a0, t0, 3f
    li   t0, 8
    beq  a0, t0, 2f
    li   t0, 0x7f
    beq  a0, t0, 2f
    li   t0, ' '
    bltu a0, t0, 1b
    beq  s1, s2, 4f
    sb   a0, 0(s1)
    addi s1, s1, 1
    call putc
    j    1b
2:  beq  s1, s0, 1b
    call erase_character
    addi s1, s1, -1
    j    1b
3:  beq  s1, s0, 1b
    call erase_character
    addi s1, s1, -1
    j    3b
4:  li   a0, 7
    call putc
    j    1b
5:  sb   zero, 0(s1)
    li   a0, '\n'
    call putc
    mv   a0, s0
    j    7f
6:  la   a0, given_up
    call puts
    li   a0, 0
7:
${leave('s0', 's1', 's2')}

erase_character:
    la   a0, erasure
    j    puts

    .section .data
erasure:
    .asciz "\b \b"
given_up:
    .asciz "^C\n"
`
