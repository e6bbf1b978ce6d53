/** The host's security and audit log where its machine room is: what happened, in order, with a time that only goes forward. */
import { isoTime, monotonicNs, wallClockNs } from '../platform/clock'

/**
 * `guest.created`, `guest.state`, `guest.reset`, `guest.reconfigured`, `guest.snapshot`, `guest.crashed`, `guest.destroyed` · `watchdog.expired` a guest made
 * no progress · `admission.refused` a power-on or a change that the host has no room for · `memory.state` the host's free memory crossed a
 * threshold · `memory.stalled` a virtual CPU waits for memory · `security.refused` a guest tried what it may not, and was refused ·
 * `storage.error` a request of a disk failed, and its guest got an I/O error · `volume.opened`, `volume.snapshot`, `volume.reverted`,
 * `volume.resized`, `volume.closed`.
 */
export const hostEventTypes = [
  'guest.created',
  'guest.state',
  'guest.reset',
  'guest.reconfigured',
  'guest.snapshot',
  'guest.crashed',
  'guest.destroyed',
  'watchdog.expired',
  'admission.refused',
  'memory.state',
  'memory.stalled',
  'security.refused',
  'storage.error',
  'volume.opened',
  'volume.snapshot',
  'volume.reverted',
  'volume.resized',
  'volume.closed',
] as const

export type HostEventType = (typeof hostEventTypes)[number]

type Facts = Readonly<Record<string, unknown>>

/** An entry of the log: plain data, one line of JSON. */
export interface HostEvent {
  /** 1 for the first, and one more for each: a gap tells that entries were dropped. */
  sequence: number
  /** Nanoseconds since the host was switched on; never less than in the entry before. */
  timeNs: number
  /** The same moment by the wall clock of the start, in ISO 8601. */
  time: string
  type: HostEventType
  /** Name of the guest that it is about. */
  guest?: string
  message: string
  /** What changed, as it was and as it is. */
  before?: Facts
  after?: Facts
  details?: Facts
}

/** What is told of an event; order and time are the log's. */
export type NewEvent = Omit<HostEvent, 'sequence' | 'timeNs' | 'time'>

export class EventLog {
  readonly #startNs = monotonicNs()
  readonly #startMs = Number(wallClockNs() / 1_000_000n)
  readonly #send: (event: HostEvent) => void
  #sequence = 0
  #lastNs = 0

  constructor(send: (event: HostEvent) => void) {
    this.#send = send
  }

  record(event: NewEvent): void {
    this.#lastNs = Math.max(this.#lastNs, Math.floor(monotonicNs() - this.#startNs))
    this.#sequence += 1
    const time = isoTime(this.#startMs + Math.floor(this.#lastNs / 1e6))
    this.#send({ sequence: this.#sequence, timeNs: this.#lastNs, time, ...event })
  }
}
