/** Where the guests of a machine room come from, and go: new ones, forks, those out of snapshots. */
import type { RandomSource } from '../platform/random-access'
import { interruptControllers } from '../spec/platform'
import type { VolumeFacts } from '../storage/volume-calls'
import { admit, type Claim } from './admission'
import type { NewEvent } from './event-log'
import { createForkChunks, enterForkVolumes } from './fork-volumes'
import { type GuestOrigin, GuestRecords } from './guest-records'
import type { TakenRegion } from './guest-region'
import type { Machine } from './machine'
import { plugFunctions, withoutPlugs } from './pci-functions'
import {
  type DeviceFacts,
  deviceFacts,
  type ForkPlan,
  type GuestExit,
  type GuestPlan,
  type GuestRoomEvent,
  type GuestState,
  type PlugPlan,
  type RestoredGuest,
  type RestorePlan,
  type SnapshotPlan,
} from './protocol'
import { giveBack, type OpenDisk, openDisks } from './resident-disks'
import { ResidentGuest, type ResidentGuestOptions } from './resident-guest'
import type { Residents } from './residents'
import { SharingDomains } from './sharing-domains'
import { readSnapshot, writeSnapshot } from './snapshots'

export interface HousingOptions {
  residents: Residents
  /** Throws when the host is closed. */
  machine(): Machine
  /** This thread is there for the guests alone. */
  ownsThread: boolean
  record(event: NewEvent): void
  /** What it returns holds back whoever has more to say. */
  send(event: GuestRoomEvent): void | Promise<void>
  tell(event: GuestRoomEvent): void
  onState(guest: number, state: GuestState, exit: GuestExit | undefined): void
  onWake(): void
}

interface Moving {
  disks: OpenDisk[]
  origin: GuestOrigin
  taken?: TakenRegion
  sharingDomain?: number
}

interface Housed {
  id: number
  guest: ResidentGuest
}

export class Housing {
  readonly #options: HousingOptions
  readonly #domains = new SharingDomains()

  constructor(options: HousingOptions) {
    this.#options = options
  }

  async create(plan: GuestPlan): Promise<number> {
    const { core, volumes } = this.#options.machine()
    return this.#house(plan, { disks: await openDisks(core, plan.devices, volumes), origin: { kind: 'new' } }).id
  }

  async fork(
    parent: ResidentGuest,
    { name, identity, network, disks: wanted }: ForkPlan,
  ): Promise<{ id: number; state: GuestState; volumes: VolumeFacts[]; devices: DeviceFacts[] }> {
    this.#admit('fork', { ...parent.wantedClaim, name })
    const forked = await parent.fork(() => createForkChunks(parent.disks, wanted))
    const own = this.#options.machine().volumes
    const { devices, disks, volumes } = enterForkVolumes(own, wanted, { disks: forked.disks, devices: forked.plan.devices })
    // Prepared answers, the text to stop at and what it is plugged into are the parent's.
    const functions = withoutPlugs(forked.plan.functions)
    const plan = { ...forked.plan, name, devices, console: {}, functions }
    const { sharingDomain } = parent
    let clone: Housed | undefined
    try {
      clone = this.#house(plan, { disks, taken: forked.taken, sharingDomain, origin: { kind: 'fork', of: parent.name } })
      clone.guest.identify(identity)
      this.plug(clone.guest, network)
      if (parent.state === 'running') clone.guest.resume()
      return { id: clone.id, state: clone.guest.state, volumes, devices: deviceFacts(devices) }
    } catch (error) {
      if (clone !== undefined) await this.destroy(clone.id)
      for (const volume of volumes) await own.close(volume.id)
      throw error
    }
  }

  /** Plugs the functions of a guest in that goes on from another's state. */
  plug({ pointer, plan: { functions } }: ResidentGuest, plan: PlugPlan): void {
    plugFunctions(pointer, { functions, nics: this.#options.machine().nics }, plan)
  }

  async snapshot(guest: ResidentGuest, plan: SnapshotPlan, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
    await writeSnapshot({ core: this.#options.machine().core, guest, plan, take })
    this.#recordsOf(guest.name).saved(plan)
  }

  async restore(sources: readonly RandomSource[], given: RestorePlan): Promise<RestoredGuest> {
    const { ownsThread } = this.#options
    const read = await readSnapshot({ ...this.#options.machine(), sources, plan: given, ownsThread })
    const { region, disks, plan, header } = read
    const { id, guest } = this.#house(plan, { disks, taken: region, origin: { kind: 'snapshot', id: header.id } })
    void guest.pager?.prefetch()
    const { identity, htif, state } = header
    const { name, clock, functions } = plan
    const ports = plan.devices.flatMap((device) => (device.kind === 'console' ? device.names : []))
    const cid = plan.devices.find((device) => device.kind === 'vsock')?.cid
    const devices = deviceFacts(plan.devices)
    const wasRunning = state === 'running'
    const facts = { id, name, clock, identity, functions, devices, ports, machine: machineOf(plan), wasRunning }
    return { ...facts, ...(cid === undefined ? {} : { cid }), ...(htif === undefined ? {} : { htif }) }
  }

  async destroy(id: number): Promise<void> {
    const guest = this.#options.residents.remove(id)
    if (guest === undefined) return
    const before = guest.state
    await guest.destroy()
    this.#recordsOf(guest.name).destroyed(before)
  }

  #house(plan: GuestPlan, { disks, origin, taken, sharingDomain }: Moving): Housed {
    const { core, translator, threads, nics, options } = this.#options.machine()
    const { residents, record, send, tell, onState, onWake } = this.#options
    const id = residents.takeId()
    const guest = makeGuest({
      core,
      plan,
      taken,
      disks,
      nics,
      record,
      translator: threads === undefined ? translator : threads.withTotals(translator),
      knobs: options.translator,
      sharingDomain: sharingDomain ?? this.#domains.idOf(plan.sharingDomain),
      admit: (action, claim) => this.#admit(action, claim, id),
      onConsole: async (bytes) => send({ type: 'console', guest: id, bytes }),
      onState: (state, exit) => onState(id, state, exit),
      onStorageError: (failure) => {
        tell({ type: 'storage-error', guest: id, failure })
        record({ type: 'storage.error', guest: plan.name, message: failure.message, details: { ...failure } })
      },
      onPort: (port, bytes) => tell({ type: 'port', guest: id, port, bytes }),
      onVsock: (packet) => send({ type: 'vsock', guest: id, packet }),
      onVsockReset: () => tell({ type: 'vsock-reset', guest: id }),
      onReset: () => tell({ type: 'reset', guest: id }),
      onWake,
    })
    residents.add(id, guest)
    this.#recordsOf(plan.name).created(guest.state, guest.plan, origin)
    return { id, guest }
  }

  #recordsOf(name: string): GuestRecords {
    return new GuestRecords(name, this.#options.record)
  }

  /** Throws ERR_ADMISSION, which goes into the log as well. */
  #admit(action: string, claim: Claim, id?: number): void {
    const { residents, machine } = this.#options
    const { memoryBytes: hostBytes } = machine().options
    this.#recordsOf(claim.name).admitted(() => admit({ action, claim, others: residents.claimsBeside(id), hostBytes }))
  }
}

/** What decides on functions that come later. */
const machineOf = ({ harts, interruptController, pciPlaces }: GuestPlan): RestoredGuest['machine'] => ({
  vcpus: harts,
  interruptController: interruptController === interruptControllers.aia ? 'aia' : 'plic',
  pciPlaces,
})

/** Disks of a guest that cannot be are nobody's. */
function makeGuest(options: ResidentGuestOptions): ResidentGuest {
  try {
    return new ResidentGuest(options)
  } catch (error) {
    void options.taken?.pager?.close()
    for (const disk of options.disks) void giveBack(disk)
    throw error
  }
}
