/** Where guests may go: an allow-list, and what is closed whatever it says. */
import { type Cidr, cidr, contains, type Ipv4, parseCidr } from '../packet/address'

export type Transport = 'tcp' | 'udp' | 'icmp'

interface Rule {
  readonly transport: Transport | undefined
  readonly network: Cidr | undefined
  /** A name, or with a leading dot all names below it. */
  readonly name: string | undefined
  readonly firstPort: number
  readonly lastPort: number
}

/** What no packet leaves for: this host, link-local (where clouds keep their secrets), groups and the future. */
const closedNetworks = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'].map(cidr)

const loopback = cidr('127.0.0.1/8')

/** Where clouds keep secrets of this machine at addresses that are not link-local: of Azure, Alibaba and Oracle. */
const metadata = ['168.63.129.16', '100.100.100.200', '192.0.0.192'].map(cidr)

/** What an allow-list's entry must look like, for messages. */
export const ruleForm =
  "'*', an address, a network (10.0.0.0/8), a name or *.name; tcp://, udp:// or icmp:// before it, :port or :first-last behind it"

const rulePattern = /^(?:(tcp|udp|icmp):\/\/)?([^:\s]+?)(?::(\d{1,5})(?:-(\d{1,5}))?)?$/
const namePattern = /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i

/** The rule that `text` writes; undefined when it is none. */
export function parseRule(text: string): Rule | undefined {
  const [, transport, place = '', first, last] = rulePattern.exec(text) ?? []
  const ports = { firstPort: Number(first ?? 0), lastPort: Number(last ?? first ?? 65_535) }
  if (place === '' || ports.firstPort > ports.lastPort || ports.lastPort > 65_535) return undefined
  const head = { transport: transport as Transport | undefined, ...ports }
  if (place === '*') return { ...head, network: { base: 0, prefix: 0 }, name: undefined }
  const network = parseCidr(place)
  if (network !== undefined) return { ...head, network, name: undefined }
  const isNumeric = /^[\d./]+$/.test(place)
  if (isNumeric || !namePattern.test(place)) return undefined
  return { ...head, network: undefined, name: place.toLowerCase().replace(/^\*/, '') }
}

export interface Flow {
  transport: Transport
  address: Ipv4
  /** 0 with `icmp`. */
  port: number
  /** Names that the guest resolved to the address. */
  names: readonly string[]
  /** The address is one of this machine's own. */
  isThisMachine: boolean
}

export class Policy {
  readonly #rules: readonly Rule[]

  /** The entries must be rules. */
  constructor(allow: readonly string[]) {
    this.#rules = allow.flatMap((text) => parseRule(text) ?? [])
  }

  /** This machine itself is meant only by rules that name it. */
  allowsLoopback({ transport, port }: Pick<Flow, 'transport' | 'port'>): boolean {
    const flow = { transport, port, address: loopback.base, names: [], isThisMachine: true }
    return this.#rules.some((rule) => rule.network !== undefined && contains(loopback, rule.network.base) && matches(rule, flow))
  }

  /**
   * Whether a flow may leave, and the name by which it may. What stands for this machine, by its address or by the name `localhost` where names
   * are resolved elsewhere, is meant only by rules that name it.
   */
  permits(flow: Flow): { name: string | undefined } | undefined {
    if (closedNetworks.some((network) => contains(network, flow.address))) return undefined
    const isNamed = flow.isThisMachine || metadata.some((network) => contains(network, flow.address))
    const isLocalName = flow.names.some((name) => name === 'localhost' || name.endsWith('.localhost'))
    const rules = this.#rules.filter((rule) => (!isNamed || !isOfMany(rule)) && (!isLocalName || rule.name !== undefined))
    const name = flow.names.find((name) => rules.some((rule) => matches(rule, { ...flow, names: [name] })))
    return name !== undefined || rules.some((rule) => matches(rule, { ...flow, names: [] })) ? { name } : undefined
  }
}

/** It means everywhere, or all names below one, whoever says what their addresses are. */
const isOfMany = ({ network, name }: Rule): boolean => network?.prefix === 0 || name?.startsWith('.') === true

function matches(rule: Rule, { transport, address, port, names }: Flow): boolean {
  if (rule.transport !== undefined && rule.transport !== transport) return false
  if (transport !== 'icmp' && (port < rule.firstPort || port > rule.lastPort)) return false
  if (rule.network !== undefined) return contains(rule.network, address)
  return names.some((name) => (rule.name?.startsWith('.') ? name.endsWith(rule.name) : name === rule.name))
}
