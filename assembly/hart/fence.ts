/** FENCE: harts on one thread need nothing for it, those on several are told by the one fence that there is. */
import { Hart } from '../abi/layout.gen'
import { barrier } from '../memory/barrier'

// @ts-ignore: decorator
@inline
export function fence(hart: Hart): void {
  barrier()
}
