/** DNS messages as far as a resolver of addresses needs them: one question, answers of types A and PTR (RFC 1035 §4). */
import type { Ipv4 } from './address'
import { addressBytes } from './dhcp'

export const dnsPort = 53
export const dnsTypes = { a: 1, ptr: 12, aaaa: 28, any: 255 } as const
/** Bytes of a message in a datagram, and in a stream, behind its length. */
export const dnsMostBytes = { udp: 512, tcp: 65_535 } as const
export const dnsCodes = { none: 0, formatError: 1, serverFailure: 2, nameError: 3, notImplemented: 4, refused: 5 } as const

const headerBytes = 12
const classInternet = 1
const flags = {
  response: 0x8000,
  opcode: 0x7800,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x0080,
} as const
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

/** What was asked and cannot be answered, by its code. */
export interface DnsMistake {
  id: number
  /** Of the query: what it wanted done, and whether by others. */
  word: number
  code: number
}

/** The question of a query, or what is wrong with it; undefined when it is none at all. */
export function parseDns(bytes: Uint8Array): DnsQuestion | DnsMistake | undefined {
  if (bytes.length < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const [id, word] = [view.getUint16(0), view.getUint16(2)]
  if ((word & flags.response) !== 0) return undefined
  if ((word & flags.opcode) !== 0) return { id, word, code: dnsCodes.notImplemented }
  const labels = view.getUint16(4) === 1 ? parseLabels(bytes) : undefined
  if (labels === undefined) return { id, word, code: dnsCodes.formatError }
  const { name, end } = labels
  if (view.getUint16(end + 2) !== classInternet) return { id, word, code: dnsCodes.refused }
  const recursionDesired = (word & flags.recursionDesired) !== 0
  return { id, name, type: view.getUint16(end), recursionDesired, bytes: bytes.slice(headerBytes, end + 4) }
}

/** The name of the question, and where its type stands. */
function parseLabels(bytes: Uint8Array): { name: string; end: number } | undefined {
  const labels: string[] = []
  let at = headerBytes
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    // A question compresses nothing: there is no name before it.
    if (length === undefined || length > 63 || at + 1 + length > bytes.length) return undefined
    labels.push(new TextDecoder('latin1').decode(bytes.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
  const name = labels.join('.').toLowerCase()
  return at + 5 > bytes.length || name.length > longestName ? undefined : { name, end: at + 1 }
}

export interface DnsAnswer {
  code: number
  addresses?: readonly Ipv4[]
  /** In answer to a question of type PTR. */
  pointer?: string
  /** Seconds that the answer may be kept. */
  ttl?: number
}

/** An answer of at most `mostBytes`; what does not fit is left out, and that is told. */
export function dnsResponse(
  question: DnsQuestion,
  { code, addresses = [], pointer, ttl = 60 }: DnsAnswer,
  mostBytes: number,
): Uint8Array {
  const all = [
    ...addresses.map((address) => record({ type: dnsTypes.a, ttl, data: addressBytes(address) })),
    ...(pointer === undefined ? [] : [record({ type: dnsTypes.ptr, ttl, data: nameBytes(pointer) })]),
  ]
  const room = mostBytes - headerBytes - question.bytes.length
  let bytes = 0
  const records = all.filter((one) => {
    bytes += one.length
    return bytes <= room
  })
  const isCut = records.length < all.length
  const recursion = flags.recursionAvailable | (question.recursionDesired ? flags.recursionDesired : 0)
  const word = flags.response | (isCut ? flags.truncated : 0) | recursion | code
  const head = header({ id: question.id, word, questions: 1, answers: records.length })
  return Uint8Array.from([...head, ...question.bytes, ...records.flat()])
}

export function dnsMistake({ id, word, code }: DnsMistake): Uint8Array {
  const kept = word & (flags.opcode | flags.recursionDesired)
  return header({ id, word: flags.response | flags.recursionAvailable | kept | code, questions: 0, answers: 0 })
}

function header({ id, word, questions, answers }: { id: number; word: number; questions: number; answers: number }): Uint8Array {
  const view = new DataView(new ArrayBuffer(headerBytes))
  view.setUint16(0, id)
  view.setUint16(2, word)
  view.setUint16(4, questions)
  view.setUint16(6, answers)
  return new Uint8Array(view.buffer)
}

function record({ type, ttl, data }: { type: number; ttl: number; data: Uint8Array }): number[] {
  return [...pointerToQuestion, 0, type, 0, classInternet, ...addressBytes(ttl), data.length >> 8, data.length & 0xff, ...data]
}

function nameBytes(name: string): Uint8Array {
  return Uint8Array.from([...name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]), 0])
}
