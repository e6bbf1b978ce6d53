/** Answers names: those of the network itself, then what the outside knows; and remembers which address was given for which name. */
import { type Ipv4, parseIpv4 } from '../packet/address'
import { type DnsAnswer, dnsCodes, dnsMistake, dnsResponse, dnsTypes, parseDns } from '../packet/dns'

export interface NameServerOptions {
  /** Address of a name of the network itself. */
  local(name: string): Ipv4 | undefined
  /** Name of an address of the network itself. */
  nameOf(address: Ipv4): string | undefined
  resolve(name: string): Promise<readonly string[]>
}

const reverseName = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/
const hostName = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

/** Names per address, and addresses, that are remembered for the allow-list. */
const mostNames = 8
const mostAddresses = 4096

export class NameServer {
  readonly #options: NameServerOptions
  readonly #names = new Map<Ipv4, string[]>()

  constructor(options: NameServerOptions) {
    this.#options = options
  }

  /** Names that this server gave the address for. */
  namesOf(address: Ipv4): readonly string[] {
    return this.#names.get(address) ?? []
  }

  /** The answer to a query's bytes, in at most `mostBytes`; undefined when they are no query. */
  async answer(query: Uint8Array, mostBytes: number): Promise<Uint8Array | undefined> {
    const question = parseDns(query)
    if (question === undefined) return undefined
    if ('code' in question) return dnsMistake(question)
    return dnsResponse(question, await this.#look(question.name, question.type), mostBytes)
  }

  async #look(name: string, type: number): Promise<DnsAnswer> {
    if (type === dnsTypes.ptr) return this.#pointer(name)
    const isOfAddresses = type === dnsTypes.a || type === dnsTypes.any
    const local = this.#options.local(name)
    if (local !== undefined) {
      this.#remember(local, name)
      return { code: dnsCodes.none, addresses: isOfAddresses ? [local] : [], ttl: 5 }
    }
    // What no host is called would be read otherwise by whoever resolves it than by the rules for names: an end of text, for one.
    if (!hostName.test(name)) return { code: dnsCodes.nameError }
    // The network has IPv4 alone: a name has no other addresses here, and nothing else is asked for outside.
    if (!isOfAddresses) return { code: dnsCodes.none }
    try {
      const addresses = (await this.#options.resolve(name)).flatMap((text) => parseIpv4(text) ?? [])
      if (addresses.length === 0) return { code: dnsCodes.nameError }
      for (const address of addresses) this.#remember(address, name)
      return { code: dnsCodes.none, addresses }
    } catch {
      return { code: dnsCodes.serverFailure }
    }
  }

  #pointer(name: string): DnsAnswer {
    const address = parseIpv4(reverseName.exec(name)?.slice(1).reverse().join('.') ?? '')
    const pointer = address === undefined ? undefined : this.#options.nameOf(address)
    return pointer === undefined ? { code: dnsCodes.nameError } : { code: dnsCodes.none, pointer, ttl: 5 }
  }

  #remember(address: Ipv4, name: string): void {
    const names = [name, ...this.namesOf(address).filter((other) => other !== name)].slice(0, mostNames)
    this.#names.delete(address)
    this.#names.set(address, names)
    const [oldest] = this.#names.keys()
    if (this.#names.size > mostAddresses && oldest !== undefined) this.#names.delete(oldest)
  }
}
