/** The region of a guest in the core: made new, or as a clone of another guest's between two slices. */
import type { Core } from '../core/core'
import { VmHostError } from '../error'
import type { Pager } from '../snapshot/pager'
import type { SavedDevice } from '../snapshot/saved-devices'
import type { MemoryTree } from '../storage/p9/memory-tree'
import type { LineState } from './console-line'
import { attachDevices } from './device-slots'
import { attachHierarchy } from './pci-functions'
import type { GuestPlan } from './protocol'
import { giveBack, type OpenDisk } from './resident-disks'
import type { ResidentNics } from './resident-nics'
import type { PortStates } from './resident-ports'

/** A guest's state, between two of its slices. */
export interface TakenRegion {
  pointer: number
  /** The serial line; a clone's is new. */
  line?: LineState
  /** What the servers of its shares and ports know. */
  ports?: PortStates
  /** The files of its shares that are in memory, by slot. */
  trees?: ReadonlyMap<number, MemoryTree>
  /** Brings in the pages that are not there yet. */
  pager?: Pager
  /** The snapshot since which pages that were written are known. */
  tracked?: string | undefined
  /** The images that the guest started from are not there: it cannot start over. */
  hasNoImages?: boolean
}

/** A clone that stands still, and what else there is to know of the guest at that moment. */
export interface FrozenGuest {
  pointer: number
  state: 'running' | 'paused'
  line: LineState
  /** As it was then. */
  plan: GuestPlan
  devices: SavedDevice[]
  /** The content of its disks in memory, of the same moment. */
  volumes: OpenDisk[]
}

/** Region of a new guest, with its devices. */
export function createRegion(
  core: Core,
  plan: GuestPlan,
  { nics, disks }: { nics: ResidentNics; disks: readonly OpenDisk[] },
): number {
  const {
    harts,
    ramPages,
    interruptController,
    start,
    clock,
    sbi,
    extensions,
    epochNs,
    paging,
    functions,
    rootPorts,
    pciPlaces,
  } = plan
  const isVirtual = clock === 'virtual' ? 1 : 0
  const pointer = core.exports.guestCreate(
    harts,
    ramPages,
    interruptController,
    start,
    isVirtual,
    sbi,
    extensions,
    epochNs,
    paging,
    pciPlaces,
  )
  if (pointer === 0) throw outOfTables(core, plan.name)
  try {
    attachDevices({ core, guest: pointer }, plan.devices, disks)
    attachHierarchy(core, pointer, { functions, devices: plan.devices, rootPorts, nics })
  } catch (error) {
    core.exports.guestDestroy(pointer)
    throw error
  }
  if (plan.generationId !== undefined) showGeneration(core, pointer, { id: plan.generationId, isChange: false })
  return pointer
}

/** The generation id that a guest begins with, or another one that it is told of. */
export function showGeneration(core: Core, guest: number, { id, isChange }: { id: Uint8Array; isChange: boolean }): void {
  core.bytes.set(id, core.exports.stagingBuffer())
  core.exports.guestGeneration(guest, isChange ? 1 : 0)
}

export interface CloneOptions {
  core: Core
  guest: number
  name: string
  /** Its disks as they are at that moment. */
  copyDisks(): OpenDisk[]
  /** Which pages of the guest are written from now on is noted. */
  tracksWrites: boolean
}

/** Region and disks of one and the same moment. */
export function cloneRegion({ core, guest, name, copyDisks, tracksWrites }: CloneOptions): {
  pointer: number
  disks: OpenDisk[]
} {
  const { exports } = core
  exports.hostStop()
  try {
    const copies = copyDisks()
    const pointer = exports.guestClone(guest)
    if (pointer === 0) {
      for (const copy of copies) void giveBack(copy)
      throw outOfTables(core, name)
    }
    if (tracksWrites) exports.guestTrackWrites(guest)
    return { pointer, disks: copies }
  } finally {
    exports.hostResume()
  }
}

export function hasAdapter(action: string, name: string): VmHostError {
  const message = `${action} of guest ${JSON.stringify(name)}: it has a whole physical function, of which there is one, expected virtual functions or ports`
  return new VmHostError('ERR_UNSUPPORTED', message)
}

export function otherBase(name: string, { base, tracked }: { base: string; tracked: string | undefined }): VmHostError {
  const known = tracked === undefined ? 'none' : `snapshot ${tracked}`
  const message = `snapshot of guest ${JSON.stringify(name)}: the base is snapshot ${base}, but what was written is known since ${known}`
  return new VmHostError('ERR_INVALID_STATE', message, { details: { base, tracked } })
}

function outOfTables(core: Core, name: string): VmHostError {
  const freeBytes = core.exports.hostFreeFrames() * 4096
  const message = `guest ${JSON.stringify(name)}: the host has no memory left for its tables (${freeBytes} bytes free)`
  return new VmHostError('ERR_OUT_OF_MEMORY', message)
}
