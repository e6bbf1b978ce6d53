/** What the host's log says of one guest. */
import type { NewEvent } from './event-log'
import type { GuestExit, GuestPlan, GuestState } from './protocol'

export class GuestRecords {
  readonly #guest: string
  readonly #record: (event: NewEvent) => void

  constructor(guest: string, record: (event: NewEvent) => void) {
    this.#guest = guest
    this.#record = record
  }

  reset(): void {
    this.#record({ type: 'guest.reset', guest: this.#guest, message: 'reset' })
  }

  changed(what: 'memory' | 'cpu', { before, after }: { before?: object; after: object }): void {
    this.#record({
      type: 'guest.reconfigured',
      guest: this.#guest,
      message: `${what} reconfigured`,
      ...(before === undefined ? {} : { before: { [what]: before } }),
      after: { [what]: after },
    })
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
