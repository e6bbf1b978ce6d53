/** The list of guests that the outside must look at: they ran, ended or came to the end of a round. The oldest comes first. */
import { CpuGroup, Guest, Host } from '../abi/layout.gen'
import { acquireLock, exchangeFlag, releaseLock, setFlag } from '../lib/lock'
import { codeCache } from '../memory/code-cache'
import { host } from '../memory/host'
import { groupOf } from '../scheduler/group'

/** Puts the guest into the list, if it is not there. */
export function wantAttention(guest: Guest): void {
  const group = groupOf(guest)
  if (exchangeFlag(changetype<usize>(group) + offsetof<CpuGroup>('attention'), 1) != 0) return
  lock()
  group.nextAttention = 0
  const last: usize = host().lastAttention
  if (host().attention == 0) host().attention = <u32>changetype<usize>(guest)
  else groupOf(changetype<Guest>(last)).nextAttention = <u32>changetype<usize>(guest)
  host().lastAttention = <u32>changetype<usize>(guest)
  unlock()
}

/** The same, and where the CPU has a thread of its own the outside is told without delay. */
export function wantAttentionNow(guest: Guest): void {
  wantAttention(guest)
  codeCache().hasNews = 1
}

/** Takes the first guest from the list, 0 when it is empty. */
export function takeAttention(): usize {
  lock()
  const guest: usize = host().attention
  if (guest != 0) {
    const group = groupOf(changetype<Guest>(guest))
    host().attention = group.nextAttention
    setFlag(changetype<usize>(group) + offsetof<CpuGroup>('attention'), 0)
  }
  unlock()
  return guest
}

/** The guest goes: nobody needs to look at it. */
export function dropAttention(guest: Guest): void {
  const pointer = <u32>changetype<usize>(guest)
  lock()
  let before: u32 = 0
  let each = host().attention
  while (each != 0 && each != pointer) {
    before = each
    each = groupOf(changetype<Guest>(<usize>each)).nextAttention
  }
  if (each != 0) unlink(guest, before)
  unlock()
}

function unlink(guest: Guest, before: u32): void {
  const group = groupOf(guest)
  if (before == 0) host().attention = group.nextAttention
  else groupOf(changetype<Guest>(<usize>before)).nextAttention = group.nextAttention
  if (host().lastAttention == <u32>changetype<usize>(guest)) host().lastAttention = before
  setFlag(changetype<usize>(group) + offsetof<CpuGroup>('attention'), 0)
}

function lock(): void {
  acquireLock(changetype<usize>(host()) + offsetof<Host>('attentionLock'))
}

function unlock(): void {
  releaseLock(changetype<usize>(host()) + offsetof<Host>('attentionLock'))
}
