/** Bare-metal programs whose harts run at the same time: each on a physical CPU that is a thread. */
import { pathToFileURL } from 'node:url'
import { Host, type HostOptions } from '../../src/index'

export const sharedWasmUrl = pathToFileURL('dist/core.shared.wasm')
const workerUrl = pathToFileURL('dist/worker.js')

/** A host with two physical CPUs, each a thread. */
export const threadedHost = (options: HostOptions = {}): Promise<Host> =>
  Host.create({ memory: '256MiB', cpus: 2, sharedWasmUrl, workerUrl, ...options })

const sbi = (extension: number, functionId: number): string => `
    li a6, ${functionId}
    li a7, ${extension}
    ecall`

/** SBI HSM hart_start, IPI send_ipi, and RFENCE remote_fence_i and remote_sfence_vma. */
export const hartStart = sbi(0x48_53_4d, 0)
export const sendIpi = sbi(0x73_50_49, 0)
export const remoteFenceI = sbi(0x52_46_4e_43, 0)
export const remoteSfence = sbi(0x52_46_4e_43, 1)

/** Hart 0 of a direct start brings up the others; all come to `work` with their number in s11. Failures end the guest with code 1. */
export const bringUp = (harts: number): string => `
    mv s11, a0
    li s10, 1
1:  li t0, ${harts}
    bge s10, t0, work
    mv a0, s10
    la a1, secondary
    li a2, 0
    ${hartStart}
    bnez a0, failed
    addi s10, s10, 1
    j 1b
secondary:
    mv s11, a0
    j work
failed:
    li t0, FINISHER
    li t1, 0x13333
    sw t1, 0(t0)
    j .
`

/** Waits until all harts are here, for the next time; s2 points to a word of its own, s4 counts. */
export const barrier = (harts: number): string => `
    addi s4, s4, ${harts}
    li t0, 1
    amoadd.w.aqrl zero, t0, (s2)
1:  lw t0, 0(s2)
    fence rw, rw
    bltu t0, s4, 1b`
