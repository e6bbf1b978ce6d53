/** Rows that the translator lowers in a way of its own, where the helper that gives their meaning is only the slow path. */
import type { Row } from '../isa/dsl'

const divisions: Readonly<Record<string, string>> = {
  div: 'lowerDivide(w, Op.i64DivS, true, false)',
  divu: 'lowerDivide(w, Op.i64DivU, false, false)',
  rem: 'lowerDivide(w, Op.i64RemS, true, true)',
  remu: 'lowerDivide(w, Op.i64RemU, false, true)',
  divw: 'lowerDivideWord(w, Op.i64DivS, true, false)',
  divuw: 'lowerDivideWord(w, Op.i64DivU, false, false)',
  remw: 'lowerDivideWord(w, Op.i64RemS, true, true)',
  remuw: 'lowerDivideWord(w, Op.i64RemU, false, true)',
}

/** The statement that writes the row's code; undefined when its semantics are printed as they are. */
export function inlineLowering(row: Row): string | undefined {
  return divisions[row.name]
}
