/**
 * Who is inside a guest, and how the others are kept out: a physical CPU says in a word of its own which guest it is in, then looks whether
 * anybody wants to be alone; who wants to be alone says so, then looks who is in. Each does the first before the second, so that one sees the other.
 *
 *     CPU        inside = guest            exclusive, stopped = 0 ? runs : leaves and waits
 *     the other  exclusive = CPU           waits while inside = guest for any CPU
 *
 * A CPU leaves at places where everything that it knows of the guest is in memory: between two slices. So whoever is alone may change the TLBs,
 * decoded pages and registers of all harts as if there were one thread. Without threads nobody else is ever inside.
 */
import { CodeCache, Guest, Hart, HOST_BASE, Host } from '../abi/layout.gen'
import { sleepWhile, wakeAll } from '../lib/mutex'
import { codeCache } from './code-cache'
import { host } from './host'
import { me } from './locks'

/** Looks at a word before its waiter sleeps. */
const SPINS: u32 = 2000
/** In place of a guest's pointer. */
const NO_GUEST: u32 = 1
/** Nanoseconds of a sleep, in case that nobody wakes the sleeper. */
const NAP: i64 = 1_000_000

/** The physical CPU comes into the guest, when nobody wants to be alone there. */
export function enterGuest(guest: Guest): void {
  if (!ASC_FEATURE_THREADS) return
  while (true) {
    atomic.store<u32>(insideOf(codeCache()), <u32>changetype<usize>(guest))
    if (!isWanted(guest)) return
    leave(guest)
    waitWhileSet(exclusiveOf(guest))
    waitWhileSet(STOPPED)
  }
}

export function leaveGuest(guest: Guest): void {
  if (!ASC_FEATURE_THREADS) return
  leave(guest)
  codeCache().hart = 0
}

/** What the physical CPU does now, outside of any guest, is not for a moment in which the host is stopped. */
export function enterHost(): void {
  if (!ASC_FEATURE_THREADS) return
  while (true) {
    atomic.store<u32>(insideOf(codeCache()), NO_GUEST)
    if (atomic.load<u32>(STOPPED) == 0 || atomic.load<u32>(STOPPED) == me()) return
    leaveHost()
    waitWhileSet(STOPPED)
  }
}

export function leaveHost(): void {
  if (!ASC_FEATURE_THREADS) return
  atomic.store<u32>(insideOf(codeCache()), 0)
  if (atomic.load<u32>(STOPPED) != 0) wakeAll(insideOf(codeCache()))
}

/** The hart that the physical CPU runs from now on. */
export function runsHart(hart: Hart): void {
  if (ASC_FEATURE_THREADS) codeCache().hart = <u32>changetype<usize>(hart)
}

/** Between two slices: gives way to whoever wants to be alone. */
export function giveWay(guest: Guest): void {
  if (!ASC_FEATURE_THREADS) return
  if (!isWanted(guest)) return
  leave(guest)
  enterGuest(guest)
}

/** Does anybody else want to be alone in the guest? */
export function isWanted(guest: Guest): bool {
  if (!ASC_FEATURE_THREADS) return false
  const owner = atomic.load<u32>(exclusiveOf(guest))
  return (owner != 0 && owner != me()) || atomic.load<u32>(STOPPED) != 0
}

/** No other physical CPU is in the guest from now on. The caller is in it, between two slices, and holds no lock. */
export function beginExclusive(guest: Guest): void {
  if (!ASC_FEATURE_THREADS) return
  while (!takeTurn(guest)) {
    leave(guest)
    waitWhileSet(STOPPED)
    waitWhileSet(exclusiveOf(guest))
  }
  for (let at: usize = host().codeCaches; at != 0; at = changetype<CodeCache>(at).next) {
    if (at == <usize>me()) continue
    kickHart(changetype<CodeCache>(at), guest)
    waitWhile(insideOf(changetype<CodeCache>(at)), <u32>changetype<usize>(guest))
  }
}

/** Whoever stops the host goes first. */
function takeTurn(guest: Guest): bool {
  if (atomic.cmpxchg<u32>(exclusiveOf(guest), 0, me()) != 0) return false
  atomic.store<u32>(insideOf(codeCache()), <u32>changetype<usize>(guest))
  if (atomic.load<u32>(STOPPED) == 0) return true
  endExclusive(guest)
  return false
}

export function endExclusive(guest: Guest): void {
  if (!ASC_FEATURE_THREADS) return
  atomic.store<u32>(exclusiveOf(guest), 0)
  wakeAll(exclusiveOf(guest))
}

/** No physical CPU is in any guest from now on. The caller is in none, and may have stopped the host before. */
export function stopHost(): void {
  if (!ASC_FEATURE_THREADS) return
  if (atomic.load<u32>(STOPPED) != me()) keepEverybodyOut()
  host().stopTimes += 1
}

function keepEverybodyOut(): void {
  while (atomic.cmpxchg<u32>(STOPPED, 0, me()) != 0) waitWhileSet(STOPPED)
  for (let at: usize = host().codeCaches; at != 0; at = changetype<CodeCache>(at).next) {
    const inside = insideOf(changetype<CodeCache>(at))
    const guest = atomic.load<u32>(inside)
    if (guest == 0) continue
    kickHart(changetype<CodeCache>(at), changetype<Guest>(<usize>guest))
    waitWhileSet(inside)
  }
}

export function resumeHost(): void {
  if (!ASC_FEATURE_THREADS) return
  host().stopTimes -= 1
  if (host().stopTimes != 0) return
  atomic.store<u32>(STOPPED, 0)
  wakeAll(STOPPED)
}

/** Has the hart to leave its loop soon? */
// @ts-ignore: decorator
@inline
export function isKicked(hart: Hart): bool {
  if (!ASC_FEATURE_THREADS) return false
  return atomic.load<u32>(changetype<usize>(hart) + offsetof<Hart>('kick')) != 0
}

/** The hart is out of its loop, and looks at everything anew. */
export function clearKick(hart: Hart): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(changetype<usize>(hart) + offsetof<Hart>('kick'), 0)
}

/** The hart leaves its loop soon, if it is in it. */
export function kick(hart: Hart): void {
  if (ASC_FEATURE_THREADS) atomic.store<u32>(changetype<usize>(hart) + offsetof<Hart>('kick'), 1)
}

function kickHart(cache: CodeCache, guest: Guest): void {
  const hart = cache.hart
  if (hart != 0 && changetype<Hart>(<usize>hart).guest == <u32>changetype<usize>(guest)) kick(changetype<Hart>(<usize>hart))
}

function leave(guest: Guest): void {
  const inside = insideOf(codeCache())
  atomic.store<u32>(inside, 0)
  if (isWanted(guest)) wakeAll(inside)
}

function waitWhileSet(pointer: usize): void {
  for (let value = atomic.load<u32>(pointer); value != 0; value = atomic.load<u32>(pointer)) waitWhile(pointer, value)
}

function waitWhile(pointer: usize, value: u32): void {
  for (let spins: u32 = 0; atomic.load<u32>(pointer) == value; spins++) if (spins > SPINS) sleepWhile(pointer, value, NAP)
}

const STOPPED: usize = HOST_BASE + offsetof<Host>('stopped')

// @ts-ignore: decorator
@inline
function insideOf(cache: CodeCache): usize {
  return changetype<usize>(cache) + offsetof<CodeCache>('inside')
}

// @ts-ignore: decorator
@inline
function exclusiveOf(guest: Guest): usize {
  return changetype<usize>(guest) + offsetof<Guest>('exclusive')
}
