/** A physical network adapter of the host: its functions, its uplink, and what happens on it. */
import mitt, { type Emitter } from 'mitt'
import { VmHostError } from '../error'
import type { MachineRoom, NicRoomEvent } from '../host/protocol'
import type { Port } from '../network/port'
import { checkListener } from '../options/listener'
import { FrameFeed } from './frame-feed'
import { showNic } from './ip-link'
import { generatedMac, macToCore } from './mac'
import type { CheckedNicOptions, NicModel } from './options'
import { PhysicalFunction } from './physical-function'
import { settingsOf } from './port-settings'
import type { VirtualFunction } from './virtual-function'

/** Places of the switch before its virtual functions. */
export const nicPort = { uplink: 0, physical: 1, firstVirtual: 2 } as const

export type NicEvents = {
  /** A virtual function sent frames from addresses that are not its own. */
  spoof: { vf: number; frames: number }
  /** A driver handed over something malformed; its function stands still until it resets it. */
  mdd: { vf: number; count: number }
}

/** What an uplink is plugged into: a `Network`. */
export interface Attachable {
  attach(name?: string): Port
}

export class Nic {
  readonly name: string
  readonly model: NicModel
  readonly mtu: number
  readonly physicalFunction: PhysicalFunction
  /** The adapter's number in the machine room. */
  readonly id: number
  readonly #room: MachineRoom
  readonly #events: Emitter<NicEvents> = mitt<NicEvents>()
  readonly #used = new Set<number>()
  #uplink: Port | undefined

  private constructor(room: MachineRoom, id: number, owner: string, options: CheckedNicOptions) {
    const { name, model, mtu, linkSpeed, sriov } = options
    this.name = name
    this.model = model
    this.mtu = mtu
    this.id = id
    this.#room = room
    this.physicalFunction = new PhysicalFunction({
      id,
      name,
      room,
      owner,
      totalVfs: sriov.totalVfs,
      linkSpeed,
      mac: generatedMac(owner, 0),
      ownPort: nicPort.physical,
      portOf: (vf) => nicPort.firstVirtual + vf,
      isInUse: (vf) => this.#used.has(vf.index),
    })
  }

  /** Builds the adapter in the machine room of the host named `host`. */
  static async create(room: MachineRoom, host: string, options: CheckedNicOptions): Promise<Nic> {
    const { name, mtu, linkSpeed, sriov } = options
    const id = await room.createNic({ name, ports: nicPort.firstVirtual + sriov.totalVfs, mtu, linkSpeed })
    const nic = new Nic(room, id, `${host}/${name}`, options)
    await room.setNicPort(id, nicPort.physical, { mac: macToCore(nic.physicalFunction.mac) })
    return nic
  }

  /**
   * Plugs the uplink into a network; frames for stations that are not on this adapter leave there.
   *
   *     host.nic('eth0').connect(network)
   */
  connect(network: Attachable): void {
    if (this.#uplink !== undefined)
      throw new VmHostError(
        'ERR_INVALID_STATE',
        `adapter ${JSON.stringify(this.name)}: its uplink is plugged in already, expected it free`,
      )
    this.#uplink = network.attach(this.name)
    const feed = new FrameFeed((frames, dropped) => this.#room.sendFrames(this.id, nicPort.uplink, frames, dropped))
    this.#uplink.onFrame = (frame) => feed.push(frame)
  }

  /** Takes the uplink out of its network. */
  disconnect(): void {
    if (this.#uplink === undefined) return
    this.#uplink.onFrame = () => {}
    this.#uplink.close()
    this.#uplink = undefined
  }

  /** Brings the uplink's link up or down; functions whose `linkState` is `auto` follow. */
  async setLink(isUp: boolean): Promise<void> {
    await this.#room.setNicPort(this.id, nicPort.uplink, { linkState: isUp ? 0 : 2 })
  }

  /** What `ip -d link show dev NAME` would print on the host. */
  async show(): Promise<string> {
    const ports = await this.#room.nicPorts(this.id)
    const functions = this.physicalFunction.virtualFunctions.flatMap(({ index }) => ports[nicPort.firstVirtual + index] ?? [])
    const isUp = ports[nicPort.uplink]?.isUp ?? false
    return showNic({ name: this.name, mtu: this.mtu, mac: this.physicalFunction.mac, isUp, functions: functions.map(settingsOf) })
  }

  on<Name extends keyof NicEvents>(name: Name, listener: (event: NicEvents[Name]) => void): () => void {
    const checked = checkListener(['spoof', 'mdd'], name, listener)
    this.#events.on(name, checked)
    return () => this.#events.off(name, checked)
  }

  /** A guest gets a function, or gives it back. */
  setUsed(vf: VirtualFunction, isUsed: boolean): void {
    if (isUsed && this.#used.has(vf.index))
      throw new VmHostError(
        'ERR_INVALID_STATE',
        `function ${vf.index} of adapter ${JSON.stringify(this.name)}: a guest has it, expected it free`,
      )
    if (isUsed) this.#used.add(vf.index)
    else this.#used.delete(vf.index)
  }

  /** An event of the machine room about this adapter. */
  receive(event: NicRoomEvent): void {
    if (event.type === 'frames') {
      for (const { port, bytes } of event.frames) if (port === nicPort.uplink) this.#uplink?.send(bytes)
    } else if (event.spoofed > 0 || event.malicious > 0) {
      const vf = event.port - nicPort.firstVirtual
      if (event.spoofed > 0) this.#events.emit('spoof', { vf, frames: event.spoofed })
      if (event.malicious > 0) this.#events.emit('mdd', { vf, count: event.malicious })
    }
  }
}
