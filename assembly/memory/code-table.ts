/**
 * The code tables: which frames hold code, as this physical CPU decoded it and as any of them may have.
 *
 *     own table     | decoded page u32 |             by frame
 *     host's table  | generation | 1 when code |     by frame; the generation goes up when the frame's code is another's
 *
 * A frame holds code from its first decoded page until it goes back to the host, whoever drops what he decoded.
 */
import { codeCache } from './code-cache'
import { host } from './host'
import { PAGE_SHIFT } from './page'

// @ts-ignore: decorator
@inline const IS_CODE: u32 = 1

/** Decoded page of the frame: host pointer of its record 0, 0 when this CPU ran none of its code. */
// @ts-ignore: decorator
@inline
export function decodedOf(frame: usize): usize {
  return load<u32>(slotOf(frame))
}

/** The entry is seen by others before anything is decoded. */
export function setDecoded(frame: usize, page: usize): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(slotOf(frame), <u32>page)
  else store<u32>(slotOf(frame), <u32>page)
}

/** May any CPU have decoded the frame? */
export function isCode(frame: usize): bool {
  if (!ASC_FEATURE_THREADS) return decodedOf(frame) != 0
  return (atomic.load<u32>(wordOf(frame)) & IS_CODE) != 0
}

export function markCode(frame: usize): void {
  if (ASC_FEATURE_THREADS) atomic.or<u32>(wordOf(frame), IS_CODE)
}

/** What was decoded of the frame means nothing any more, on whatever CPU. */
export function retireCode(frame: usize): void {
  if (!ASC_FEATURE_THREADS) return
  const word = atomic.load<u32>(wordOf(frame))
  if ((word & IS_CODE) != 0) atomic.store<u32>(wordOf(frame), (word | IS_CODE) + 1)
}

export function codeGeneration(frame: usize): u32 {
  if (!ASC_FEATURE_THREADS) return 0
  return atomic.load<u32>(wordOf(frame)) >> 1
}

// @ts-ignore: decorator
@inline
function slotOf(frame: usize): usize {
  return <usize>codeCache().codeTable + ((frame >> PAGE_SHIFT) << 2)
}

// @ts-ignore: decorator
@inline
function wordOf(frame: usize): usize {
  return <usize>host().codeFrames + ((frame >> PAGE_SHIFT) << 2)
}
