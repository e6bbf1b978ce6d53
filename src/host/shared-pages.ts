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

/** Pages of a guest that were merged with an equal one: how many have each frame. */
export type SharedFrames = ReadonlyMap<number, number>

export function readMergedPages(core: Core, pointer: number): SharedFrames {
  const guest = new StructView(core, GuestLayout, pointer)
  const frames = new Map<number, number>()
  if (guest.get('sharesPages') === 0) return frames
  const words = new Uint32Array(core.memory.buffer)
  const first = guest.get('stage2') >>> 2
  const isMerged = Stage2.present | Stage2.shared
  for (let at = first; at < first + Number(guest.get('ramPages')); at++) {
    const word = words[at] ?? 0
    if ((word & isMerged) === isMerged) frames.set(word >>> frameShift, (frames.get(word >>> frameShift) ?? 0) + 1)
  }
  return frames
}

/** In KSM's words. A frame that one page alone has left is nobody's to share. */
export function countShared(guests: readonly SharedFrames[]): { pages_shared: number; pages_sharing: number } {
  const all = new Map<number, number>()
  for (const frames of guests) for (const [frame, pages] of frames) all.set(frame, (all.get(frame) ?? 0) + pages)
  const shared = [...all.values()].filter((pages) => pages > 1)
  return { pages_shared: shared.length, pages_sharing: shared.reduce((sum, pages) => sum + pages - 1, 0) }
}
