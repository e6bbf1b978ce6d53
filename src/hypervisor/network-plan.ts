/** Which network functions a guest gets, in the order of its options: virtual functions of adapters, and plain ports of networks. */
import type { FunctionPlan, Plug } from '../host/protocol'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import type { Adapters } from '../nic/adapters'
import { PhysicalFunction } from '../nic/physical-function'
import { VirtualFunction } from '../nic/virtual-function'
import { invalidOption } from '../options/check'
import { virtioNetSizes } from '../spec/devices/virtio-net'
import { igbVfSizes } from '../spec/nic/igb-registers'
import type { CheckedGuestOptions } from './options'

export interface NetworkPlan {
  functions: FunctionPlan[]
  /** The network of each function that was made for one. */
  networks: (Network | undefined)[]
  /** Gives back what the guest had. */
  release(): void
}

export async function planNetworks(options: CheckedGuestOptions, adapters: Adapters): Promise<NetworkPlan> {
  const sources = [...options.nics.map(() => undefined), ...options.networks]
  const wanted: Wanted[] = [...options.nics, ...options.networks.map((network) => network.attach())]
  const taken: (() => void)[] = []
  const release = (): void => {
    for (const undo of taken.splice(0)) undo()
  }
  try {
    const functions: FunctionPlan[] = []
    for (const it of wanted) functions.push(await planFunction(it, { options, adapters, taken }))
    return { functions, networks: sources, release }
  } catch (error) {
    release()
    throw error
  }
}

type Wanted = VirtualFunction | PhysicalFunction | Port

type TakeContext = Omit<Context, 'options'> & { options: Pick<Context['options'], 'interruptController'> }

interface Context {
  options: Pick<CheckedGuestOptions, 'vcpus' | 'cpu' | 'interruptController'>
  adapters: Adapters
  taken: (() => void)[]
}

async function planFunction(it: Wanted, { options, adapters, taken }: Context): Promise<FunctionPlan> {
  const pairs = Math.min(options.vcpus ?? options.cpu?.vcpus ?? 1, virtioNetSizes.mostPairs)
  /* A vector for each queue, and one for changes of the configuration. */
  const common = { kind: 'virtioNet', pairs, msixVectors: 2 * pairs + 2 } as const
  if (it instanceof PhysicalFunction) return planWhole(it, common, { options, adapters, taken })
  if (!(it instanceof VirtualFunction)) return { ...common, interruptPin: 1, plug: await takePort(it, { adapters, taken }) }
  const plug = takeFunction(it, { options, adapters, taken })
  return modelOf(it, adapters) === 'igbVf'
    ? { kind: 'igbVf', pairs: 0, msixVectors: igbVfSizes.vectors, interruptPin: 0, plug }
    : { ...common, interruptPin: 0, plug }
}

/** A physical function with all that it can make. */
async function planWhole(
  it: PhysicalFunction,
  common: Pick<FunctionPlan, 'pairs' | 'msixVectors'>,
  { options, adapters, taken }: Context,
): Promise<FunctionPlan> {
  const nic = adapters.nic(it.nic)
  if (nic?.physicalFunction !== it) throw notHere(`physical function of ${it.nic}`)
  if (nic.model !== 'virtio-net')
    throw invalidOption('guest option nics', {
      field: 'nics',
      value: `physical function of ${it.nic}`,
      expected: "one of model 'virtio-net'",
    })
  requireAia(options)
  const { own, functions } = await it.give()
  taken.push(() => it.takeBack())
  return {
    ...common,
    kind: 'virtioNetPf',
    interruptPin: 1,
    plug: own,
    virtualFunctions: functions.map((plug) => ({ ...common, kind: 'virtioNetVf', plug })),
  }
}

/** A port of a network becomes a place in the machine room. */
export async function takePort(port: Port, { adapters, taken }: Omit<Context, 'options'>): Promise<Plug> {
  const plug = await adapters.addPlainPort(port)
  taken.push(
    () => void adapters.removePlainPort(plug),
    () => port.close(),
  )
  return plug
}

export function takeFunction(vf: VirtualFunction, { options, adapters, taken }: TakeContext): Plug {
  const nic = adapters.nic(vf.nic)
  const isThere = nic?.physicalFunction.virtualFunctions.includes(vf) ?? false
  if (nic === undefined || !isThere) throw notHere(`function ${vf.index} of ${vf.nic}`)
  requireAia(options)
  nic.setUsed(vf, true)
  taken.push(() => nic.setUsed(vf, false))
  return vf.port
}

function notHere(value: string): Error {
  return invalidOption('guest option nics', { field: 'nics', value, expected: 'one of an adapter of this host' })
}

/** Virtual functions have no pin, only messages, which need somebody to take them (PCIe 5.0 §9.3.4.1.18). */
function requireAia({ interruptController }: Pick<CheckedGuestOptions, 'interruptController'>): void {
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
