/** Where a disk of a guest comes from, as its owner says it: plain data that can cross to the thread that serves it. */
import type { Size } from '../options/size'
import type { Volume } from './volume'

export type VolumeFormat = 'raw' | 'qcow2'

/** How a guest finds a virtio device: by its device tree, or on its PCI hierarchy, with a message for each queue, and to be taken out again. */
export const virtioTransports = ['mmio', 'pci'] as const
export type VirtioTransport = (typeof virtioTransports)[number]

export interface VolumeOptions {
  /** What the bytes are; `auto` looks at them. A raw image that a guest can write should be named as such. Default `auto`. */
  format?: VolumeFormat | 'auto'
  /** Nothing is written. Default false; Blobs and URLs are always read-only. */
  readOnly?: boolean
  /** What GET_ID and `/sys/block/vda/serial` tell; at most 20 bytes. */
  serial?: string
  /** Most bytes, and most operations, of each second. */
  limits?: { bytesPerSecond?: Size; iops?: number }
  /** A qcow2 image may read its backing file, given as path relative to it; nobody of the host writes that meanwhile. Default false: a guest could name any file. */
  allowBacking?: boolean
  /** Default: the guest's `transport`; of a disk that comes while the guest runs, `pci`. */
  transport?: VirtioTransport
}

/** In the host's memory: of `size` bytes, with the content of `content` when given. It is gone with the guest. */
export interface MemoryVolume extends VolumeOptions {
  size?: Size
  content?: Uint8Array
}
/** A file of the machine that the host runs on (Node only). Unless it is `readOnly` everywhere, it is the disk of one guest of the host alone. */
export interface FileVolume extends VolumeOptions {
  path: string
}
export interface BlobVolume extends VolumeOptions {
  blob: Blob
}
/** Read in ranges as they are needed, and cached. */
export interface UrlVolume extends VolumeOptions {
  url: string
}
/** A file in the origin's private file system (browsers only); made with `size` when it is not there. */
export interface OpfsVolume extends VolumeOptions {
  opfs: string
  size?: Size
}

export type DiskOptions = MemoryVolume | FileVolume | BlobVolume | UrlVolume | OpfsVolume | PoolVolume

/** A volume of a storage pool. One guest alone may write it; with `readOnly` any number of guests may have it. */
export interface PoolVolume extends Pick<VolumeOptions, 'readOnly' | 'serial' | 'transport'> {
  volume: Volume
}

/** The same after it was checked. */
export interface VolumePlan {
  source:
    | { kind: 'memory'; bytes: number; content?: Uint8Array }
    | { kind: 'file'; path: string }
    | { kind: 'blob'; blob: Blob }
    | { kind: 'url'; url: string }
    | { kind: 'opfs'; path: string; bytes?: number }
    /** A volume that is open in the machine room, by its number. */
    | { kind: 'volume'; id: number }
  format: VolumeFormat | 'auto'
  isReadOnly: boolean
  serial: string
  allowBacking: boolean
  bytesPerSecond?: number
  iops?: number
}
