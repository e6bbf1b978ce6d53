/** Checks what the disks of a guest are made of. */
import * as v from 'valibot'
import { integerBetween, invalidOption, oneOf, sizeBetween, strictObject } from '../options/check'
import { Volume } from './volume'
import { type VolumePlan, virtioTransports } from './volume-source'

export type { DiskOptions } from './volume-source'

const sectorBytes = 512
const mostBytes = 2 ** 40
const mostSerialBytes = 20
export const size = sizeBetween(sectorBytes, mostBytes, "a size from '512' bytes to '1024GiB'")
/** The core counts billionths of bytes. */
const mostRate = 2 ** 36
export const rate = sizeBetween(sectorBytes, mostRate, "bytes a second from '512' to '64GiB'")
export const iops = integerBetween(1, 2 ** 31)

const named = v.pipe(v.string('a path'), v.nonEmpty('a path'))

const diskSchema = strictObject({
  size: v.optional(size),
  content: v.optional(v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'a Uint8Array')),
  path: v.optional(named),
  blob: v.optional(v.custom<Blob>((value) => value instanceof Blob, 'a Blob')),
  url: v.optional(
    v.pipe(
      v.string('a URL'),
      v.check((text) => URL.canParse(text), 'an absolute URL'),
    ),
  ),
  opfs: v.optional(named),
  volume: v.optional(v.custom<Volume>((value) => value instanceof Volume, 'a Volume of a StoragePool')),
  format: v.optional(oneOf(['auto', 'raw', 'qcow2']), 'auto'),
  readOnly: v.optional(v.boolean('true or false'), false),
  serial: v.optional(v.string('a text')),
  limits: v.optional(strictObject({ bytesPerSecond: v.optional(rate), iops: v.optional(iops) }), {}),
  allowBacking: v.optional(v.boolean('true or false'), false),
  transport: v.optional(oneOf(virtioTransports)),
})

export type CheckedDisk = v.InferOutput<typeof diskSchema>

/** A volume that stands for itself. */
const asDisk = (volume: Volume): CheckedDisk => v.parse(diskSchema, { volume })

/** A disk of a guest, or a volume of a pool that is to be one. */
export const diskOption = v.union([v.pipe(v.instance(Volume), v.transform(asDisk)), diskSchema])
export const diskList = v.array(diskOption)

/** Throws ERR_INVALID_OPTION unless the disk has exactly one source. */
export function planVolume(disk: CheckedDisk, index: number): VolumePlan {
  const serial = disk.serial ?? `vmhost-${index}`
  if (new TextEncoder().encode(serial).length > mostSerialBytes) {
    throw invalidOption(`guest option disks.${index}.serial`, {
      field: `disks.${index}.serial`,
      value: serial,
      expected: `at most ${mostSerialBytes} bytes`,
    })
  }
  const { bytesPerSecond, iops } = disk.limits
  return {
    source: sourceOf(disk, index),
    format: disk.format,
    isReadOnly: disk.readOnly || disk.volume?.isReadOnly === true || disk.blob !== undefined || disk.url !== undefined,
    serial,
    allowBacking: disk.allowBacking,
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    ...(iops === undefined ? {} : { iops }),
  }
}

function sourceOf(disk: CheckedDisk, index: number): VolumePlan['source'] {
  const { size: bytes, content, path, blob, url, opfs, volume } = disk
  const given = Object.entries({ path, blob, url, opfs, content, volume }).filter(([, value]) => value !== undefined)
  if (given.length > 1 || (given.length === 0 && bytes === undefined)) {
    throw invalidOption(`guest option disks.${index}`, {
      field: `disks.${index}`,
      value: given.map(([name]) => name).join(', ') || 'without a source',
      expected: 'one of size, content, path, blob, url, opfs and volume',
    })
  }
  if (volume !== undefined) return { kind: 'volume', id: volume.id }
  if (path !== undefined) return { kind: 'file', path }
  if (blob !== undefined) return { kind: 'blob', blob }
  if (url !== undefined) return { kind: 'url', url }
  if (opfs !== undefined) return { kind: 'opfs', path: opfs, ...(bytes === undefined ? {} : { bytes }) }
  const least = Math.max(bytes ?? 0, content?.length ?? 0)
  const whole = Math.ceil(least / sectorBytes) * sectorBytes
  return { kind: 'memory', bytes: whole, ...(content === undefined ? {} : { content }) }
}
