/** What the host's log says of one guest. */
import { VmHostError } from '../error'
import type { NewEvent } from './event-log'
import { describeClaims } from './memory-claims'
import type { GuestExit, GuestPlan, GuestState, SnapshotPlan } from './protocol'

/** Where a guest comes from. */
export type GuestOrigin = { kind: 'new' } | { kind: 'fork'; of: string } | { kind: 'snapshot'; id: string }

const pageBytes = 4096
const originMessages = { new: 'created', snapshot: 'restored from a snapshot' } as const

export class GuestRecords {
  readonly #guest: string
  readonly #record: (event: NewEvent) => void

  constructor(guest: string, record: (event: NewEvent) => void) {
    this.#guest = guest
    this.#record = record
  }

  created(state: GuestState, { ramPages, memory, cpu }: GuestPlan, origin: GuestOrigin): void {
    const message = origin.kind === 'fork' ? `forked from ${JSON.stringify(origin.of)}` : originMessages[origin.kind]
    const after = { state, memory: ramPages * pageBytes, ...describeClaims(memory), cpu }
    this.#record({ type: 'guest.created', guest: this.#guest, message, after, details: { origin } })
  }

  destroyed(state: GuestState): void {
    this.#record({ type: 'guest.destroyed', guest: this.#guest, message: 'destroyed', before: { state } })
  }

  /** `state`: what it was in before. */
  reset(state: GuestState): void {
    const after = { state: state === 'running' || state === 'paused' ? state : 'created' }
    this.#record({ type: 'guest.reset', guest: this.#guest, message: 'reset', before: { state }, after })
  }

  saved({ id, base }: SnapshotPlan): void {
    const message = base === undefined ? 'a snapshot was taken' : 'an incremental snapshot was taken'
    this.#record({ type: 'guest.snapshot', guest: this.#guest, message, details: base === undefined ? { id } : { id, base } })
  }

  changed(what: 'memory' | 'cpu', { before, after }: { before: object; after: object }): void {
    const change = { before: { [what]: before }, after: { [what]: after } }
    this.#record({ type: 'guest.reconfigured', guest: this.#guest, message: `${what} reconfigured`, ...change })
  }

  /** Does what the host may have no room for; that it has none is told, and thrown. */
  admitted<Result>(make: () => Result): Result {
    try {
      return make()
    } catch (error) {
      if (error instanceof VmHostError && error.code === 'ERR_ADMISSION') this.#refused(error)
      throw error
    }
  }

  #refused({ message, details }: VmHostError): void {
    this.#record({ type: 'admission.refused', guest: this.#guest, message, ...(details === undefined ? {} : { details }) })
  }

  watchdogExpired(watchdog: GuestPlan['watchdog']): void {
    const message = `the guest made no progress for ${watchdog?.timeoutMs} ms: ${watchdog?.action}`
    this.#record({ type: 'watchdog.expired', guest: this.#guest, message, details: { ...watchdog } })
  }

  stalled(): void {
    const message = 'a virtual CPU waits for memory: no other guest has any above its reservation, or swap is full'
    this.#record({ type: 'memory.stalled', guest: this.#guest, message })
  }

  entered(state: GuestState, before: GuestState, exit: GuestExit | undefined): void {
    const message = exit === undefined ? state : `${state} (${exit.reason})`
    const change = { guest: this.#guest, before: { state: before }, after: { state, ...exit } }
    this.#record({ type: state === 'crashed' ? 'guest.crashed' : 'guest.state', message, ...change })
  }
}
