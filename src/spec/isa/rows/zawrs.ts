/** Zawrs: waits on a reservation set. */
import { rowsOf } from '../dsl'
import { run } from '../semantics'

const define = rowsOf('zawrs')

export const zawrs = [
  define('wrs.nto', '000000001101 00000 000 00000 1110011', '', run('wrsNto')),
  define('wrs.sto', '000000011101 00000 000 00000 1110011', '', run('wrsSto')),
]
