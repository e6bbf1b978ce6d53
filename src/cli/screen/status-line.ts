/** The last row of the screen: which guest is shown, how each one is, and the keys. */
import type { GuestState } from '../../host/protocol'

export interface StatusFacts {
  guests: readonly { name: string; state: GuestState }[]
  /** Place of the guest that is shown. */
  shown: number
  isTop: boolean
  columns: number
}

const marks: Readonly<Record<GuestState, string>> = {
  created: '',
  running: '',
  paused: ' paused',
  stopped: ' off',
  crashed: ' crashed',
}
const keys = 'Ctrl-A n next  1-9 guest  t top  k stop  x end'

/** In reverse video, as wide as the screen. */
export function statusLine({ guests, shown, isTop, columns }: StatusFacts): string {
  const tabs = guests.map(({ name, state }, index) => {
    const label = `${index + 1}:${name}${marks[state]}`
    return !isTop && index === shown ? `[${label}]` : ` ${label} `
  })
  const left = `${isTop ? '[top]' : ''}${tabs.slice(firstTab(tabs, shown, columns)).join('')}`
  const room = columns - left.length
  const text = room > keys.length ? `${left}${keys.padStart(room)}` : left
  return `\x1b[7m${text.slice(0, columns).padEnd(columns)}\x1b[0m`
}

/** Tabs on the left give way until the one that is shown is on the screen. */
function firstTab(tabs: readonly string[], shown: number, columns: number): number {
  let first = 0
  while (first < shown && tabs.slice(first, shown + 1).join('').length > columns) first++
  return first
}
