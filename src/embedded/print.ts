/** Formatted output of the embedded guest. */
import { asm, enter, leave } from './asm'

export const printSource = asm`
    .section .text
# a0 = string
puts:
${enter('s0')}
    mv   s0, a0
1:  lbu  a0, 0(s0)
    beqz a0, 2f
    call putc
    addi s0, s0, 1
    j    1b
2:
${leave('s0')}

# a0 = value, a1 = base, a2 = least digits
print_number:
    addi sp, sp, -96
    sd   ra, 0(sp)
    sd   s0, 8(sp)
    addi s0, sp, 95
    sb   zero, 0(s0)
1:  remu t0, a0, a1
    divu a0, a0, a1
    addi t1, t0, '0'
    li   t2, 10
    bltu t0, t2, 2f
    addi t1, t0, 'a' - 10
2:  addi s0, s0, -1
    sb   t1, 0(s0)
    addi a2, a2, -1
    bnez a0, 1b
    bgtz a2, 1b
    mv   a0, s0
    call puts
    ld   ra, 0(sp)
    ld   s0, 8(sp)
    addi sp, sp, 96
    ret

# a0 = format, a1-a5 = values: %s string, %d decimal, %x hexadecimal with 0x, %p sixteen digits, %b two digits,
# %t milliseconds as seconds, %c character
printf:
    addi sp, sp, -64
    sd   ra, 0(sp)
    sd   s0, 8(sp)
    sd   s1, 16(sp)
    sd   a1, 24(sp)
    sd   a2, 32(sp)
    sd   a3, 40(sp)
    sd   a4, 48(sp)
    sd   a5, 56(sp)
    mv   s0, a0
    addi s1, sp, 24
1:  lbu  a0, 0(s0)
    beqz a0, 4f
    addi s0, s0, 1
    li   t0, '%'
    beq  a0, t0, 2f
    call putc
    j    1b
2:  lbu  t0, 0(s0)
    addi s0, s0, 1
    ld   a0, 0(s1)
    addi s1, s1, 8
    call print_value
    j    1b
4:  ld   ra, 0(sp)
    ld   s0, 8(sp)
    ld   s1, 16(sp)
    addi sp, sp, 64
    ret

# t0 = letter of the format, a0 = value
print_value:
    li   t1, 's'
    beq  t0, t1, puts
    li   t1, 'c'
    beq  t0, t1, putc
    li   t1, 't'
    beq  t0, t1, print_seconds
    li   a1, 10
    li   a2, 1
    li   t1, 'd'
    beq  t0, t1, print_number
    li   a1, 16
    li   a2, 2
    li   t1, 'b'
    beq  t0, t1, print_number
    li   a2, 16
    li   t1, 'p'
    beq  t0, t1, print_number
    li   a2, 1
    mv   t6, a0
${enter('s0')}
    mv   s0, t6
    la   a0, hex_prefix
    call puts
    mv   a0, s0
    li   a1, 16
    li   a2, 1
    call print_number
${leave('s0')}

# a0 = milliseconds
print_seconds:
${enter('s0')}
    li   t0, 1000
    remu s0, a0, t0
    divu a0, a0, t0
    li   a1, 10
    li   a2, 1
    call print_number
    li   a0, '.'
    call putc
    mv   a0, s0
    li   a1, 10
    li   a2, 3
    call print_number
${leave('s0')}
`
