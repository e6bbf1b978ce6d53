/** Devices of a guest as a snapshot has them: what they are, what the outside knew of them, and where the content of its disks is. */
import type { BalloonPlan, BlkPlan, ConsolePlan, RngPlan, SharePlan, VsockPlan } from '../host/protocol'
import type { ConsoleState } from '../host/virtio-console'
import type { P9State } from '../storage/p9/server'
import { pageBytes } from './format'

export type SavedDevice = RngPlan | BalloonPlan | SavedDisk | SavedShare | SavedConsole | VsockPlan

export type SavedConsole = ConsolePlan & { state: ConsoleState }
export type SavedShare = Omit<SharePlan, 'source'> & { state: P9State }

export interface SavedDisk extends Omit<BlkPlan, 'volume'> {
  serial: string
  isReadOnly: boolean
  bytes: number
  bytesPerSecond?: number
  iops?: number
  /** What was not in the memory of the host is not in the file: the restored guest is given it again. Undefined for what is. */
  reference?: VolumeReference
  /** Of a fork: what differs from that is in the file. */
  isOverlay?: boolean
}

/** By what a volume is known again. */
export interface VolumeReference {
  /** For people: of the volume, or of its file. */
  name: string
  /** Another one after each write; undefined where nobody writes. */
  generation?: string
}

export const isDisk = (device: SavedDevice): device is SavedDisk => device.kind === 'blk'

/** Pages of the file that are not RAM: one behind the other, disks of which it holds anything. */
export function diskPages(
  devices: readonly SavedDevice[],
  ramPages: number,
): { disk: SavedDisk; first: number; pages: number }[] {
  let first = ramPages
  return devices.filter(isDisk).flatMap((disk) => {
    if (disk.reference !== undefined && disk.isOverlay !== true) return []
    const pages = Math.ceil(disk.bytes / pageBytes)
    first += pages
    return [{ disk, first: first - pages, pages }]
  })
}

/** Pages that a snapshot can have. */
export function pagesOf({ ramPages, devices }: { ramPages: number; devices: readonly SavedDevice[] }): number {
  const last = diskPages(devices, ramPages).at(-1)
  return last === undefined ? ramPages : last.first + last.pages
}

/** Those of them that a file of this size can be full of: disks that are wholly in it. */
export function wholePages({ ramPages, devices }: { ramPages: number; devices: readonly SavedDevice[] }): number {
  return pagesOf({ ramPages, devices: devices.filter((it) => !isDisk(it) || it.reference === undefined) })
}

/** Disks that a restored guest is to be given, and shares. */
export function isGiven(device: SavedDevice): boolean {
  return device.kind === 'p9' || (device.kind === 'blk' && device.reference !== undefined)
}
