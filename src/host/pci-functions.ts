/** The PCI functions of a guest as its plan has them, built in the core. */
import type { Core } from '../core/core'
import { PciKind, VIRTIO_MMIO_DEVICES } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { FunctionPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

/** Attaches the functions in order, each with a network device in the slot of its number behind those of the memory-mapped transport. */
export function attachFunctions(
  core: Core,
  guest: number,
  { functions, nics }: { functions: readonly FunctionPlan[]; nics: ResidentNics },
): void {
  functions.forEach(({ kind, msixVectors, interruptPin, pairs, plug }, index) => {
    const device = VIRTIO_MMIO_DEVICES + index
    const isAttached =
      core.exports.virtioNetAttach(guest, device, pairs) !== 0 &&
      core.exports.guestAttachFunction(guest, PciKind[kind], msixVectors, interruptPin, device) !== 0
    if (!isAttached) throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${index}: the guest has no slot left for it`)
    nics.plug(plug.nic, plug.port, guest, device)
  })
}
