/** Addresses for names where nobody can be asked: each name gets one of the network that is set aside for benchmarks (RFC 2544). */
import { monotonicNs } from '../../platform/clock'
import { cidr, formatIpv4 } from '../packet/address'

const network = cidr('198.18.0.0/15')
const mostNames = 2 ** 17 - 2
/** An address is not given to another name while somebody may still know it as the first one's. */
const keptMs = 600_000

const labels = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/
/** What a URL takes for an address, however it is written: names of that form would lead around the rules for addresses. */
const numeric = /(^|\.)(\d+|0x[0-9a-f]*)$/

interface Entry {
  readonly address: string
  askedMs: number
}

export class SyntheticNames {
  /** By name, in the order in which they were asked for last. */
  readonly #entries = new Map<string, Entry>()
  readonly #names = new Map<string, string>()

  constructor(
    private readonly nowMs: () => number = () => monotonicNs() / 1e6,
    private readonly most = mostNames,
  ) {}

  /** Undefined for what is no name of a host, and when too many names are in use. */
  addressOf(name: string): string | undefined {
    if (!labels.test(name) || numeric.test(name)) return undefined
    const known = this.#entries.get(name)
    const address = known?.address ?? this.#free()
    if (address === undefined) return undefined
    this.#entries.delete(name)
    this.#entries.set(name, { address, askedMs: this.nowMs() })
    this.#names.set(address, name)
    return address
  }

  /** The name that the address stands for. */
  nameOf(address: string): string | undefined {
    return this.#names.get(address)
  }

  /** The name that the address stands for, or the address itself. */
  hostOf(address: string): string {
    return this.nameOf(address) ?? address
  }

  #free(): string | undefined {
    if (this.#entries.size < this.most) return formatIpv4(network.base + this.#entries.size + 1)
    const [oldest] = this.#entries
    if (oldest === undefined || this.nowMs() - oldest[1].askedMs < keptMs) return undefined
    this.#entries.delete(oldest[0])
    return oldest[1].address
  }
}
