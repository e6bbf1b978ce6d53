/** What a guest has a claim to of its host's memory, worked out from its options and from later changes. */
import { VmHostError } from '../error'
import type { MemoryClaims } from './protocol'

const pageBytes = 4096
const mib = 2 ** 20

/** Shares of a guest for each MiB of its size (vSphere). */
const sharesPerMib = { low: 5, normal: 10, high: 20 } as const

/** A change in bytes; what is left out stays as it is. */
export interface MemoryClaimChange {
  reservation?: number | undefined
  limit?: number | undefined
  shares?: keyof typeof sharesPerMib | number | undefined
}

/** The claims after a change; throws ERR_INVALID_OPTION when they contradict each other. */
export function memoryClaims(change: MemoryClaimChange, sizeBytes: number, before?: MemoryClaims): MemoryClaims {
  const sizePages = sizeBytes / pageBytes
  const claims: MemoryClaims = {
    reservationPages: pagesOf(change.reservation) ?? before?.reservationPages ?? 0,
    limitPages: Math.min(pagesOf(change.limit) ?? before?.limitPages ?? sizePages, sizePages),
    shares: change.shares === undefined ? (before?.shares ?? sharesOf('normal', sizeBytes)) : sharesOf(change.shares, sizeBytes),
  }
  const most = claims.limitPages * pageBytes
  const value = claims.reservationPages * pageBytes
  if (value <= most) return claims
  const expected = `at most the limit and the size, ${most} bytes`
  throw new VmHostError('ERR_INVALID_OPTION', `guest option memory.reservation is ${value}, expected ${expected}`, {
    details: { field: 'memory.reservation', value: String(value), expected },
  })
}

const pagesOf = (bytes: number | undefined): number | undefined =>
  bytes === undefined ? undefined : Math.ceil(bytes / pageBytes)

function sharesOf(choice: keyof typeof sharesPerMib | number, sizeBytes: number): number {
  return typeof choice === 'number' ? choice : Math.max(1, Math.round((sharesPerMib[choice] * sizeBytes) / mib))
}

/** The claims in bytes, as people read them. */
export function describeClaims({ reservationPages, limitPages, shares }: MemoryClaims): Record<string, number> {
  return { reservation: reservationPages * pageBytes, limit: limitPages * pageBytes, shares }
}
