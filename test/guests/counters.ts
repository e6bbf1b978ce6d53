/** Three counters that harts add to in three ways at s0 (LR/SC, an AMO, a lock of swaps), `rounds` times; a fourth, at 32(s0), counts those that are through. */
export const countTogether = (rounds: number): string => `
    li s1, ${rounds}
    li s2, 1
1:  lr.d t0, (s0)
    addi t0, t0, 1
    sc.d t1, t0, (s0)
    bnez t1, 1b
    addi s3, s0, 8
    amoadd.w zero, s2, (s3)
    addi s3, s0, 16
2:  amoswap.w.aq t0, s2, (s3)
    bnez t0, 2b
    ld t0, 24(s0)
    addi t0, t0, 1
    sd t0, 24(s0)
    amoswap.w.rl zero, zero, (s3)
    addi s1, s1, -1
    bnez s1, 1b
    addi s3, s0, 32
    amoadd.d zero, s2, (s3)`
