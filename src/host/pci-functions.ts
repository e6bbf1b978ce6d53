/** The PCI functions of a guest as its plan has them, built in the core, and plugged into ports. */
import type { Core } from '../core/core'
import { PciKind, VIRTIO_MMIO_DEVICES } from '../core/layout.gen'
import { VmHostError } from '../error'
import type { FunctionPlan, GuestPlan, Plug, PlugPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

interface Functions {
  functions: readonly FunctionPlan[]
  nics: ResidentNics
}

/** Attaches the functions at their places, virtio ones with a network device, and plugs them in. */
export function attachFunctions(core: Core, guest: number, { functions, nics }: Functions): void {
  const { exports } = core
  /** Its device, and its slot in the hierarchy as `attach` makes it; then it is plugged in. */
  const add = ({ place, pairs, plug }: Pick<FunctionPlan, 'place' | 'pairs' | 'plug'>, attach: () => number): number => {
    const hasDevice = pairs === 0 || exports.virtioNetAttach(guest, VIRTIO_MMIO_DEVICES + place, pairs) !== 0
    const slot = hasDevice ? attach() : 0
    if (slot === 0) throw new VmHostError('ERR_OUT_OF_MEMORY', `PCI function ${place}: the guest has no slot left for it`)
    if (plug !== undefined) plugIn({ guest, nics, pairs, place, plug, keepsMac: false })
    return slot
  }
  for (const plan of functions) {
    const { place, kind, msixVectors, interruptPin, virtualFunctions = [] } = plan
    const pf = add(plan, () => exports.guestAttachFunction(guest, place, PciKind[kind], msixVectors, interruptPin))
    virtualFunctions.forEach((vf, index) => {
      add(vf, () => exports.guestAttachVirtualFunction(guest, pf, index, vf.place, PciKind[vf.kind], vf.msixVectors))
    })
  }
}

/** The hierarchy of a new guest: its root ports in the order of their numbers, and the functions behind them. */
export function attachHierarchy(
  core: Core,
  guest: number,
  { functions, rootPorts, nics }: Pick<GuestPlan, 'functions' | 'rootPorts'> & { nics: ResidentNics },
): void {
  for (const port of rootPorts) {
    const behind = functions.filter(({ place }) => place === port)
    if (behind.length === 0) core.exports.guestAttachPort(guest, port)
    else attachFunctions(core, guest, { functions: behind, nics })
  }
}

/** Plugs the functions, no whole physical ones among them, of a guest that goes on from another's state into ports; those without one have their links down. */
export function plugFunctions(guest: number, { functions, nics }: Functions, { plugs, keepsMacs }: PlugPlan): void {
  functions.forEach(({ place, pairs }, index) => {
    const plug = plugs[index]
    if (plug !== undefined) plugIn({ guest, nics, pairs, place, plug, keepsMac: keepsMacs })
  })
}

/** The functions themselves, for a guest that has other ports. */
export const withoutPlugs = (functions: readonly FunctionPlan[]): FunctionPlan[] => functions.map(({ plug: _, ...rest }) => rest)

/** Behind the host bridge each place has two slots, of a root port and of a function. */
const slotOf = (place: number): number => 2 * place + 2

interface PlugIn {
  guest: number
  nics: ResidentNics
  pairs: number
  place: number
  plug: Plug
  keepsMac: boolean
}

function plugIn({ guest, nics, pairs, place, plug, keepsMac }: PlugIn): void {
  if (pairs === 0) nics.plugFunction(plug, guest, slotOf(place))
  else nics.plug(plug, { guest, slot: VIRTIO_MMIO_DEVICES + place, keepsMac })
}
