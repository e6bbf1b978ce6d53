/**
 * DHCP messages (RFC 2131, options of RFC 2132).
 *
 *     | op 1 | htype 1 | hlen 1 | hops 1 | xid 4 | secs 2 | flags 2 | ciaddr 4 | yiaddr 4 | siaddr 4 | giaddr 4 | chaddr 16 | names 192 | cookie 4 | options
 */
import { type Ipv4, limitedBroadcast } from './address'

export const dhcpPorts = { server: 67, client: 68 } as const
export const dhcpTypes = { discover: 1, offer: 2, request: 3, decline: 4, ack: 5, nak: 6, release: 7, inform: 8 } as const
export const dhcpOptions = {
  subnetMask: 1,
  router: 3,
  nameServer: 6,
  hostName: 12,
  domainName: 15,
  interfaceMtu: 26,
  requestedAddress: 50,
  leaseTime: 51,
  messageType: 53,
  serverIdentifier: 54,
  clientIdentifier: 61,
} as const

const operations = { request: 1, reply: 2 } as const
const pad = 0
const end = 255
const cookie = 0x63825363
const optionsAt = 240
/** Relays of old drop what is shorter (RFC 1542 §2.1). */
const leastBytes = 300

export interface DhcpMessage {
  type: number
  transaction: number
  /** The client cannot take unicast yet. */
  wantsBroadcast: boolean
  /** What the client uses now, 0 when nothing. */
  clientAddress: Ipv4
  mac: Uint8Array
  options: ReadonlyMap<number, Uint8Array>
}

/** A client's message; undefined when it is none. */
export function parseDhcp(bytes: Uint8Array): DhcpMessage | undefined {
  if (bytes.length < optionsAt || bytes[0] !== operations.request || bytes[1] !== 1 || bytes[2] !== 6) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint32(236) !== cookie) return undefined
  const options = parseOptions(bytes.subarray(optionsAt))
  const type = options.get(dhcpOptions.messageType)?.[0]
  if (type === undefined) return undefined
  return {
    type,
    transaction: view.getUint32(4),
    wantsBroadcast: (view.getUint16(10) & 0x8000) !== 0,
    clientAddress: view.getUint32(12),
    mac: bytes.subarray(28, 34),
    options,
  }
}

function parseOptions(bytes: Uint8Array): Map<number, Uint8Array> {
  const options = new Map<number, Uint8Array>()
  let at = 0
  while (at < bytes.length && bytes[at] !== end) {
    const code = bytes[at] as number
    if (code === pad) {
      at++
      continue
    }
    const length = bytes[at + 1] ?? 0
    if (at + 2 + length > bytes.length) break
    options.set(code, bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return options
}

/** The address that an option holds. */
export function addressOption(message: DhcpMessage, code: number): Ipv4 | undefined {
  const bytes = message.options.get(code)
  return bytes?.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : undefined
}

export interface DhcpReply {
  type: number
  to: DhcpMessage
  /** The client's address from now on, 0 in a refusal. */
  address: Ipv4
  server: Ipv4
  options: readonly (readonly [code: number, value: Uint8Array])[]
}

export function dhcpReply({ type, to, address, server, options }: DhcpReply): Uint8Array {
  // Who names itself wants to read that in the answer (RFC 6842 §3).
  const client = to.options.get(dhcpOptions.clientIdentifier)
  const all: [number, Uint8Array][] = [
    [dhcpOptions.messageType, Uint8Array.of(type)],
    [dhcpOptions.serverIdentifier, addressBytes(server)],
    ...(client === undefined ? [] : [[dhcpOptions.clientIdentifier, client] as [number, Uint8Array]]),
    ...options.map(([code, value]): [number, Uint8Array] => [code, value]),
  ]
  const optionBytes = all.reduce((sum, [, value]) => sum + 2 + value.length, 1)
  const bytes = new Uint8Array(Math.max(leastBytes, optionsAt + optionBytes))
  const view = new DataView(bytes.buffer)
  bytes.set([operations.reply, 1, 6, 0])
  view.setUint32(4, to.transaction)
  view.setUint16(10, to.wantsBroadcast ? 0x8000 : 0)
  view.setUint32(12, to.clientAddress)
  view.setUint32(16, address)
  view.setUint32(20, server)
  bytes.set(to.mac, 28)
  view.setUint32(236, cookie)
  let at = optionsAt
  for (const [code, value] of all) {
    bytes.set([code, value.length], at)
    bytes.set(value, at + 2)
    at += 2 + value.length
  }
  bytes[at] = end
  return bytes
}

/** Where an answer goes, and whether to all stations (RFC 2131 §4.1). */
export function dhcpDestination({ type, to, address }: Pick<DhcpReply, 'type' | 'to' | 'address'>): {
  destination: Ipv4
  isBroadcast: boolean
} {
  if (type === dhcpTypes.nak) return { destination: limitedBroadcast, isBroadcast: true }
  if (to.clientAddress !== 0) return { destination: to.clientAddress, isBroadcast: false }
  return to.wantsBroadcast ? { destination: limitedBroadcast, isBroadcast: true } : { destination: address, isBroadcast: false }
}

export function addressBytes(address: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, address)
  return bytes
}
