/**
 * A bare-metal driver of a virtio-net function that sends and counts small frames: it sets up the bridge, the function, MSI-X and two
 * queues, says `r` on the serial line, waits for a first frame, and then sends as fast as its ring lets it. Each frame carries its number,
 * which who receives it checks: none may be lost, doubled or out of order.
 */
import { platform } from '../../src/spec/platform'

export interface PacketProgram {
  /** Station to send to and own station, as the core keeps addresses: first byte lowest. */
  to: bigint
  from: bigint
  /** Bytes of a frame, from 24 to 2000. Default 60, an Ethernet's shortest. */
  bytes?: number
  /** Frames to send, and to get; it ends when both are done. Without an end when left out. */
  send?: number
  expect?: number
}

const endless = 2 ** 40
const base = platform.dram.base
/** Ring, and buffers of 2 KiB, of each direction. */
const at = { receive: base + 0x1_0000, transmit: base + 0x1_4000, in: base + 0x10_0000, out: base + 0x20_0000 }
const ringSize = 256
/** Where a frame has its number: behind the virtio header, addresses, type and two bytes. */
const numberAt = 28

/** Queue `index` at a0 with descriptors for buffers at a1, which the device writes when a2 is 2. */
const queue = (index: number, ring: number, buffers: number, flags: number, bytes: number): string => `
    li t0, ${index}
    sh t0, 0x16(s0)
    li t0, ${ringSize}
    sh t0, 0x18(s0)
    sh zero, 0x1a(s0)
    li t0, ${ring}
    sw t0, 0x20(s0)
    sw zero, 0x24(s0)
    li t0, ${ring + 0x1000}
    sw t0, 0x28(s0)
    sw zero, 0x2c(s0)
    li t0, ${ring + 0x2000}
    sw t0, 0x30(s0)
    sw zero, 0x34(s0)
    li t0, ${ring}
    li t1, ${buffers}
    li t2, ${ring + 0x1000}
    li t3, 0
    li t4, ${ringSize}
1:  sd t1, 0(t0)
    li t5, ${bytes}
    sw t5, 8(t0)
    li t5, ${flags}
    sw t5, 12(t0)
    sh t3, 4(t2)
    addi t0, t0, 16
    addi t2, t2, 2
    li t5, 2048
    add t1, t1, t5
    addi t3, t3, 1
    bne t3, t4, 1b
    li t0, 1
    sh t0, 0x1c(s0)
`

/** The program's text, which starts in M-mode at the beginning of RAM. Guests need 4 MiB. */
export function packetProgram({ to, from, bytes = 60, send = endless, expect = endless }: PacketProgram): string {
  return `
    .equ BRIDGE, ${platform.pcieEcam.base + 0x8000}
    .equ FUNCTION, ${platform.pcieEcam.base + 0x10_0000}
    li t0, BRIDGE
    li t1, 0x010100
    sw t1, 0x18(t0)
    li t1, 0x00010001
    sw t1, 0x24(t0)
    li t1, ${platform.pcieMmio64.base / 2 ** 32}
    sw t1, 0x28(t0)
    sw t1, 0x2c(t0)
    li t2, 6
    sh t2, 4(t0)
    li t0, FUNCTION
    sw zero, 0x10(t0)
    sw t1, 0x14(t0)
    li t3, 0x4000
    sw t3, 0x18(t0)
    sw t1, 0x1c(t0)
    sh t2, 4(t0)
    lbu t1, 0x34(t0)
1:  add t2, t0, t1
    lbu t3, 0(t2)
    lbu t1, 1(t2)
    li t4, 0x11
    bne t3, t4, 1b
    li t3, 0x8000
    sh t3, 2(t2)
    # vector 0: message 1 to this hart
    li s0, ${platform.pcieMmio64.base}
    li t1, 0x4000
    add t0, s0, t1
    li t1, ${platform.imsicM.base}
    sw t1, 0(t0)
    sw zero, 4(t0)
    li t1, 1
    sw t1, 8(t0)
    sw zero, 12(t0)
    li t0, 0x70
    csrw miselect, t0
    csrw mireg, t1
    li t0, 0xc0
    csrw miselect, t0
    li t1, 2
    csrw mireg, t1
    li t0, 0x800
    csrw mie, t0
    # the device: VERSION_1 and nothing else
    li t0, 3
    sb zero, 0x14(s0)
    sb t0, 0x14(s0)
    li t0, 1
    sw t0, 8(s0)
    sw t0, 12(s0)
    li t0, 11
    sb t0, 0x14(s0)
    ${queue(0, at.receive, at.in, 2, 2048)}
    ${queue(1, at.transmit, at.out, 0, bytes + 12)}
    # frames
    li t0, ${at.out}
    li t1, ${to}
    li t2, ${from}
    li t3, 0xb588
    li t4, ${ringSize}
    li t6, 2048
1:  sw t1, 12(t0)
    srli t5, t1, 32
    sh t5, 16(t0)
    sh t2, 18(t0)
    srli t5, t2, 16
    sw t5, 20(t0)
    sh t3, 24(t0)
    add t0, t0, t6
    addi t4, t4, -1
    bnez t4, 1b
    li t0, 15
    sb t0, 0x14(s0)
    # s1 doorbells, s2 receive used, s3 receive avail, s4 transmit used, s5 transmit avail, s6 to get, s7 to send, s8 next number to get,
    # s9 next to send, s10 it goes on
    li t1, 0x3000
    add s1, s0, t1
    li s2, 0
    li s3, ${ringSize}
    li s4, 0
    li s5, 0
    li s6, ${expect}
    li s7, ${send}
    li s8, 0
    li s9, 0
    li s10, 0
    li a2, ${at.receive + 0x1000}
    li a3, ${at.receive + 0x2000}
    li a4, ${at.transmit + 0x1000}
    li a5, ${at.transmit + 0x2000}
    li a6, ${at.in}
    li a7, ${at.out}
    li t0, 1
    sh t0, 0(a2)
    sh t0, 0(a4)
    sh s3, 2(a2)
    fence
    sw zero, 0(s1)
    li t0, ${platform.uart.base}
    li t1, 'r'
    sb t1, 0(t0)
    li t1, 10
    sb t1, 0(t0)
loop:
    li s11, 0
    lhu t0, 2(a3)
    fence
    beq t0, s2, sending
received:
    andi t1, s2, ${ringSize - 1}
    slli t1, t1, 3
    add t1, t1, a3
    lwu t2, 4(t1)
    slli t2, t2, 11
    add t2, t2, a6
    lwu t3, ${numberAt}(t2)
    beqz s10, first
    slli t4, s8, 32
    srli t4, t4, 32
    bne t3, t4, wrong
    addi s8, s8, 1
    addi s6, s6, -1
    j 1f
first:
    li s10, 1
1:  addi s2, s2, 1
    slli s2, s2, 48
    srli s2, s2, 48
    addi s11, s11, 1
    bne t0, s2, received
    add s3, s3, s11
    fence
    sh s3, 2(a2)
    fence
    sw zero, 0(s1)
sending:
    beqz s10, idle
    lhu s4, 2(a5)
    # t0: free places
    sub t0, s5, s4
    slli t0, t0, 48
    srli t0, t0, 48
    li t1, ${ringSize}
    sub t0, t1, t0
    or t1, s6, s7
    bnez t1, 1f
    li t1, ${ringSize}
    beq t0, t1, done
1:  beqz s7, idle
    beqz t0, idle
1:  andi t1, s5, ${ringSize - 1}
    slli t1, t1, 11
    add t1, t1, a7
    sw s9, ${numberAt}(t1)
    addi s9, s9, 1
    addi s5, s5, 1
    addi s7, s7, -1
    addi t0, t0, -1
    beqz s7, 2f
    bnez t0, 1b
2:  fence
    sh s5, 2(a4)
    fence
    li t0, 1
    sw t0, 4(s1)
    j loop
idle:
    bnez s11, loop
    sh zero, 0(a2)
    sh zero, 0(a4)
    fence
    lhu t0, 2(a3)
    bne t0, s2, 1f
    beqz s10, 2f
    lhu t0, 2(a5)
    bne t0, s4, 1f
2:  wfi
1:  csrw mtopei, zero
    li t0, 1
    sh t0, 0(a2)
    sh t0, 0(a4)
    j loop
wrong:
    li t1, 0x23333
    j 1f
done:
    li t1, 0x5555
1:  li t0, ${platform.finisher.base}
    sw t1, 0(t0)
2:  j 2b
`
}
