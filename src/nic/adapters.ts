/** All that has ports in the machine room of a host: its adapters, and the plain ports of its guests. */
import type { MachineRoom, NicRoomEvent, Plug } from '../host/protocol'
import type { Port } from '../network/port'
import { FrameFeed } from './frame-feed'
import { generatedMac, macToCore } from './mac'
import { Nic, nicPort } from './nic'
import type { CheckedNicOptions } from './options'

interface Receiver {
  receive(event: NicRoomEvent): void
}

const defaultMtu = 1500
/** Mbit/s that a driver of a plain port is told. */
const plainSpeed = 10_000

export class Adapters {
  readonly #room: MachineRoom
  readonly #host: string
  readonly #receivers = new Map<number, Receiver>()
  readonly #nics = new Map<string, Nic>()
  readonly #cables = new Set<Port>()
  #plainPorts = 0

  constructor(room: MachineRoom, host: string) {
    this.#room = room
    this.#host = host
  }

  get nics(): readonly Nic[] {
    return [...this.#nics.values()]
  }

  nic(name: string): Nic | undefined {
    return this.#nics.get(name)
  }

  async addNic(options: CheckedNicOptions): Promise<void> {
    const nic = await Nic.create(this.#room, this.#host, options)
    this.#nics.set(options.name, nic)
    this.#receivers.set(nic.id, nic)
  }

  /** A place in the machine room for a guest on a port of a network: the guest on one side, the cable on the other. */
  async addPlainPort(port: Port): Promise<Plug> {
    const id = await this.#room.createNic({
      name: port.name,
      ports: nicPort.firstVirtual + 1,
      mtu: defaultMtu,
      linkSpeed: plainSpeed,
    })
    const mac = macToCore(generatedMac(`${this.#host}/${port.name}`, this.#plainPorts++))
    await this.#room.setNicPort(id, nicPort.firstVirtual, { mac, spoofchk: 0, trust: 1 })
    const feed = new FrameFeed((frames, dropped) => this.#room.sendFrames(id, nicPort.uplink, frames, dropped))
    port.onFrame = (frame) => feed.push(frame)
    this.#cables.add(port)
    this.#receivers.set(id, {
      receive: (event) => {
        if (event.type === 'frames')
          for (const { port: from, bytes } of event.frames) if (from === nicPort.uplink) port.send(bytes)
      },
    })
    return { nic: id, port: nicPort.firstVirtual }
  }

  /** The guest of a plain port is gone. */
  async removePlainPort({ nic }: Plug): Promise<void> {
    this.#receivers.delete(nic)
    await this.#room.destroyNic(nic)
  }

  /** The host is going: nothing comes or goes by its cables any more. */
  unplug(): void {
    for (const nic of this.#nics.values()) nic.disconnect()
    for (const port of this.#cables) {
      port.onFrame = () => {}
      port.close()
    }
  }

  receive(event: NicRoomEvent): void {
    this.#receivers.get(event.nic)?.receive(event)
  }
}
