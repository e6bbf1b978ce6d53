/** Builds what a machine file says: the host, its networks and its guests, in the order of the file. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Guest } from '../../guest/guest'
import { Host } from '../../host/host'
import type { HostOptions } from '../../host/options'
import type { BootOptions, GuestOptions } from '../../hypervisor/options'
import { normalSource } from '../../image/source'
import { Gateway } from '../../network/gateway/gateway'
import type { GatewayOptions } from '../../network/gateway/options'
import { Network, type NetworkOptions } from '../../network/network'
import type { Port } from '../../network/port'
import type { NicOptions, VfSettings } from '../../nic/options'
import type { VirtualFunction } from '../../nic/virtual-function'
import { parseSize } from '../../options/size'
import { pulledImage } from '../pulled-image'
import { optimizedLate } from '../v8-flags'
import type { LoadedMachine } from './file'
import { adaptersOf, type CheckedMachine, placed, plainOptions } from './options'

type CheckedGuest = CheckedMachine['guests'][number]

export interface BuiltMachine {
  host: Host
  guests: Guest[]
  /** Ends all of it. */
  dispose(): Promise<void>
}

/** Errors of a guest name its place in the file; nothing is left behind then. */
export async function buildMachine(loaded: LoadedMachine): Promise<BuiltMachine> {
  const { machine, file } = loaded
  const host = await Host.create(optimizedLate(hostOptions(loaded)))
  const gateways: Gateway[] = []
  const dispose = async (): Promise<void> => {
    await host.dispose()
    for (const gateway of gateways) gateway.close()
  }
  try {
    const networks = await buildNetworks(loaded, gateways)
    const functions = await buildFunctions(host, machine)
    const guests: Guest[] = []
    for (const [index, guest] of machine.guests.entries()) {
      const nics = guest.nics.map((nic) => functions.get(nic) ?? plug(networks.get(nic.network as string) as Network, guest.name))
      guests.push(
        await buildGuest(host, guest, { nics, loaded }).catch((error) =>
          Promise.reject(placed(error, owner(file), `guests.${index}`)),
        ),
      )
    }
    return { host, guests, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

const owner = (file: string): string => `machine file ${JSON.stringify(file)}`

/** The port has the guest's name, as far as it is free. */
const plug = (network: Network, name: string): Port =>
  network.attach(network.ports.some((port) => port.name === name) ? undefined : name)

async function buildNetworks({ machine, file }: LoadedMachine, gateways: Gateway[]): Promise<Map<string, Network>> {
  const networks = new Map<string, Network>()
  for (const [index, { gateway, ...options }] of machine.networks.entries()) {
    const network = new Network(options as NetworkOptions)
    networks.set(network.name, network)
    if (gateway === false) continue
    const created = Gateway.create(network.attach('gateway'), gateway === true ? {} : (gateway as GatewayOptions))
    gateways.push(await created.catch((error) => Promise.reject(placed(error, owner(file), `networks.${index}.gateway`))))
  }
  return networks
}

/** The virtual functions that guests have, by their entries in the file. */
async function buildFunctions(host: Host, machine: CheckedMachine): Promise<Map<object, VirtualFunction>> {
  const functions = new Map<object, VirtualFunction>()
  for (const { name } of adaptersOf(machine)) {
    const wanted = usersOf(machine, name)
    const pf = host.nic(name).physicalFunction
    const made = await pf.enableVfs(wanted.length)
    for (const [index, nic] of wanted.entries()) {
      const { nic: _, ...settings } = nic
      await pf.setVf(index, settings as VfSettings)
      functions.set(nic, made[index] as VirtualFunction)
    }
  }
  return functions
}

const usersOf = (machine: CheckedMachine, adapter: string): Record<string, unknown>[] =>
  machine.guests.flatMap(({ nics }) => nics.filter(({ nic }) => nic === adapter))

async function buildGuest(
  host: Host,
  guest: CheckedGuest,
  { nics, loaded }: { nics: (VirtualFunction | Port)[]; loaded: LoadedMachine },
): Promise<Guest> {
  const options = plainOptions(guest) as GuestOptions
  const boot = {
    ...(guest.image === undefined ? {} : await pulledImage(guest.image)),
    ...withPaths(options.boot ?? {}, loaded.folder),
  }
  const disks = (options.disks ?? []).map((disk) =>
    'path' in disk && disk.path !== undefined ? { ...disk, path: resolve(loaded.folder, disk.path) } : disk,
  )
  return host.hypervisor.createGuest({ ...options, boot, disks, nics })
}

/** Images by path lie beside the file. */
function withPaths(boot: BootOptions, folder: string): BootOptions {
  const resolved: BootOptions = { ...boot }
  for (const name of ['kernel', 'elf', 'firmware', 'initrd'] as const) {
    const source = boot[name]
    if (source === undefined) continue
    const normal = normalSource(source, `boot.${name}`)
    if ('path' in normal) resolved[name] = { path: resolve(folder, normal.path) }
  }
  return resolved
}

/** Adapters have as many virtual functions as guests want, memory is what the guests have, with room for the host's own tables. */
export function hostOptions({ machine, file, folder }: LoadedMachine): HostOptions {
  const options = machine.host as HostOptions
  const nics = adaptersOf(machine).map(
    (nic): NicOptions => ({ ...nic, sriov: { totalVfs: usersOf(machine, nic.name).length, ...nic.sriov } }),
  )
  const { swap } = options
  return {
    name: nameOf(file),
    memory: memoryOf(machine),
    cpus: cpusOf(machine),
    ...options,
    nics,
    ...(typeof swap === 'object' && 'path' in swap ? { swap: { ...swap, path: resolve(folder, swap.path) } } : {}),
  }
}

const nameOf = (file: string): string => /([^/\\]+?)(\.[^.]*)?$/.exec(file)?.[1] ?? 'host'

const tables = 64 * 2 ** 20
const mostMemory = 4 * 2 ** 30
const defaultMemory = 256 * 2 ** 20

function memoryOf(machine: CheckedMachine): number {
  const sizes = machine.guests.map((guest) => {
    const { memory } = plainOptions(guest) as GuestOptions
    return parseSize((typeof memory === 'object' ? memory.size : memory) ?? defaultMemory) ?? defaultMemory
  })
  return Math.min(
    mostMemory,
    sizes.reduce((sum, size) => sum + size, tables),
  )
}

/** A guest on the virtual clock is on one at a time; a balloon needs a host with one. */
function cpusOf(machine: CheckedMachine): number {
  const guests = machine.guests as unknown as GuestOptions[]
  if (guests.some(({ balloon }) => balloon === true)) return 1
  const vcpus = guests.map(({ vcpus, cpu, clock }) => (clock === 'virtual' ? 1 : (vcpus ?? cpu?.vcpus ?? 1)))
  return Math.min(
    availableParallelism(),
    vcpus.reduce((sum, count) => sum + count, 0),
  )
}
