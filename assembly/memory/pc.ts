/** The address of the instruction that a hart is at, inside its loop or outside. */
import { Hart } from '../abi/layout.gen'

/** Inside the loop the decoded record tells the address: 8 bytes of record per halfword of code. */
export function currentPc(hart: Hart): u64 {
  if (hart.codePtr == 0) return hart.pc
  return hart.pageVa + <u64>((hart.codePtr - hart.codePage) >> 2)
}
