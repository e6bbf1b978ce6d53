/** Opens and makes qcow2 images. */
import type { BlockDevice } from '../block-device'
import { FileDevice } from '../file-device'
import { MemoryDevice } from '../memory-device'
import { Qcow2Device } from './device'
import { headerSpace, magic, malformed, type Qcow2Header, readHeader, unsupported } from './header'
import { decode, Refcounts } from './refcounts'
import type { GrowableFile } from './storage'

export interface OpenOptions {
  isReadOnly: boolean
  openBacking(name: string, format: 'raw' | 'qcow2' | 'auto'): Promise<BlockDevice>
}

export async function isQcow2(device: BlockDevice): Promise<boolean> {
  if (device.bytes < 512) return false
  const start = new Uint8Array(512)
  await device.read(0, start)
  return new DataView(start.buffer).getUint32(0) === magic
}

/** A device as the file of an image; reads past its end are zeros. */
export function growable(device: BlockDevice): GrowableFile {
  if (device instanceof FileDevice || device instanceof MemoryDevice) return device
  return {
    bytes: device.bytes,
    get generation() {
      return device.generation
    },
    read: (offset, into) => {
      if (offset >= device.bytes) {
        into.fill(0)
        return undefined
      }
      const inside = Math.min(into.length, device.bytes - offset)
      into.fill(0, inside)
      return device.read(offset, into.subarray(0, inside))
    },
    write: (offset, from) => {
      if (offset + from.length > device.bytes) throw malformed('it cannot grow here')
      return device.write(offset, from)
    },
    flush: () => device.flush(),
    close: () => device.close(),
  }
}

export async function openQcow2(file: GrowableFile, { isReadOnly, openBacking }: OpenOptions): Promise<Qcow2Device> {
  const start = new Uint8Array(Math.min(headerSpace, file.bytes))
  await file.read(0, start)
  const header = readHeader(start)
  if (header.isCorrupt && !isReadOnly) throw malformed('it is marked as corrupt: open it read-only')
  if (header.isDirty && !isReadOnly)
    throw unsupported('it was not closed (dirty reference counts): open it read-only, or repair it with qemu-img check -r')
  checkL1(header)
  const l1 = new Uint8Array(header.l1Entries * 8)
  await file.read(header.l1Offset, l1)
  const refcounts = await Refcounts.open(file, header)
  const backing = header.backing === undefined ? undefined : await openBacking(header.backing.name, header.backing.format)
  if (header.hasAutoclear && !isReadOnly) await file.write(88, new Uint8Array(8))
  return new Qcow2Device({ file, header, isReadOnly, backing, l1: decode(l1), refcounts })
}

/** The first level must cover the disk. */
function checkL1({ bytes, clusterBits, l1Entries }: Qcow2Header): void {
  const perTable = 2 ** (2 * clusterBits - 3)
  const needed = Math.ceil(bytes / perTable)
  if (l1Entries < needed) throw malformed(`l1_size is ${l1Entries}, expected at least ${needed} for ${bytes} bytes`)
}

const newClusterBits = 16
export const newClusterBytes = 2 ** newClusterBits

export interface CreateOptions {
  bytes: number
  clusterBits?: number
  backing?: { name: string; format: 'raw' | 'qcow2' }
}

/** The bytes of an empty image, version 3: header, reference counts, and a first level full of holes. */
export function emptyQcow2({ bytes, clusterBits = newClusterBits, backing }: CreateOptions): Uint8Array {
  const clusterBytes = 2 ** clusterBits
  const l1Entries = Math.ceil(bytes / 2 ** (2 * clusterBits - 3))
  const l1Clusters = Math.max(1, Math.ceil((l1Entries * 8) / clusterBytes))
  const image = new Uint8Array((3 + l1Clusters) * clusterBytes)
  const view = new DataView(image.buffer)
  view.setUint32(0, magic)
  view.setUint32(4, 3)
  view.setUint32(20, clusterBits)
  view.setBigUint64(24, BigInt(bytes))
  view.setUint32(36, l1Entries)
  view.setBigUint64(40, BigInt(3 * clusterBytes))
  view.setBigUint64(48, BigInt(clusterBytes))
  view.setUint32(56, 1)
  view.setUint32(96, 4)
  view.setUint32(100, 104)
  if (backing !== undefined) writeBacking(image, view, backing)
  view.setBigUint64(clusterBytes, BigInt(2 * clusterBytes))
  for (let cluster = 0; cluster < 3 + l1Clusters; cluster++) view.setUint16(2 * clusterBytes + 2 * cluster, 1)
  return image
}

/** The extension that tells the format, the end of extensions, and the name. */
function writeBacking(image: Uint8Array, view: DataView, { name, format }: { name: string; format: string }): void {
  const [formatBytes, nameBytes] = [format, name].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array]
  view.setUint32(104, 0xe2792aca)
  view.setUint32(108, formatBytes.length)
  image.set(formatBytes, 112)
  const nameOffset = 112 + Math.ceil(formatBytes.length / 8) * 8 + 8
  image.set(nameBytes, nameOffset)
  view.setBigUint64(8, BigInt(nameOffset))
  view.setUint32(16, nameBytes.length)
}
