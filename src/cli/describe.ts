/** How a guest's run ended, in words. */
import type { GuestExit } from '../host/protocol'

/** By the guest, or because the time was over. */
export type Outcome = GuestExit | { reason: 'timeout'; code: 0 }

export function describe(outcome: Outcome): string {
  switch (outcome.reason) {
    case 'power-off':
      return 'the guest switched itself off'
    case 'reboot':
      return 'the guest asked for a reboot'
    case 'failure':
      return `the guest failed with code ${outcome.code}`
    case 'crash':
      return `the guest crashed: ${outcome.detail ?? 'unknown reason'}`
    case 'stopped':
      return 'stopped'
    case 'until':
      return 'the text to stop at was seen'
    case 'instruction-limit':
      return 'the instructions are used up'
    case 'timeout':
      return 'timed out'
  }
}
