/**
 * What programs are made of. A piece has made all its random choices already and only writes itself; a program without some of its
 * pieces is still one that ends, so that a failing one can be made smaller without knowing what it does.
 */
import type { Instruction } from '../sequence'
import type { Text } from './text'

export interface Piece {
  readonly name: string
  /** Pieces inside, in lists that may lose members. */
  readonly parts: readonly (readonly Piece[])[]
  /** Instructions that it takes, about. */
  readonly cost: number
  emit(text: Text, parts: readonly (readonly Piece[])[]): void
  /** The same with less to do, when there is such a thing. */
  readonly smaller?: (parts: Piece['parts']) => Piece
}

export const costOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { cost }) => sum + cost, 0)

export function write(text: Text, pieces: readonly Piece[] | undefined): void {
  for (const piece of pieces ?? []) piece.emit(text, piece.parts)
}

export const instruction = (bits: Instruction): Piece => ({
  name: 'instruction',
  parts: [],
  cost: 1,
  emit: (text) => text.raw(bits),
})

/** A piece without pieces inside. */
export const leaf = (name: string, cost: number, emit: (text: Text) => unknown): Piece => ({
  name,
  parts: [],
  cost,
  emit: (text) => void emit(text),
})

/** Every list that comes of one step towards smaller: a piece gone, in place of it what is inside, or a change inside. */
export function* smallerLists(pieces: readonly Piece[]): Generator<readonly Piece[]> {
  for (let step = pieces.length; step >= 1; step = step === 1 ? 0 : Math.ceil(step / 2)) {
    for (let at = 0; at < pieces.length; at += step) yield [...pieces.slice(0, at), ...pieces.slice(at + step)]
  }
  for (const [index, piece] of pieces.entries()) {
    const replaced = (...by: readonly Piece[]): Piece[] => [...pieces.slice(0, index), ...by, ...pieces.slice(index + 1)]
    if (piece.parts.length > 0) yield replaced(...piece.parts.flat())
    if (piece.smaller !== undefined) yield replaced(piece.smaller(piece.parts))
    for (const [part, list] of piece.parts.entries()) {
      for (const less of smallerLists(list))
        yield replaced({ ...piece, parts: piece.parts.map((each, place) => (place === part ? less : each)) })
    }
  }
}
