/** Prints the mnemonics of operations, for what tells counters of the core to people. */
import { operations, specialOperations } from '../isa/operations'

/** Operations that differ only in where they jump to, or in what for, have one mnemonic. */
export function printNames(): string {
  const names = [...Object.keys(specialOperations), ...operations.map(({ row }) => row.name)]
  return `// Generated from src/spec/isa by src/spec/generate.ts. Do not edit.

/** Mnemonics by the number of the operation in the core. */
export const operationNames: readonly string[] =
  '${names.join(' ')}'.split(' ')
`
}
