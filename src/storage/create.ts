/** Makes volumes: empty ones, and layers over others. */
import { VmHostError } from '../error'
import { createBlockFile, openBlockFile, removeBlockFile, replaceBlockFile } from '../platform/block-file'
import { randomBytes } from '../platform/entropy'
import { openOpfsFile } from '../platform/opfs-file'
import type { BlockDevice } from './block-device'
import { FileDevice } from './file-device'
import { MemoryDevice } from './memory-device'
import { emptyQcow2, openQcow2 } from './qcow2/open'
import type { GrowableFile } from './qcow2/storage'
import type { VolumePlace } from './volume-calls'
import type { VolumeFormat } from './volume-source'

export interface Below {
  device: BlockDevice
  format: VolumeFormat
  /** What the new image says that it is built on. */
  name: string
}

export interface NewDevice {
  format: VolumeFormat
  bytes: number
  below?: Below
}

/** Throws ERR_INVALID_STATE when there is such a file already. */
export async function createDevice(place: VolumePlace, { format, bytes, below }: NewDevice): Promise<BlockDevice> {
  const file = await createFile(place, format === 'raw' ? bytes : 0)
  if (format === 'raw') return file
  const backing = below === undefined ? {} : { backing: { name: below.name, format: below.format } }
  try {
    await file.write(0, emptyQcow2({ bytes, ...backing }))
    await file.flush()
  } catch (error) {
    await file.close()
    if (place.kind === 'file') removeBlockFile(place.path)
    throw error
  }
  const openBacking = async (name: string): Promise<BlockDevice> => {
    if (below !== undefined) return below.device
    throw new VmHostError('ERR_CORE', `a new image with the backing file ${name}`)
  }
  return openQcow2(file, { isReadOnly: false, openBacking })
}

export interface LayerPlan {
  place: { kind: 'memory' } | { kind: 'file'; path: string }
  snapshot: string
  /** Closed with the layer, and when that cannot be made. */
  below: BlockDevice
  format: VolumeFormat
}

/** Where a file's content of a snapshot is. */
export const snapshotPath = (path: string, snapshot: string): string => `${path}@${snapshot}`

/**
 * A layer in place of the file that was there. With `keepsOld` that file becomes the snapshot's, `PATH@SNAPSHOT`; otherwise it is gone. The new
 * one is complete before it has the name, so that an interruption leaves the one or the other.
 */
export async function createLayer(plan: LayerPlan, { keepsOld }: { keepsOld: boolean }): Promise<BlockDevice> {
  const { place, snapshot, below, format } = plan
  const bytes = below.bytes
  if (place.kind === 'memory')
    return createDevice(place, { format: 'qcow2', bytes, below: { device: below, format, name: snapshot } })
  const { path } = place
  const kept = snapshotPath(path, snapshot)
  const name = kept.replace(/^.*[/\\]/, '')
  const unique = Array.from(randomBytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const next = `${path}.${unique}.new`
  let layer: BlockDevice | undefined
  try {
    layer = await createDevice({ kind: 'file', path: next }, { format: 'qcow2', bytes, below: { device: below, format, name } })
    replaceBlockFile(path, { next, ...(keepsOld && { kept }) })
    return layer
  } catch (error) {
    await layer?.close()
    await below.close()
    removeBlockFile(next)
    throw error
  }
}

async function createFile(place: VolumePlace, bytes: number): Promise<BlockDevice & GrowableFile> {
  switch (place.kind) {
    case 'memory':
      return new MemoryDevice(new Uint8Array(bytes))
    case 'file': {
      createBlockFile(place.path, bytes)
      return new FileDevice(openBlockFile(place.path, false), false)
    }
    case 'opfs': {
      const file = await openOpfsFile(place.path, bytes)
      if (file.bytes !== bytes) {
        file.close()
        throw new VmHostError('ERR_INVALID_STATE', `volume ${JSON.stringify(place.path)}: there is such a file already`)
      }
      return new FileDevice(file, false)
    }
  }
}
