/** What devices refused their guests, for the host's owner. */
import {
  GUEST_SECURITY, Guest, SECURITY_ENTRIES, SECURITY_ENTRY_BYTES, SECURITY_LOG_ENTRY, SecurityEntry, SecurityLog,
} from '../abi/layout.gen'

/** The next entry, with the time; the caller fills in the rest. */
export function nextSecurityEntry(guest: Guest): SecurityEntry {
  const log = changetype<SecurityLog>(changetype<usize>(guest) + GUEST_SECURITY)
  const index = log.written % SECURITY_ENTRIES
  const entry = changetype<SecurityEntry>(changetype<usize>(log) + SECURITY_LOG_ENTRY + index * SECURITY_ENTRY_BYTES)
  log.written += 1
  entry.timeNs = guest.timeNs
  return entry
}
