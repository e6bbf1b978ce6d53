/**
 * The state of a guest's region as bytes: every field that moves with the guest, one behind the other, by a table that says which they are.
 * A later version with more fields reads an earlier one: what the table does not name keeps the value of a new guest.
 */
import type { Core } from '../core/core'
import { GUEST_HARTS, GuestLayout, HART_BLOCK_BYTES, StateFault } from '../core/layout.gen'
import { type MovablePart, movableParts } from '../core/movable.gen'
import { StructView } from '../core/struct-view'
import { VmHostError } from '../error'
import { damaged } from './format'
import type { SnapshotHeader } from './header'
import { checkImage } from './shape'

/** Part and field to size in bytes, in the order of the state; `buses` is what lies behind the harts. */
export interface LayoutTable {
  guest: Record<string, Record<string, number>>
  hart: Record<string, Record<string, number>>
  buses: number
}

export interface Region {
  core: Core
  guest: number
  harts: number
}

/** What the host keeps of a guest's memory is the new host's own. */
const guestParts = movableParts.guest.filter(({ name }) => name !== 'ALLOCATION')

/** The table of this version. */
export function layoutTable(region: Region): LayoutTable {
  return { guest: tableOf(guestParts), hart: tableOf(movableParts.hart), buses: busesOf(region).bytes }
}

const tableOf = (parts: readonly MovablePart[]): Record<string, Record<string, number>> =>
  Object.fromEntries(
    parts.map(({ name, fields }) => [name, Object.fromEntries(fields.map(([field, , bytes]) => [field, bytes]))]),
  )

export function readState(region: Region): Uint8Array<ArrayBuffer> {
  const spans = [
    ...spansOf(guestParts, region.guest),
    ...harts(region).flatMap((hart) => spansOf(movableParts.hart, hart)),
    busesOf(region),
  ]
  const out = new Uint8Array(spans.reduce((sum, { bytes }) => sum + bytes, 0))
  let at = 0
  for (const { pointer, bytes } of spans) {
    out.set(region.core.bytes.subarray(pointer, pointer + bytes), at)
    at += bytes
  }
  return out
}

/** A copy of a guest's region, at 0. */
export interface Image {
  readonly bytes: Uint8Array
  readonly view: DataView<ArrayBuffer>
  readonly harts: number
}

function imageOf({ core, guest, harts }: Region): Image {
  const bytes = core.bytes.slice(guest, guest + core.view.getUint32(guest + GuestLayout.regionBytes.offset, true))
  return { bytes, view: new DataView(bytes.buffer), harts }
}

/**
 * Puts the state into the region of a new guest that has what the header's plan says; the table is the one that was written with it. What cannot be
 * is refused before the region has any of it.
 */
export function writeState(
  region: Region,
  state: Uint8Array,
  { layout: table, plan }: Pick<SnapshotHeader, 'layout' | 'plan'>,
): void {
  const image = imageOf(region)
  const cursor: Cursor = { state, at: 0, image, spans: [] }
  writeParts(cursor, { table: table.guest, parts: guestParts, base: 0 })
  for (let hart = 0; hart < region.harts; hart++)
    writeParts(cursor, { table: table.hart, parts: movableParts.hart, base: GUEST_HARTS + hart * HART_BLOCK_BYTES })
  const buses = busesOf(region)
  if (buses.bytes !== table.buses) throw foreign('devices on buses', table.buses, buses.bytes)
  put(cursor, { pointer: buses.pointer - region.guest, bytes: buses.bytes })
  if (cursor.at !== state.length) throw damaged(`its state has ${state.length} bytes, expected ${cursor.at}`)
  checkImage(image, imageOf(region))
  for (const { pointer, bytes } of cursor.spans)
    region.core.bytes.set(image.bytes.subarray(pointer, pointer + bytes), region.guest + pointer)
  checkFault(region.core.exports.guestStateFault(region.guest))
  const struct = new StructView(region.core, GuestLayout, region.guest)
  struct.set('tohostGpa', plan.htif?.tohost ?? 0n)
  struct.set('fromhostGpa', plan.htif?.fromhost ?? 0n)
  // Pages count as they come, and are copied before they are written.
  struct.set('residentPages', 0n)
  struct.set('sharesPages', 1)
}

function checkFault(fault: number): void {
  const [kind, place] = [fault & 0xff, fault >>> 8]
  if (kind === StateFault.none) return
  const what = {
    [StateFault.features]: `slot ${place}: features that its driver accepted are not on offer`,
    [StateFault.queue]: `slot ${place}: a queue does not lie in RAM as its driver put it there`,
    [StateFault.stealTime]: `hart ${place}: its steal time does not lie in RAM`,
  }[kind]
  throw damaged(`its state is not of a guest: ${what ?? 'something'}`)
}

interface Cursor {
  state: Uint8Array
  at: number
  image: Image
  /** Of the image, that were written. */
  spans: Span[]
}

interface PartsToWrite {
  table: Record<string, Record<string, number>>
  parts: readonly MovablePart[]
  base: number
}

function writeParts(cursor: Cursor, { table, parts, base }: PartsToWrite): void {
  for (const [name, fields] of Object.entries(table)) {
    const part = parts.find((candidate) => candidate.name === name)
    for (const [field, bytes] of Object.entries(fields)) {
      const place = part?.fields.find(([candidate]) => candidate === field)
      if (part === undefined || place === undefined || place[2] !== bytes) throw foreign(`${name}.${field}`, bytes, place?.[2])
      put(cursor, { pointer: base + part.offset + place[1], bytes })
    }
  }
}

function put(cursor: Cursor, span: Span): void {
  const { state, at, image, spans } = cursor
  if (at + span.bytes > state.length) throw damaged('its state is too short')
  image.bytes.set(state.subarray(at, at + span.bytes), span.pointer)
  spans.push(span)
  cursor.at += span.bytes
}

/** Bytes of the core's memory. */
interface Span {
  pointer: number
  bytes: number
}

const spansOf = (parts: readonly MovablePart[], base: number): Span[] =>
  parts.flatMap(({ offset, fields }) => fields.map(([, at, bytes]) => ({ pointer: base + offset + at, bytes })))

const harts = ({ guest, harts: count }: Region): number[] =>
  Array.from({ length: count }, (_, hart) => guest + GUEST_HARTS + hart * HART_BLOCK_BYTES)

function busesOf({ core, guest, harts: count }: Region): Span {
  const offset = GUEST_HARTS + count * HART_BLOCK_BYTES
  return { pointer: guest + offset, bytes: core.view.getUint32(guest + GuestLayout.regionBytes.offset, true) - offset }
}

function foreign(what: string, found: number, expected: number | undefined): VmHostError {
  const known = expected === undefined ? 'nothing of that name' : `${expected} bytes`
  return new VmHostError('ERR_ABI_MISMATCH', `the snapshot has ${what} of ${found} bytes, this version ${known}`)
}
