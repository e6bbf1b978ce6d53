/** What the embedded guest learns from the device tree: memory, command line, harts, clock, UART. */
import { asm, enter, leave } from './asm'

export const machineSource = asm`
    .section .text
machine_discover:
${enter()}
    ld   a0, DTB(gp)
    call fdt_cell
    li   t0, 0xd00dfeed
    bne  a0, t0, sbi_fail       # no device tree, so no console to say it on
    call memory_discover
    call chosen_discover
    call harts_discover
    call uart_discover
${leave()}

memory_discover:
${enter('s0')}
    li   a0, 0
    la   a1, name_memory
    call fdt_find_name
    beqz a0, sbi_fail
    la   a1, name_reg
    call fdt_property
    mv   s0, a0
    call fdt_cell64
    sd   a0, RAM_START(gp)
    addi a0, s0, 8
    call fdt_cell64
    sd   a0, RAM_BYTES(gp)
${leave('s0')}

chosen_discover:
${enter()}
    la   a0, empty_string
    sd   a0, CMDLINE(gp)
    li   a0, 0
    la   a1, name_chosen
    call fdt_find_name
    beqz a0, 1f
    la   a1, name_bootargs
    call fdt_property
    beqz a0, 1f
    sd   a0, CMDLINE(gp)
1:
${leave()}

harts_discover:
${enter('s0')}
    li   a0, 0
    la   a1, name_cpus
    call fdt_find_name
    beqz a0, sbi_fail
    mv   s0, a0
    la   a1, name_timebase
    call fdt_property_cell
    beqz a0, sbi_fail
    sd   a0, TIMEBASE(gp)
1:  mv   a0, s0
    la   a1, name_cpu
    call fdt_find_name
    mv   s0, a0
    beqz a0, 2f
    ld   t0, HARTS(gp)
    addi t0, t0, 1
    sd   t0, HARTS(gp)
    la   a1, name_reg
    call fdt_property_cell
    ld   t0, HART(gp)
    bne  a0, t0, 1b
    mv   a0, s0
    call hart_discover
    j    1b
2:
${leave('s0')}

# a0 = node of this hart
hart_discover:
${enter('s0')}
    mv   s0, a0
    la   a1, name_isa
    call fdt_property
    bnez a0, 1f
    la   a0, empty_string
1:  sd   a0, ISA(gp)
    la   a1, extension_sstc
    call string_contains
    sd   a0, HAS_SSTC(gp)
    mv   a0, s0
    la   a1, name_isa_extensions
    la   a2, name_sstc
    call fdt_list_contains
    ld   t0, HAS_SSTC(gp)
    or   a0, a0, t0
    sd   a0, HAS_SSTC(gp)
    mv   a0, s0
    la   a1, name_interrupt_controller
    call fdt_find_name
    beqz a0, 2f
    la   a1, name_phandle
    call fdt_property_cell
    sd   a0, INTC_PHANDLE(gp)
2:
${leave('s0')}

uart_discover:
${enter('s0')}
    li   a0, 0
    la   a1, compatible_uart
    call fdt_find_compatible
    beqz a0, sbi_fail
    mv   s0, a0
    la   a1, name_reg
    call fdt_property
    call fdt_cell64
    sd   a0, UART(gp)
    mv   a0, s0
    la   a1, name_interrupts
    call fdt_property_cell
    sd   a0, UART_IRQ(gp)
${leave('s0')}

    .section .data
empty_string:
    .asciz ""
name_memory:
    .asciz "memory@"
name_reg:
    .asciz "reg"
name_chosen:
    .asciz "chosen"
name_bootargs:
    .asciz "bootargs"
name_cpus:
    .asciz "cpus"
name_cpu:
    .asciz "cpu@"
name_timebase:
    .asciz "timebase-frequency"
name_isa:
    .asciz "riscv,isa"
name_isa_extensions:
    .asciz "riscv,isa-extensions"
extension_sstc:
    .asciz "_sstc"
name_sstc:
    .asciz "sstc"
name_interrupt_controller:
    .asciz "interrupt-controller"
name_phandle:
    .asciz "phandle"
name_interrupts:
    .asciz "interrupts"
compatible_uart:
    .asciz "ns16550a"
`
