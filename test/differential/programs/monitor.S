# Runs many programs, one after the other: each with an architectural state of its own, each leaving its final state and a digest
# of every trap that it took in memory. The slot of a program is described in slot.ts, which also prints the .equ lines and the
# macros that come before this text. x1 holds the slot wherever this runs; mscratch holds it while a program runs.

    .text
    .globl _start
_start:
    la      x2, handler
    csrw    mtvec, x2
    li      x2, MTIMECMP
    li      x3, -1
    sd      x3, 0(x2)
    csrw    STIMECMP, x3
    csrw    pmpaddr0, x3
    li      x3, 0x1f
    csrw    pmpcfg0, x3
    li      x2, HEADER
    ld      x1, HEADER_START(x2)

next:
    li      x2, HEADER
    ld      x3, HEADER_END(x2)
    bgeu    x1, x3, power_off
    sd      x1, HEADER_PROGRESS(x2)
    addi    x3, x2, HEADER_DUMMY        # a reservation of the program before ends here
    sc.w    x0, x0, (x3)
    mv      x2, x1                      # the state to start with becomes the state to resume
    addi    x3, x1, 512
1:  ld      x4, SLOT_startX(x2)
    sd      x4, SLOT_x(x2)
    addi    x2, x2, 8
    bltu    x2, x3, 1b

    csrw    mscratch, x1
    li      x2, MSTATUS_FS
    csrs    mstatus, x2
    .set    index, 0
    .rept   32
    LOAD_F  %index
    .set    index, index + 1
    .endr
    ld      x2, SLOT_fcsr(x1)
    csrw    fcsr, x2
    ld      x2, SLOT_satp(x1)
    csrw    satp, x2
    ld      x2, SLOT_medeleg(x1)
    csrw    medeleg, x2
    ld      x2, SLOT_menvcfg(x1)
    csrw    menvcfg, x2
    ld      x2, SLOT_stvec(x1)
    csrw    stvec, x2
    ld      x2, SLOT_sscratch(x1)
    csrw    sscratch, x2
    csrw    mideleg, zero
    csrw    senvcfg, zero
    csrw    mcounteren, zero
    csrw    scounteren, zero
    csrw    sepc, zero
    csrw    scause, zero
    csrw    stval, zero
    csrw    mcause, zero
    csrw    mtval, zero
    sfence.vma
    fence.i
    ld      x2, SLOT_entry(x1)
    csrw    mepc, x2
    ld      x2, SLOT_mie(x1)
    beqz    x2, 2f
    jal     x15, arm
    li      x2, 0x80
2:  csrw    mie, x2
    ld      x2, SLOT_mstatus(x1)
    csrw    mstatus, x2
    csrr    x2, minstret
    sd      x2, SLOT_instructions(x1)

resume:                                 # to mepc, in the mode that mstatus.MPP names
    .set    index, 2
    .rept   30
    LOAD_X  %index
    .set    index, index + 1
    .endr
    ld      x1, (SLOT_x + 8)(x1)
    mret

    .balign 4
handler:
    csrrw   x1, mscratch, x1
    .set    index, 2
    .rept   30
    STORE_X %index
    .set    index, index + 1
    .endr
    csrr    x2, mscratch
    sd      x2, (SLOT_x + 8)(x1)
    csrw    mscratch, x1

    csrr    x20, mstatus                # floating point may be off
    li      x2, MSTATUS_FS
    csrs    mstatus, x2
    .set    index, 0
    .rept   32
    STORE_F %index
    .set    index, index + 1
    .endr
    csrr    x2, fcsr
    sd      x2, SLOT_endFcsr(x1)
    csrw    mstatus, x20

    csrr    x5, mcause
    csrr    x6, mepc
    csrr    x7, mtval
    ld      x8, SLOT_digest(x1)         # over all registers and what the trap says of itself
    xor     x8, x8, x5
    slli    x9, x6, 5
    add     x8, x8, x9
    xor     x8, x8, x7
    add     x8, x8, x20
    csrr    x9, scause
    xor     x8, x8, x9
    csrr    x9, sepc
    add     x8, x8, x9
    csrr    x9, stval
    xor     x8, x8, x9
    li      x9, 0x9e3779b97f4a7c15
    addi    x10, x1, SLOT_x
    addi    x11, x1, SLOT_endFcsr + 8
3:  ld      x12, 0(x10)
    xor     x8, x8, x12
    mul     x8, x8, x9
    srli    x12, x8, 29
    xor     x8, x8, x12
    addi    x10, x10, 8
    bltu    x10, x11, 3b
    sd      x8, SLOT_digest(x1)

    bltz    x5, interrupt
    ld      x2, SLOT_traps(x1)
    addi    x3, x2, 1
    sd      x3, SLOT_traps(x1)
    li      x3, LOG_ENTRIES
    bgeu    x2, x3, 4f
    slli    x4, x2, LOG_ENTRY_SHIFT
    add     x4, x4, x1
    LOG_TRAP
4:  li      x3, TRAP_LIMIT
    bgeu    x2, x3, finish
    li      x3, 12
    bgeu    x5, x3, page_fault
    li      x3, 8
    bgeu    x5, x3, call
    li      x3, 2
    bltu    x5, x3, land
skip:                                   # after the instruction that trapped, whose length its own page tells
    la      x4, unknown_length
    csrrw   x4, mtvec, x4
    li      x2, MSTATUS_MPRV_MXR
    csrrs   x3, mstatus, x2
    li      x7, 4
    lhu     x2, 0(x6)
    not     x2, x2
    andi    x2, x2, 3
    beqz    x2, 6f
    li      x7, 2
6:  csrw    mstatus, x3
    csrw    mtvec, x4
    add     x6, x6, x7
    csrw    mepc, x6
    j       resume
    .balign 4
unknown_length:                         # the page went away under the instruction
    csrw    mtvec, x4
    j       finish

page_fault:                             # what the copy of the page table has otherwise is put right; then try again
    ld      x2, SLOT_satp(x1)
    beqz    x2, 7f
    ld      x2, SLOT_window(x1)
    xor     x2, x2, x7
    srli    x2, x2, 21
    bnez    x2, 7f
    srli    x3, x7, 9
    li      x4, 0xff8
    and     x3, x3, x4
    add     x3, x3, x1
    li      x4, PART_leaf
    add     x3, x3, x4
    li      x4, PART_shadow - PART_leaf
    add     x4, x4, x3
    ld      x8, 0(x3)
    ld      x9, 0(x4)
    beq     x8, x9, 7f
    sd      x9, 0(x3)
    sfence.vma x7, x0
    j       resume
7:  li      x3, 12
    bne     x5, x3, skip

land:                                   # the pc is nowhere: where the program said, if it did
    li      x2, PART_table
    add     x2, x2, x1
    ld      x3, TABLE_landing(x2)
    beqz    x3, finish
    csrw    mepc, x3
    ld      x3, TABLE_landingStack(x2)
    sd      x3, (SLOT_x + 16)(x1)
    j       resume

call:
    ld      x2, SLOT_end(x1)
    beq     x6, x2, finish
    ld      x2, (SLOT_x + 8 * 17)(x1)
    li      x3, SERVICE
    bne     x2, x3, 9f
    ld      x2, (SLOT_x + 8 * 16)(x1)
    ld      x3, (SLOT_x + 8 * 10)(x1)
    ld      x4, (SLOT_x + 8 * 11)(x1)
    li      x8, SERVICE_poke
    bne     x2, x8, 8f
    add     x3, x3, x1                  # a0 is an offset in the slot, a1 what is stored there
    sd      x4, 0(x3)
    sfence.vma
    fence.i
    j       9f
8:  li      x8, SERVICE_pokeEntry
    bne     x2, x8, 8f
    add     x3, x3, x1                  # the same for a page-table entry: a2 is an address that it maps
    sd      x4, 0(x3)
    ld      x3, (SLOT_x + 8 * 12)(x1)
    sfence.vma x3, x0
    j       9f
8:  li      x8, SERVICE_setStatus
    bne     x2, x8, 8f
    csrs    mstatus, x3
    j       9f
8:  li      x8, SERVICE_clearStatus
    bne     x2, x8, 8f
    csrc    mstatus, x3
    j       9f
8:  li      x8, MSTATUS_MPP             # SERVICE_privilege: go on in the mode a0, at a1 behind the call
    csrc    mstatus, x8
    slli    x3, x3, 11
    csrs    mstatus, x3
    add     x6, x6, x4
9:  addi    x6, x6, 4
    csrw    mepc, x6
    j       resume

interrupt:
    ld      x2, SLOT_interrupts(x1)
    addi    x2, x2, 1
    sd      x2, SLOT_interrupts(x1)
    jal     x15, arm
    j       resume

arm:                                    # the next timer interrupt, some random ticks from now; returns to x15
    ld      x3, SLOT_interval(x1)
    li      x4, 6364136223846793005
    mul     x3, x3, x4
    addi    x3, x3, 1237
    sd      x3, SLOT_interval(x1)
    srli    x3, x3, 56
    addi    x3, x3, 70
    li      x4, MTIME
    ld      x14, 0(x4)
    add     x3, x3, x14
    li      x4, MTIMECMP
    sd      x3, 0(x4)
    jr      x15

finish:
    csrr    x2, minstret
    ld      x3, SLOT_instructions(x1)
    sub     x2, x2, x3
    sd      x2, SLOT_instructions(x1)
    STORE_CSRS
    csrw    mie, zero
    csrw    satp, zero
    li      x2, MTIMECMP
    li      x3, -1
    sd      x3, 0(x2)
    li      x2, SLOT_BYTES
    add     x1, x1, x2
    j       next

power_off:
    sd      x1, HEADER_PROGRESS(x2)
    li      x2, FINISHER
    li      x3, FINISHER_PASS
    sw      x3, 0(x2)
1:  j       1b
