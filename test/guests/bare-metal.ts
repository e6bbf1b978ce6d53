/** Bare-metal programs on a host of ours: assembled here, run on the caller's thread under the virtual clock. */
import { pathToFileURL } from 'node:url'
import { assemble, type Guest, type GuestExit, type GuestOptions, Host } from '../../src/index'
import { platform } from '../../src/spec/platform'
import { elfFile } from '../unit/boot/elf-file'

const wasmUrl = pathToFileURL('dist/core.wasm')

/** Addresses and words that programs use. */
export const names = `
    .equ FINISHER, ${platform.finisher.base}
    .equ UART, ${platform.uart.base}
    .equ ACLINT, ${platform.aclint.base}
    .equ PASS, 0x5555
`

/** Ends a program with success. */
export const powerOff = `
    li t0, FINISHER
    li t1, PASS
    sw t1, 0(t0)
9:  j 9b
`

/** Ends a program with the exit code in a0. */
export const exitWithA0 = `
    slli a0, a0, 16
    li t0, 0x3333
    or a0, a0, t0
    li t0, FINISHER
    sw a0, 0(t0)
9:  j 9b
`

export interface Program {
  /** Started in M-mode as by a boot ROM, or in S-mode by the hypervisor as its firmware. Default M. */
  mode?: 'M' | 'S'
  options?: GuestOptions
}

/** The bytes of a program where its mode starts it. */
export function image(source: string, mode: 'M' | 'S' = 'M'): Uint8Array {
  return assemble(names + source, { base: mode === 'M' ? 0x8000_0000 : 0x8020_0000 }).bytes
}

export const inlineHost = (memory = '128MiB'): Promise<Host> => Host.create({ memory, thread: 'inline', wasmUrl })

/** A guest with the program, not started. */
export function createGuest(host: Host, source: string, { mode = 'M', options = {} }: Program = {}): Promise<Guest> {
  const buffer = image(source, mode)
  const boot = mode === 'M' ? { firmware: { buffer } } : { kernel: { buffer } }
  return host.hypervisor.createGuest({ memory: '16MiB', clock: 'virtual', boot, ...options })
}

/** Runs the program to its end; the guest stays on the host. */
export async function run(host: Host, source: string, program: Program = {}): Promise<{ guest: Guest; exit: GuestExit }> {
  const guest = await createGuest(host, source, program)
  await guest.start()
  return { guest, exit: await guest.exited }
}

/** The program as an ELF whose labels are symbols. */
export function elf(source: string): Uint8Array {
  const { bytes, symbols } = assemble(names + source, { base: 0x8000_0000 })
  const numbers = [...symbols].map(([name, value]) => [name, Number(value)] as const)
  return elfFile({ segments: [{ gpa: 0x8000_0000, bytes }], symbols: Object.fromEntries(numbers) })
}
