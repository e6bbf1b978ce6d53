/** Creates the guests of a host and passes on to them what happens in the machine room. */
import { Guest, type GuestFacts } from '../guest/guest'
import { fixedIdentity, newIdentity, parseUuid, succeed } from '../guest/identity'
import { type DeviceFacts, deviceFacts, type GuestExit, type GuestRoomEvent, type MachineRoom } from '../host/protocol'
import { type ImageSource, normalSource } from '../image/source'
import type { Adapters } from '../nic/adapters'
import { checkOptions, invalidOption } from '../options/check'
import { isPciSlot, placeOfSlot } from '../spec/pci/places'
import { type CheckedDisk, planVolume } from '../storage/options'
import { planShare } from '../storage/share-options'
import { cpuClaims } from './cpu-options'
import { GuestDisks } from './guest-disks'
import { GuestNics } from './guest-nics'
import { planGuest } from './guest-plan'
import { loadImages } from './images'
import { type PlanContext, type PlannedFunction, planFunctions, releaseAll } from './network-plan'
import { checkGuestOptions, type GuestOptions, machineOf } from './options'
import { PciPlaces } from './pci-places'
import { planPlugs } from './plug-plan'
import { type RestoreOptions, restoreSchema } from './restore-options'

export class Hypervisor {
  readonly #room: MachineRoom
  readonly #adapters: Adapters
  readonly #guests = new Map<number, Guest>()

  constructor(room: MachineRoom, adapters: Adapters) {
    this.#adapters = adapters
    this.#room = room
  }

  /** The guests that there are, in the order of their creation. */
  get guests(): readonly Guest[] {
    return [...this.#guests.values()]
  }

  /**
   * Loads the images and builds the guest; `start()` switches it on. Errors: ERR_INVALID_OPTION, ERR_IMAGE_NOT_FOUND,
   * ERR_IMAGE_FORMAT, ERR_IMAGE_TOO_LARGE, ERR_IMAGE_OVERLAP, ERR_IMAGE_READ, ERR_DOWNLOAD, ERR_OUT_OF_MEMORY, ERR_UNSUPPORTED,
   * ERR_ABORTED.
   *
   *     const guest = await host.hypervisor.createGuest({ memory: '256MiB', boot: { kernel: 'Image', initrd: 'initrd' } })
   */
  async createGuest(options: GuestOptions = {}): Promise<Guest> {
    const checked = checkGuestOptions(options)
    const images = await loadImages(checked)
    const machine = machineOf(checked)
    const context = { machine, adapters: this.#adapters }
    const taken = await planFunctions([...checked.nics, ...checked.networks], context)
    try {
      const functions = taken.map((it) => it.plan)
      const { plan, htif } = planGuest(checked, images, { functions, pciPlaces: machine.pciPlaces })
      const identity = plan.clock === 'virtual' ? fixedIdentity() : newIdentity()
      plan.generationId = parseUuid(identity.generationId)
      const id = await this.#room.createGuest(plan)
      const { ports, vsock } = checked
      const facts: GuestFacts = {
        id,
        name: plan.name,
        clock: plan.clock,
        identity,
        htif,
        state: 'created',
        ports,
        cid: vsock?.cid,
      }
      return this.#adopt(facts, plugged(context, taken, deviceFacts(plan.devices)))
    } catch (error) {
      releaseAll(taken)
      throw error
    }
  }

  /**
   * A guest that goes on from a snapshot, in the state that the other was in: running, or paused. It runs before all of the snapshot is
   * read: pages come when they are touched, and the others in the background. Files, Blobs and bytes are checked as a whole before; of a URL
   * each piece is when it comes, by ranges where the server has them. Errors: ERR_SNAPSHOT_FORMAT when the snapshot is damaged, cut off
   * or none at all, ERR_SNAPSHOT_VERSION and ERR_ABI_MISMATCH when it is of another version, ERR_INVALID_OPTION when its base, a disk or a share is missing or another one,
   * ERR_ADMISSION when the host has no room for what is reserved for it, ERR_OUT_OF_MEMORY, ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, ERR_DOWNLOAD. Then nothing has
   * changed.
   *
   *     const guest = await host.hypervisor.restore('debian.snapshot')
   */
  async restore(source: ImageSource, options: RestoreOptions = {}): Promise<Guest> {
    const {
      name,
      identity,
      base,
      nics,
      networks = [],
      disks,
      shares,
      sharingDomain,
      cpu,
      memory,
    } = checkOptions(restoreSchema, options, 'restore')
    expectNoTransports(disks)
    const sources = [source, ...base].map((one) => normalSource(one, 'snapshot'))
    const { wasRunning, functions, devices, machine, ...facts } = await this.#room.restoreGuest(sources, {
      disks: disks.map(planVolume),
      shares: shares.map(planShare),
      ...(name === undefined ? {} : { name }),
      ...(sharingDomain === undefined ? {} : { sharingDomain }),
      ...(cpu === undefined ? {} : { cpu: cpuClaims(cpu) }),
      ...(memory === undefined ? {} : { memory }),
    })
    const { id, clock } = facts
    let taken: readonly PlannedFunction[] = []
    try {
      const chosen = identity ?? (clock === 'virtual' ? 'same' : 'new')
      const next = await succeed(facts.identity, { identity: chosen, clock })
      await this.#room.identify(id, next.plan)
      const context = { machine, adapters: this.#adapters }
      const bare = functions.map((plan) => ({ plan, release: () => {} }))
      const plugs = await planPlugs(bare, { nics, networks }, { ...context, keepsMacs: chosen === 'same' })
      taken = plugs.functions
      await this.#room.plugGuest(id, plugs.plan)
      const handle: GuestFacts = { ...facts, htif: facts.htif, identity: next.identity, state: 'paused' }
      const guest = this.#adopt(handle, plugged(context, taken, devices))
      if (wasRunning) await guest.resume()
      return guest
    } catch (error) {
      this.#guests.delete(id)
      await this.#room.destroyGuest(id)
      releaseAll(taken)
      throw error
    }
  }

  /** The handle of a guest that the machine room has, with what it is plugged into. */
  #adopt(facts: GuestFacts, { nics, disks }: Plugged): Guest {
    const { id } = facts
    const guest = new Guest({
      ...facts,
      room: this.#room,
      nics,
      disks,
      onDispose: () => {
        this.#guests.delete(id)
        nics.release()
      },
      adopt: (other, functions, devices) => this.#adopt(other, plugged(nics.context, functions, devices)),
    })
    this.#guests.set(id, guest)
    return guest
  }

  /** An event of the machine room about one of its guests. */
  receive(event: GuestRoomEvent): void | Promise<void> {
    return this.#guests.get(event.guest)?.receive(event)
  }

  /** The host goes: every guest ends with it. */
  endAll(exit: GuestExit): void {
    const state = exit.reason === 'crash' ? 'crashed' : 'stopped'
    for (const [id, guest] of this.#guests) void guest.receive({ type: 'state', guest: id, state, exit })
    this.#guests.clear()
  }
}

interface Plugged {
  nics: GuestNics
  disks: GuestDisks
}

/** What a guest has on its buses, and the places of its PCI hierarchy that are left. */
function plugged(context: PlanContext, functions: readonly PlannedFunction[], devices: readonly DeviceFacts[]): Plugged {
  const { pciPlaces, vcpus } = context.machine
  const places = new PciPlaces(pciPlaces, [
    ...functions.flatMap(({ plan }) => [plan, ...(plan.virtualFunctions ?? [])]).map(({ place }) => place),
    ...devices.flatMap(({ slot }) => (isPciSlot(slot) ? [placeOfSlot(slot)] : [])),
  ])
  return { nics: new GuestNics(context, places, functions), disks: new GuestDisks(vcpus, places, devices) }
}

/** Each disk of a restored guest is where the guest had it. */
function expectNoTransports(disks: readonly CheckedDisk[]): void {
  for (const [index, { transport: value }] of disks.entries()) {
    if (value === undefined) continue
    const field = `disks.${index}.transport`
    throw invalidOption(`restore option ${field}`, {
      field,
      value,
      expected: 'none: the disk has the transport that the guest had it by',
    })
  }
}
