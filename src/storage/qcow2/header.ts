/**
 * The header of a qcow2 image, version 2 and 3 (QEMU's docs/interop/qcow2.txt); all numbers are big endian.
 *
 *       0 magic "QFI\xfb"     4 version              8 backing_file_offset   16 backing_file_size   20 cluster_bits
 *      24 size               32 crypt_method        36 l1_size               40 l1_table_offset     48 refcount_table_offset
 *      56 refcount_table_clusters                   60 nb_snapshots          64 snapshots_offset
 *      72 incompatible       80 compatible          88 autoclear             96 refcount_order     100 header_length   104 compression
 */
import { VmHostError } from '../../error'

export const magic = 0x514649fb
export const compressions = { deflate: 0, zstd: 1 } as const
const incompatible = { dirty: 1n, corrupt: 2n, externalData: 4n, compression: 8n, extendedL2: 16n } as const
const extensionIds = { end: 0, backingFormat: 0xe2792aca } as const
const leastHeaderBytes = { 2: 72, 3: 104 } as const
const mostClusterBits = 21
const leastClusterBits = 9
/** As QEMU has it; at least one cluster. */
const mostRefcountTableBytes = 8 * 2 ** 20
/** 32 MiB, as QEMU has it. */
export const mostL1Entries = 2 ** 22
/** Bytes that are looked at for header, extensions and the name of the backing file. */
export const headerSpace = 64 * 1024

export interface Qcow2Header {
  version: 2 | 3
  clusterBits: number
  /** Size of the disk in bytes. */
  bytes: number
  l1Entries: number
  l1Offset: number
  refcountTableOffset: number
  refcountTableClusters: number
  /** Bits of a reference count, as a power of two. */
  refcountOrder: number
  snapshots: number
  compression: number
  isCorrupt: boolean
  /** It was not closed by who writes it: reference counts may be wrong (`lazy_refcounts`), what is read is not. */
  isDirty: boolean
  /** Says something of the content that does not hold any more once it is written by who does not know it. */
  hasAutoclear: boolean
  backing?: { name: string; format: 'raw' | 'qcow2' | 'auto' }
}

/** Reads the header from the first bytes of an image; throws ERR_IMAGE_FORMAT, and ERR_UNSUPPORTED for what cannot be read here. */
export function readHeader(start: Uint8Array): Qcow2Header {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
  if (start.length < leastHeaderBytes[2] || view.getUint32(0) !== magic) throw malformed('no qcow2 magic')
  const version = view.getUint32(4)
  if (version !== 2 && version !== 3) throw malformed(`version ${version}, expected 2 or 3`)
  if (start.length < leastHeaderBytes[version]) throw malformed('truncated header')
  const features = version === 3 ? view.getBigUint64(72) : 0n
  refuse(features, view.getUint32(32))
  const headerBytes = version === 3 ? view.getUint32(100) : leastHeaderBytes[2]
  const header: Qcow2Header = {
    version,
    clusterBits: within(view.getUint32(20), leastClusterBits, mostClusterBits, 'cluster_bits'),
    bytes: wide(view, 24, 'size'),
    l1Entries: within(view.getUint32(36), 0, mostL1Entries, 'l1_size'),
    l1Offset: wide(view, 40, 'l1_table_offset'),
    refcountTableOffset: wide(view, 48, 'refcount_table_offset'),
    refcountTableClusters: within(view.getUint32(56), 1, 2 ** 20, 'refcount_table_clusters'),
    refcountOrder: version === 3 ? within(view.getUint32(96), 0, 6, 'refcount_order') : 4,
    snapshots: view.getUint32(60),
    compression: (features & incompatible.compression) !== 0n ? within(view.getUint8(104), 0, 1, 'compression_type') : 0,
    isCorrupt: (features & incompatible.corrupt) !== 0n,
    isDirty: (features & incompatible.dirty) !== 0n,
    hasAutoclear: version === 3 && view.getBigUint64(88) !== 0n,
  }
  const clusterBytes = 2 ** header.clusterBits
  if (headerBytes < leastHeaderBytes[version] || headerBytes > clusterBytes) throw malformed(`header_length is ${headerBytes}`)
  for (const [name, offset] of [
    ['l1_table_offset', header.l1Offset],
    ['refcount_table_offset', header.refcountTableOffset],
  ] as const) {
    if (offset % clusterBytes !== 0) throw malformed(`${name} is ${offset}, expected a multiple of ${clusterBytes}`)
  }
  const tableBytes = header.refcountTableClusters * clusterBytes
  if (tableBytes > mostRefcountTableBytes) throw malformed(`a table of reference counts of ${tableBytes} bytes`)
  const backing = readBacking(view, start, headerBytes)
  return backing === undefined ? header : { ...header, backing }
}

function refuse(features: bigint, cryptMethod: number): void {
  if (cryptMethod !== 0) throw unsupported('it is encrypted')
  if ((features & incompatible.externalData) !== 0n) throw unsupported('its data is in another file')
  if ((features & incompatible.extendedL2) !== 0n) throw unsupported('it has subclusters')
  const known = Object.values(incompatible).reduce((all, bit) => all | bit, 0n)
  if ((features & ~known) !== 0n) throw unsupported(`it needs features 0x${(features & ~known).toString(16)}`)
}

function readBacking(view: DataView, start: Uint8Array, headerBytes: number): Qcow2Header['backing'] {
  const offset = wide(view, 8, 'backing_file_offset')
  const length = view.getUint32(16)
  if (offset === 0 || length === 0) return undefined
  if (length > 1023 || offset + length > start.length) throw malformed('the name of its backing file is out of place')
  const name = new TextDecoder().decode(start.subarray(offset, offset + length))
  return { name, format: backingFormat(view, start, headerBytes) }
}

function backingFormat(view: DataView, start: Uint8Array, headerBytes: number): 'raw' | 'qcow2' | 'auto' {
  for (let at = headerBytes; at + 8 <= start.length; ) {
    const [id, length] = [view.getUint32(at), view.getUint32(at + 4)]
    if (id === extensionIds.end || length > start.length) break
    if (id === extensionIds.backingFormat) {
      const format = new TextDecoder().decode(start.subarray(at + 8, at + 8 + length))
      if (format === 'raw' || format === 'qcow2') return format
      throw unsupported(`its backing file has the format ${JSON.stringify(format)}`)
    }
    at += 8 + Math.ceil(length / 8) * 8
  }
  return 'auto'
}

function wide(view: DataView, offset: number, name: string): number {
  const value = view.getBigUint64(offset)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed(`${name} is 0x${value.toString(16)}`)
  return Number(value)
}

function within(value: number, least: number, most: number, name: string): number {
  if (value < least || value > most) throw malformed(`${name} is ${value}, expected ${least} to ${most}`)
  return value
}

export function malformed(what: string): VmHostError {
  return new VmHostError('ERR_IMAGE_FORMAT', `qcow2 image: ${what}`)
}

export function unsupported(what: string): VmHostError {
  return new VmHostError('ERR_UNSUPPORTED', `qcow2 image: ${what}`)
}
