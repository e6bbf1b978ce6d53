/** FENCE: translated code has WebAssembly's own. */
import { byte } from './code'

const ATOMIC: u32 = 0xfe
const FENCE: u32 = 0x03

export function lowerFence(): void {
  if (!ASC_FEATURE_THREADS) return
  byte(ATOMIC)
  byte(FENCE)
  byte(0)
}
