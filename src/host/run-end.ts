/** How a guest's run came to its end, by what the core says of it. */
import { GuestEnd } from '../core/layout.gen'
import type { GuestExit } from './protocol'

export interface RunEnd {
  state: 'stopped' | 'crashed'
  exit: GuestExit
}

/** `end` is a `GuestEnd`, `code` what the guest gave with it; `crashDetail` says why it crashed. */
export function runEnd({ end, code }: { end: number; code: number }, crashDetail: () => string): RunEnd {
  if (end === GuestEnd.crash) return { state: 'crashed', exit: { reason: 'crash', code: 0, detail: crashDetail() } }
  if (end === GuestEnd.reboot) return { state: 'stopped', exit: { reason: 'reboot', code: 0 } }
  if (end === GuestEnd.instructionLimit) return { state: 'stopped', exit: { reason: 'instruction-limit', code: 0 } }
  if (end === GuestEnd.fail) return { state: 'stopped', exit: { reason: 'failure', code } }
  return { state: 'stopped', exit: { reason: 'power-off', code: 0 } }
}
