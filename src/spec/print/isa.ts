/** Everything that is printed from the instruction rows. */
import type { Output } from '../generate'
import { printDecode } from './isa-decode'
import { printExecute, printExecuteCold } from './isa-execute'
import { printEffects, printLower } from './isa-lower'
import { printNames } from './isa-names'
import { printReference } from './isa-reference'

export function outputs(): Output[] {
  return [
    { path: 'assembly/hart/decode.gen.ts', text: printDecode() },
    { path: 'assembly/hart/execute.gen.ts', text: printExecute() },
    { path: 'assembly/hart/execute-cold.gen.ts', text: printExecuteCold() },
    { path: 'assembly/jit/lower.gen.ts', text: printLower() },
    { path: 'assembly/jit/effects.gen.ts', text: printEffects() },
    { path: 'src/guest/operation-names.gen.ts', text: printNames() },
    { path: 'docs/instructions.md', text: printReference() },
  ]
}
