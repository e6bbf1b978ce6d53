/** The full barrier of this thread: what it wrote is seen by others before it reads on. Nothing where there is one thread. */
import { CodeCache } from '../abi/layout.gen'
import { fullFence } from '../lib/shared-word'
import { codeCache } from './code-cache'

// @ts-ignore: decorator
@inline
export function barrier(): void {
  fullFence(changetype<usize>(codeCache()) + offsetof<CodeCache>('barrier'))
}
