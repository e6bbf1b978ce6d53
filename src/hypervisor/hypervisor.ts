/** Creates the guests of a host and passes on to them what happens in the machine room. */
import { Guest, type GuestFacts } from '../guest/guest'
import { fixedIdentity, newIdentity, parseUuid, succeed } from '../guest/identity'
import type { GuestExit, GuestRoomEvent, MachineRoom } from '../host/protocol'
import { type ImageSource, normalSource } from '../image/source'
import type { Adapters } from '../nic/adapters'
import { checkOptions } from '../options/check'
import { planGuest } from './guest-plan'
import { loadImages } from './images'
import { planNetworks } from './network-plan'
import { checkGuestOptions, type GuestOptions } from './options'
import { type GuestNetworks, type PlannedPlugs, planPlugs } from './plug-plan'
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
    const networks = await planNetworks(checked, this.#adapters)
    try {
      const { plan, htif } = planGuest(checked, images, networks.functions)
      const identity = plan.clock === 'virtual' ? fixedIdentity() : newIdentity()
      plan.generationId = parseUuid(identity.generationId)
      const id = await this.#room.createGuest(plan)
      const facts: GuestFacts = { id, name: plan.name, clock: plan.clock, identity, htif, state: 'created', ports: checked.ports }
      return this.#adopt(facts, { networks, release: networks.release })
    } catch (error) {
      networks.release()
      throw error
    }
  }

  /**
   * A guest that goes on from a snapshot, in the state that the other was in: running, or paused. It runs before all of the snapshot is
   * read: pages come when they are touched, and the others in the background. Files, Blobs and bytes are checked as a whole before; of a URL
   * each piece is when it comes, by ranges where the server has them. Errors: ERR_SNAPSHOT_FORMAT when the snapshot is damaged, cut off
   * or none at all, ERR_SNAPSHOT_VERSION and ERR_ABI_MISMATCH when it is of another version, ERR_INVALID_OPTION when its base is missing,
   * ERR_OUT_OF_MEMORY, ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, ERR_DOWNLOAD. Then nothing has changed.
   *
   *     const guest = await host.hypervisor.restore('debian.snapshot')
   */
  async restore(source: ImageSource, options: RestoreOptions = {}): Promise<Guest> {
    const { name, identity, base, nics, networks = [] } = checkOptions(restoreSchema, options, 'restore')
    const sources = [source, ...base].map((one) => normalSource(one, 'snapshot'))
    const { wasRunning, functions, ...facts } = await this.#room.restoreGuest(sources, name)
    const { id, clock } = facts
    let release = (): void => {}
    try {
      const chosen = identity ?? (clock === 'virtual' ? 'same' : 'new')
      const next = await succeed(facts.identity, { identity: chosen, clock })
      await this.#room.identify(id, next.plan)
      const before: GuestNetworks = { functions, networks: [] }
      const plugs = await planPlugs(before, { nics, networks }, { adapters: this.#adapters, keepsMacs: chosen === 'same' })
      release = plugs.release
      await this.#room.plugGuest(id, plugs.plan)
      const guest = this.#adopt({ ...facts, htif: facts.htif, identity: next.identity, state: 'paused' }, plugs)
      if (wasRunning) await guest.resume()
      return guest
    } catch (error) {
      this.#guests.delete(id)
      await this.#room.destroyGuest(id)
      release()
      throw error
    }
  }

  /** The handle of a guest that the machine room has; `release` gives back what of the host it held. */
  #adopt(facts: GuestFacts, { networks, release }: Pick<PlannedPlugs, 'networks' | 'release'>): Guest {
    const { id } = facts
    const guest = new Guest({
      ...facts,
      room: this.#room,
      onDispose: () => {
        this.#guests.delete(id)
        release()
      },
      planPlugs: (wanted, keepsMacs) => planPlugs(networks, wanted, { adapters: this.#adapters, keepsMacs }),
      adopt: (other, plugs) => this.#adopt(other, plugs),
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
