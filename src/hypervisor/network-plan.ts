/** Which network functions a guest gets, in the order of its options: virtual functions of adapters, and plain ports of networks. */
import type { FunctionPlan, Plug } from '../host/protocol'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import type { Adapters } from '../nic/adapters'
import { PhysicalFunction } from '../nic/physical-function'
import { VirtualFunction } from '../nic/virtual-function'
import { invalidOption } from '../options/check'
import { virtioNetSizes } from '../spec/devices/virtio-net'
import { igbPfSizes } from '../spec/nic/igb-pf-registers'
import { igbVfSizes } from '../spec/nic/igb-registers'

/** What a network function of a guest can be of. */
export type NicSource = VirtualFunction | PhysicalFunction | Port | Network

/** What decides on the functions of a guest. */
export interface NicMachine {
  vcpus: number
  interruptController: 'aia' | 'plic'
  /** PCI devices that there is room for. */
  pciPlaces: number
}

/** A network function of a guest, and what it is plugged into. */
export interface PlannedFunction {
  plan: FunctionPlan
  /** Left out of a function without a port. */
  source?: NicSource
  /** Gives back what the function has of the host. */
  release(): void
}

export interface PlanContext {
  machine: NicMachine
  adapters: Adapters
}

/** Takes all of them, or none. */
export async function planFunctions(sources: readonly NicSource[], context: PlanContext): Promise<PlannedFunction[]> {
  const functions: PlannedFunction[] = []
  try {
    let place = 0
    for (const source of sources) {
      const planned = await planFunction(source, place, context)
      functions.push(planned)
      place += 1 + (planned.plan.virtualFunctions?.length ?? 0)
    }
    return functions
  } catch (error) {
    releaseAll(functions)
    throw error
  }
}

/** Gives back what the functions have of the host. */
export function releaseAll(functions: readonly PlannedFunction[]): void {
  for (const { release } of functions) release()
}

/** What a function takes of the host, to be undone in turn. */
class Taken {
  readonly #undo: (() => void)[] = []

  add(...undo: (() => void)[]): void {
    this.#undo.push(...undo)
  }

  release = (): void => {
    for (const undo of this.#undo.splice(0)) undo()
  }
}

/** The function of `source` at a place of the guest. */
export async function planFunction(
  source: NicSource,
  place: number,
  { machine, adapters }: PlanContext,
): Promise<PlannedFunction> {
  const taken = new Taken()
  try {
    const plan = await planOne(source, place, { machine, adapters, taken })
    return { plan, source, release: taken.release }
  } catch (error) {
    taken.release()
    throw error
  }
}

interface Taking extends PlanContext {
  taken: Taken
}

async function planOne(source: NicSource, place: number, context: Taking): Promise<FunctionPlan> {
  const { machine, adapters } = context
  const pairs = Math.min(machine.vcpus, virtioNetSizes.mostPairs)
  /* A vector for each queue, and one for changes of the configuration. */
  const common = { place, kind: 'virtioNet', pairs, msixVectors: 2 * pairs + 2 } as const
  if (source instanceof PhysicalFunction) return planWhole(source, common, context)
  if (!(source instanceof VirtualFunction)) return { ...common, interruptPin: 1, plug: await takeCable(source, context) }
  const plug = takeVirtual(source, context)
  return modelOf(source, adapters) === 'igbVf'
    ? { place, kind: 'igbVf', pairs: 0, msixVectors: igbVfSizes.vectors, interruptPin: 0, plug }
    : { ...common, interruptPin: 0, plug }
}

/** A physical function with all that it can make. */
async function planWhole(
  it: PhysicalFunction,
  common: Pick<FunctionPlan, 'place' | 'pairs' | 'msixVectors'>,
  { machine, adapters, taken }: Taking,
): Promise<FunctionPlan> {
  const nic = adapters.nic(it.nic)
  if (nic?.physicalFunction !== it) throw notHere(`physical function of ${it.nic}`)
  if (nic.model === 'igb' && it.totalVfs > igbPfSizes.pools)
    throw invalidOption('guest option nics', {
      field: 'nics',
      value: `physical function of ${it.nic} with ${it.totalVfs} virtual functions`,
      expected: `one of model 'igb' with at most ${igbPfSizes.pools}, as an 82576 has`,
    })
  requireAia(machine)
  const { own, functions } = await it.give()
  taken.add(() => it.takeBack())
  const { place } = common
  const { pf, vf } =
    nic.model === 'igb'
      ? {
          pf: { kind: 'igbPf', pairs: 0, msixVectors: igbPfSizes.vectors } as const,
          vf: { kind: 'igbBusVf', pairs: 0, msixVectors: igbVfSizes.vectors } as const,
        }
      : { pf: { ...common, kind: 'virtioNetPf' } as const, vf: { ...common, kind: 'virtioNetVf' } as const }
  return {
    ...pf,
    place,
    interruptPin: nic.model === 'igb' ? 0 : 1,
    plug: own,
    virtualFunctions: functions.map((plug, index) => ({ ...vf, place: place + 1 + index, plug })),
  }
}

/** What a function of that kind is plugged into, for a guest that has the function already. */
export async function takePlug(
  source: VirtualFunction | Port | Network,
  context: PlanContext,
): Promise<{ plug: Plug; release(): void }> {
  const taken = new Taken()
  const taking = { ...context, taken }
  const plug = source instanceof VirtualFunction ? takeVirtual(source, taking) : await takeCable(source, taking)
  return { plug, release: taken.release }
}

/** A port of a network becomes a place in the machine room. */
async function takeCable(source: Port | Network, { adapters, taken }: Taking): Promise<Plug> {
  const port = 'attach' in source ? source.attach() : source
  const plug = await adapters.addPlainPort(port)
  taken.add(
    () => void adapters.removePlainPort(plug),
    () => port.close(),
  )
  return plug
}

function takeVirtual(vf: VirtualFunction, { machine, adapters, taken }: Taking): Plug {
  const nic = adapters.nic(vf.nic)
  const isThere = nic?.physicalFunction.virtualFunctions.includes(vf) ?? false
  if (nic === undefined || !isThere) throw notHere(`function ${vf.index} of ${vf.nic}`)
  requireAia(machine)
  nic.setUsed(vf, true)
  taken.add(() => nic.setUsed(vf, false))
  return vf.port
}

function notHere(value: string): Error {
  return invalidOption('guest option nics', { field: 'nics', value, expected: 'one of an adapter of this host' })
}

/** Virtual functions have no pin, only messages, which need somebody to take them (PCIe 5.0 §9.3.4.1.18). */
function requireAia({ interruptController }: NicMachine): void {
  if (interruptController !== 'aia')
    throw invalidOption('guest option interruptController', {
      field: 'interruptController',
      value: interruptController,
      expected: "'aia' for a guest with a virtual function",
    })
}

/** What a guest finds of a virtual function. */
export const modelOf = (vf: VirtualFunction, adapters: Adapters): FunctionPlan['kind'] =>
  adapters.nic(vf.nic)?.model === 'igb' ? 'igbVf' : 'virtioNet'

/** What options can name: something with the shape of a network, which may come from another copy of this library. */
export const isNetwork = (value: unknown): value is Network =>
  typeof value === 'object' && value !== null && 'attach' in value && typeof value.attach === 'function'
export const isPort = (value: unknown): value is Port =>
  typeof value === 'object' && value !== null && 'onFrame' in value && 'send' in value
