/** The code table of this physical CPU: the decoded page of each frame that holds code, whoever maps it. */
import { codeCache } from './code-cache'
import { PAGE_SHIFT } from './page'

/** Decoded page of the frame: host pointer of its record 0, 0 when none of its code has run. */
// @ts-ignore: decorator
@inline
export function decodedOf(frame: usize): usize {
  return load<u32>(slotOf(frame))
}

export function setDecoded(frame: usize, page: usize): void {
  store<u32>(slotOf(frame), <u32>page)
}

// @ts-ignore: decorator
@inline
function slotOf(frame: usize): usize {
  return <usize>codeCache().codeTable + ((frame >> PAGE_SHIFT) << 2)
}
