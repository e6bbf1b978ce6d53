/** The PCI functions of a guest as its plan has them, built in the core, and plugged into ports. */
import type { Core } from '../core/core'
import { PciKind } from '../core/layout.gen'
import { VmHostError } from '../error'
import { vsockQueueCount } from '../spec/devices/virtio-vsock'
import { isPciSlot, placeOfSlot, slotOfPlace } from '../spec/pci/places'
import type { DevicePlan, FunctionPlan, GuestPlan, Plug, PlugPlan } from './protocol'
import type { ResidentNics } from './resident-nics'

/** Queues of a console with so many ports: two for each, and two for control. */
export const consoleQueues = (ports: number): number => 2 * ports + 2

interface Functions {
  functions: readonly FunctionPlan[]
  nics: ResidentNics
}

/** Attaches the functions at their places, virtio ones with a network device, and plugs them in. */
export function attachFunctions(core: Core, guest: number, { functions, nics }: Functions): void {
  const { exports } = core
  /** Its device, and its slot in the hierarchy as `attach` makes it; then it is plugged in. */
  const add = ({ place, pairs, plug }: Pick<FunctionPlan, 'place' | 'pairs' | 'plug'>, attach: () => number): number => {
    const hasDevice = pairs === 0 || exports.virtioNetAttach(guest, slotOfPlace(place), pairs) !== 0
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

/** The function that carries a virtio device, which is in its slot by then; undefined for one that is not on PCI. A vector for each queue, and one for changes. */
export function functionOfDevice(plan: DevicePlan): FunctionPlan | undefined {
  if (!isPciSlot(plan.slot)) return undefined
  const { kind, queues } = carrierOf(plan)
  return { place: placeOfSlot(plan.slot), kind, msixVectors: queues + 1, interruptPin: 1, pairs: 0 }
}

function carrierOf(plan: DevicePlan): { kind: FunctionPlan['kind']; queues: number } {
  switch (plan.kind) {
    case 'blk':
      return { kind: 'virtioBlk', queues: plan.queues }
    case 'console':
      return { kind: 'virtioConsole', queues: consoleQueues(plan.names.length) }
    case 'rng':
      return { kind: 'virtioRng', queues: 1 }
    case 'p9':
      return { kind: 'virtioP9', queues: 1 }
    case 'vsock':
      return { kind: 'virtioVsock', queues: vsockQueueCount }
    case 'balloon':
      throw new VmHostError('ERR_CORE', `a balloon in slot ${plan.slot}, expected a slot of the memory-mapped transport`)
  }
}

/** The hierarchy of a new guest: its root ports in the order of their numbers, and the functions behind them; virtio devices are in their slots by then. */
export function attachHierarchy(
  core: Core,
  guest: number,
  { functions, devices, rootPorts, nics }: Pick<GuestPlan, 'functions' | 'devices' | 'rootPorts'> & { nics: ResidentNics },
): void {
  const all = [...functions, ...devices.flatMap((device) => functionOfDevice(device) ?? [])]
  for (const port of rootPorts) {
    const behind = all.filter(({ place }) => place === port)
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
  else nics.plug(plug, { guest, slot: slotOfPlace(place), keepsMac })
}
