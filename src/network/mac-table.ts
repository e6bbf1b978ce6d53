/** What a bridge learns: behind which port an address was last seen (IEEE 802.1D §7.8). */
import type { Frame } from './port'

/** More stations than a network in one process has; a flood of made-up addresses pushes out the oldest. */
const mostEntries = 4096
/** 802.1D's recommended ageing time. */
const ageNs = 300e9
/** A station that was heard at one port is not believed to be behind a tunnel for that long. */
const holdNs = 1e9

interface Entry<Place> {
  place: Place
  seenNs: number
}

export class MacTable<Place> {
  readonly #entries = new Map<number, Entry<Place>>()

  /** The source of `frame` is at `place`. */
  learn(frame: Frame, place: Place, nowNs: number): void {
    const mac = addressAt(frame, 6)
    if (isGroup(frame, 6)) return
    this.#entries.delete(mac)
    this.#entries.set(mac, { place, seenNs: nowNs })
    if (this.#entries.size <= mostEntries) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  /** True when the source of `frame` was heard at another port than `place` a moment ago. */
  isElsewhere(frame: Frame, place: Place, nowNs: number): boolean {
    const entry = this.#entries.get(addressAt(frame, 6))
    return entry !== undefined && entry.place !== place && nowNs - entry.seenNs < holdNs
  }

  /** Where the destination of `frame` is; undefined for groups, and when it was not seen of late. */
  find(frame: Frame, nowNs: number): Place | undefined {
    if (isGroup(frame, 0)) return undefined
    const entry = this.#entries.get(addressAt(frame, 0))
    return entry !== undefined && nowNs - entry.seenNs <= ageNs ? entry.place : undefined
  }

  /** A port is gone, and with it what is behind it. */
  forget(place: Place): void {
    for (const [mac, entry] of this.#entries) if (entry.place === place) this.#entries.delete(mac)
  }
}

/** The address as one number: 48 bits fit a double. */
function addressAt(frame: Frame, offset: number): number {
  let value = 0
  for (let i = 0; i < 6; i++) value = value * 256 + (frame[offset + i] ?? 0)
  return value
}

const isGroup = (frame: Frame, offset: number): boolean => ((frame[offset] ?? 0) & 1) !== 0
