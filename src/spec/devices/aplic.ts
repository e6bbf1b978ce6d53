/** State of one domain of the APLIC. */
import { array, struct, u32 } from '../layout/struct'
import { platform } from '../platform'

/** Sources are numbered from 1: slot 0 stays empty. */
const slots = platform.aplicM.sources + 1
export const aplicWords = Math.ceil(slots / 32)

export const aplicStruct = struct('Aplic', 'One interrupt domain of the APLIC, in MSI delivery mode.', [
  u32('domaincfg', 'domaincfg.IE'),
  u32('mmsiaddrcfg', 'machine-level MSI address, low half'),
  u32('mmsiaddrcfgh', 'machine-level MSI address, high half and lock'),
  u32('smsiaddrcfg', 'supervisor-level MSI address, low half'),
  u32('smsiaddrcfgh', 'supervisor-level MSI address, high half'),
  u32('genmsi', 'last MSI asked for'),
  array('u32', 'input', aplicWords, 'bit per source: level of its line, as this domain sees it'),
  array('u32', 'pending', aplicWords, 'bit per source'),
  array('u32', 'enabled', aplicWords, 'bit per source'),
  array('u32', 'sourcecfg', slots, 'delegation or mode per source'),
  array('u32', 'target', slots, 'hart and identity per source'),
])
