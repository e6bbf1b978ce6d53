/** The PCI functions of a guest as its plan has them, built in the core. */
import type { Core } from '../core/core'
import { PciKind, VIRTIO_MMIO_DEVICES } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { FunctionPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

/** A function that is no virtio device. */
const noDevice = 0xffff_ffff

interface Parts {
  functions: readonly FunctionPlan[]
  nics: ResidentNics
}

/** Attaches the functions in order, virtio ones with a network device in the slot of their number behind those of the memory-mapped transport. */
export function attachFunctions(core: Core, guest: number, { functions, nics }: Parts): void {
  const { exports } = core
  let count = 0
  /** Its device, and its slot in the hierarchy as `attach` makes it; then it is plugged in. */
  const add = ({ pairs, plug }: Pick<FunctionPlan, 'pairs' | 'plug'>, attach: (device: number) => number): number => {
    const index = count++
    const device = pairs === 0 ? noDevice : VIRTIO_MMIO_DEVICES + index
    const hasDevice = device === noDevice || exports.virtioNetAttach(guest, device, pairs) !== 0
    const slot = hasDevice ? attach(device) : 0
    if (slot === 0) throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${index}: the guest has no slot left for it`)
    if (device === noDevice) nics.plugFunction(plug, guest, slot)
    else nics.plug(plug.nic, plug.port, guest, device)
    return slot
  }
  for (const plan of functions) {
    const { kind, msixVectors, interruptPin, virtualFunctions = [] } = plan
    const pf = add(plan, (device) => exports.guestAttachFunction(guest, PciKind[kind], msixVectors, interruptPin, device))
    virtualFunctions.forEach((vf, index) => {
      add(vf, (device) => exports.guestAttachVirtualFunction(guest, pf, index, PciKind[vf.kind], vf.msixVectors, device))
    })
  }
}
