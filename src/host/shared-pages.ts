/** What of a guest's memory is in frames that others hold as well: forks, and pages that were merged. */
import type { Core } from '../core/core'
import { GuestLayout, HOST_BASE, HostLayout, Stage2 } from '../core/layout.gen'
import { StructView } from '../core/struct-view'

const frameShift = 12

/** Pages in such frames, and the guest's part of those frames: the sum of 1 / holders. Nothing is walked for a guest that never shared. */
export function readSharedPages(core: Core, pointer: number): { shared: number; part: number } {
  const guest = new StructView(core, GuestLayout, pointer)
  const sum = { shared: 0, part: 0 }
  if (guest.get('sharesPages') === 0) return sum
  const words = new Uint32Array(core.memory.buffer)
  const references = new StructView(core, HostLayout, HOST_BASE).get('frameTable') >>> 2
  const first = guest.get('stage2') >>> 2
  const end = first + Number(guest.get('ramPages'))
  for (let at = first; at < end; at++) {
    const word = words[at] ?? 0
    if ((word & (Stage2.present | Stage2.copyOnWrite)) !== (Stage2.present | Stage2.copyOnWrite)) continue
    const holders = words[references + (word >>> frameShift)] ?? 1
    if (holders < 2) continue
    sum.shared += 1
    sum.part += 1 / holders
  }
  return sum
}
