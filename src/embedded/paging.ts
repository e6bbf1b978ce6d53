/** Sv39 paging of the embedded guest: an identity map of 1 GiB pages, devices below RAM and RAM itself (Privileged §12.4). */
import { asm } from './asm'

export const pagingSource = asm`
    .equ PTE_DEVICE, 0xc7         # D A W R V
    .equ PTE_MEMORY, 0xcf         # D A X W R V

    .section .text
# Every GiB from 0 to the end of RAM, as far as the lower half of Sv39 reaches.
paging_enable:
    la   t0, root_table
    ld   t1, RAM_START(gp)
    ld   t2, RAM_BYTES(gp)
    add  t2, t2, t1
    li   t5, 1 << 38
    bltu t2, t5, 1f
    mv   t2, t5
1:  li   t3, 0                  # address
    li   t6, 1 << 30
2:  srli t4, t3, 2              # page number at bit 10 of the entry
    ori  t5, t4, PTE_DEVICE
    bltu t3, t1, 3f
    ori  t5, t4, PTE_MEMORY
3:  sd   t5, 0(t0)
    addi t0, t0, 8
    add  t3, t3, t6
    bltu t3, t2, 2b
    la   t0, root_table
    srli t0, t0, 12
    li   t1, 8 << 60
    or   t0, t0, t1
    sfence.vma
    csrw satp, t0
    sfence.vma
    ret
`
