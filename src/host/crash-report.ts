/** What is told of a guest that crashed: why, where its hart is, and its registers. */
import type { Core } from '../core/core'
import { hartView, readRegisters } from '../core/hart-view'
import { CrashReason, GuestLayout } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { dumpRegisters } from '../guest/register-dump'
import { exceptionNames } from '../guest/statistics'

interface Crashed {
  core: Core
  guest: number
  /** Why a page of its snapshot could not be had. */
  pageFailure: unknown
}

export function crashDetail({ core, guest, pageFailure }: Crashed): string {
  const struct = new StructView(core, GuestLayout, guest)
  const hart = struct.get('crashHart')
  const what = Object.entries(CrashReason).find(([, reason]) => reason === struct.get('crashReason'))?.[0] ?? 'unknown'
  const reasons: Record<string, string> = {
    trapLoop: `hart ${hart} traps in a loop without retiring an instruction`,
    swapFailed: 'a page of the guest could not be read back from the swap backend',
    pageLost: `a page of its snapshot cannot be had (${String(pageFailure)})`,
  }
  return `${reasons[what] ?? what}, ${whereabouts(core, guest, hart)}`
}

/** Where a hart is, why it was last there in a trap, and its registers. */
export function whereabouts(core: Core, guest: number, hart: number): string {
  const registers = readRegisters(hartView(core, guest, hart))
  const { pc, csr, privilege } = registers
  const cause = Number(privilege === 'M' ? csr.mcause : csr.scause)
  const place = `at pc 0x${pc.toString(16)} in ${privilege}-mode, cause ${cause} (${exceptionNames[cause] ?? 'none known'})`
  return `${place}\n${dumpRegisters(registers)}`
}
