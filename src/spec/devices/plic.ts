/** State of the platform-level interrupt controller. */
import { array, struct, u32 } from '../layout/struct'
import { maxHarts, platform } from '../platform'

/** Source 0 does not exist and has its places. */
const sources = platform.plic.sources + 1
export const plicWords = Math.ceil(sources / 32)
/** A hart has two contexts: M is 2h, S is 2h + 1. */
export const plicContexts = 2 * maxHarts

export const plicStruct = struct('Plic', 'SiFive PLIC: gateways, priorities, and a target per hart and mode.', [
  u32('contexts', 'contexts of this guest: two per hart', 'fixed'),
  array('u32', 'level', plicWords, 'bit per source: level of its line'),
  array('u32', 'pending', plicWords, 'bit per source: its gateway forwarded a request'),
  array('u32', 'claimed', plicWords, 'bit per source: claimed and not complete'),
  array('u32', 'priority', sources, 'priority per source, 0 is never'),
  array('u32', 'threshold', plicContexts, 'threshold per context'),
  array('u32', 'enable', plicContexts * plicWords, 'bit per source, for each context'),
])
