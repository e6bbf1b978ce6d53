/** Debug triggers (Sdtrig): there are none, which tselect and tdata1 tell by reading as zero and tinfo by offering type 0 alone. */
import { TriggerCsr } from './table.gen'

export function readTrigger(register: u32): u64 {
  return register == TriggerCsr.tinfo ? 1 : 0
}
