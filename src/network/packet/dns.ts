/** DNS messages as far as a resolver of addresses needs them: one question, answers of type A (RFC 1035 §4). */
import type { Ipv4 } from './address'
import { addressBytes } from './dhcp'

export const dnsPort = 53
export const dnsTypes = { a: 1, aaaa: 28 } as const
export const dnsCodes = { none: 0, formatError: 1, serverFailure: 2, nameError: 3, notImplemented: 4, refused: 5 } as const

const headerBytes = 12
const classInternet = 1
const flags = { response: 0x8000, recursionDesired: 0x0100, recursionAvailable: 0x0080 } as const
/** A name that the question holds already: a pointer to byte 12. */
const pointerToQuestion = [0xc0, headerBytes]
const longestName = 253

export interface DnsQuestion {
  id: number
  /** In lower case, without the dot at the end. */
  name: string
  type: number
  recursionDesired: boolean
  /** The question as it was asked, to be repeated in the answer. */
  bytes: Uint8Array
}

/** The first question of a standard query; undefined when it is none. */
export function parseDns(bytes: Uint8Array): DnsQuestion | undefined {
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const word = view.getUint16(2)
  const isStandardQuery = (word & 0xf800) === 0
  if (!isStandardQuery || view.getUint16(4) !== 1) return undefined
  const labels: string[] = []
  let at = headerBytes
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    // A question compresses nothing: there is no name before it.
    if (length === undefined || length > 63 || at + 1 + length > bytes.length) return undefined
    labels.push(new TextDecoder('latin1').decode(bytes.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
  const name = labels.join('.').toLowerCase()
  if (at + 5 > bytes.length || name.length > longestName || view.getUint16(at + 3) !== classInternet) return undefined
  return {
    id: view.getUint16(0),
    name,
    type: view.getUint16(at + 1),
    recursionDesired: (word & flags.recursionDesired) !== 0,
    bytes: bytes.slice(headerBytes, at + 5),
  }
}

export interface DnsAnswer {
  code: number
  addresses?: readonly Ipv4[]
  /** Seconds that the answer may be kept. */
  ttl?: number
}

export function dnsResponse(question: DnsQuestion, { code, addresses = [], ttl = 60 }: DnsAnswer): Uint8Array {
  const header = new DataView(new ArrayBuffer(headerBytes))
  header.setUint16(0, question.id)
  header.setUint16(2, flags.response | flags.recursionAvailable | (question.recursionDesired ? flags.recursionDesired : 0) | code)
  header.setUint16(4, 1)
  header.setUint16(6, addresses.length)
  const records = addresses.flatMap((address) => [
    ...pointerToQuestion,
    ...[0, dnsTypes.a, 0, classInternet],
    ...addressBytes(ttl),
    ...[0, 4],
    ...addressBytes(address),
  ])
  return Uint8Array.from([...new Uint8Array(header.buffer), ...question.bytes, ...records])
}
