/** Exit statuses of the command. */
import type { GuestExit } from '../host/protocol'

export const exitStatus = { success: 0, failure: 1, usage: 2, timeout: 124 } as const

/** The status that a guest's end becomes: its own code when it failed, and never 0 then. */
export function statusOf({ reason, code }: GuestExit): number {
  switch (reason) {
    case 'power-off':
    case 'until':
    case 'reboot':
    case 'stopped':
      return exitStatus.success
    case 'failure':
      // A process has eight bits of status.
      return (code & 0xff) === 0 ? exitStatus.failure : code & 0xff
    case 'instruction-limit':
      return exitStatus.timeout
    case 'crash':
      return exitStatus.failure
  }
}
