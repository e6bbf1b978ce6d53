/** A guest: an independent instance of an operating system, and the handle that it is held by. */
import mitt, { type Emitter } from 'mitt'
import * as v from 'valibot'
import { GuestConsole } from '../console/console'
import { OutputLog } from '../console/output-log'
import type { DeviceFacts, GuestExit, GuestRoomEvent, GuestState, MachineRoom, SnapshotPlan } from '../host/protocol'
import type { GuestDisk, GuestDisks } from '../hypervisor/guest-disks'
import type { GuestNics } from '../hypervisor/guest-nics'
import { type PlannedFunction, releaseAll } from '../hypervisor/network-plan'
import { checkReconfiguration, type GuestReconfiguration } from '../hypervisor/reconfiguration'
import { normalSource } from '../image/source'
import { Vsock } from '../network/vsock/vsock'
import { checkOptions, integerBetween, invalidOption, strictObject, wholeNumber } from '../options/check'
import { checkListener } from '../options/listener'
import { SnapshotFile } from '../snapshot/file'
import { type DiskOptions, diskOption } from '../storage/options'
import type { Volume } from '../storage/volume'
import { Balloon } from './balloon'
import { cpuPercent } from './cpu-percent'
import { type GuestEvents, guestEventTypes } from './events'
import { countByMnemonic } from './fallbacks'
import { type ForkOptions, forkOnto, forkSchema } from './fork'
import { type GuestIdentity, newId, succeed } from './identity'
import { type PciErrorOptions, pciErrorSchema, planPciError } from './pci-error'
import { type AttachedNic, attachedNic, detachSchema } from './plugging'
import { GuestPort } from './port'
import type { Registers } from './registers'
import { type SnapshotOptions, snapshotSchema, writeSnapshot } from './snapshot'
import type { GuestStatistics } from './statistics'

/** What a handle has to know of its guest. */
export interface GuestFacts {
  id: number
  name: string
  clock: 'real' | 'virtual'
  identity: GuestIdentity
  /** Names of the ports of its virtio console. */
  ports?: readonly string[]
  /** Context id of its sockets; undefined when it has none. */
  cid?: number | undefined
  state: GuestState
  /** What an ELF's HTIF symbols say; undefined when it has none. */
  htif: { signature?: { begin: number; end: number } } | undefined
}

export interface GuestParts extends GuestFacts {
  room: MachineRoom
  onDispose(): void
  /** Its network functions. */
  nics: GuestNics
  disks: GuestDisks
  /** The handle of another guest, which came from this one. */
  adopt(facts: GuestFacts, functions: readonly PlannedFunction[], devices: readonly DeviceFacts[]): Guest
}

export interface StatsOptions {
  /** Also hash registers, memory and retired instructions: equal for two runs that did the same. */
  stateHash?: boolean
}

const statsSchema = strictObject({ stateHash: v.optional(v.boolean('true or false'), false) })
const bytesSchema = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'a Uint8Array')

export class Guest {
  readonly name: string
  readonly console: GuestConsole
  readonly #identity: GuestIdentity
  /** Its memory balloon; calls fail with ERR_UNSUPPORTED when it was made without one. */
  readonly balloon: Balloon
  /** Sockets between this program and the guest's; calls fail with ERR_UNSUPPORTED when it was made without `vsock`. */
  readonly vsock: Vsock
  readonly #parts: GuestParts
  readonly #ports: readonly GuestPort[]
  readonly #log = new OutputLog()
  readonly #events: Emitter<GuestEvents> = mitt<GuestEvents>()
  #state: GuestState = 'created'
  #exit: GuestExit | undefined
  #forks = 0

  constructor(parts: GuestParts) {
    const { id, name, room, state, identity } = parts
    this.name = name
    this.#state = state
    this.#identity = identity
    this.#parts = parts
    this.balloon = new Balloon(room, id)
    this.#ports = (parts.ports ?? []).map((port, index) => new GuestPort(port, (bytes) => room.portWrite(id, index, bytes)))
    // A guest that is gone has told so by then.
    this.vsock = new Vsock({ guest: name, cid: parts.cid, send: (packet) => void room.vsockSend(id, packet).catch(() => {}) })
    this.console = new GuestConsole(this.#log, {
      write: (bytes) => room.consoleWrite(id, bytes),
      type: (rule) => room.consoleType(id, rule),
    })
  }

  /**
   * The port of its virtio console of that name. ERR_INVALID_OPTION when there is none.
   *
   *     const { readable, writable } = guest.port('org.example.agent')
   */
  port(name: string): GuestPort {
    const port = this.#ports.find((it) => it.name === name)
    if (port !== undefined) return port
    const expected = `one of its ports (${this.#ports.map((it) => it.name).join(', ') || 'it has none'})`
    throw invalidOption(`port of guest ${JSON.stringify(this.name)}`, { field: 'name', value: name, expected })
  }

  /** Tells the guest apart from all others; a fork has another one, unless it was to be the same. */
  get uuid(): string {
    return this.#identity.uuid
  }

  /** Another one whenever a guest goes on from a state that another has gone on from, too: in forks, and out of snapshots. */
  get generationId(): string {
    return this.#identity.generationId
  }

  get state(): GuestState {
    return this.#state
  }

  /** How the last run ended; undefined before. */
  get exit(): GuestExit | undefined {
    return this.#exit
  }

  /** Resolves with how this run ends (or ended). */
  get exited(): Promise<GuestExit> {
    return this.wait()
  }

  wait(): Promise<GuestExit> {
    if (this.#exit !== undefined) return Promise.resolve(this.#exit)
    return new Promise((resolve) => {
      const off = this.on('exit', (exit) => {
        off()
        resolve(exit)
      })
    })
  }

  /** Calls `handler` for every event of the type; the returned function ends that. ERR_INVALID_OPTION when there is no such type. */
  on<Type extends keyof GuestEvents>(type: Type, handler: (event: GuestEvents[Type]) => void): () => void {
    const checked = checkListener(guestEventTypes, type, handler)
    this.#events.on(type, checked)
    return () => this.#events.off(type, checked)
  }

  /** Switches a created guest on, or one that ended on again. ERR_INVALID_STATE otherwise. */
  async start(): Promise<void> {
    await this.#reopened(() => this.#parts.room.start(this.#parts.id))
  }

  /** Holds the guest between two instructions; its clock stops. */
  async pause(): Promise<void> {
    await this.#parts.room.pause(this.#parts.id)
  }

  async resume(): Promise<void> {
    await this.#parts.room.resume(this.#parts.id)
  }

  /** Presses the machine's reset button: memory is cleared, the images are loaded again, and a running guest starts over. */
  async reset(): Promise<void> {
    await this.#reopened(() => this.#parts.room.reset(this.#parts.id))
  }

  /** Cuts the power. Memory and statistics stay readable. */
  async stop(): Promise<GuestExit> {
    await this.#parts.room.stop(this.#parts.id)
    return this.wait()
  }

  /**
   * A second guest that goes on from where this one is, in the same state: running, or paused. The two share their memory until one of them
   * writes, and nothing else: console, events, prepared answers and network ports of the fork are its own. It has another UUID, generation id
   * (which its `microsoft,vmgenid` device tells it of) and entropy seed, and its network devices have the addresses of their ports; a driver takes
   * such an address when it is bound anew or told to. What the fork writes to disks that are not in the host's memory is in an overlay, which is gone
   * with it, or in volumes that `disks` says. Errors: ERR_INVALID_STATE when the guest is neither running nor paused, or there is such a file,
   * ERR_UNSUPPORTED when it has a whole physical function, or a pool with a folder is to have a disk in memory, ERR_ADMISSION when
   * the host has no room for the reservations, which the fork has as this guest does, ERR_OUT_OF_MEMORY, ERR_INVALID_OPTION.
   *
   *     await guest.console.waitFor('~ # ')
   *     const forks = await Promise.all(Array.from({ length: 10 }, () => guest.fork()))
   *     const kept = await guest.fork({ disks: [{ pool: host.storagePool('images'), name: 'root-2.qcow2' }] })
   */
  async fork(options: ForkOptions = {}): Promise<Guest> {
    const { clock, htif, adopt, nics: own, cid } = this.#parts
    const { name, identity, nics, networks, disks } = checkOptions(forkSchema, options, 'fork')
    const chosen = name ?? `${this.name}-fork-${++this.#forks}`
    const next = await succeed(this.#identity, { identity, clock })
    const plugs = await own.planPlugs({ nics, networks }, identity === 'same')
    try {
      const { devices: onBuses, ...fork } = await forkOnto(
        { room: this.#parts.room, guest: this.#parts.id, disks },
        {
          name: chosen,
          identity: next.plan,
          network: plugs.plan,
        },
      )
      const devices = { ports: this.#ports.map((port) => port.name), cid }
      return adopt({ ...fork, ...devices, name: chosen, clock, htif, identity: next.identity }, plugs.functions, onBuses)
    } catch (error) {
      releaseAll(plugs.functions)
      throw error
    }
  }

  /**
   * Changes what the guest has a claim to, while it runs or not. Errors: ERR_INVALID_OPTION, and ERR_ADMISSION when the host has no room for
   * the reservation; nothing changes then.
   *
   *     await guest.reconfigure({ cpu: { shares: 'high', limit: '50%', reservation: '10%', affinity: [0, 1] } })
   *     await guest.reconfigure({ memory: { limit: '128MiB', reservation: '64MiB', shares: 'high' } })
   */
  async reconfigure(change: GuestReconfiguration): Promise<void> {
    await this.#parts.room.reconfigure(this.#parts.id, checkReconfiguration(change))
  }

  /**
   * Plugs a network device in, which may run: a virtual function, a whole physical one (with places for all that it can make: see `hotplugSlots`), a port of a network, or a network, on a port of its own. A system that drives hot-plug slots
   * finds it in one of `hotplugSlots` by itself; any other when it scans its bus again (Linux: `echo 1 > /sys/bus/pci/rescan`). Errors:
   * ERR_INVALID_OPTION, ERR_INVALID_STATE when another guest has it.
   *
   *     await guest.attachNic(vf1)
   *     await guest.console.write('echo 1 > /sys/bus/pci/rescan\n')
   */
  async attachNic(nic: AttachedNic): Promise<void> {
    checkOptions(attachedNic, nic, 'nic')
    const { id, room, nics } = this.#parts
    const planned = await nics.add(nic)
    try {
      await room.attachFunction(id, planned.plan)
    } catch (error) {
      nics.remove(planned)
      throw error
    }
  }

  /**
   * Takes a network device out that the guest was made with or got by `attachNic`. A system that drives hot-plug slots is asked by the attention button, and the
   * promise resolves when it has switched the slot off. Any other has to let go first (Linux: `echo 1 > /sys/bus/pci/devices/.../remove`), or the device is gone
   * under its driver with `force`. Errors: ERR_INVALID_OPTION when the guest does not have it, ERR_INVALID_STATE when a driver has it, and would not hear.
   *
   *     await guest.detachNic(vf1)
   */
  async detachNic(nic: AttachedNic, options: { force?: boolean } = {}): Promise<void> {
    checkOptions(attachedNic, nic, 'nic')
    const { force } = checkOptions(detachSchema, options, 'detachNic')
    const { id, room, nics } = this.#parts
    const planned = nics.find(nic)
    await room.detachFunction(id, planned.plan.place, force)
    nics.remove(planned)
  }

  /**
   * Lets one of its functions, or a disk on PCI by its number, report an error by advanced error reporting, to test what its system does then: the error is in the
   * function's registers and at its root port, which interrupts. Nothing else happens to the function. Errors: ERR_INVALID_OPTION, ERR_INVALID_STATE when the
   * function does not answer.
   *
   *     await guest.injectPciError(vf0, { error: 'malformedTlp', header: [0x4000_0001, 0x0000_000f, 0xfee0_0000, 0] })
   */
  async injectPciError(of: AttachedNic | number, error: PciErrorOptions): Promise<void> {
    const plan = planPciError(checkOptions(pciErrorSchema, error, 'injectPciError'))
    const { id, room, nics, disks } = this.#parts
    const place = typeof of === 'number' ? disks.placeOf(of) : nics.find(of).plan.place
    await room.injectError(id, place, plan)
  }

  /** The disks that it has now. */
  get disks(): readonly GuestDisk[] {
    return this.#parts.disks.list
  }

  /**
   * Plugs a disk in, on PCI, which may run; its number, which `storage-error` tells and `detachDisk` takes. A system that drives hot-plug slots finds it in one of
   * `hotplugSlots` by itself; any other when it scans its bus again (Linux: `echo 1 > /sys/bus/pci/rescan`). Errors: ERR_INVALID_OPTION,
   * ERR_INVALID_STATE when another guest has the volume or the file, ERR_IMAGE_NOT_FOUND, ERR_IMAGE_FORMAT, ERR_OUT_OF_MEMORY.
   *
   *     const data = await guest.attachDisk({ size: '64MiB' })
   *     await guest.console.write('echo 1 > /sys/bus/pci/rescan\n')
   */
  async attachDisk(disk: DiskOptions | Volume): Promise<number> {
    const checked = checkOptions(diskOption, disk, 'disk')
    const { id, room, disks } = this.#parts
    const plan = disks.add(checked)
    try {
      await room.attachDisk(id, plan)
    } catch (error) {
      disks.remove(plan.disk)
      throw error
    }
    return plan.disk
  }

  /**
   * Takes a disk on PCI out, by its number, as `detachNic` takes a network device: asked by the attention button, or let go by the system before (Linux: `echo 1 >
   * /sys/bus/pci/devices/.../remove`), or by `force`. The promise resolves when what was written to the disk is as durable as its backend can make it. A disk in
   * memory that belongs to no pool is gone then. Errors: ERR_INVALID_OPTION when the guest has no such disk on PCI, ERR_INVALID_STATE when a driver has it, and would
   * not hear.
   *
   *     await guest.detachDisk(data)
   */
  async detachDisk(disk: number, options: { force?: boolean } = {}): Promise<void> {
    const { force } = checkOptions(detachSchema, options, 'detachDisk')
    const { id, room, disks } = this.#parts
    disks.placeOf(disk)
    await room.detachDisk(id, disk, force)
    disks.remove(disk)
  }

  /**
   * Writes the guest as it is now to a file: harts, devices, memory, and what is on its serial line. The guest stands still for some
   * milliseconds; what it writes while the file is being written is not in it. What the guest was started from is not in it
   * either: a guest that comes out of it cannot be reset. Disks in the host's memory are in the file; of other volumes there is a note by which
   * `restore` knows them again, so that a guest that writes on makes them others: pause it. Errors: ERR_INVALID_STATE when the guest is neither running nor paused, or `base`
   * is not its last snapshot; ERR_OUT_OF_MEMORY.
   *
   *     await guest.snapshot({ to: 'debian.snapshot' })
   *     const again = await host.hypervisor.restore('debian.snapshot')
   */
  snapshot(options?: SnapshotOptions & { to?: undefined }): Promise<Blob>
  snapshot(options: SnapshotOptions): Promise<Blob | undefined>
  async snapshot(options: SnapshotOptions = {}): Promise<Blob | undefined> {
    const { to, base, compress } = checkOptions(snapshotSchema, options, 'snapshot')
    const { id, room, htif } = this.#parts
    const plan: SnapshotPlan = { id: newId(), identity: this.#identity, compression: compress ? 'deflate' : 'none' }
    if (htif !== undefined) plan.htif = htif
    if (base !== undefined) plan.base = await SnapshotFile.idOf(normalSource(base, 'base'))
    return writeSnapshot(to, (write) => room.snapshotGuest(id, plan, write))
  }

  /** What the guest did so far. */
  async stats(options: StatsOptions = {}): Promise<GuestStatistics> {
    const { stateHash } = checkOptions(statsSchema, options, 'stats')
    const statistics = await this.#parts.room.statistics(this.#parts.id, stateHash)
    const { translator, cpu } = statistics
    return {
      ...statistics,
      cpu: { ...cpu, ...cpuPercent(cpu) },
      translator: { ...translator, fallbacks: countByMnemonic(translator.fallbacks) },
    }
  }

  /** Reads guest-physical memory; ERR_INVALID_ADDRESS when it is not all RAM. */
  async readMemory(gpa: bigint | number, bytes: number): Promise<Uint8Array> {
    checkOptions(wholeNumber, gpa, 'guest-physical address')
    checkOptions(integerBetween(0, 2 ** 32), bytes, 'number of bytes')
    return this.#parts.room.readMemory(this.#parts.id, BigInt(gpa), bytes)
  }

  /** Writes guest-physical memory; ERR_INVALID_ADDRESS when it is not all RAM. */
  async writeMemory(gpa: bigint | number, bytes: Uint8Array): Promise<void> {
    checkOptions(wholeNumber, gpa, 'guest-physical address')
    checkOptions(bytesSchema, bytes, 'bytes to write')
    return this.#parts.room.writeMemory(this.#parts.id, BigInt(gpa), bytes)
  }

  /** The registers of a hart, between two slices. ERR_INVALID_OPTION when there is none of that number. */
  async readRegisters(hart = 0): Promise<Registers> {
    return this.#parts.room.readRegisters(this.#parts.id, hart)
  }

  /** True when the guest's ELF names `tohost`, and the host answers there. */
  get hasHtif(): boolean {
    return this.#parts.htif !== undefined
  }

  /** What a conformance test left between `begin_signature` and `end_signature`; undefined when its ELF names neither. */
  async signature(): Promise<Uint8Array | undefined> {
    const range = this.#parts.htif?.signature
    return range === undefined ? undefined : this.readMemory(range.begin, range.end - range.begin)
  }

  /** Stops the guest and gives its memory back to the host. */
  async dispose(): Promise<void> {
    for (const port of this.#ports) port.close()
    this.vsock.close()
    this.#parts.onDispose()
    if (this.#exit === undefined) this.#end({ reason: 'stopped', code: 0 })
    await this.#parts.room.destroyGuest(this.#parts.id)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  /** An event of the machine room; what it returns holds the guest's output back. */
  receive(event: GuestRoomEvent): void | Promise<void> {
    if (event.type === 'console') {
      this.#events.emit('console', event.bytes)
      return this.#log.push(event.bytes)
    }
    if (event.type === 'port') this.#ports[event.port]?.receive(event.bytes)
    else if (event.type === 'vsock') this.vsock.receive(event.packet)
    else if (event.type === 'vsock-reset') this.vsock.reset()
    else if (event.type === 'storage-error') this.#events.emit('storage-error', event.failure)
    else if (event.type === 'reset') {
      this.#events.emit('reset')
    } else {
      this.#enter(event.state)
      if (event.exit !== undefined) this.#end(event.exit)
    }
  }

  #enter(state: GuestState): void {
    if (state === this.#state) return
    this.#state = state
    this.#events.emit('state', state)
  }

  /** Output may come, and another end; when the guest does not begin anew, its last end stays. */
  async #reopened(begin: () => Promise<void>): Promise<void> {
    const before = this.#exit
    this.#exit = undefined
    this.#log.reopen()
    try {
      await begin()
    } catch (error) {
      this.#exit ??= before
      if (before !== undefined) this.#log.end(endOf(before))
      throw error
    }
  }

  #end(exit: GuestExit): void {
    this.#exit = exit
    this.vsock.reset()
    this.#log.end(endOf(exit))
    this.#events.emit('exit', exit)
    if (exit.reason === 'crash') this.#events.emit('crash', exit)
  }
}

const endOf = ({ reason, detail }: GuestExit): string =>
  detail === undefined ? `the guest ended (${reason})` : `the guest ended (${reason}: ${detail})`
