/** Checks what the disks of a guest are made of. */
import * as v from 'valibot'
import { integerBetween, invalidOption, oneOf, sizeBetween } from '../options/check'
import type { VolumePlan } from './volume-source'

export type { DiskOptions } from './volume-source'

const sectorBytes = 512
const mostBytes = 2 ** 40
const mostSerialBytes = 20
const size = sizeBetween(sectorBytes, mostBytes, "a size from '512' bytes to '1024GiB'")
const rate = sizeBetween(sectorBytes, mostBytes, "bytes a second, as '10MiB'")

const named = v.pipe(v.string('a path'), v.nonEmpty('a path'))

export const diskSchema = v.strictObject({
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
  format: v.optional(oneOf(['auto', 'raw', 'qcow2']), 'auto'),
  readOnly: v.optional(v.boolean('true or false'), false),
  serial: v.optional(v.string('a text')),
  limits: v.optional(v.strictObject({ bytesPerSecond: v.optional(rate), iops: v.optional(integerBetween(1, 2 ** 31)) }), {}),
  allowBacking: v.optional(v.boolean('true or false'), false),
})

export type CheckedDisk = v.InferOutput<typeof diskSchema>

/** Throws ERR_INVALID_OPTION unless the disk has exactly one source. */
export function planVolume(disk: CheckedDisk, { index, isVirtual }: { index: number; isVirtual: boolean }): VolumePlan {
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
    isReadOnly: disk.readOnly || disk.blob !== undefined || disk.url !== undefined,
    serial,
    allowBacking: disk.allowBacking,
    // Limits are told in seconds of the machine's clock, which the virtual one does not know.
    ...(bytesPerSecond === undefined || isVirtual ? {} : { bytesPerSecond }),
    ...(iops === undefined || isVirtual ? {} : { iops }),
  }
}

function sourceOf(disk: CheckedDisk, index: number): VolumePlan['source'] {
  const { size: bytes, content, path, blob, url, opfs } = disk
  const given = Object.entries({ path, blob, url, opfs, content }).filter(([, value]) => value !== undefined)
  if (given.length > 1 || (given.length === 0 && bytes === undefined)) {
    throw invalidOption(`guest option disks.${index}`, {
      field: `disks.${index}`,
      value: given.map(([name]) => name).join(', ') || 'without a source',
      expected: 'one of size, content, path, blob, url and opfs',
    })
  }
  if (path !== undefined) return { kind: 'file', path }
  if (blob !== undefined) return { kind: 'blob', blob }
  if (url !== undefined) return { kind: 'url', url }
  if (opfs !== undefined) return { kind: 'opfs', path: opfs, ...(bytes === undefined ? {} : { bytes }) }
  const least = Math.max(bytes ?? 0, content?.length ?? 0)
  const whole = Math.ceil(least / sectorBytes) * sectorBytes
  return { kind: 'memory', bytes: whole, ...(content === undefined ? {} : { content }) }
}
