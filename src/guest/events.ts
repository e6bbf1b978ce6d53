/** What a guest tells those who listen. */
import type { GuestExit, GuestState, StorageFailure } from '../host/protocol'

export type GuestEvents = {
  /** The guest entered a state. */
  state: GuestState
  /** The guest's run ended, for whatever reason. */
  exit: GuestExit
  /** The guest can never run another instruction; told beside `exit`. */
  crash: GuestExit
  /** The guest was reset and starts over. */
  reset: undefined
  /** A disk's backend failed a request: the guest got an I/O error. */
  'storage-error': StorageFailure
  /** Bytes that the guest wrote to its console. */
  console: Uint8Array
}

export const guestEventTypes: readonly (keyof GuestEvents)[] = ['state', 'exit', 'crash', 'reset', 'storage-error', 'console']
