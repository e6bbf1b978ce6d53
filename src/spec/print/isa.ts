/** Everything that is printed from the instruction rows. */
import type { Output } from '../generate'
import { printDecode } from './isa-decode'
import { printExecute, printExecuteCold } from './isa-execute'
import { printReference } from './isa-reference'

export function outputs(): Output[] {
  return [
    { path: 'assembly/hart/decode.gen.ts', text: printDecode() },
    { path: 'assembly/hart/execute.gen.ts', text: printExecute() },
    { path: 'assembly/hart/execute-cold.gen.ts', text: printExecuteCold() },
    { path: 'docs/instructions.md', text: printReference() },
  ]
}
