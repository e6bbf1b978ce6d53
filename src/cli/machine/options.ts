/** A machine file: a host, networks and guests, all in one object. */
import * as v from 'valibot'
import { VmHostError } from '../../error'
import { checkHostOptions, type HostOptions } from '../../host/options'
import { checkGuestOptions, type GuestOptions } from '../../hypervisor/options'
import type { GatewayOptions } from '../../network/gateway/options'
import { Network, type NetworkOptions } from '../../network/network'
import { checkVfSettings, type NicOptions, type VfSettings } from '../../nic/options'
import { checkOptions, invalidOption, strictObject } from '../../options/check'

/**
 * What `vmhost up` reads, from JSON or as the default export of a TypeScript module. Paths are relative to the file.
 *
 *     export default {
 *       host: { cpus: 2, memory: '1GiB', nics: [{ name: 'eth0' }] },
 *       networks: [{ name: 'lan', gateway: true }],
 *       guests: [
 *         { name: 'web', image: 'debian', cpu: { shares: 'high' }, nics: [{ nic: 'eth0', vlan: 100 }, { network: 'lan' }] },
 *         { name: 'batch', image: 'debian', cpu: { limit: '25%' } },
 *       ],
 *     } satisfies MachineFile
 */
export interface MachineFile {
  /** As for `Host.create`. `memory` is by default what the guests have together, `cpus` their virtual CPUs as far as the machine has as many. */
  host?: Omit<HostOptions, 'signal' | 'onTranslation'>
  /** Layer-2 networks between guests. */
  networks?: readonly MachineNetwork[]
  /** At least one, each with a name of its own. */
  guests: readonly MachineGuest[]
}

/** As for `new Network`; `gateway` connects it to the world. */
export interface MachineNetwork extends Omit<NetworkOptions, 'timeline'> {
  name: string
  gateway?: boolean | Omit<GatewayOptions, 'timeline'>
}

/** As for `createGuest`, with cards by the names of adapters and networks. */
export interface MachineGuest extends Omit<GuestOptions, 'name' | 'nics' | 'networks' | 'signal'> {
  name: string
  /** `debian` or another pulled image, or `embedded`; `boot` may add to it. */
  image?: string
  nics?: readonly MachineNic[]
}

/** A virtual function of an adapter of the host with what is set on it, or a port of a network. */
export type MachineNic = ({ nic: string } & VfSettings) | { network: string }

const name = v.pipe(v.string('a name'), v.nonEmpty('a name'))
const record = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
)
const nicSchema = v.pipe(
  record,
  v.check(
    (nic) => (typeof nic.nic === 'string') !== (typeof nic.network === 'string'),
    "{ nic: 'NAME', ... } or { network: 'NAME' }",
  ),
)
const guestSchema = v.looseObject({ name, image: v.optional(name), nics: v.optional(v.array(nicSchema, 'a list'), []) })
const networkSchema = strictObject({
  name,
  seed: v.optional(v.number('a number')),
  gateway: v.optional(v.union([v.boolean(), record], 'true, false or options of a gateway'), false),
})
const haveOwnNames = (list: readonly { name: string }[]): boolean => new Set(list.map((it) => it.name)).size === list.length

const schema = strictObject({
  host: v.optional(record, {}),
  networks: v.optional(
    v.pipe(
      v.array(networkSchema, 'a list'),
      v.check((list) => haveOwnNames(list), 'networks with names of their own'),
    ),
    [],
  ),
  guests: v.pipe(
    v.array(guestSchema, 'a list of guests'),
    v.minLength(1, 'at least one guest'),
    v.check((list) => haveOwnNames(list), 'guests with names of their own'),
  ),
})

export type CheckedMachine = v.InferOutput<typeof schema>

/** Checks everything that can be known before the host is there; ERR_INVALID_OPTION names the field by its path in the file. */
export function checkMachine(machine: unknown, file: string): CheckedMachine {
  const owner = `machine file ${JSON.stringify(file)}`
  const checked = checkOptions(schema, machine, owner)
  within(owner, 'host', () => checkHostOptions(checked.host as HostOptions))
  for (const [index, { gateway: _, ...network }] of checked.networks.entries())
    within(owner, `networks.${index}`, () => new Network(network as NetworkOptions))
  for (const [index, guest] of checked.guests.entries()) {
    const path = `guests.${index}`
    within(owner, path, () => checkGuestOptions(plainOptions(guest) as GuestOptions))
    for (const [place, nic] of guest.nics.entries()) checkNic(checked, nic, { owner, path: `${path}.nics.${place}` })
  }
  return checked
}

/** What goes to `createGuest` as it is. */
export function plainOptions({ image: _, nics: __, ...options }: CheckedMachine['guests'][number]): Record<string, unknown> {
  return options
}

export const adaptersOf = (machine: CheckedMachine): readonly NicOptions[] => (machine.host.nics ?? []) as readonly NicOptions[]

function checkNic(machine: CheckedMachine, nic: Record<string, unknown>, { owner, path }: { owner: string; path: string }): void {
  const { nic: adapter, network, ...settings } = nic
  const [field, wanted, there] =
    network === undefined ? (['nic', adapter, adaptersOf(machine)] as const) : (['network', network, machine.networks] as const)
  if (!there.some((it) => it.name === wanted)) {
    const names = there.map((it) => it.name).join(', ') || 'the file has none'
    const place = field === 'nic' ? 'host.nics' : 'networks'
    throw invalidOption(`${owner} option ${path}.${field}`, {
      field: `${path}.${field}`,
      value: wanted,
      expected: `one of ${place} (${names})`,
    })
  }
  const [extra] = Object.keys(settings)
  if (field === 'network' && extra !== undefined)
    throw invalidOption(`${owner} option ${path}.${extra}`, {
      field: `${path}.${extra}`,
      value: settings[extra],
      expected: 'no such option',
    })
  within(owner, path, () => checkVfSettings(settings as VfSettings))
}

/** An error about an option is one about its path in the file. */
export function within<Result>(owner: string, path: string, check: () => Result): Result {
  try {
    return check()
  } catch (error) {
    throw placed(error, owner, path)
  }
}

export function placed(error: unknown, owner: string, path: string): unknown {
  if (!(error instanceof VmHostError)) return error
  const { field, value, expected } = (error.details ?? {}) as { field?: string; value?: string; expected?: string }
  if (error.code !== 'ERR_INVALID_OPTION' || field === undefined || expected === undefined)
    return new VmHostError(error.code, `${owner} option ${path}: ${error.message}`, { cause: error, ...detailsOf(error) })
  const full = field === '' ? path : `${path}.${field}`
  return new VmHostError('ERR_INVALID_OPTION', `${owner} option ${full} is ${value}, expected ${expected}`, {
    cause: error,
    details: { field: full, value, expected },
  })
}

const detailsOf = (error: VmHostError) => (error.details === undefined ? {} : { details: error.details })
