/** The kinds of differential tests, by name. */

import type { Mode } from '../sequence'
import { csrMode } from './csr'
import { illegalMode } from './illegal'
import { pagingMode } from './paging'
import { pmpMode } from './pmp'
import { trapMode } from './trap'
import { unprivilegedModes } from './unprivileged'

export const modes: readonly Mode[] = [...unprivilegedModes, illegalMode, csrMode, trapMode, pagingMode, pmpMode]

export function modeNamed(name: string): Mode {
  const mode = modes.find((each) => each.name === name)
  if (mode === undefined) throw new RangeError(`mode ${name}: expected one of ${modes.map((each) => each.name).join(', ')}`)
  return mode
}
