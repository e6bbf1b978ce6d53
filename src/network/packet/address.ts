/** IPv4 and MAC addresses: as numbers and bytes in packets, as text to people. */
import { VmHostError } from '../../error'

/** An IPv4 address as an unsigned number: 10.0.2.15 is 0x0a00020f. */
export type Ipv4 = number

/** The address that `text` writes in dotted decimal, or undefined. */
export function parseIpv4(text: string): Ipv4 | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return undefined
  return parts.reduce((address, part) => address * 256 + part, 0)
}

export function formatIpv4(address: Ipv4): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

/** A network: its first address and the length of its prefix. */
export interface Cidr {
  readonly base: Ipv4
  readonly prefix: number
}

/** `10.0.0.0/8`, or an address alone, which is a network of one; undefined when it is neither. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length, ...rest] = text.split('/')
  const base = parseIpv4(address)
  if (base === undefined || rest.length > 0) return undefined
  const prefix = length === undefined ? 32 : /^\d{1,2}$/.test(length) ? Number(length) : Number.NaN
  return prefix >= 0 && prefix <= 32 ? { base, prefix } : undefined
}

/** The network; throws for what is none in our own code. */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text)
  if (parsed === undefined) throw new VmHostError('ERR_INVALID_ADDRESS', `${text} is no IPv4 network`)
  return parsed
}

export const maskOf = ({ prefix }: Cidr): Ipv4 => (prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0)

export function contains(network: Cidr, address: Ipv4): boolean {
  const mask = maskOf(network)
  return (address & mask) >>> 0 === (network.base & mask) >>> 0
}

export const limitedBroadcast: Ipv4 = 0xffff_ffff

/** `52:54:00:12:34:56`, six bytes. */
export function formatMac(mac: Uint8Array): string {
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

export function parseMac(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined
  return Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16))
}
