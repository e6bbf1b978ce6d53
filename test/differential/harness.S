# Runs many instruction sequences, one after the other, in M-mode on bare metal: each several times with an architectural state of its own,
# each leaving its final state and the traps that it took in memory.
#
# The slot of a sequence is described in slot.ts, which also prints the .equ lines and the macros that come before this text.
# x1 holds the slot wherever this program runs; mscratch holds it while a sequence runs.

    .text
    .globl _start
_start:
    la      x2, handler
    csrw    mtvec, x2
    li      x2, MTIMECMP                # no timer interrupt ever comes by itself
    li      x3, -1
    sd      x3, 0(x2)
    csrw    STIMECMP, x3
    li      x2, HEADER
    ld      x1, HEADER_START(x2)

next:
    li      x2, HEADER
    ld      x3, HEADER_END(x2)
    bgeu    x1, x3, power_off
    sd      x1, HEADER_PROGRESS(x2)
    ld      x3, HEADER_PASSES(x2)
    sd      x3, HEADER_LEFT(x2)

pass:                                   # every pass starts with the same registers, and the memory that the one before left
    mv      x2, x1
    addi    x3, x1, 512
    li      x4, SLOT_BEGIN
    add     x4, x4, x1
1:  ld      x5, 0(x4)
    sd      x5, SLOT_X(x2)
    addi    x2, x2, 8
    addi    x4, x4, 8
    bltu    x2, x3, 1b
    ld      x5, 0(x4)
    sd      x5, SLOT_FCSR(x1)
    sd      zero, SLOT_TRAPS(x1)
    li      x2, HEADER
    addi    x3, x2, HEADER_DUMMY        # a reservation of the sequence before ends here
    sc.w    x0, x0, (x3)
    la      x2, handler
    csrw    mtvec, x2
    RESET_CSRS
    la      x2, supervisor_vectors
    csrw    stvec, x2
    csrw    mscratch, x1

    li      x2, MSTATUS_FS
    csrs    mstatus, x2
    .set    index, 0
    .rept   32
    LOAD_F  %index
    .set    index, index + 1
    .endr
    ld      x2, SLOT_FCSR(x1)
    csrw    fcsr, x2
    ld      x2, SLOT_MSTATUS(x1)
    csrw    mstatus, x2
    ld      x2, SLOT_ENTRY(x1)
    csrw    mepc, x2

resume:                                 # to mepc, in the mode that mstatus.MPP names
    .set    index, 2
    .rept   30
    LOAD_X  %index
    .set    index, index + 1
    .endr
    ld      x1, (SLOT_X + 8)(x1)
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
    sd      x2, (SLOT_X + 8)(x1)
    csrw    mscratch, x1

    csrr    x5, mcause
    csrr    x6, mepc
    ld      x9, SLOT_END(x1)
    ld      x2, SLOT_TRAPS(x1)          # beyond the last entry of the log the sequence ends
    li      x3, LOG_ENTRIES
    bgeu    x2, x3, finish
    slli    x4, x2, LOG_ENTRY_SHIFT
    add     x4, x4, x1
    LOG_TRAP
    addi    x2, x2, 1
    sd      x2, SLOT_TRAPS(x1)

    bltz    x5, interrupt
    li      x10, CAUSE_BREAKPOINT
    bne     x5, x10, 1f
    beq     x6, x9, finish              # the ebreak after the last instruction
1:  la      x10, supervisor_vectors
    sub     x10, x6, x10
    li      x11, 256
    bltu    x10, x11, supervisor
    j       skip

interrupt:
    csrw    mie, zero
    j       resume

supervisor:                             # a delegated trap came through stvec, whose code is an ecall
    csrr    x5, scause
    csrr    x6, sepc
    li      x10, CAUSE_BREAKPOINT
    bne     x5, x10, 1f
    beq     x6, x9, finish
1:  la      x10, supervisor_return      # go back by a real sret
    csrw    mepc, x10
    bgez    x5, 2f
    csrw    mie, zero
    j       resume
2:  call_length
    csrw    sepc, x6
    j       resume

skip:                                   # after the instruction that trapped
    call_length
    csrw    mepc, x6
    j       resume

landing:                                # the pc is nowhere in the sequence: to x30 in M-mode, if the sequence keeps it so
    ld      x2, SLOT_LANDING(x1)
    beqz    x2, finish
    ld      x2, (SLOT_X + 240)(x1)
    csrw    mepc, x2
    li      x2, MSTATUS_MPP
    csrs    mstatus, x2
    j       resume

finish:
    STORE_CSRS
    li      x2, MSTATUS_FS
    csrs    mstatus, x2
    .set    index, 0
    .rept   32
    STORE_F %index
    .set    index, index + 1
    .endr
    csrr    x2, fcsr
    sd      x2, SLOT_FCSR(x1)
    li      x2, HEADER
    ld      x3, HEADER_LEFT(x2)
    addi    x3, x3, -1
    sd      x3, HEADER_LEFT(x2)
    bnez    x3, pass
    li      x2, SLOT_SIZE
    add     x1, x1, x2
    j       next

power_off:
    sd      x1, HEADER_PROGRESS(x2)
    li      x2, FINISHER
    li      x3, FINISHER_PASS
    sw      x3, 0(x2)
1:  j       1b

    .balign 256
supervisor_vectors:
    .rept   63
    ecall
    .endr
supervisor_return:
    sret
