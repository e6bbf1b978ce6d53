/** Prints what copies a guest's state from one region to another. */
import type { Output } from '../generate'
import { isCache, movableGuestSpans, movableHartSpans, type Span } from '../layout/movable'
import { guestParts, hartParts, type PlacedPart } from '../layout/region'
import { ringStruct } from '../layout/ring'
import { scalarBytes } from '../layout/struct'
import { banner } from './text'

const copies = (spans: readonly Span[]): string =>
  spans.map(({ offset, bytes }) => `  memory.copy(to + ${offset}, from + ${offset}, ${bytes})\n`).join('')

const copier = (name: string, doc: string, spans: readonly Span[]): string =>
  `\n/** ${doc} */\nexport function ${name}(from: usize, to: usize): void {\n${copies(spans)}}\n`

/** Fields by name, offset and bytes, for snapshots. */
function partsTable(parts: readonly PlacedPart[]): string {
  const rows = parts
    .filter(({ struct }) => struct !== ringStruct)
    .map(({ name, offset, struct }) => {
      const fields = struct.fields
        .filter((field) => !isCache(field))
        .map((field) => `['${field.name}', ${field.offset}, ${scalarBytes[field.type] * field.count}]`)
      return `    { name: '${name}', offset: ${offset}, fields: [${fields.join(', ')}] },\n`
    })
  return `[\n${rows.join('')}  ]`
}

const typescript = (): string =>
  `${banner('src/spec/layout/movable.ts')}/** A struct in a region, with the fields that move: name, offset, bytes. */
export interface MovablePart {
  readonly name: string
  readonly offset: number
  readonly fields: readonly (readonly [name: string, offset: number, bytes: number])[]
}

export const movableParts: { readonly guest: readonly MovablePart[]; readonly hart: readonly MovablePart[] } = {
  guest: ${partsTable(guestParts)},
  hart: ${partsTable(hartParts)},
}
`

export function outputs(): Output[] {
  const text =
    banner('src/spec/layout/movable.ts').trimEnd() +
    '\n' +
    copier(
      'copyGuestState',
      'Copies what moves with a guest, up to its harts; caches and rings of `to` stay as they are.',
      movableGuestSpans,
    ) +
    copier('copyHartState', 'Copies what moves with a hart.', movableHartSpans)
  return [
    { path: 'assembly/abi/movable.gen.ts', text },
    { path: 'src/core/movable.gen.ts', text: typescript() },
  ]
}
