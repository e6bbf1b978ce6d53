/** Flattened device tree reader of the embedded guest (Devicetree Specification 0.4 §5). A node is the pointer to its name. */
import { asm, enter, leave } from './asm'

export const fdtSource = asm`
    .equ FDT_BEGIN_NODE, 1
    .equ FDT_END_NODE, 2
    .equ FDT_PROP, 3
    .equ FDT_NOP, 4

    .section .text
# a0 = pointer -> a0 = big-endian 32-bit cell
fdt_cell:
    lbu  t0, 0(a0)
    lbu  t1, 1(a0)
    lbu  t2, 2(a0)
    lbu  a0, 3(a0)
    slli t0, t0, 24
    slli t1, t1, 16
    slli t2, t2, 8
    or   a0, a0, t0
    or   t1, t1, t2
    or   a0, a0, t1
    ret

# a0 = pointer -> a0 = value of two cells
fdt_cell64:
${enter('s0', 's1')}
    mv   s0, a0
    call fdt_cell
    slli s1, a0, 32
    addi a0, s0, 4
    call fdt_cell
    or   a0, a0, s1
${leave('s0', 's1')}

# a0 = node -> a0 = its first token
fdt_body:
1:  lbu  t0, 0(a0)
    addi a0, a0, 1
    bnez t0, 1b
    addi a0, a0, 3
    andi a0, a0, -4
    ret

# a0 = node, 0 = before the root -> a0 = next node in the tree's order, 0 at its end
fdt_next_node:
${enter('s0')}
    beqz a0, 1f
    call fdt_body
    mv   s0, a0
    j    2f
1:  ld   s0, DTB(gp)
    addi a0, s0, 8
    call fdt_cell
    add  s0, s0, a0
2:  mv   a0, s0
    call fdt_cell
    addi s0, s0, 4
    li   t0, FDT_BEGIN_NODE
    beq  a0, t0, 4f
    li   t0, FDT_END_NODE
    beq  a0, t0, 2b
    li   t0, FDT_NOP
    beq  a0, t0, 2b
    li   t0, FDT_PROP
    bne  a0, t0, 3f
    mv   a0, s0
    call fdt_cell
    addi a0, a0, 11             # length and name, value up to the next cell
    andi a0, a0, -4
    add  s0, s0, a0
    j    2b
3:  li   s0, 0
4:  mv   a0, s0
${leave('s0')}

# a0 = node, a1 = name -> a0 = value or 0, a1 = its bytes
fdt_property:
${enter('s0', 's1', 's2')}
    mv   s1, a1
    call fdt_body
    mv   s0, a0
1:  mv   a0, s0
    call fdt_cell
    addi s0, s0, 4
    li   t0, FDT_NOP
    beq  a0, t0, 1b
    li   t0, FDT_PROP
    bne  a0, t0, 2f
    mv   a0, s0
    call fdt_cell
    mv   s2, a0
    addi a0, s0, 4
    call fdt_cell
    addi s0, s0, 8
    ld   a1, DTB(gp)
    add  a1, a1, a0
    mv   a0, s1
    call fdt_add_strings
    call string_equal
    bnez a0, 3f
    addi t0, s2, 3
    andi t0, t0, -4
    add  s0, s0, t0
    j    1b
2:  li   s0, 0
3:  mv   a0, s0
    mv   a1, s2
${leave('s0', 's1', 's2')}

# a1 = pointer -> a1 moved on by the offset of the strings block; a0 is kept
fdt_add_strings:
    mv   t3, ra
    mv   t4, a0
    ld   a0, DTB(gp)
    addi a0, a0, 12
    call fdt_cell
    add  a1, a1, a0
    mv   a0, t4
    jr   t3

# a0 = node to start behind, a1 = beginning of a name -> a0 = next node so named, or 0
fdt_find_name:
${enter('s0', 's1')}
    mv   s1, a1
1:  call fdt_next_node
    mv   s0, a0
    beqz a0, 2f
    mv   a1, s1
    call string_after
    mv   t0, a0
    mv   a0, s0
    beqz t0, 1b
2:  mv   a0, s0
${leave('s0', 's1')}

# a0 = node to start behind, a1 = compatible -> a0 = next node with it, or 0
fdt_find_compatible:
${enter('s0', 's1')}
    mv   s1, a1
1:  call fdt_next_node
    mv   s0, a0
    beqz a0, 2f
    la   a1, name_compatible
    mv   a2, s1
    call fdt_list_contains
    mv   t0, a0
    mv   a0, s0
    beqz t0, 1b
2:  mv   a0, s0
${leave('s0', 's1')}

# a0 = node, a1 = name of a string list, a2 = string -> a0 = 1 when the list has it
fdt_list_contains:
${enter('s0', 's1', 's2')}
    mv   s2, a2
    call fdt_property
    mv   s0, a0
    beqz a0, 3f
    add  s1, a0, a1
1:  bgeu s0, s1, 2f
    mv   a0, s0
    mv   a1, s2
    call string_equal
    bnez a0, 3f
    mv   a0, s0
    call fdt_string_end
    mv   s0, a0
    j    1b
2:  li   a0, 0
3:
${leave('s0', 's1', 's2')}

# a0 = string -> a0 = what lies behind its terminator
fdt_string_end:
1:  lbu  t0, 0(a0)
    addi a0, a0, 1
    bnez t0, 1b
    ret

# a0 = node, a1 = name -> a0 = the property's first cell, 0 without one
fdt_property_cell:
${enter()}
    call fdt_property
    beqz a0, 1f
    call fdt_cell
1:
${leave()}

    .section .data
name_compatible:
    .asciz "compatible"
`
