/** The header of a snapshot: what it is of, and what a guest is built from again. */
import type { GuestIdentity } from '../guest/identity'
import type { LineState } from '../host/console-line'
import type { GuestPlan } from '../host/protocol'
import { damaged } from './format'
import { checkHeader } from './header-schema'
import type { SavedDevice } from './saved-devices'
import type { LayoutTable } from './state'

/**
 * A plan without the images that the guest was started from, and without what its new host decides: no file can put its guest into somebody's
 * sharing domain.
 */
export type SavedPlan = Omit<GuestPlan, 'writes' | 'devices' | 'sharingDomain'> & { devices: SavedDevice[] }

export interface SnapshotHeader {
  /** Another one for each snapshot. */
  id: string
  /** The snapshot that an incremental one is a change to. */
  base?: string
  /** Of the core that wrote it. */
  abi: string
  compression: 'deflate' | 'none'
  identity: GuestIdentity
  htif?: { signature?: { begin: number; end: number } }
  state: 'running' | 'paused'
  plan: SavedPlan
  line: LineState
  layout: LayoutTable
}

/** Types that JSON does not have, by the name that marks them. */
const marks = { bigint: '$bigint', bytes: '$bytes', pattern: '$pattern' } as const

export function encodeHeader(header: SnapshotHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header, (_, value) => marked(value)))
}

/** Throws ERR_SNAPSHOT_FORMAT, which names what is wrong. */
export function decodeHeader(bytes: Uint8Array): SnapshotHeader {
  return checkHeader(parse(bytes))
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (_, value) => unmarked(value))
  } catch (error) {
    throw damaged(`its header is no JSON (${error instanceof Error ? error.message : String(error)})`)
  }
}

function marked(value: unknown): unknown {
  if (typeof value === 'bigint') return { [marks.bigint]: value.toString() }
  if (value instanceof Uint8Array) return { [marks.bytes]: base64(value) }
  if (value instanceof RegExp) return { [marks.pattern]: [value.source, value.flags] }
  return value
}

function unmarked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (marks.bigint in value) return BigInt(String(value[marks.bigint]))
  if (marks.bytes in value) return fromBase64(String(value[marks.bytes]))
  if (marks.pattern in value) {
    const [source, flags] = value[marks.pattern] as [string, string]
    return new RegExp(source, flags)
  }
  return value
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
