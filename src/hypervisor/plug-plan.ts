/** What the network functions of a guest that goes on from another's state are plugged into: ports of its own. */
import * as v from 'valibot'
import type { FunctionPlan, Plug, PlugPlan } from '../host/protocol'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import { VirtualFunction } from '../nic/virtual-function'
import { invalidOption } from '../options/check'
import { isNetwork, isPort, modelOf, type PlanContext, type PlannedFunction, releaseAll, takePlug } from './network-plan'

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
  functions: PlannedFunction[]
}

interface Context extends PlanContext {
  /** Addresses stay as they were. */
  keepsMacs: boolean
}

/** ERR_INVALID_OPTION when there are more ports than functions, or one of another kind. */
export async function planPlugs(of: readonly PlannedFunction[], wanted: NewPlugs, context: Context): Promise<PlannedPlugs> {
  const sources = assign(of, wanted)
  const functions: PlannedFunction[] = []
  const plugs: (Plug | undefined)[] = []
  try {
    for (const [index, { plan }] of of.entries()) {
      const source = sources[index]
      if (source instanceof VirtualFunction) expectAlike(source, plan, context)
      const taken = source === undefined ? undefined : await takePlug(source, context)
      functions.push({ plan, ...(source && { source }), release: taken?.release ?? (() => {}) })
      plugs.push(taken?.plug)
    }
    return { plan: { plugs, keepsMacs: context.keepsMacs }, functions }
  } catch (error) {
    releaseAll(functions)
    throw error
  }
}

type Source = VirtualFunction | Port | Network

/** Virtual functions go where virtual functions were, ports and networks where ports were, in their order. */
function assign(functions: readonly PlannedFunction[], { nics = [], networks }: NewPlugs): (Source | undefined)[] {
  const given: Source[] = [...nics, ...(networks ?? [])]
  const virtual = given.filter((source) => source instanceof VirtualFunction)
  const plain = given.filter((source) => !(source instanceof VirtualFunction))
  const isDefault = networks === undefined && plain.length === 0
  const assigned = functions.map(({ plan, source }) =>
    isVirtual(plan) ? virtual.shift() : isDefault ? (isNetwork(source) ? source : undefined) : plain.shift(),
  )
  const left = virtual.length > 0 ? 'virtual functions' : 'ports'
  if (virtual.length + plain.length === 0) return assigned
  const count = functions.filter(({ plan }) => isVirtual(plan) === virtual.length > 0).length
  throw invalidOption('option nics', {
    field: 'nics',
    value: `${given.length} of them`,
    expected: `at most ${count} ${left}, as the guest has`,
  })
}

/** Functions of adapters have no pin (see network-plan.ts). */
const isVirtual = ({ interruptPin }: FunctionPlan): boolean => interruptPin === 0

function expectAlike(vf: VirtualFunction, { kind }: FunctionPlan, { adapters }: PlanContext): void {
  const model = modelOf(vf, adapters)
  if (model === kind) return
  const value = `function ${vf.index} of ${vf.nic}, a ${model}`
  throw invalidOption('option nics', { field: 'nics', value, expected: `a ${kind}, as the guest has` })
}
