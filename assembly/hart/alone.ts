/** What a hart may do only while no other hart of its guest runs: the instruction leaves the loop, and is executed again when that is so. */
import { Attention, Guest, Hart } from '../abi/layout.gen'
import { holdsCode } from '../memory/physical'

/** False, with attention set, when the hart has to be alone first. */
export function isAlone(hart: Hart): bool {
  if (!ASC_FEATURE_THREADS) return true
  if (changetype<Guest>(<usize>hart.guest).isParallel == 0 || hart.isExclusive != 0) return true
  hart.attention = Attention.exclusive
  return false
}

/** A page becomes code when no hart may store to it any more without that being seen. */
export function mayDecode(hart: Hart, gpa: u64): bool {
  if (!ASC_FEATURE_THREADS) return true
  return holdsCode(changetype<Guest>(<usize>hart.guest), gpa) || isAlone(hart)
}
