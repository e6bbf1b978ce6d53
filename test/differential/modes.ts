/** The kinds of differential tests, by name. */

import { illegalMode } from './modes/illegal'

import { unprivilegedModes } from './modes/unprivileged'
import type { Mode } from './sequence'

export const modes: readonly Mode[] = [...unprivilegedModes, illegalMode]

export function modeNamed(name: string): Mode {
  const mode = modes.find((each) => each.name === name)
  if (mode === undefined) throw new RangeError(`mode ${name}: expected one of ${modes.map((each) => each.name).join(', ')}`)
  return mode
}
