/** A virtual function of an adapter: given to a guest, or waiting to be. */
import type { NicPortState } from '../host/protocol'
import type { VfSettings } from './options'
import { type NicParts, settingsOf } from './port-settings'

/** Counters by the names of `ifla_vf_stats`, and what was refused. */
export interface VfStatistics {
  rx_packets: number
  tx_packets: number
  rx_bytes: number
  tx_bytes: number
  broadcast: number
  multicast: number
  rx_dropped: number
  tx_dropped: number
  /** Frames with an address that is not its own. */
  spoofed: number
  /** Malicious driver detections: each stops the function until its driver resets it. */
  mdd: number
  /** Bytes that the host moved for what it received: `rx_bytes` when each was copied once. */
  copied_bytes: number
}

export class VirtualFunction {
  /** Number of the function, from 0. */
  readonly index: number
  /** The adapter's name. */
  readonly nic: string
  readonly #parts: NicParts

  constructor(parts: NicParts, index: number) {
    this.#parts = parts
    this.nic = parts.name
    this.index = index
  }

  /** Its place in the switch, for who plugs it in. */
  get port(): { nic: number; port: number } {
    return { nic: this.#parts.id, port: this.#parts.portOf(this.index) }
  }

  /** What is set on it. */
  async settings(): Promise<Required<VfSettings>> {
    return settingsOf(await this.#state())
  }

  async stats(): Promise<VfStatistics> {
    return statisticsOf(await this.#state())
  }

  /** Is its link up? */
  async isUp(): Promise<boolean> {
    return (await this.#state()).isUp
  }

  async #state(): Promise<NicPortState> {
    const states = await this.#parts.room.nicPorts(this.#parts.id)
    const state = states[this.#parts.portOf(this.index)]
    if (state === undefined) throw new RangeError(`adapter ${this.nic} has no function ${this.index}`)
    return state
  }
}

export function statisticsOf(state: NicPortState): VfStatistics {
  return { ...state.counters }
}
