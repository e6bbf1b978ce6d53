/** How much memory the host asks of its guests' balloons when it is short, and when it gives that back. */
import type { HostMemoryStatistics } from './host-statistics'

export interface Ballooned {
  /** Undefined while nobody drives its balloon. */
  readonly balloon: BalloonState | undefined
  readonly reservationBytes: number
  readonly memoryShares: number
  readonly residentBytes: number
  /** The host asks for so many pages, or for what the guest's owner does if that is more; while it `yields`, none are taken from it in state soft. */
  askBalloon(pages: number, yields: boolean): void
}

export interface BalloonState {
  /** What the host asks for, and what all of it holds. */
  askedPages: number
  heldPages: number
  ramPages: number
}

const pageBytes = 4096
/** Most of a guest that the host asks for (vSphere: sched.mem.maxmemctl). */
const mostPart = 0.65
/** What is given back at a time, of what was asked for. */
const backPart = 0.25
/** Less than that is given back at once. */
const leastPages = 64

export interface Need {
  state: HostMemoryStatistics['state']
  /** Pages that the host would like to have free besides those that are. */
  lackingPages: number
}

/** Those with the most pages for their shares are asked for the most; with plenty of memory each gets its own back bit by bit. */
export function askBalloons(guests: readonly Ballooned[], { state, lackingPages }: Need): void {
  const able = guests.flatMap((guest) => (guest.balloon === undefined ? [] : [{ guest, balloon: guest.balloon }]))
  const weights = able.map(({ guest }) => Math.max(0, guest.residentBytes - guest.reservationBytes) / guest.memoryShares)
  const sum = weights.reduce((one, other) => one + other, 0)
  for (const [index, { guest, balloon }] of able.entries()) {
    const { askedPages, ramPages } = balloon
    if (state === 'high') {
      // When memory gets short, it is asked before anybody takes.
      guest.askBalloon(askedPages < leastPages ? 0 : Math.floor(askedPages * (1 - backPart)), true)
      continue
    }
    const part = sum === 0 ? 0 : Math.ceil((lackingPages * (weights[index] ?? 0)) / sum)
    const room = Math.floor(Math.min(ramPages * mostPart, ramPages - guest.reservationBytes / pageBytes))
    const wanted = Math.max(askedPages, Math.min(room, askedPages + part))
    guest.askBalloon(wanted, balloon.heldPages < wanted)
  }
}
