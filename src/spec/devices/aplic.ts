/** APLIC: one domain, whose sources leave as message-signalled interrupts (AIA, chapter 4). */
import { platform } from '../platform'
import { array, struct, u32 } from '../layout/struct'

export const aplicWords = Math.ceil(platform.aplicS.sources / 32)

export const aplicStruct = struct('Aplic', 'Sources 1 to 95 of one domain.', [
  u32('domaincfg', 'interrupt enable; MSI delivery is all there is'),
  u32('mmsiaddrcfg', ''),
  u32('mmsiaddrcfgh', ''),
  u32('smsiaddrcfg', ''),
  u32('smsiaddrcfgh', ''),
  u32('genmsi', ''),
  array('u32', 'sourcecfg', platform.aplicS.sources, 'by source'),
  array('u32', 'target', platform.aplicS.sources, 'by source'),
  array('u32', 'pending', aplicWords, 'bit per source'),
  array('u32', 'enabled', aplicWords, 'bit per source'),
  array('u32', 'line', aplicWords, 'bit per source: state of its line'),
])
