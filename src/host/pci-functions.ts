/** The PCI functions of a guest as its plan has them, built in the core, and plugged into ports. */
import type { Core } from '../core/core'
import { PciKind, VIRTIO_MMIO_DEVICES } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { FunctionPlan, Plug, PlugPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

/** A function that is no virtio device. */
const noDevice = 0xffff_ffff

interface Functions {
  functions: readonly FunctionPlan[]
  nics: ResidentNics
}

/** Attaches the functions in order, virtio ones with a network device in the slot of their number behind those of the memory-mapped transport. */
export function attachFunctions(core: Core, guest: number, { functions, nics }: Functions): void {
  const { exports } = core
  let count = 0
  /** Its device, and its slot in the hierarchy as `attach` makes it; then it is plugged in. */
  const add = ({ pairs, plug }: Pick<FunctionPlan, 'pairs' | 'plug'>, attach: (device: number) => number): number => {
    const index = count++
    const device = pairs === 0 ? noDevice : VIRTIO_MMIO_DEVICES + index
    const hasDevice = device === noDevice || exports.virtioNetAttach(guest, device, pairs) !== 0
    const slot = hasDevice ? attach(device) : 0
    if (slot === 0) throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${index}: the guest has no slot left for it`)
    if (plug !== undefined) plugIn({ guest, nics, pairs, index, slot, plug, keepsMac: false })
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

/** Plugs the functions, no whole physical ones among them, of a guest that goes on from another's state into ports; those without one have their links down. */
export function plugFunctions(guest: number, { functions, nics }: Functions, { plugs, keepsMacs }: PlugPlan): void {
  functions.forEach(({ pairs }, index) => {
    const plug = plugs[index]
    if (plug === undefined) return
    plugIn({ guest, nics, pairs, index, slot: slotOf(index), plug, keepsMac: keepsMacs })
  })
}

/** The functions themselves, for a guest that has other ports. */
export const withoutPlugs = (functions: readonly FunctionPlan[]): FunctionPlan[] => functions.map(({ plug: _, ...rest }) => rest)

/** Behind the host bridge each function has a root port of its own, one slot before it. */
const slotOf = (index: number): number => 2 * index + 2

interface PlugIn {
  guest: number
  nics: ResidentNics
  pairs: number
  index: number
  /** In the hierarchy. */
  slot: number
  plug: Plug
  keepsMac: boolean
}

function plugIn({ guest, nics, pairs, index, slot, plug, keepsMac }: PlugIn): void {
  if (pairs === 0) nics.plugFunction(plug, guest, slot)
  else nics.plug(plug, { guest, slot: VIRTIO_MMIO_DEVICES + index, keepsMac })
}
