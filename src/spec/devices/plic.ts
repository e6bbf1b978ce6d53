/** PLIC: the platform-level interrupt controller as SiFive made it (PLIC specification 1.0). */
import { maxHarts, platform } from '../platform'
import { array, struct, u32 } from '../layout/struct'

export const plicWords = Math.ceil((platform.plic.sources + 1) / 32)
/** Per hart: context 2h is its M-mode, 2h + 1 its S-mode. */
export const plicContexts = maxHarts * 2

export const plicStruct = struct('Plic', 'Sources, and what each context enabled.', [
  u32('reserved', ''),
  array('u32', 'priority', platform.plic.sources + 1, 'by source, 0 to 7'),
  array('u32', 'pending', plicWords, 'bit per source'),
  array('u32', 'level', plicWords, 'bit per source: state of its line'),
  array('u32', 'claimed', plicWords, 'bit per source: claimed and not yet completed'),
  array('u32', 'threshold', plicContexts, 'by context'),
  array('u32', 'enable', plicContexts * plicWords, 'words of each context in turn'),
])
