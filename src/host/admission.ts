/** Admission control: what is reserved for the guests that are switched on is never more than the host has. */
import { VmHostError } from '../error'
import { formatSize } from '../options/size'

/** What a guest that is switched on is sure of. */
export interface Claim {
  name: string
  reservationBytes: number
  /** Its structures in the host: TLBs, devices, the second stage. */
  overheadBytes: number
}

export interface AdmissionRequest {
  /** What is asked for, for the message: `power-on` or `reconfigure`. */
  action: string
  claim: Claim
  /** Claims of the others. */
  others: readonly Claim[]
  hostBytes: number
}

const bytesOf = ({ reservationBytes, overheadBytes }: Claim): number => reservationBytes + overheadBytes

/** Throws ERR_ADMISSION when the claim does not fit beside the others; its details say what was asked for, what is left, and who has the rest. */
export function admit({ action, claim, others, hostBytes }: AdmissionRequest): void {
  const available = hostBytes - others.reduce((sum, other) => sum + bytesOf(other), 0)
  const requested = bytesOf(claim)
  if (requested <= available) return
  const holders = others
    .filter((other) => other.reservationBytes > 0)
    .sort((one, other) => bytesOf(other) - bytesOf(one))
    .map((other) => ({ name: other.name, reservationBytes: other.reservationBytes, overheadBytes: other.overheadBytes }))
  const held = holders.map(({ name, reservationBytes }) => `${JSON.stringify(name)} ${formatSize(reservationBytes)}`).join(', ')
  throw new VmHostError(
    'ERR_ADMISSION',
    `${action} of guest ${JSON.stringify(claim.name)}: it needs ${formatSize(claim.reservationBytes)} of memory reserved and ` +
      `${formatSize(claim.overheadBytes)} of overhead, and ${formatSize(Math.max(0, available))} of the host's ${formatSize(hostBytes)} ` +
      `are not reserved yet${held === '' ? '' : ` (reserved: ${held})`}`,
    { details: { action, guest: claim.name, requested, available, hostBytes, holders } },
  )
}
