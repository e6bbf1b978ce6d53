# The handler of the traps that a program's supervisor takes itself; a page of its own in the program's slot. sscratch points at the
# program's table page. Page faults whose entry differs from the copy are put right, everything else is skipped.

    .text
    .balign 4
    csrrw   x1, sscratch, x1
    .set    index, 2
    .rept   30
    STORE_KEPT %index
    .set    index, index + 1
    .endr
    csrr    x2, sscratch
    sd      x2, (TABLE_supervisorX + 8)(x1)
    csrw    sscratch, x1

    csrr    x5, scause
    csrr    x6, sepc
    csrr    x7, stval
    ld      x8, TABLE_supervisorDigest(x1)
    xor     x8, x8, x5
    slli    x9, x6, 5
    add     x8, x8, x9
    xor     x8, x8, x7
    li      x9, 0x9e3779b97f4a7c15
    addi    x10, x1, TABLE_supervisorX
    addi    x11, x10, 256
1:  ld      x12, 0(x10)
    xor     x8, x8, x12
    mul     x8, x8, x9
    srli    x12, x8, 29
    xor     x8, x8, x12
    addi    x10, x10, 8
    bltu    x10, x11, 1b
    sd      x8, TABLE_supervisorDigest(x1)
    ld      x2, TABLE_supervisorTraps(x1)
    addi    x2, x2, 1
    sd      x2, TABLE_supervisorTraps(x1)
    li      x3, TRAP_LIMIT
    bgeu    x2, x3, give_up

    li      x3, 12
    bltu    x5, x3, skip
    xor     x2, x1, x7                  # only in the windows
    srli    x2, x2, 21
    bnez    x2, skip
    srli    x3, x7, 9
    li      x4, 0xff8
    and     x3, x3, x4
    add     x3, x3, x1
    li      x4, PART_leaf - PART_table
    add     x3, x3, x4
    li      x4, PART_shadow - PART_leaf
    add     x4, x4, x3
    ld      x8, 0(x3)
    ld      x9, 0(x4)
    beq     x8, x9, skip
    sd      x9, 0(x3)
    sfence.vma x7, x0
    j       leave

skip:
    li      x2, SSTATUS_SUM_MXR
    csrrs   x3, sstatus, x2
    li      x7, 4
    lhu     x2, 0(x6)
    not     x2, x2
    andi    x2, x2, 3
    beqz    x2, 2f
    li      x7, 2
2:  csrw    sstatus, x3
    add     x6, x6, x7
    csrw    sepc, x6

leave:
    .set    index, 2
    .rept   30
    LOAD_KEPT %index
    .set    index, index + 1
    .endr
    ld      x1, (TABLE_supervisorX + 8)(x1)
    sret

give_up:                                # a jump to nowhere, which the monitor takes for the end
    sd      zero, TABLE_landing(x1)
    li      x2, -1
    jr      x2
