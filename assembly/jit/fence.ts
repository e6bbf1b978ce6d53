/** FENCE: translated code has WebAssembly's own. */
import { ATOMIC, byte } from './code'

const FENCE: u32 = 0x03

export function lowerFence(): void {
  if (!ASC_FEATURE_THREADS) return
  byte(ATOMIC)
  byte(FENCE)
  byte(0)
}
