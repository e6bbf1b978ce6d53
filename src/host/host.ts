/** A host: one emulated physical machine, with a hypervisor that runs guests on it. */
import { VmHostError } from '../error'
import { Hypervisor } from '../hypervisor/hypervisor'
import { Adapters } from '../nic/adapters'
import type { Nic } from '../nic/nic'
import { checkOptions, invalidOption } from '../options/check'
import { compilationRefusal } from '../platform/compilation'
import { canShareMemory } from '../platform/shared-memory'
import { warn } from '../platform/warning'
import { coreUrl, loadCoreModule, sharedCoreUrl } from '../platform/wasm'
import { StoragePool, type StoragePoolOptions, storagePoolSchema } from '../storage/pool'
import { remoteRoom } from '../worker/remote-room'
import { HostEvents } from './host-events'
import type { HostStatistics } from './host-statistics'
import { type CheckedHostOptions, checkHostOptions, type HostOptions } from './options'
import type { HostRoomEvent, MachineRoom, RoomOptions } from './protocol'
import { type HostStatsSample, type StatsStreamOptions, sampleStream, statsStreamSchema } from './statistics'

export class Host {
  readonly name: string
  /** Physical CPUs. */
  readonly cpus: number
  /** Bytes of RAM. */
  readonly memory: number
  /** Creates guests and knows those that there are. */
  readonly hypervisor: Hypervisor
  /** What happened on this host: power states, changes, refusals, crashes. */
  readonly events: HostEvents
  readonly #room: MachineRoom
  readonly #adapters: Adapters
  readonly #pools = new Map<string, StoragePool>()
  #closing: Promise<void> | undefined

  private constructor(options: CheckedHostOptions, { room, hypervisor, adapters, events }: Connected) {
    this.name = options.name
    this.cpus = options.cpus
    this.memory = options.memory
    this.hypervisor = hypervisor
    this.events = events
    this.#room = room
    this.#adapters = adapters
    for (const pool of options.storagePools) this.#addPool(pool as StoragePoolOptions)
  }

  /**
   * Builds the machine and switches it on. Errors: ERR_INVALID_OPTION, ERR_CORE, ERR_ABI_MISMATCH, ERR_WORKER,
   * ERR_OUT_OF_MEMORY, ERR_ABORTED.
   *
   *     const host = await Host.create({ memory: '1GiB' })
   *     const guest = await host.hypervisor.createGuest({ memory: '128MiB' })
   *     await guest.start()
   *     await guest.console.waitFor('> ')
   *     await host.dispose()
   */
  static async create(options: HostOptions = {}): Promise<Host> {
    const checked = checkHostOptions(options)
    const { signal } = checked
    refuseAborted(checked)
    const core = await coreFor(checked)
    const connected = await connect(checked)
    const { room, hypervisor, adapters, events } = connected
    try {
      await room.open(roomOptions(checked, core), (event) =>
        'guest' in event ? hypervisor.receive(event) : 'nic' in event ? adapters.receive(event) : receive(event, checked, events),
      )
      for (const nic of checked.nics) await adapters.addNic(nic)
      refuseAborted(checked)
    } catch (error) {
      await room.close()
      throw error
    }
    const host = new Host(checked, connected)
    signal?.addEventListener('abort', () => void host.dispose(), { once: true })
    return host
  }

  /** Its network adapters, in the order of the options. */
  get nics(): readonly Nic[] {
    return this.#adapters.nics
  }

  /**
   * The adapter of that name. ERR_INVALID_OPTION when there is none.
   *
   *     const host = await Host.create({ nics: [{ name: 'eth0', sriov: { totalVfs: 8 } }] })
   *     const [vf] = await host.nic('eth0').physicalFunction.enableVfs(1)
   */
  nic(name: string): Nic {
    const nic = this.#adapters.nic(name)
    if (nic !== undefined) return nic
    const expected = `one of its adapters (${this.nics.map((it) => it.name).join(', ') || 'it has none'})`
    throw invalidOption(`adapter of host ${JSON.stringify(this.name)}`, { field: 'name', value: name, expected })
  }

  /** Its storage pools, in the order of their creation. */
  get storagePools(): readonly StoragePool[] {
    return [...this.#pools.values()]
  }

  /** The pool of that name. ERR_INVALID_OPTION when there is none. */
  storagePool(name: string): StoragePool {
    const pool = this.#pools.get(name)
    if (pool !== undefined) return pool
    const expected = `one of its pools (${[...this.#pools.keys()].join(', ') || 'it has none'})`
    throw invalidOption(`storage pool of host ${JSON.stringify(this.name)}`, { field: 'name', value: name, expected })
  }

  /**
   * Adds a place for volumes. ERR_INVALID_OPTION when the name is taken.
   *
   *     const pool = await host.createStoragePool({ name: 'scratch' })
   *     const volume = await pool.createVolume({ name: 'data', size: '64MiB' })
   */
  async createStoragePool(options: StoragePoolOptions): Promise<StoragePool> {
    const checked = checkOptions(storagePoolSchema, options, 'storage pool')
    if (this.#pools.has(checked.name)) {
      const expected = 'a name that no other pool has'
      throw invalidOption('storage pool option name', { field: 'name', value: checked.name, expected })
    }
    return this.#addPool(checked as StoragePoolOptions)
  }

  #addPool(options: StoragePoolOptions): StoragePool {
    const pool = new StoragePool(this.#room, options)
    this.#pools.set(pool.name, pool)
    return pool
  }

  async stats(): Promise<HostStatistics> {
    return this.#room.hostStatistics()
  }

  /**
   * What host and guests do, interval by interval, until the loop is left or the host is disposed.
   *
   *     for await (const { guests } of host.statsStream({ intervalMs: 1000 })) console.table(guests.map(({ name, cpu }) => ({ name, ...cpu })))
   */
  async *statsStream(options: StatsStreamOptions = {}): AsyncGenerator<HostStatsSample, void> {
    const { intervalMs } = checkOptions(statsStreamSchema, options, 'statsStream')
    for await (const sample of sampleStream(() => this.#room.sample(), intervalMs)) {
      if (this.#closing !== undefined) return
      yield sample
    }
  }

  /** Stops every guest, ends the worker and gives the memory back. Safe to call more than once. */
  dispose(): Promise<void> {
    this.#closing ??= this.#dispose()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  async #dispose(): Promise<void> {
    this.hypervisor.endAll({ reason: 'stopped', code: 0 })
    this.#adapters.unplug()
    await this.#room.close()
    this.events.close()
  }
}

interface Connected {
  room: MachineRoom
  hypervisor: Hypervisor
  adapters: Adapters
  events: HostEvents
}

async function connect(options: CheckedHostOptions): Promise<Connected> {
  let hypervisor: Hypervisor | undefined
  const onFailure = (error: VmHostError): void => hypervisor?.endAll({ reason: 'crash', code: 0, detail: error.message })
  const { name, workerUrl } = options
  const room = options.thread === 'inline' ? await localRoom() : remoteRoom({ name, workerUrl, onFailure })
  const adapters = new Adapters(room, name)
  hypervisor = new Hypervisor(room, adapters)
  return { room, hypervisor, adapters, events: new HostEvents() }
}

/** What guests run on is read where they run: on the worker's thread mostly. */
async function localRoom(): Promise<MachineRoom> {
  const { LocalRoom } = await import('./local-room')
  return new LocalRoom()
}

/** Each of several physical CPUs is a thread, where they can share memory. */
function hasThreads({ cpus, thread }: CheckedHostOptions): boolean {
  return cpus > 1 && thread === 'worker' && canShareMemory()
}

function roomOptions(checked: CheckedHostOptions, core: WebAssembly.Module | string): RoomOptions {
  const { name, memory: memoryBytes, cpus, swap, translator, onTranslation, workerUrl } = checked
  const isShared = hasThreads(checked)
  const wantsModules = onTranslation !== undefined
  return { core, name, memoryBytes, cpus, isShared, swap, workerUrl: workerUrl?.toString(), translator, wantsModules }
}

/**
 * A worker has the Content-Security-Policy of its own script, which may allow what the page's forbids, and sets V8 as it is wanted before it
 * compiles: a thread that starts with other settings than the process did compiles all of Node that it needs once more.
 */
async function coreFor(options: CheckedHostOptions): Promise<WebAssembly.Module | string> {
  const { thread, wasmUrl, sharedWasmUrl, translator } = options
  const url = hasThreads(options) ? sharedCoreUrl(sharedWasmUrl) : coreUrl(wasmUrl)
  const isWorkers = translator.optimizeAfterBytes !== undefined || compilationRefusal() !== undefined
  return thread === 'worker' && isWorkers ? url.href : loadCoreModule(url)
}

function receive(event: HostRoomEvent, { name, onTranslation }: CheckedHostOptions, events: HostEvents): void {
  if (event.type === 'event') events.receive(event.event)
  else if (event.type === 'translated') onTranslation?.(event.module)
  else warn(`host ${JSON.stringify(name)}: guests are interpreted, since WebAssembly cannot be compiled: ${event.reason}`)
}

function refuseAborted({ name, signal }: CheckedHostOptions): void {
  if (signal?.aborted !== true) return
  throw new VmHostError('ERR_ABORTED', `creating host ${JSON.stringify(name)} was aborted`, { cause: signal.reason })
}
