/** Numbers of the operations in decoded records: dense, the main loop's first. */

import type { Row } from './dsl'
import { rows } from './index'
import { isRelativeFlow } from './operands'

/** Records that are no instruction. */
export const specialOperations = { undecoded: 0, pageEnd: 1, straddle: 2, illegal: 3 } as const

export interface Operation {
  readonly number: number
  readonly name: string
  readonly row: Row
  /** The target may be outside the page. */
  readonly isFar: boolean
}

type Draft = Omit<Operation, 'number'>

const drafts = (row: Row): Draft[] =>
  isRelativeFlow(row)
    ? [
        { name: row.name, row, isFar: false },
        { name: `${row.name}_far`, row, isFar: true },
      ]
    : [{ name: row.name, row, isFar: false }]

const executed = rows.filter((row) => row.expansion === undefined && row.hintOf === undefined)
const hot = executed.filter((row) => row.flags.isHot)
const cold = executed.filter((row) => !row.flags.isHot)

export const operations: readonly Operation[] = [...hot, ...cold]
  .flatMap(drafts)
  .map((draft, index) => ({ number: index + Object.keys(specialOperations).length, ...draft }))

const byName = new Map(operations.map((operation) => [operation.name, operation]))

export function operationOf(row: Row): Operation {
  const operation = byName.get(row.name)
  if (operation === undefined) throw new Error(`row ${row.name} has no operation`)
  return operation
}
