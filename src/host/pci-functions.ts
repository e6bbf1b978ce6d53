/** The PCI functions of a guest as its plan has them, built in the core. */
import type { Core } from '../core/core'
import { PciKind } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { FunctionPlan } from './protocol'

/** Attaches the functions in order; gives their slots. */
export function attachFunctions(core: Core, guest: number, functions: readonly FunctionPlan[]): number[] {
  return functions.map(({ kind, msixVectors, interruptPin }) => {
    const slot = core.exports.guestAttachFunction(guest, PciKind[kind], msixVectors, interruptPin)
    if (slot === 0) throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${kind}: the guest has no slot left for it`)
    return slot
  })
}
