/** Programs in supervisor mode with paging, which both engines have to end in the same state. */

import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import type { TranslatorOptions } from '../../../src/host/options'
import { assemble, Host } from '../../../src/index'
import { compileAssemblyFile } from '../../support/assembly'

const base = 0x8000_0000

/** Supervisor mode, where virtual 0 and 0x80000000 are the RAM, and 0x40000000 the devices. */
const prologue = `
    la t0, table
    li t1, 0x200000cf
    sd t1, 0(t0)
    sd t1, 16(t0)
    li t1, 0xcf
    sd t1, 8(t0)
    srli t0, t0, 12
    li t1, 8
    slli t1, t1, 60
    or t0, t0, t1
    csrw satp, t0
    li t0, -1
    csrw pmpaddr0, t0
    li t0, 31
    csrw pmpcfg0, t0
    li t0, -1
    csrw medeleg, t0
    csrw mideleg, t0
    la t0, start
    csrw mepc, t0
    li t0, 0x1800
    csrc mstatus, t0
    li t0, 0x800
    csrs mstatus, t0
    sfence.vma
    mret
start:
`
const epilogue = `
    li t0, 0x40100000
    li t1, 0x5555
    sw t1, 0(t0)
wait:
    j wait
    .balign 4096
table:
    .zero 4096
data:
    .zero 12288
`

const wasmUrl = compileAssemblyFile('assembly/index.ts', { release: true }).then(pathToFileURL)

interface Run {
  readonly state: unknown
  /** Of the instructions, those that ran in translated code. */
  readonly share: number
}

async function run(source: string, engine: 'interpreter' | 'translator', options: TranslatorOptions = {}): Promise<Run> {
  const translator: TranslatorOptions = { synchronous: true, sliceInstructions: 1000, ...options }
  const host = await Host.create({ thread: 'inline', memory: '64MiB', wasmUrl: await wasmUrl, translator })
  try {
    const { bytes } = assemble(`${prologue}${source}${epilogue}`, { base })
    const boot = { firmware: { buffer: bytes } }
    const guest = await host.hypervisor.createGuest({ memory: '1MiB', clock: 'virtual', engine, boot })
    await guest.start()
    expect(await guest.exited).toEqual({ reason: 'power-off', code: 0 })
    const { stateHash, instructions, translator: code } = await guest.stats({ stateHash: true })
    return { state: { stateHash, instructions }, share: code.share }
  } finally {
    await host.dispose()
  }
}

/** Runs a program on both engines, the translator with several thresholds, and compares their ends. */
export async function expectSameEnd(source: string): Promise<void> {
  const { state } = await run(source, 'interpreter')
  const thresholds = [3, 10, 20, 40].map((hotThreshold) => ({ hotThreshold }))
  for (const options of [...thresholds, { hotThreshold: 20, without: ['spans'] } as const]) {
    const translated = await run(source, 'translator', options)
    expect(translated.share).toBeGreaterThan(0.4)
    expect(translated.state).toEqual(state)
  }
}
