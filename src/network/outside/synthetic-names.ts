/** Addresses for names where nobody can be asked: each name gets one of the network that is set aside for benchmarks (RFC 2544). */
import { cidr, formatIpv4 } from '../packet/address'

const network = cidr('198.18.0.0/15')
const mostNames = 2 ** 17 - 2

export class SyntheticNames {
  readonly #addresses = new Map<string, string>()
  readonly #names = new Map<string, string>()

  addressOf(name: string): string {
    const known = this.#addresses.get(name)
    if (known !== undefined) return known
    // An address is given again when all were, to the name that was asked for the longest time ago.
    const [oldest] = this.#addresses.keys()
    const reused = this.#addresses.size < mostNames || oldest === undefined ? undefined : this.#addresses.get(oldest)
    if (reused !== undefined && oldest !== undefined) this.#addresses.delete(oldest)
    const address = reused ?? formatIpv4(network.base + this.#addresses.size + 1)
    this.#addresses.set(name, address)
    this.#names.set(address, name)
    return address
  }

  /** The name that the address stands for, or the address itself. */
  hostOf(address: string): string {
    return this.#names.get(address) ?? address
  }
}
