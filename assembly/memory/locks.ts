/** The locks of the host and of its guests, taken in this order: adapters, guest, host. Who holds one does little, and waits for nothing else. */
import { Guest, HOST_BASE, Host } from '../abi/layout.gen'
import { lock, unlock } from '../lib/mutex'
import { codeCache } from './code-cache'

/** Over frames, extents, and the lists of the host. */
export function lockHost(): void {
  lock(HOST_BASE + offsetof<Host>('lock'), me())
}

export function unlockHost(): void {
  unlock(HOST_BASE + offsetof<Host>('lock'))
}

/** Over the adapters, whose switches reach into several guests: taken before the lock of any. */
export function lockNics(): void {
  lock(HOST_BASE + offsetof<Host>('nicLock'), me())
}

export function unlockNics(): void {
  unlock(HOST_BASE + offsetof<Host>('nicLock'))
}

/** Over the guest's devices, interrupt controllers and hart states. */
export function lockGuest(guest: Guest): void {
  lock(changetype<usize>(guest) + offsetof<Guest>('lock'), me())
}

export function unlockGuest(guest: Guest): void {
  unlock(changetype<usize>(guest) + offsetof<Guest>('lock'))
}

/** Every instance has a code cache of its own: it stands for the thread. */
// @ts-ignore: decorator
@inline
export function me(): u32 {
  return <u32>changetype<usize>(codeCache())
}
