/**
 * virtio-balloon (§5.5): pages that the driver puts into the balloon, reports or hints as free go back to the host's frames.
 *
 * Queues are numbered over those that the negotiated features bring: inflate, deflate, statistics, free page hints, free page reports.
 */
import {
  Balloon, BALLOON_CONFIG_BYTES, BALLOON_STATS, BalloonConfig, BalloonFeatureBit, BalloonHint, Chain, Guest, VIRTIO_STATE_BYTES, VirtioDevice,
  VirtioDeviceId, VirtioKind, VirtioViolation,
} from '../../abi/layout.gen'
import { allocationOf } from '../../memory/allocation'
import { discardPage, discardRange, flushDiscarded } from '../../memory/discard'
import { guestIsRam } from '../../memory/physical'
import { PAGE_BYTES, PAGE_SHIFT } from '../../memory/page'
import { chainRead, readChain, segmentBytes, segmentGpa } from '../../virtio/chain'
import { configOf, deviceAttach, deviceOf, deviceSetQueues, hasFeature, queueOf, stateOf } from '../../virtio/device'
import { deviceConfigChanged } from '../../virtio/interrupt'
import { queueAskNotification, queueComplete, queuePop, queuePush, queueSignal } from '../../virtio/queue'
import { reportViolation } from '../../virtio/violation'

const enum Role {
  inflate,
  deflate,
  stats,
  hint,
  report,
  none,
}

// @ts-ignore: decorator
@inline const QUEUES: u32 = 5
// @ts-ignore: decorator
@inline const QUEUE_SIZE: u32 = 128
/** Page numbers that one chain may hold: Linux puts 256 into one. */
// @ts-ignore: decorator
@inline const MOST_PAGES: u32 = 65_536
/** A statistic: tag u16, value u64, packed. */
// @ts-ignore: decorator
@inline const STAT_BYTES: u32 = 10
// @ts-ignore: decorator
@inline const STATS: u32 = 16
/** `actual` and `poison_val` are the driver's to write. */
// @ts-ignore: decorator
@inline const WRITABLE: u64 = 0xf0f0

export function balloonAttach(guest: Guest, slot: u32): void {
  const device = deviceAttach(guest, slot, VirtioKind.balloon, VirtioDeviceId.balloon)
  deviceSetQueues(device, QUEUES, QUEUE_SIZE)
  device.deviceFeatures |=
    (1 << BalloonFeatureBit.statsVq) | (1 << BalloonFeatureBit.deflateOnOom) | (1 << BalloonFeatureBit.freePageHint) |
    (1 << BalloonFeatureBit.pagePoison) | (1 << BalloonFeatureBit.pageReporting)
  device.configBytes = BALLOON_CONFIG_BYTES
  device.configWritable = WRITABLE
  balloonReset(guest, device)
}

/** Memory of the guest is whole again; what it should give back stays. */
export function balloonReset(guest: Guest, device: VirtioDevice): void {
  allocationOf(guest).balloonedPages = 0
  const target = configOfBalloon(device).numPages
  memory.fill(stateOf(device), 0, VIRTIO_STATE_BYTES)
  memory.fill(stateOf(device) + BALLOON_STATS, 0xff, STATS << 3)
  memory.fill(configOf(device), 0, BALLOON_CONFIG_BYTES)
  configOfBalloon(device).numPages = target
}

/** The buffer for statistics is the driver's again. */
export function balloonQueueReset(device: VirtioDevice, queue: u32): void {
  if (roleOf(device, queue) == Role.stats) stateOfBalloon(device).hasStats = 0
}

/** The guest's balloon; null when it has none. */
export function balloonOf(guest: Guest): VirtioDevice | null {
  for (let slot: u32 = 0; slot < guest.virtioSlots; slot++) {
    const device = deviceOf(guest, slot)
    if (device.kind == VirtioKind.balloon) return device
  }
  return null
}

/** Asks the guest to keep `pages` pages in its balloon; false when it has none. */
export function balloonSetTarget(guest: Guest, pages: u32): bool {
  const device = balloonOf(guest)
  if (device === null) return false
  const config = configOfBalloon(device)
  if (config.numPages == pages) return true
  config.numPages = pages
  deviceConfigChanged(guest, device)
  return true
}

/** Pages that the guest's balloon holds. */
export function balloonPages(guest: Guest): u32 {
  const device = balloonOf(guest)
  return device === null ? 0 : stateOfBalloon(device).pages
}

/** Asks the driver for fresh memory statistics; false while it cannot be asked. */
export function balloonAskStats(guest: Guest): bool {
  const device = balloonOf(guest)
  if (device === null) return false
  const state = stateOfBalloon(device)
  if (state.hasStats == 0) return false
  state.hasStats = 0
  const queue = queueOfRole(device, Role.stats)
  queueComplete(guest, device, queue, state.statsHead, state.statsDescriptors, 0)
  queueSignal(guest, device, queue)
  return true
}

/** Asks the driver to hint its free pages, which are given back at once; false while it cannot be asked. */
export function balloonAskHints(guest: Guest): bool {
  const device = balloonOf(guest)
  if (device === null || !hasFeature(device, BalloonFeatureBit.freePageHint)) return false
  const config = configOfBalloon(device)
  config.freePageHintCmdId = max<u32>(config.freePageHintCmdId + 1, BalloonHint.first)
  deviceConfigChanged(guest, device)
  return true
}

/** Serves as many chains as the queue has entries; true when there may be more. */
export function balloonNotify(guest: Guest, device: VirtioDevice, queue: u32): bool {
  const role = roleOf(device, queue)
  const chain = readChain(guest)
  for (let left = queueOf(device, queue).size; left > 0; left--) {
    if (!queuePop(guest, device, queue, chain)) {
      queueSignal(guest, device, queue)
      if (!queueAskNotification(guest, device, queue)) return false
      continue
    }
    if (!serve(guest, device, queue, role, chain)) return false
  }
  queueSignal(guest, device, queue)
  return true
}

/** False when the driver broke the rules. */
function serve(guest: Guest, device: VirtioDevice, queue: u32, role: Role, chain: Chain): bool {
  switch (role) {
    case Role.inflate:
    case Role.deflate:
      if (!movePages(guest, device, queue, chain, role == Role.inflate)) return false
      break
    case Role.stats:
      keepStats(guest, device, queue, chain)
      return true
    case Role.hint:
      takeHint(guest, device, chain)
      break
    case Role.report:
      stateOfBalloon(device).reported += freePages(guest, device, chain)
      break
  }
  queuePush(guest, device, queue, chain, 0)
  return true
}

/** A chain of page numbers (§5.5.6.1). */
function movePages(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain, isInflating: bool): bool {
  const count = chain.readBytes >> 2
  if (count > MOST_PAGES) {
    reportViolation(guest, device, queue, VirtioViolation.request, 0, chain.readBytes)
    return false
  }
  const state = stateOfBalloon(device)
  const entry = changetype<usize>(state) + offsetof<Balloon>('entry')
  let isFine = true
  for (let i: u32 = 0; i < count && isFine; i++) {
    chainRead(guest, chain, i << 2, entry, 4)
    const gpa = <u64>state.entry << PAGE_SHIFT
    isFine = guestIsRam(guest, gpa, PAGE_BYTES)
    if (!isFine) reportViolation(guest, device, queue, VirtioViolation.bufferAddress, gpa, PAGE_BYTES)
    else if (isInflating) inflate(guest, state, gpa)
    else deflate(guest, state)
  }
  if (isInflating) flushDiscarded(guest)
  return isFine
}

function inflate(guest: Guest, state: Balloon, gpa: u64): void {
  state.inflated += 1
  state.pages = min<u32>(state.pages + 1, <u32>guest.ramPages)
  allocationOf(guest).balloonedPages = state.pages
  if (discardPage(guest, gpa)) state.discarded += 1
}

function deflate(guest: Guest, state: Balloon): void {
  state.deflated += 1
  if (state.pages != 0) state.pages -= 1
  allocationOf(guest).balloonedPages = state.pages
}

/** The buffer stays here until statistics are asked for; a driver has one (§5.5.6.3). */
function keepStats(guest: Guest, device: VirtioDevice, queue: u32, chain: Chain): void {
  const state = stateOfBalloon(device)
  if (state.hasStats != 0) queueComplete(guest, device, queue, state.statsHead, state.statsDescriptors, 0)
  const count = min<u32>(chain.readBytes / STAT_BYTES, 4 * STATS)
  const entry = changetype<usize>(state) + offsetof<Balloon>('statEntry')
  for (let i: u32 = 0; i < count; i++) {
    chainRead(guest, chain, i * STAT_BYTES, entry, STAT_BYTES)
    const tag = <u32>load<u16>(entry)
    if (tag < STATS) store<u64>(stateOf(device) + BALLOON_STATS + (tag << 3), load<u64>(entry, 2))
  }
  state.hasStats = 1
  state.statsHead = chain.head
  state.statsDescriptors = chain.descriptors
  state.statsUpdates += 1
}

/** A command id that begins or ends hinting, or free pages of the one that is on (§5.5.6.6). */
function takeHint(guest: Guest, device: VirtioDevice, chain: Chain): void {
  const state = stateOfBalloon(device)
  if (chain.readBytes >= 4) {
    chainRead(guest, chain, 0, changetype<usize>(state) + offsetof<Balloon>('entry'), 4)
    state.hintId = state.entry
    if (state.hintId == BalloonHint.stop) endHints(guest, device)
  }
  if (state.hintId >= <u32>BalloonHint.first && state.hintId == configOfBalloon(device).freePageHintCmdId) {
    state.hinted += freePages(guest, device, chain)
  }
}

/** The driver may use its pages again. */
function endHints(guest: Guest, device: VirtioDevice): void {
  configOfBalloon(device).freePageHintCmdId = BalloonHint.done
  deviceConfigChanged(guest, device)
}

/** Discards what the writable part covers, unless the guest counts on a pattern in its free pages; how many pages that were. */
function freePages(guest: Guest, device: VirtioDevice, chain: Chain): u32 {
  const isPoisoned = hasFeature(device, BalloonFeatureBit.pagePoison) && configOfBalloon(device).poisonVal != 0
  let discarded: u32 = 0
  for (let i: u32 = 0; i < chain.writeSegments && !isPoisoned; i++) {
    const segment = chain.readSegments + i
    discarded += discardRange(guest, segmentGpa(chain, segment), segmentBytes(chain, segment))
  }
  if (discarded != 0) flushDiscarded(guest)
  stateOfBalloon(device).discarded += discarded
  return chain.writeBytes >> PAGE_SHIFT
}

function roleOf(device: VirtioDevice, queue: u32): Role {
  for (let role: u32 = Role.inflate; role < <u32>Role.none; role++) if (queueOfRole(device, role) == queue) return role
  return Role.none
}

/** Number of the queue that has a role; none where its feature was not negotiated. */
function queueOfRole(device: VirtioDevice, role: u32): u32 {
  if (role <= <u32>Role.deflate) return role
  const hasStats: u32 = hasFeature(device, BalloonFeatureBit.statsVq) ? 1 : 0
  const hasHints: u32 = hasFeature(device, BalloonFeatureBit.freePageHint) ? 1 : 0
  const hasReports: u32 = hasFeature(device, BalloonFeatureBit.pageReporting) ? 1 : 0
  if (role == Role.stats) return hasStats != 0 ? 2 : u32.MAX_VALUE
  if (role == Role.hint) return hasHints != 0 ? 2 + hasStats : u32.MAX_VALUE
  return hasReports != 0 ? 2 + hasStats + hasHints : u32.MAX_VALUE
}

// @ts-ignore: decorator
@inline
function stateOfBalloon(device: VirtioDevice): Balloon {
  return changetype<Balloon>(stateOf(device))
}

// @ts-ignore: decorator
@inline
function configOfBalloon(device: VirtioDevice): BalloonConfig {
  return changetype<BalloonConfig>(configOf(device))
}
