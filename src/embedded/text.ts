/** Strings of the embedded guest: comparing, and reading numbers. */
import { asm } from './asm'

export const textSource = asm`
    .section .text
# a0 = text, a1 = prefix -> a0 = what follows the prefix, or 0
string_after:
1:  lbu  t0, 0(a1)
    beqz t0, 3f
    lbu  t1, 0(a0)
    bne  t0, t1, 2f
    addi a0, a0, 1
    addi a1, a1, 1
    j    1b
2:  li   a0, 0
3:  ret

# a0, a1 = strings -> a0 = 1 when equal
string_equal:
1:  lbu  t0, 0(a0)
    lbu  t1, 0(a1)
    bne  t0, t1, 2f
    addi a0, a0, 1
    addi a1, a1, 1
    bnez t0, 1b
    li   a0, 1
    ret
2:  li   a0, 0
    ret

# a0 = text, a1 = text to look for -> a0 = 1 when it is somewhere in it
string_contains:
    mv   t3, a0
    mv   t4, a1
    mv   t5, ra
1:  mv   a0, t3
    mv   a1, t4
    call string_after
    bnez a0, 2f
    lbu  t0, 0(t3)
    addi t3, t3, 1
    bnez t0, 1b
    mv   ra, t5
    ret
2:  li   a0, 1
    mv   ra, t5
    ret

# a0 = text -> a0 = its first character that is no space
skip_spaces:
    li   t1, ' '
1:  lbu  t0, 0(a0)
    bne  t0, t1, 2f
    addi a0, a0, 1
    j    1b
2:  ret

# a0 = character -> a0 = its value as a digit up to base 16, or -1
digit_value:
    addi t0, a0, -'0'
    li   t1, 10
    bltu t0, t1, 1f
    ori  a0, a0, 0x20
    addi t0, a0, -'a'
    li   t1, 6
    bgeu t0, t1, 2f
    addi t0, t0, 10
1:  mv   a0, t0
    ret
2:  li   a0, -1
    ret

# a0 = text, a1 = base ("0x" in front means 16) -> a0 = value, a1 = 1; a1 = 0 when it is no number
parse_number:
    mv   t5, ra
    mv   t3, a0
    mv   t4, a1
    la   a1, hex_prefix
    call string_after
    beqz a0, 1f
    mv   t3, a0
    li   t4, 16
1:  li   t6, 0
    lbu  a0, 0(t3)
    beqz a0, 4f
2:  call digit_value
    bgeu a0, t4, 4f
    mulhu t0, t6, t4
    bnez t0, 4f
    mul  t6, t6, t4
    add  t6, t6, a0
    addi t3, t3, 1
    lbu  a0, 0(t3)
    beqz a0, 3f
    li   t0, ' '
    bne  a0, t0, 2b
3:  mv   a0, t6
    li   a1, 1
    jr   t5
4:  li   a1, 0
    jr   t5

    .section .data
hex_prefix:
    .asciz "0x"
`
