/** Carries what a guest's devices refused it from the core's ring into the host's log, no faster than somebody can read it. */
import type { Core } from '../core/core'
import {
  GUEST_SECURITY,
  SECURITY_ENTRIES,
  SecurityEntryLayout,
  SecurityLogLayout,
  VirtioKind,
  VirtioViolation,
} from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import { monotonicNs } from '../platform/clock'
import type { NewEvent } from './event-log'

/** Refusals of a guest that are told one by one in a second; the others are counted. */
const mostPerSecond = 32

export interface SecurityWatchOptions {
  core: Core
  guest: number
  name: string
  record(event: NewEvent): void
}

export class SecurityWatch {
  readonly #options: SecurityWatchOptions
  readonly #log: StructView<typeof SecurityLogLayout>
  #seen: number
  /** Those that were told by their number alone since the last one that was told whole. */
  #untold = 0
  #secondNs = 0
  #told = 0

  /** What a fork or a snapshot brought along was told of its parent. */
  constructor(options: SecurityWatchOptions) {
    this.#options = options
    this.#log = new StructView(options.core, SecurityLogLayout, options.guest + GUEST_SECURITY)
    this.#seen = this.#log.get('written')
  }

  /** The guest ran. */
  take(): void {
    const written = this.#log.get('written')
    if (written === this.#seen) return
    // A reset empties the ring.
    const first = written < this.#seen ? 0 : this.#seen
    this.#seen = written
    const oldest = Math.max(first, written - SECURITY_ENTRIES)
    this.#untold += oldest - first
    for (let number = oldest; number < written; number++) this.#tell(number)
  }

  #tell(number: number): void {
    if (!this.#mayTell()) {
      this.#untold += 1
      return
    }
    const { core, guest, name, record } = this.#options
    const at = guest + GUEST_SECURITY + SecurityLogLayout.entry.offset + (number % SECURITY_ENTRIES) * SecurityEntryLayout.bytes
    const entry = new StructView(core, SecurityEntryLayout, at)
    const device = nameOf(VirtioKind, entry.get('kind'), 'igb')
    const reason = nameOf(VirtioViolation, entry.get('reason'), 'unknown')
    const [slot, queue] = [entry.get('slot'), entry.get('queue')]
    record({
      type: 'security.refused',
      guest: name,
      message: `${device} in slot ${slot}, queue ${queue}: ${reason} refused`,
      before: { refused: number - this.#untold },
      after: { refused: number + 1 },
      details: {
        device,
        slot,
        queue,
        reason,
        gpa: `0x${entry.get('gpa').toString(16)}`,
        length: Number(entry.get('length')),
        guestTimeNs: Number(entry.get('timeNs')),
        untold: this.#untold,
      },
    })
    this.#untold = 0
  }

  #mayTell(): boolean {
    const nowNs = monotonicNs()
    if (nowNs - this.#secondNs >= 1e9) {
      this.#secondNs = nowNs
      this.#told = 0
    }
    this.#told += 1
    return this.#told <= mostPerSecond
  }
}

/** 0 is no kind of virtio device, and stands for the function that is none. */
function nameOf(names: Readonly<Record<string, number>>, value: number, otherwise: string): string {
  return Object.entries(names).find(([, number]) => number === value && number !== 0)?.[0] ?? otherwise
}
