/** What harts on threads of their own do to each other: exact counts, code that one writes for another, page tables that change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineChoice, Host } from '../../src/index'
import { powerOff, run } from './bare-metal'
import { countTogether } from './counters'
import { barrier, bringUp, remoteFenceI, remoteSfence, threadedHost } from './parallel'

let host: Host
beforeAll(async () => {
  host = await threadedHost()
})
afterAll(() => host.dispose())

const data = 0x8040_0000
const rounds = 30_000

/** Adds to three counters in three ways; a fourth counts those that are through. */
const counting = (harts: number): string => `${bringUp(harts)}
work:
    li s0, ${data}
    ${countTogether(rounds)}
    bnez s11, park
3:  ld t0, 32(s0)
    li t1, ${harts}
    blt t0, t1, 3b
    ${powerOff}
park:
    wfi
    j park`

const versions = 200

/** Hart 0 writes `li a0, version; ret`, fences, and tells the version; hart 1 must get it from the function. */
const rewriting = (tell: string, hear: string): string => `${bringUp(2)}
work:
    li s2, ${data}
    li s3, ${data + 0x1000}
    li s4, 0
    li s5, ${data + 0x2000}
    li s6, 1
    bnez s11, listen
speak:
    slli t0, s6, 20
    addi t0, t0, 0x513
    sw t0, 0(s3)
    li t0, 0x8067
    sw t0, 4(s3)
    fence rw, rw
    ${tell}
    sw s6, 0(s5)
4:  lw t0, 64(s5)
    bne t0, s6, 4b
    addi s6, s6, 1
    li t0, ${versions}
    ble s6, t0, speak
    ${powerOff}
listen:
    lw t0, 0(s5)
    bne t0, s6, listen
    fence rw, rw
    ${hear}
    jalr s3
    bne a0, s6, failed
    jalr s3
    bne a0, s6, failed
    sw s6, 64(s5)
    addi s6, s6, 1
    li t0, ${versions}
    ble s6, t0, listen
    j park
park:
    wfi
    j park`

const remaps = 1000
const table = 0x8060_0000
const pages = 0x8080_0000
const gva = 0x4000_0000
const leaf = (gpa: number): bigint => ((BigInt(gpa) >> 12n) << 10n) | 0xcfn

/**
 * Both run on one page table. Hart 0 maps the page at gva to another frame, fences it on all harts, and spoils the frame before: hart 1, which reads
 * all the time, must never see that.
 */
const remapping = `${bringUp(2)}
work:
    li s0, ${table}
    li s2, ${data}
    li s4, 0
    bnez s11, 1f
    li t0, ${leaf(0x8000_0000)}
    sd t0, 16(s0)
    li t0, ${((BigInt(table + 0x1000) >> 12n) << 10n) | 1n}
    sd t0, 8(s0)
    li t0, ${((BigInt(table + 0x2000) >> 12n) << 10n) | 1n}
    li t1, ${table + 0x1000}
    sd t0, 0(t1)
    li t0, ${leaf(0)}
    sd t0, 0(s0)
    li s5, ${table + 0x2000}
    li t0, ${leaf(pages)}
    sd t0, 0(s5)
    li t0, ${pages}
    sd zero, 0(t0)
    fence rw, rw
1:  ${barrier(2)}
    li t0, ${(8n << 60n) | (BigInt(table) >> 12n)}
    csrw satp, t0
    sfence.vma
    li s6, 1
    li s7, ${gva}
    li s8, ${remaps}
    bnez s11, reader
    li s9, ${pages}
writer:
    # The other frame of two, clean; then the page is that one.
    li t0, 0x1000
    xor s10, s9, t0
    sd zero, 0(s10)
    fence rw, rw
    srli t0, s10, 12
    slli t0, t0, 10
    ori t0, t0, 0xcf
    sd t0, 0(s5)
    fence rw, rw
    li a0, 3
    li a1, 0
    mv a2, s7
    li a3, 4096
    ${remoteSfence}
    bnez a0, failed
    # Nobody reads the frame before any more.
    li t0, -1
    sd t0, 0(s9)
    mv s9, s10
    addi s8, s8, -1
    bnez s8, writer
    li t0, 1
    sd t0, 64(s2)
5:  ld t0, 128(s2)
    beqz t0, 5b
    ${powerOff}
reader:
    ld t0, 0(s7)
    bnez t0, failed
    ld t0, 64(s2)
    beqz t0, reader
    sd s6, 128(s2)
park:
    wfi
    j park`

describe.each(['translator', 'interpreter'] as const)('harts at the same time, by the %s', (engine: EngineChoice) => {
  const options = { engine, clock: 'real' } as const

  it.each([2, 4])('%i of them count to the exact sum', async (vcpus) => {
    const { guest, exit } = await run(host, counting(vcpus), { mode: 'S', options: { ...options, vcpus } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    const bytes = await guest.readMemory(BigInt(data), 40)
    const sum = BigInt(vcpus * rounds)
    expect([...new BigUint64Array(bytes.buffer, bytes.byteOffset, 5)]).toEqual([sum, sum, 0n, sum, BigInt(vcpus)])
    await guest.dispose()
  })

  it.each([
    ['a fence of its own', '', 'fence.i'],
    ['the fence that the writer asks the SBI for', `li a0, 3\n    li a1, 0\n    ${remoteFenceI}`, ''],
  ])('code that one writes is what the other runs after %s', async (_, tell, hear) => {
    const { guest, exit } = await run(host, rewriting(tell, hear), { mode: 'S', options: { ...options, vcpus: 2 } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    await guest.dispose()
  })

  it('a page that was mapped elsewhere is read there by all after a remote fence', async () => {
    const { guest, exit } = await run(host, remapping, { mode: 'S', options: { ...options, vcpus: 2 } })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    await guest.dispose()
  })
})
