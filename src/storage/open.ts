/** Opens the disks of a guest where they are served. */
import { VmHostError } from '../error'
import { openBlockFile } from '../platform/block-file'
import { openOpfsFile } from '../platform/opfs-file'
import type { BlockDevice } from './block-device'
import { FileDevice } from './file-device'
import { MemoryDevice } from './memory-device'
import { growable, isQcow2, openQcow2 } from './qcow2/open'
import { blobDevice, urlDevice } from './remote'
import type { VolumePlan } from './volume-source'

const sectorBytes = 512

/** Images below one another; a chain that leads back into itself has no end. */
const mostBacking = 64

/** Is told of each file below an image before it is opened, and may refuse it. */
export type BackingCheck = (backing: VolumePlan) => void

/** Throws ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, ERR_IMAGE_FORMAT, ERR_DOWNLOAD and ERR_UNSUPPORTED; nothing is open then. */
export async function openVolume(plan: VolumePlan, check: BackingCheck = () => {}, depth = 0): Promise<BlockDevice> {
  const raw = await openRaw(plan)
  try {
    return await openAs(plan, raw, check, depth)
  } catch (error) {
    await raw.close()
    throw error
  }
}

async function openAs(plan: VolumePlan, raw: BlockDevice, check: BackingCheck, depth: number): Promise<BlockDevice> {
  const format = plan.format === 'auto' ? ((await isQcow2(raw)) ? 'qcow2' : 'raw') : plan.format
  if (format === 'raw' && raw instanceof FileDevice) raw.expectWhole()
  const device = format === 'qcow2' ? await openFormatted(plan, raw, check, depth) : raw
  if (format === 'raw' && raw.bytes % sectorBytes !== 0) {
    throw new VmHostError('ERR_IMAGE_FORMAT', `disk of ${raw.bytes} bytes: expected a multiple of ${sectorBytes}`)
  }
  return device
}

function openFormatted(plan: VolumePlan, raw: BlockDevice, check: BackingCheck, depth: number): Promise<BlockDevice> {
  const { source, isReadOnly, allowBacking } = plan
  const folder = source.kind === 'file' ? source.path.replace(/[^/\\]*$/, '') : undefined
  const openBacking = (name: string, format: 'raw' | 'qcow2' | 'auto'): Promise<BlockDevice> => {
    if (!allowBacking || folder === undefined) {
      throw new VmHostError(
        'ERR_UNSUPPORTED',
        `disk with the backing file ${JSON.stringify(name)}: allowed with allowBacking for files only`,
        { details: { backingFile: name } },
      )
    }
    if (depth >= mostBacking)
      throw new VmHostError('ERR_IMAGE_FORMAT', `disk with more than ${mostBacking} backing files below one another`)
    const path = /^([/\\]|[A-Za-z]:)/.test(name) ? name : folder + name
    const backing: VolumePlan = { source: { kind: 'file', path }, format, isReadOnly: true, serial: '', allowBacking }
    check(backing)
    return openVolume(backing, check, depth + 1)
  }
  return openQcow2(growable(raw), { isReadOnly: isReadOnly || raw.isReadOnly, openBacking })
}

async function openRaw({ source, isReadOnly }: VolumePlan): Promise<BlockDevice> {
  switch (source.kind) {
    case 'memory':
      return new MemoryDevice(source.content ?? new Uint8Array(source.bytes), isReadOnly)
    case 'file':
      return new FileDevice(openBlockFile(source.path, isReadOnly), isReadOnly)
    case 'blob':
      return blobDevice(source.blob)
    case 'url':
      return urlDevice(source.url)
    case 'opfs':
      return new FileDevice(await openOpfsFile(source.path, source.bytes), isReadOnly)
    case 'volume':
      throw new VmHostError('ERR_CORE', `volume ${source.id} is open already`)
  }
}
