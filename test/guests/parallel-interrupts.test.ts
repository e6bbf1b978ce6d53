/** Interrupts that one hart makes pending while another one reads and clears those registers: none is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineChoice, Host } from '../../src/index'
import { platform } from '../../src/spec/platform'
import { powerOff, run } from './bare-metal'
import { bringUp, sendIpi, threadedHost } from './parallel'

let host: Host
beforeAll(async () => {
  host = await threadedHost()
})
afterAll(() => host.dispose())

const data = 0x8040_0000
const interrupts = 20_000

/** Hart 0 interrupts hart 1 and waits until that has found it, or gives up after a long while; hart 1 finds one after the other. */
const interrupting = ({ send, prepare, find }: Way): string => `${bringUp(2)}
work:
    li s5, ${data}
    li s6, 1
    li s7, ${interrupts}
    bnez s11, receiver
sender:
    ${send}
    li t2, 100000000
6:  lw t0, 64(s5)
    beq t0, s6, 7f
    addi t2, t2, -1
    bnez t2, 6b
    j failed
7:  addi s6, s6, 1
    ble s6, s7, sender
    ${powerOff}
receiver:
    ${prepare}
8:  ${find}
    sw s6, 64(s5)
    addi s6, s6, 1
    ble s6, s7, 8b
park:
    wfi
    j park`

interface Way {
  send: string
  prepare: string
  /** Falls through when the interrupt was found. */
  find: string
}

const eidelivery = 0x70
const eip0 = 0x80
const eie0 = 0xc0
const identity = 5
/** An identity of the same word that is not enabled. */
const other = 9

const message = `
    li t0, ${platform.imsicS.base + platform.imsicS.bytesPerHart}
    li t1, ${identity}
    sw t1, 0(t0)`

const enable = `
    li t0, ${eidelivery}
    csrw siselect, t0
    csrwi sireg, 1
    li t0, ${eie0}
    csrw siselect, t0
    li t0, ${1 << identity}
    csrw sireg, t0
    li t0, ${eip0}
    csrw siselect, t0
    li s8, ${1 << other}
    li s9, ${(identity << 16) | identity}`

const ways: Record<string, Way> = {
  'a message, and a swap of stopei': {
    send: message,
    prepare: enable,
    find: `
5:  csrrw a0, stopei, zero
    beqz a0, 5b
    bne a0, s9, failed`,
  },
  'a message, and other bits of the same eip': {
    send: message,
    prepare: enable,
    find: `
5:  csrs sireg, s8
    csrc sireg, s8
    csrr a0, stopei
    beqz a0, 5b
    csrrw a0, stopei, zero
    bne a0, s9, failed`,
  },
  'an IPI, and other bits of sip': {
    send: `
    li a0, 2
    li a1, 0
    ${sendIpi}
    bnez a0, failed`,
    prepare: `li s8, ${1 << 13}`,
    find: `
5:  csrc sip, s8
    csrr a0, sip
    andi a0, a0, 2
    beqz a0, 5b
    csrci sip, 2`,
  },
}

describe.each(['translator', 'interpreter'] as const)('interrupts between harts, by the %s', (engine: EngineChoice) => {
  it.each(Object.keys(ways))('%s', async (name) => {
    const program = interrupting(ways[name] as Way)
    const { guest, exit } = await run(host, program, {
      mode: 'S',
      options: { engine, clock: 'real', vcpus: 2, interruptController: 'aia' },
    })
    expect(exit).toEqual({ reason: 'power-off', code: 0 })
    await guest.dispose()
  })
})
