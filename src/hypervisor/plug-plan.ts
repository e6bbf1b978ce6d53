/** What the network functions of a guest that goes on from another's state are plugged into: ports of its own. */
import * as v from 'valibot'
import type { FunctionPlan, Plug, PlugPlan } from '../host/protocol'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import type { Adapters } from '../nic/adapters'
import { VirtualFunction } from '../nic/virtual-function'
import { invalidOption } from '../options/check'
import { isNetwork, isPort, modelOf, takeFunction, takePort } from './network-plan'

/** The network functions of a guest, and of which networks those are that were made for one. */
export interface GuestNetworks {
  functions: readonly FunctionPlan[]
  networks: readonly (Network | undefined)[]
}

/** What the successor of a guest is given, in the order of the guest's own functions; networks default to the guest's. */
export interface NewPlugs {
  nics?: readonly (VirtualFunction | Port)[] | undefined
  networks?: readonly Network[] | undefined
}

/** The same as options. */
export const plugOptions = {
  nics: v.optional(
    v.array(
      v.custom<VirtualFunction | Port>((it) => it instanceof VirtualFunction || isPort(it), 'a virtual function or a port'),
    ),
  ),
  networks: v.optional(v.array(v.custom<Network>(isNetwork, 'a Network'))),
}

export interface PlannedPlugs {
  plan: PlugPlan
  networks: GuestNetworks
  /** Gives back what the guest had. */
  release(): void
}

interface Context {
  adapters: Adapters
  /** Addresses stay as they were. */
  keepsMacs: boolean
}

/** ERR_INVALID_OPTION when there are more ports than functions, or one of another kind. */
export async function planPlugs(of: GuestNetworks, wanted: NewPlugs, { adapters, keepsMacs }: Context): Promise<PlannedPlugs> {
  const taken: (() => void)[] = []
  const release = (): void => {
    for (const undo of taken.splice(0)) undo()
  }
  const sources = assign(of, wanted)
  try {
    const plugs: (Plug | undefined)[] = []
    for (const [index, source] of sources.entries()) {
      const own = of.functions[index]
      if (source === undefined || own === undefined) plugs.push(undefined)
      else if (source instanceof VirtualFunction) plugs.push(takeAlike(source, own, { adapters, taken }))
      else plugs.push(await takePort('attach' in source ? source.attach() : source, { adapters, taken }))
    }
    const networks = sources.map((source) => (source !== undefined && 'attach' in source ? source : undefined))
    return { plan: { plugs, keepsMacs }, networks: { functions: of.functions, networks }, release }
  } catch (error) {
    release()
    throw error
  }
}

type Source = VirtualFunction | Port | Network

/** Virtual functions go where virtual functions were, ports and networks where ports were, in their order. */
function assign({ functions, networks: before }: GuestNetworks, { nics = [], networks }: NewPlugs): (Source | undefined)[] {
  const given: Source[] = [...nics, ...(networks ?? [])]
  const virtual = given.filter((source) => source instanceof VirtualFunction)
  const plain = given.filter((source) => !(source instanceof VirtualFunction))
  const isDefault = networks === undefined && plain.length === 0
  const assigned = functions.map((own, index) => (isVirtual(own) ? virtual.shift() : isDefault ? before[index] : plain.shift()))
  const left = virtual.length > 0 ? 'virtual functions' : 'ports'
  if (virtual.length + plain.length === 0) return assigned
  const count = functions.filter((own) => isVirtual(own) === virtual.length > 0).length
  throw invalidOption('option nics', {
    field: 'nics',
    value: `${given.length} of them`,
    expected: `at most ${count} ${left}, as the guest has`,
  })
}

/** Functions of adapters have no pin (see network-plan.ts). */
const isVirtual = ({ interruptPin }: FunctionPlan): boolean => interruptPin === 0

function takeAlike(vf: VirtualFunction, own: FunctionPlan, context: { adapters: Adapters; taken: (() => void)[] }): Plug {
  const model = modelOf(vf, context.adapters)
  if (model !== own.kind) {
    const value = `function ${vf.index} of ${vf.nic}, a ${model}`
    throw invalidOption('option nics', { field: 'nics', value, expected: `a ${own.kind}, as the guest has` })
  }
  return takeFunction(vf, { ...context, options: { interruptController: 'aia' } })
}
