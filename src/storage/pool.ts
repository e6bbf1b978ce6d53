/** A place for volumes: the host's memory, a folder of files, or a folder of the origin's private file system. */
import * as v from 'valibot'
import type { MachineRoom } from '../host/protocol'
import { checkOptions, integerBetween, invalidOption, oneOf, sizeBetween, strictObject } from '../options/check'
import type { Size } from '../options/size'
import { Volume } from './volume'
import type { VolumeFacts, VolumePlace } from './volume-calls'
import type { VolumeFormat, VolumePlan } from './volume-source'

/** Where the volumes of a pool lie: without `path` and `opfs`, in the host's memory. */
export interface StoragePoolOptions {
  name: string
  /** A folder that exists (Node only). */
  path?: string
  /** A folder of the origin's private file system (a browser, with `thread: 'worker'`). */
  opfs?: string
}

/** Content that is there already. It is used where it is: a path is written in place, Blobs and URLs are only read. */
export type VolumeContentSource = { path: string } | { url: string } | { blob: Blob } | { content: Uint8Array }

export interface NewVolumeOptions {
  /** Its name in the pool, and the name of its file there. */
  name: string
  /** Size of a new one. */
  size?: Size
  source?: VolumeContentSource
  /** Of a new one: default `raw`. With `source`: what the bytes are; default `auto`, which looks at them. */
  format?: VolumeFormat | 'auto'
  readOnly?: boolean
  limits?: { bytesPerSecond?: Size; iops?: number }
  /** A qcow2 image may read its backing file. Default false. */
  allowBacking?: boolean
}

/** A file that is in the folder of the pool. */
export type OpenVolumeOptions = Omit<NewVolumeOptions, 'size' | 'source'>

export interface OverlayOptions {
  name: string
  /** Where what is written goes; default the pool of the volume below. */
  pool?: StoragePool
}

const sectorBytes = 512
const mostBytes = 2 ** 40
const fileName = v.pipe(
  v.string('a name'),
  v.regex(/^(?!\.{1,2}$)[^/\\\0]{1,200}$/, 'a name without / and \\, up to 200 characters long'),
)
const text = v.pipe(v.string('a path'), v.nonEmpty('a path'))

export const storagePoolSchema = v.pipe(
  strictObject({ name: v.pipe(v.string('a name'), v.nonEmpty('a name')), path: v.optional(text), opfs: v.optional(text) }),
  v.check(({ path, opfs }) => path === undefined || opfs === undefined, 'a pool with one of path and opfs'),
)

const common = {
  name: fileName,
  format: v.optional(oneOf(['auto', 'raw', 'qcow2'])),
  readOnly: v.optional(v.boolean('true or false'), false),
  limits: v.optional(
    strictObject({
      bytesPerSecond: v.optional(sizeBetween(sectorBytes, 2 ** 36, "bytes a second from '512' to '64GiB'")),
      iops: v.optional(integerBetween(1, 2 ** 31)),
    }),
  ),
  allowBacking: v.optional(v.boolean('true or false'), false),
}
const url = v.pipe(
  v.string('a URL'),
  v.check((value) => URL.canParse(value), 'an absolute URL'),
)
const sourceSchema = v.union(
  [
    strictObject({ path: text }),
    strictObject({ url }),
    strictObject({ blob: v.instance(Blob) }),
    strictObject({ content: v.instance(Uint8Array) }),
  ],
  'one of { path }, { url }, { blob } and { content }',
)
const newVolumeSchema = strictObject({
  ...common,
  size: v.optional(sizeBetween(sectorBytes, mostBytes, "a size from '512' bytes to '1024GiB'")),
  source: v.optional(sourceSchema),
})
const openVolumeSchema = strictObject(common)
const overlaySchema = strictObject({
  name: fileName,
  pool: v.optional(v.custom<StoragePool>((it) => it instanceof StoragePool)),
})

/** A volume that is to be made with a guest. */
export interface ReservedVolume {
  plan: { name: string; place: VolumePlace }
  adopt(facts: VolumeFacts): Volume
  release(): void
}

type CheckedCommon = v.InferOutput<typeof openVolumeSchema>

export class StoragePool {
  readonly name: string
  readonly #room: MachineRoom
  readonly #folder: VolumePlace
  readonly #volumes = new Map<string, Volume>()
  /** Names of volumes that are being made. */
  readonly #taken = new Set<string>()

  constructor(room: MachineRoom, { name, path, opfs }: StoragePoolOptions) {
    this.name = name
    this.#room = room
    if (path !== undefined) this.#folder = { kind: 'file', path }
    else this.#folder = opfs === undefined ? { kind: 'memory' } : { kind: 'opfs', path: opfs }
  }

  /** `memory`, `file` for a folder, or `opfs`. */
  get kind(): VolumePlace['kind'] {
    return this.#folder.kind
  }

  /** Those that are open, in the order of their creation. */
  get volumes(): readonly Volume[] {
    return [...this.#volumes.values()]
  }

  volume(name: string): Volume | undefined {
    return this.#volumes.get(name)
  }

  /**
   * Makes an empty volume of `size`, or one whose content is `source`. A file that is there already is not overwritten. Errors:
   * ERR_INVALID_OPTION, ERR_INVALID_STATE when there is such a file, ERR_IMAGE_NOT_FOUND, ERR_IMAGE_READ, ERR_IMAGE_FORMAT, ERR_DOWNLOAD,
   * ERR_OUT_OF_MEMORY, ERR_UNSUPPORTED.
   *
   *     const pool = await host.createStoragePool({ name: 'images', path: './images' })
   *     const volume = await pool.createVolume({ name: 'data.qcow2', size: '8GiB', format: 'qcow2' })
   *     const guest = await host.hypervisor.createGuest({ disks: [volume] })
   */
  createVolume(options: NewVolumeOptions): Promise<Volume> {
    const checked = checkOptions(newVolumeSchema, options, 'volume')
    const { name, size, source, format } = checked
    if ((size === undefined) === (source === undefined)) {
      const value = size === undefined ? 'neither' : 'both'
      throw invalidOption('volume options size and source', { field: 'size', value, expected: 'one of them' })
    }
    if (source !== undefined) return this.#openAt(name, { options: checked, source: contentSource(source) })
    const bytes = Math.ceil((size ?? 0) / sectorBytes) * sectorBytes
    const place = this.#place(name)
    const plan = { name, place, format: format === 'qcow2' ? 'qcow2' : 'raw', bytes } as const
    return this.#add(name, { options: checked, path: pathOf(place), make: () => this.#room.storage('create', plan) })
  }

  /** Opens a file of the pool's folder. Errors as of `createVolume`; ERR_UNSUPPORTED for a pool in memory, which has none. */
  openVolume(options: OpenVolumeOptions): Promise<Volume> {
    const checked = checkOptions(openVolumeSchema, options, 'volume')
    const place = this.#place(checked.name)
    if (place.kind === 'memory') {
      const expected = 'a pool with a folder: one in memory has what was made in it alone'
      throw invalidOption(`pool ${JSON.stringify(this.name)}`, { field: 'name', value: checked.name, expected })
    }
    return this.#openAt(checked.name, { options: checked, source: { kind: place.kind, path: place.path } })
  }

  /** An overlay of `base`, which lies here. */
  addOverlay(base: Volume, options: OverlayOptions): Promise<Volume> {
    const { name } = checkOptions(overlaySchema, options, 'overlay')
    const place = this.#place(name)
    return this.#add(name, { path: pathOf(place), make: () => this.#room.storage('overlay', base.id, { name, place }) })
  }

  /** A place for the overlay of a fork, which the machine room fills with the fork; `adopt` or `release` ends the wait for it. */
  reserve(options: { name: string }): ReservedVolume {
    const { name } = checkOptions(overlaySchema, options, 'disk of a fork')
    this.#expectFree(name)
    this.#taken.add(name)
    const place = this.#place(name)
    return {
      plan: { name, place },
      adopt: (facts) => this.#enter(name, facts, pathOf(place)),
      release: () => void this.#taken.delete(name),
    }
  }

  #openAt(name: string, { options, source }: { options: CheckedCommon; source: VolumePlan['source'] }): Promise<Volume> {
    const { format = 'auto', readOnly, allowBacking } = options
    const isFixed = source.kind === 'blob' || source.kind === 'url'
    // Content in memory is raw unless somebody says otherwise: the bytes of a guest do not decide what they are.
    const plain = source.kind === 'memory' && format === 'auto' ? 'raw' : format
    const plan: VolumePlan = { source, format: plain, isReadOnly: readOnly || isFixed, serial: '', allowBacking }
    return this.#add(name, { options, path: pathOf(source), make: () => this.#room.storage('open', name, plan) })
  }

  async #add(
    name: string,
    { options, path, make }: { options?: CheckedCommon; path: string | undefined; make: () => Promise<VolumeFacts> },
  ): Promise<Volume> {
    this.#expectFree(name)
    this.#taken.add(name)
    try {
      const volume = this.#enter(name, await make(), path)
      if (options?.limits !== undefined) await volume.setLimits(options.limits as Parameters<Volume['setLimits']>[0])
      return volume
    } finally {
      this.#taken.delete(name)
    }
  }

  #enter(name: string, facts: VolumeFacts, path: string | undefined): Volume {
    const onClose = (): void => void this.#volumes.delete(name)
    const volume = new Volume({ name, pool: this, room: this.#room, facts, onClose, ...(path === undefined ? {} : { path }) })
    this.#volumes.set(name, volume)
    return volume
  }

  #expectFree(name: string): void {
    if (!this.#volumes.has(name) && !this.#taken.has(name)) return
    const expected = `a name that no volume of pool ${JSON.stringify(this.name)} has`
    throw invalidOption('volume option name', { field: 'name', value: name, expected })
  }

  #place(name: string): VolumePlace {
    return this.#folder.kind === 'memory' ? this.#folder : { kind: this.#folder.kind, path: `${this.#folder.path}/${name}` }
  }
}

function pathOf(place: VolumePlan['source'] | VolumePlace): string | undefined {
  return 'path' in place ? place.path : undefined
}

function contentSource(source: v.InferOutput<typeof sourceSchema>): VolumePlan['source'] {
  if ('path' in source) return { kind: 'file', path: source.path }
  if ('url' in source) return { kind: 'url', url: source.url }
  if ('blob' in source) return { kind: 'blob', blob: source.blob }
  const { content } = source
  return { kind: 'memory', bytes: Math.ceil(content.length / sectorBytes) * sectorBytes, content }
}
