/** Finds the compressed encoding of an instruction, as GNU as does with the C extension on. */
import type { Row } from '../../spec/isa/dsl'
import { rowNamed, rows } from '../../spec/isa/index'
import { immediateOf, operandNames } from '../../spec/isa/operands'
import { canEncode, encodeRow, type OperandValues } from './encode'

/** Only what every C extension has; the branch-free rest of Zcb needs its own. */
const candidates = new Map<string, Row[]>()
for (const row of rows) {
  if (row.expansion === undefined || row.name.startsWith('c.mop') || row.extensions.some((set) => set.includes('zcb'))) continue
  candidates.set(row.expansion.to, [...(candidates.get(row.expansion.to) ?? []), row])
}

/** Encodings that are hints although they would hold the operands. */
const isHint = (row: Row, values: OperandValues): boolean =>
  (values.rd === 0 && ['c.li', 'c.lui', 'c.mv', 'c.add', 'c.slli'].includes(row.name)) ||
  (values.imm === 0 && row.name === 'c.addi') ||
  (values.shamt === 0 && ['c.slli', 'c.srli', 'c.srai'].includes(row.name))

/** The compressed row's own values, or undefined when the operands do not fit its shape. */
function ownValues(row: Row, base: Row, values: OperandValues): OperandValues | undefined {
  const own: Record<string, number> = {}
  const immediate = immediateOf(base)?.name
  for (const name of operandNames(base)) {
    const source = row.expansion?.operands[name === immediate ? 'imm' : name]
    const value = values[name] ?? 0
    if (typeof source === 'number' ? source !== value : source === undefined || (own[source] ?? value) !== value) return undefined
    if (typeof source === 'string') own[source] = value
  }
  return own
}

/** mv is an addition of zero; its compressed form adds to x0. */
function compressMove(base: Row, values: OperandValues): number | undefined {
  const { rd = 0, rs1 = 0, imm = 0 } = values
  if (base.name !== 'addi' || imm !== 0 || rd === 0 || rs1 === 0) return undefined
  return compress(rowNamed('add'), { rd, rs1: 0, rs2: rs1 })
}

export function compress(base: Row, values: OperandValues): number | undefined {
  const move = compressMove(base, values)
  if (move !== undefined) return move
  for (const row of candidates.get(base.name) ?? []) {
    const own = ownValues(row, base, values)
    if (own !== undefined && canEncode(row, own) && !isHint(row, own)) return encodeRow(row, own)
  }
  return undefined
}
