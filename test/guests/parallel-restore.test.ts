/** Harts on threads of their own that touch the pages of a snapshot before these are there: each comes once, whoever asks first. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Host } from '../../src/index'
import { createGuest, exitWithA0, powerOff } from './bare-metal'
import { barrier, bringUp, threadedHost } from './parallel'

const data = 0x8080_0000
const pages = 1500
const harts = 4
const flag = 0x8040_0000

/** All harts add to a word of every page in the same order, beside what the snapshot has there; hart 0 looks whether anything is lost. */
const program = `${bringUp(harts)}
work:
    li s2, ${flag + 64}
    li s4, 0
    li s5, ${flag}
1:  lw t0, 0(s5)
    beqz t0, 1b
    li s6, ${data}
    li s7, ${pages}
    li t3, 4096
    li t1, 1
2:  addi t2, s6, 8
    amoadd.w zero, t1, (t2)
    add s6, s6, t3
    addi s7, s7, -1
    bnez s7, 2b
    ${barrier(harts)}
    bnez s11, park
    li s6, ${data}
    li s7, ${pages}
    li t3, 4096
3:  lw t0, 0(s6)
    bne t0, s7, lost
    lw t0, 8(s6)
    li t1, ${harts}
    bne t0, t1, lost
    add s6, s6, t3
    addi s7, s7, -1
    bnez s7, 3b
    ${powerOff}
lost:
    mv a0, s7
    ${exitWithA0}
park:
    wfi
    j park`

const folder = mkdtempSync(join(tmpdir(), 'vmhost-parallel-restore-'))
let host: Host
let snapshot: Uint8Array
beforeAll(async () => {
  host = await threadedHost()
  const guest = await createGuest(host, program, {
    mode: 'S',
    options: { clock: 'real', memory: '32MiB', cpu: { vcpus: harts } },
  })
  const content = new Uint8Array(pages * 4096)
  for (let page = 0; page < pages; page++) new DataView(content.buffer).setUint32(page * 4096, pages - page, true)
  await guest.start()
  await guest.pause()
  await guest.writeMemory(BigInt(data), content)
  snapshot = new Uint8Array(await (await guest.snapshot()).arrayBuffer())
  await guest.dispose()
})
afterAll(async () => {
  await host.dispose()
  rmSync(folder, { recursive: true })
})

it.each([1, 2, 3, 4, 5, 6])('harts find every page of the snapshot, and what the others did to it (%i)', async (round) => {
  const path = join(folder, `${round}.snapshot`)
  writeFileSync(path, snapshot)
  const guest = await host.hypervisor.restore(round % 2 === 0 ? path : snapshot)
  await guest.writeMemory(BigInt(flag), new Uint8Array([1, 0, 0, 0]))
  await guest.resume()
  expect(await guest.exited).toMatchObject({ reason: 'power-off', code: 0 })
  await guest.dispose()
})
