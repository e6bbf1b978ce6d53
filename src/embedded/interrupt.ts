/** External interrupts of the embedded guest: through IMSIC and APLIC, an APLIC alone, or the PLIC; polling without any. */
import { asm, enter, leave } from './asm'

export const interruptSource = asm`
    .equ CONTROLLER_NONE, 0
    .equ CONTROLLER_PLIC, 1
    .equ CONTROLLER_APLIC, 2
    .equ CONTROLLER_IMSIC, 3
    .equ SUPERVISOR_EXTERNAL, 9
    .equ SIE_SEIE, 0x200

    .equ PLIC_ENABLE, 0x2000
    .equ PLIC_CONTEXT, 0x200000
    .equ PLIC_CLAIM, 4

    # APLIC (AIA 1.0 §4.5 and §4.8); offsets beyond 2047 are added by li
    .equ APLIC_DOMAINCFG_IE, 0x100
    .equ APLIC_DOMAINCFG_DM, 0x4
    .equ APLIC_SOURCE_LEVEL_HIGH, 6
    .equ APLIC_SETIENUM, 0x1edc
    .equ APLIC_SETIPNUM_LE, 0x2000
    .equ APLIC_TARGET, 0x3000
    .equ APLIC_IDC, 0x4000
    .equ APLIC_CLAIMI, 0x1c

    # IMSIC (AIA 1.0 §3.8); the UART's message is identity 1
    .equ IMSIC_EIDELIVERY, 0x70
    .equ IMSIC_EITHRESHOLD, 0x72
    .equ IMSIC_EIE0, 0xc0
    .equ IMSIC_UART, 1

    .section .text
interrupt_initialize:
${enter()}
    call imsic_initialize
    bnez a0, 1f
    call aplic_direct_initialize
    bnez a0, 1f
    call plic_initialize
    beqz a0, 2f
1:  li   t0, SIE_SEIE
    csrs sie, t0
2:
${leave()}

# a0 = node -> a0 = place of this hart's supervisor external interrupt in its interrupts-extended, -1 when it is not there
controller_hart:
${enter('s0', 's1', 's2')}
    la   a1, name_interrupts_extended
    call fdt_property
    mv   s0, a0
    add  s1, a0, a1
    li   s2, 0
    beqz a0, 2f
1:  bgeu s0, s1, 2f
    mv   a0, s0
    call fdt_cell64             # phandle of a hart's controller, and its interrupt
    ld   t0, INTC_PHANDLE(gp)
    slli t0, t0, 32
    ori  t0, t0, SUPERVISOR_EXTERNAL
    beq  a0, t0, 3f
    addi s0, s0, 8
    addi s2, s2, 1
    j    1b
2:  li   s2, -1
3:  mv   a0, s2
${leave('s0', 's1', 's2')}

# a0 = compatible -> a0 = node of the controller of that kind that serves this hart in S-mode, or 0; its place is noted
controller_find:
${enter('s0', 's1')}
    mv   s1, a0
    li   s0, 0
1:  mv   a0, s0
    mv   a1, s1
    call fdt_find_compatible
    mv   s0, a0
    beqz a0, 2f
    call controller_hart
    bltz a0, 1b
    sd   a0, CONTROLLER_HART(gp)
2:  mv   a0, s0
${leave('s0', 's1')}

# a0 = node, a1 = kind: notes where its registers are
controller_note:
${enter()}
    sd   a1, CONTROLLER(gp)
    la   a1, name_reg
    call fdt_property
    call fdt_cell64
    sd   a0, CONTROLLER_BASE(gp)
${leave()}

# -> a0 = 0 when the machine has no PLIC for this hart
plic_initialize:
${enter('s0')}
    la   a0, compatible_plic
    call controller_find
    mv   s0, a0
    beqz a0, 1f
    li   a1, CONTROLLER_PLIC
    call controller_note
    ld   t0, CONTROLLER_BASE(gp)
    ld   t1, UART_IRQ(gp)
    slli t2, t1, 2
    add  t2, t2, t0
    li   t3, 1
    sw   t3, 0(t2)              # priority 1
    ld   t2, CONTROLLER_HART(gp)
    slli t2, t2, 7              # 0x80 bytes of enable bits for each context
    add  t2, t2, t0
    srli t4, t1, 5
    slli t4, t4, 2
    add  t2, t2, t4
    li   t4, PLIC_ENABLE
    add  t2, t2, t4
    sllw t3, t3, t1
    sw   t3, 0(t2)
    call plic_context
    sw   zero, 0(t0)            # threshold
1:  mv   a0, s0
${leave('s0')}

# -> t0 = this hart's context registers
plic_context:
    ld   t0, CONTROLLER_BASE(gp)
    ld   t1, CONTROLLER_HART(gp)
    slli t1, t1, 12
    add  t0, t0, t1
    li   t1, PLIC_CONTEXT
    add  t0, t0, t1
    ret

# -> a0 = 0 when the machine has no IMSIC for this hart
imsic_initialize:
${enter('s0')}
    la   a0, compatible_imsic
    call controller_find
    mv   s0, a0
    beqz a0, 2f
    la   a1, name_phandle
    call fdt_property_cell
    call aplic_of_imsic
    mv   s0, a0
    beqz a0, 2f
    li   a1, CONTROLLER_IMSIC
    call controller_note
    li   t0, IMSIC_EITHRESHOLD
    csrw siselect, t0
    csrw sireg, zero
    li   t0, IMSIC_EIE0
    csrw siselect, t0
    li   t0, 1 << IMSIC_UART
    csrw sireg, t0
    li   t0, IMSIC_EIDELIVERY
    csrw siselect, t0
    li   t0, 1
    csrw sireg, t0
    li   a0, APLIC_DOMAINCFG_IE | APLIC_DOMAINCFG_DM
    li   a1, IMSIC_UART
    call aplic_route
2:  mv   a0, s0
${leave('s0')}

# a0 = phandle of an IMSIC -> a0 = node of the APLIC that sends to it, or 0
aplic_of_imsic:
${enter('s0', 's1')}
    mv   s1, a0
    li   s0, 0
1:  mv   a0, s0
    la   a1, compatible_aplic
    call fdt_find_compatible
    mv   s0, a0
    beqz a0, 2f
    la   a1, name_msi_parent
    call fdt_property_cell
    bne  a0, s1, 1b
2:  mv   a0, s0
${leave('s0', 's1')}

# -> a0 = 0 when the machine has no APLIC that is wired to this hart
aplic_direct_initialize:
${enter('s0')}
    la   a0, compatible_aplic
    call controller_find
    mv   s0, a0
    beqz a0, 1f
    li   a1, CONTROLLER_APLIC
    call controller_note
    li   a0, APLIC_DOMAINCFG_IE
    li   a1, 1                  # priority
    call aplic_route
    call aplic_idc
    li   t1, 1
    sw   t1, 0(t0)              # idelivery
    sw   zero, 8(t0)            # ithreshold
1:  mv   a0, s0
${leave('s0')}

# -> t0 = this hart's interrupt delivery control
aplic_idc:
    ld   t0, CONTROLLER_BASE(gp)
    ld   t1, CONTROLLER_HART(gp)
    slli t1, t1, 5
    add  t0, t0, t1
    li   t1, APLIC_IDC
    add  t0, t0, t1
    ret

# a0 = domaincfg, a1 = low bits of the target register: sends the UART's line to this hart
aplic_route:
    ld   t0, CONTROLLER_BASE(gp)
    ld   t1, UART_IRQ(gp)
    slli t2, t1, 2
    add  t2, t2, t0
    li   t3, APLIC_SOURCE_LEVEL_HIGH
    sw   t3, 0(t2)              # sourcecfg[irq], from offset 4
    li   t3, APLIC_TARGET
    add  t2, t2, t3
    ld   t3, CONTROLLER_HART(gp)
    slli t3, t3, 18
    or   t3, t3, a1
    sw   t3, 0(t2)
    li   t2, APLIC_SETIENUM
    add  t2, t2, t0
    sw   t1, 0(t2)
    sw   a0, 0(t0)
    ret

# Called by the trap handler: serves what is pending.
external_interrupt:
${enter('s0', 's1')}
    ld   t0, CONTROLLER(gp)
    li   t1, CONTROLLER_IMSIC
    beq  t0, t1, 3f
    li   t1, CONTROLLER_APLIC
    beq  t0, t1, 2f
    call plic_context
    addi s0, t0, PLIC_CLAIM
1:  lwu  s1, 0(s0)
    beqz s1, 4f
    call uart_drain
    sw   s1, 0(s0)
    j    1b
2:  call aplic_idc
    lwu  t1, APLIC_CLAIMI(t0)
    beqz t1, 4f
    call uart_drain
    j    2b
3:  csrrw t0, stopei, zero
    beqz t0, 4f
    call uart_drain
    ld   t0, CONTROLLER_BASE(gp)
    li   t1, APLIC_SETIPNUM_LE
    add  t0, t0, t1
    ld   t1, UART_IRQ(gp)
    sw   t1, 0(t0)              # a level that is still high sends again (AIA 1.0 §4.9.2)
    j    3b
4:
${leave('s0', 's1')}

    .section .data
name_interrupts_extended:
    .asciz "interrupts-extended"
name_msi_parent:
    .asciz "msi-parent"
compatible_plic:
    .asciz "riscv,plic0"
compatible_imsic:
    .asciz "riscv,imsics"
compatible_aplic:
    .asciz "riscv,aplic"
`
