/** `mem`: where things are in memory, or 64 bytes of it. */
import { asm, enter, leave } from '../asm'
import type { Command } from './command'

export const mem: Command = {
  name: 'mem',
  usage: '[ADDR]',
  help: 'memory map, or 64 bytes at the hexadecimal ADDR',
  source: asm`
    .section .text
command_mem:
    lbu  t0, 0(a0)
    bnez t0, memory_dump
${enter()}
    la   a0, memory_ram
    ld   a1, RAM_START(gp)
    ld   a2, RAM_BYTES(gp)
    add  a2, a2, a1
    call memory_line
    la   a0, memory_image
    la   a1, _start
    la   a2, bss_end
    call memory_line
    ld   a1, DTB(gp)
    addi a0, a1, 4
    call fdt_cell
    ld   a1, DTB(gp)
    add  a2, a1, a0
    la   a0, memory_tree
    call memory_line
    call memory_free
    mv   a2, a1
    mv   a1, a0
    la   a0, memory_free_name
    call memory_line
${leave()}

# a0 = name, a1 = start, a2 = end
memory_line:
    mv   a3, a2
    mv   a2, a1
    sub  a4, a3, a2
    srli a4, a4, 10
    mv   a1, a0
    la   a0, memory_format
    j    printf

# -> a0, a1 = start and end of the RAM behind the image, up to the device tree or the end
memory_free:
    la   a0, bss_end
    ld   a1, RAM_START(gp)
    ld   t0, RAM_BYTES(gp)
    add  a1, a1, t0
    ld   t0, DTB(gp)
    bltu t0, a0, 1f
    bgeu t0, a1, 1f
    mv   a1, t0
1:  ret

# a0 = text of an address
memory_dump:
${enter('s0', 's1')}
    li   a1, 16
    call parse_number
    beqz a1, 2f
    mv   s0, a0
    li   s1, 4
1:  mv   a0, s0
    call dump_line
    addi s0, s0, 16
    addi s1, s1, -1
    bnez s1, 1b
    j    3f
2:  la   a0, memory_usage
    call puts
3:
${leave('s0', 's1')}

# a0 = address of sixteen bytes
dump_line:
${enter('s0', 's1')}
    mv   s0, a0
    addi s1, a0, 16
    mv   a1, a0
    la   a0, dump_address
    call printf
1:  lbu  a1, 0(s0)
    la   a0, dump_byte
    call printf
    addi s0, s0, 1
    bltu s0, s1, 1b
    la   a0, dump_gap
    call puts
    addi s0, s0, -16
2:  lbu  a0, 0(s0)
    call put_visible
    addi s0, s0, 1
    bltu s0, s1, 2b
    li   a0, '\n'
    call putc
${leave('s0', 's1')}

# a0 = byte: itself when it is visible ASCII, otherwise a dot
put_visible:
    addi t0, a0, -' '
    li   t1, 95
    bltu t0, t1, 1f
    li   a0, '.'
1:  j    putc

    .section .data
memory_format:
    .asciz "%s %p-%p %d KiB\n"
memory_ram:
    .asciz "ram        "
memory_image:
    .asciz "image      "
memory_tree:
    .asciz "device tree"
memory_free_name:
    .asciz "free       "
memory_usage:
    .asciz "mem: ADDR is a hexadecimal number\n"
dump_address:
    .asciz "%p "
dump_byte:
    .asciz " %b"
dump_gap:
    .asciz "  "
`,
}
