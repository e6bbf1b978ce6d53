/* Entry of a bare-metal kernel: M-mode at 0x80000000, then S-mode under Sv39. */
#define MSTATUS_MPP_MASK 0x1800
#define MSTATUS_MPP_S    0x0800
#define MSTATUS_FS_DIRTY 0x6000

    .section .text.start, "ax"
    .globl _start
_start:
    csrr    t0, mhartid
1:  bnez    t0, 1b                  /* one hart runs the kernel, others stay here */
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      sp, stack_top
    la      t0, machine_trap
    csrw    mtvec, t0

    la      t0, bss_start
    la      t1, bss_end
2:  bgeu    t0, t1, 3f
    sd      zero, 0(t0)
    addi    t0, t0, 8
    j       2b

3:  li      t0, -1                  /* PMP 0: everything, read write execute, NAPOT (Privileged §3.7.1) */
    csrw    pmpaddr0, t0
    li      t0, 0x1f
    csrw    pmpcfg0, t0
    li      t0, 7                   /* S-mode may read cycle, time and instret */
    csrw    mcounteren, t0

    call    paging_create           /* a0 = satp */
    csrw    satp, a0
    sfence.vma

    li      t0, MSTATUS_MPP_MASK
    csrc    mstatus, t0
    li      t0, MSTATUS_MPP_S | MSTATUS_FS_DIRTY
    csrs    mstatus, t0
    la      t0, supervisor_start
    csrw    mepc, t0
    mret

supervisor_start:
    fscsr   zero
    call    kernel_main
    call    platform_exit

    /* No trap is expected: tell which one came, and fail. */
    .align  2
machine_trap:
    la      sp, stack_top
    csrr    a0, mcause
    csrr    a1, mepc
    csrr    a2, mtval
    tail    machine_unexpected_trap

    .section .bss.stack, "aw", @nobits
    .balign 16
    .space  65536
stack_top:
