/** FENCE: harts on one thread need nothing for it, those on several are told by the one fence that there is. */
import { CodeCache, Hart } from '../abi/layout.gen'
import { fullFence } from '../lib/shared-word'
import { codeCache } from '../memory/code-cache'

// @ts-ignore: decorator
@inline
export function fence(hart: Hart): void {
  fullFence(changetype<usize>(codeCache()) + offsetof<CodeCache>('barrier'))
}
