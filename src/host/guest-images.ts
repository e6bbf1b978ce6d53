/** What a guest starts from: its images in memory that was cleared, and its harts before their first instruction. */
import type { Core } from '../core/core'
import { GuestMemory } from '../core/guest-memory'
import { hartView } from '../core/hart-view'
import { GuestLayout, HsmState } from '../core/layout.gen'
import { StructView } from '../core/struct-view'
import type { GuestPlan } from './protocol'

export function loadGuest(core: Core, guest: number, { writes, entries, htif }: GuestPlan): void {
  const memory = new GuestMemory(core, guest)
  for (const { gpa, bytes } of writes) memory.write(BigInt(gpa), bytes)
  for (const { hart, pc, isMachineMode, a0, a1, a2 } of entries) {
    core.exports.guestSetEntry(guest, hart, pc, isMachineMode ? 1 : 0, a0, a1, a2)
    // Only hart 0 is started by a reset; what has an entry runs.
    hartView(core, guest, hart).set('hsm', HsmState.started)
  }
  const struct = new StructView(core, GuestLayout, guest)
  struct.set('tohostGpa', htif?.tohost ?? 0n)
  struct.set('fromhostGpa', htif?.fromhost ?? 0n)
}
