/** Numbers of the operations in decoded records: dense, the main loop's first, and of those first what two bytes can say. */

import type { Row } from './dsl'
import { rows } from './index'
import { isRelativeFlow } from './operands'

/** Records that are no instruction. */
export const specialOperations = { undecoded: 0, pageEnd: 1, straddle: 2, illegal: 3, enter: 4 } as const

export interface Operation {
  readonly number: number
  readonly name: string
  readonly row: Row
  readonly form: Form
}

/**
 * Jumps and branches: `near` forward inside the page, `back` backward inside the page, `far` maybe outside the page. Indirect jumps: `call` and
 * others that are neither `return` nor `switch`, a jump through a table.
 */
export type Form = 'near' | 'back' | 'far' | 'call' | 'return' | 'switch' | 'only'

type Draft = Omit<Operation, 'number'>

const formsOf = (row: Row): readonly Form[] => {
  if (isRelativeFlow(row)) return ['near', 'back', 'far']
  return row.semantics.some(({ kind }) => kind === 'jumpIndirect') ? ['call', 'return', 'switch'] : ['only']
}

const drafts = (row: Row): Draft[] =>
  formsOf(row).map((form, index) => ({ name: index === 0 ? row.name : `${row.name}_${form}`, row, form }))

const executed = rows.filter((row) => row.expansion === undefined && row.hintOf === undefined)
const compressedTargets = new Set(rows.flatMap((row) => (row.encoding.length === 2 ? [row.expansion?.to ?? row.name] : [])))
const isCompressible = (row: Row): boolean => compressedTargets.has(row.name)
const hot = executed.filter((row) => row.flags.isHot)
const cold = executed.filter((row) => !row.flags.isHot)

export const operations: readonly Operation[] = [
  ...hot.filter(isCompressible),
  ...hot.filter((row) => !isCompressible(row)),
  ...cold,
]
  .flatMap(drafts)
  .map((draft, index) => ({ number: index + Object.keys(specialOperations).length, ...draft }))

const byName = new Map(operations.map((operation) => [operation.name, operation]))

/** Are there instructions of two bytes that do the operation? */
export const hasCompressed = ({ row }: Operation): boolean => isCompressible(row)

export function operationOf(row: Row): Operation {
  const operation = byName.get(row.name)
  if (operation === undefined) throw new Error(`row ${row.name} has no operation`)
  return operation
}
