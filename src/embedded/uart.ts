/** The 16550 UART: polled output, interrupt-driven input into a ring. */
import { asm } from './asm'
import { ringBytes } from './variables'

export const uartSource = asm`
    .equ UART_DATA, 0
    .equ UART_IER, 1
    .equ UART_FCR, 2
    .equ UART_LCR, 3
    .equ UART_MCR, 4
    .equ UART_LSR, 5

    .section .text
uart_initialize:
    ld   t0, UART(gp)
    sb   zero, UART_IER(t0)
    li   t1, 0x03               # 8 data bits, no parity, one stop bit
    sb   t1, UART_LCR(t0)
    li   t1, 0x07               # FIFOs on and empty
    sb   t1, UART_FCR(t0)
    li   t1, 0x0b               # DTR, RTS, OUT2 (lets the interrupt out on a PC)
    sb   t1, UART_MCR(t0)
    li   t1, 1                  # interrupt when data has come
    sb   t1, UART_IER(t0)
    ret

# a0 = character; a newline gets its carriage return
putc:
    ld   t0, UART(gp)
    li   t1, '\n'
    bne  a0, t1, 2f
1:  lbu  t2, UART_LSR(t0)
    andi t2, t2, 0x20
    beqz t2, 1b
    li   t2, '\r'
    sb   t2, UART_DATA(t0)
2:  lbu  t2, UART_LSR(t0)
    andi t2, t2, 0x20
    beqz t2, 2b
    sb   a0, UART_DATA(t0)
    ret

# Moves what has come into the ring. A full ring silences the UART, which then keeps the rest and its sender waiting.
uart_drain:
    ld   t0, UART(gp)
    ld   t1, RING_TAIL(gp)
1:  lbu  t2, UART_LSR(t0)
    andi t2, t2, 1
    beqz t2, 3f
    ld   t3, RING_HEAD(gp)
    sub  t3, t1, t3
    li   t4, ${ringBytes}
    beq  t3, t4, 2f
    lbu  t2, UART_DATA(t0)
    andi t3, t1, ${ringBytes - 1}
    add  t3, t3, gp
    sb   t2, RING(t3)
    addi t1, t1, 1
    j    1b
2:  sb   zero, UART_IER(t0)
    li   t2, 1
    sd   t2, RING_STOPPED(gp)
3:  sd   t1, RING_TAIL(gp)
    ret

# -> a0 = next received byte; sleeps until there is one
getc:
    csrci sstatus, 2
    ld   t0, RING_HEAD(gp)
    ld   t1, RING_TAIL(gp)
    bne  t0, t1, 3f
    ld   t0, CONTROLLER(gp)
    beqz t0, 1f
    wfi                         # wakes with interrupts off, so none is lost between the look and the sleep
    csrsi sstatus, 2
    j    getc
1:  mv   t6, ra
    call uart_drain             # no controller: poll
    mv   ra, t6
    j    getc
3:  andi t1, t0, ${ringBytes - 1}
    add  t1, t1, gp
    lbu  a0, RING(t1)
    addi t0, t0, 1
    sd   t0, RING_HEAD(gp)
    ld   t1, RING_STOPPED(gp)
    beqz t1, 4f
    sd   zero, RING_STOPPED(gp)
    ld   t0, UART(gp)
    li   t1, 1
    sb   t1, UART_IER(t0)
4:  csrsi sstatus, 2
    ret
`
