/** What of a guest's region moves with the guest: all but caches and host pointers, which its new place fills in, and rings to the outside. */
import { allocationStruct } from './memory'
import { guestParts, hartParts, type PlacedPart } from './region'
import { ringStruct } from './ring'
import { type PlacedField, scalarBytes } from './struct'

/** Bytes of a region that are next to each other. */
export interface Span {
  readonly offset: number
  readonly bytes: number
}

/** A field says of itself that it holds only where it is. */
export function isCache({ doc }: Pick<PlacedField, 'doc'>): boolean {
  return doc.startsWith('cache:') || doc.includes('host pointer')
}

/** The spans of a part that a clone takes over. */
function spansOf({ offset, struct }: PlacedPart): Span[] {
  return struct.fields
    .filter((field) => !isCache(field))
    .map((field) => ({ offset: offset + field.offset, bytes: scalarBytes[field.type] * field.count }))
}

/** Joins spans that touch, but for padding. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const { offset, bytes } of spans) {
    const last = out.at(-1)
    if (last !== undefined && offset - (last.offset + last.bytes) < 4) {
      out[out.length - 1] = { offset: last.offset, bytes: offset + bytes - last.offset }
    } else out.push({ offset, bytes })
  }
  return out
}

const movableSpans = (parts: readonly PlacedPart[]): Span[] =>
  joined(parts.filter(({ struct }) => struct !== ringStruct && struct !== allocationStruct).flatMap(spansOf))

/** In a guest's region up to its harts; the serial line's rings belong to the line, and claims to memory to the host: a clone has both anew. */
export const movableGuestSpans = movableSpans(guestParts)
/** In a hart's block. */
export const movableHartSpans = movableSpans(hartParts)
