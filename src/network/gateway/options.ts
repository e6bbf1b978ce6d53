/** What a gateway can be told. */
import * as v from 'valibot'
import type { VmHostError } from '../../error'
import { checkOptions, integerBetween, invalidOption, oneOf, strictObject } from '../../options/check'
import { type Cidr, contains, formatIpv4, type Ipv4, maskOf, parseCidr, parseIpv4, parseMac } from '../packet/address'
import type { Timeline } from '../timeline'
import type { Outside } from './outside'
import { parseRule, ruleForm } from './policy'

const publishProtocols = ['tcp', 'udp'] as const
export type PublishProtocol = (typeof publishProtocols)[number]

/** A port of the embedding machine that leads to a guest. */
export interface Publish {
  /** Port of the machine; 0 takes a free one. */
  port: number
  /** Port of the guest. Default: the same. */
  to?: number | undefined
  /** Address or host name of the guest. Default: the first address that DHCP gives out. */
  guest?: string | undefined
  /** Address of the machine that is listened on. Default `127.0.0.1`. */
  host?: string
  /** Default `tcp`. */
  protocol?: PublishProtocol
}

export interface GatewayOptions {
  /** The network. Default `10.0.2.0/24`; the gateway is at its second address, the name server at its third, and guests from the fifteenth on. */
  network?: string
  /**
   * Where guests may go. Default everywhere but this machine, by any of its addresses, and where clouds keep its secrets, `['*']`. A rule that names
   * such an address, a network around it or its very name (not `*.name`) opens it; loopback, link-local and multicast stay closed.
   */
  allow?: readonly string[]
  /** True: a guest that connects to the gateway's address gets to this machine's loopback, as far as `allow` has `127.0.0.1`. Default false. */
  loopback?: boolean
  /** Ports of this machine that lead to guests; Node only. */
  publish?: readonly Publish[]
  /** Names of the network's own. Guests that tell DHCP a host name are in it by themselves. */
  hosts?: Readonly<Record<string, string>>
  /** Addresses by MAC that are always the same. */
  leases?: Readonly<Record<string, string>>
  /** Domain of the network's names. Default `internal`. */
  domain?: string
  /** Bytes of an IPv4 packet. Default 1500. */
  mtu?: number
  /** What the world is reached with. Default: sockets in Node, nothing in a browser; see `fetchOutside` and `wispOutside`. */
  outside?: Outside
  /** What timers go by. Default: the machine's clock. */
  timeline?: Timeline
}

const ruleList = v.array(v.custom<string>((value) => typeof value === 'string' && parseRule(value) !== undefined, ruleForm))
const ipv4 = v.custom<string>((value) => typeof value === 'string' && parseIpv4(value) !== undefined, 'an IPv4 address')
const text = v.pipe(v.string('a text'), v.nonEmpty('a text'))
const anObject = <Type>(what: string) => v.custom<Type>((value) => typeof value === 'object' && value !== null, what)
const publishSchema = strictObject({
  port: integerBetween(0, 65_535),
  to: v.optional(integerBetween(1, 65_535)),
  guest: v.optional(text),
  host: v.optional(text, '127.0.0.1'),
  protocol: v.optional(oneOf(publishProtocols), 'tcp'),
})

const schema = strictObject({
  network: v.optional(text, '10.0.2.0/24'),
  allow: v.optional(ruleList, ['*']),
  loopback: v.optional(v.boolean('true or false'), false),
  publish: v.optional(v.array(publishSchema), []),
  hosts: v.optional(v.record(v.string(), ipv4), {}),
  leases: v.optional(v.record(v.string(), ipv4), {}),
  domain: v.optional(text, 'internal'),
  mtu: v.optional(integerBetween(576, 65_535), 1500),
  outside: v.optional(anObject<Outside>('an Outside')),
  timeline: v.optional(anObject<Timeline>('a Timeline')),
})

export type CheckedGatewayOptions = Omit<v.InferOutput<typeof schema>, 'network' | 'leases'> & {
  network: Cidr
  /** By MAC in lower case. */
  leases: ReadonlyMap<string, Ipv4>
}

/** Addresses in the network, by their place in it. */
export const places = { gateway: 2, nameServer: 3, firstGuest: 15 } as const
/** Room for the gateway, the name server and guests. */
const longestPrefix = 27

export function checkGatewayOptions(options: GatewayOptions): CheckedGatewayOptions {
  const checked = checkOptions(schema, options, 'gateway')
  const network = parseCidr(checked.network)
  if (
    network === undefined ||
    network.prefix > longestPrefix ||
    network.prefix < 8 ||
    (network.base & maskOf(network)) >>> 0 !== network.base
  ) {
    const expected = `a network such as 10.0.2.0/24, from /8 to /${longestPrefix}`
    throw invalidOption('gateway option network', { field: 'network', value: checked.network, expected })
  }
  const leases = new Map(Object.entries(checked.leases).map(([mac, address]) => lease(network, mac, address)))
  const twice = [...leases].find(([mac, address]) => [...leases].some(([other, its]) => other !== mac && its === address))
  if (twice !== undefined) throw wrongLease(twice[0], formatIpv4(twice[1]), 'an address that no other MAC has')
  const hosts = Object.fromEntries(Object.entries(checked.hosts).map(([name, address]) => [name.toLowerCase(), address]))
  return { ...checked, network, leases, hosts, domain: checked.domain.toLowerCase() }
}

function lease(network: Cidr, mac: string, address: string): [string, Ipv4] {
  if (parseMac(mac) === undefined) {
    throw invalidOption('gateway option leases', { field: 'leases', value: mac, expected: 'a MAC such as 52:54:00:12:34:56' })
  }
  const parsed = parseIpv4(address) ?? 0
  const taken = [0, places.gateway, places.nameServer].map((place) => network.base + place)
  const broadcast = (network.base | ~maskOf(network)) >>> 0
  if (contains(network, parsed) && parsed !== broadcast && !taken.includes(parsed)) return [mac.toLowerCase(), parsed]
  throw wrongLease(mac, address, 'an address of the network that is neither its own, nor the gateway, the name server or all')
}

const wrongLease = (mac: string, address: string, expected: string): VmHostError =>
  invalidOption(`gateway option leases.${mac}`, { field: `leases.${mac}`, value: address, expected })
