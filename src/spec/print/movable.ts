/** Prints what copies a guest's state from one region to another. */
import type { Output } from '../generate'
import { movableGuestSpans, movableHartSpans, type Span } from '../layout/movable'
import { banner } from './text'

const copies = (spans: readonly Span[]): string =>
  spans.map(({ offset, bytes }) => `  memory.copy(to + ${offset}, from + ${offset}, ${bytes})\n`).join('')

const copier = (name: string, doc: string, spans: readonly Span[]): string =>
  `\n/** ${doc} */\nexport function ${name}(from: usize, to: usize): void {\n${copies(spans)}}\n`

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
  return [{ path: 'assembly/abi/movable.gen.ts', text }]
}
