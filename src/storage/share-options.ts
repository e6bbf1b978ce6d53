/** Checks what trees of files a guest shares. */
import * as v from 'valibot'
import type { SharePlan } from '../host/protocol'
import { invalidOption, strictObject } from '../options/check'

/**
 * A tree of files that the guest mounts: `mount -t 9p -o trans=virtio,version=9p2000.L TAG /mnt`. Nothing in it leads the guest out of it: neither
 * `..` nor symbolic links, which the guest follows in its own tree.
 */
export type ShareOptions = {
  /** What the guest mounts it by; at most 32 bytes. */
  tag: string
  /** Nothing is written. Default false. */
  readOnly?: boolean
} & (FolderShare | FilesShare)

/** A folder of the machine (Node only). */
export interface FolderShare {
  path: string
}
/** A tree in memory, gone with the guest: content by path, as `{ 'etc/motd': 'hello' }`. */
export interface FilesShare {
  files: Readonly<Record<string, string | Uint8Array>>
}

const mostTagBytes = 32
const content = v.custom<string | Uint8Array>(
  (value) => typeof value === 'string' || value instanceof Uint8Array,
  'a text or a Uint8Array',
)
const filePath = v.pipe(
  v.string('a path'),
  v.check(
    (path) => path.split('/').every((name) => name !== '' && name !== '.' && name !== '..'),
    'a path without .. and empty names',
  ),
)

const shareSchema = strictObject({
  tag: v.pipe(
    v.string('a tag'),
    v.regex(/^[^,\s\0]+$/, 'a tag without commas and blanks'),
    v.check((tag) => new TextEncoder().encode(tag).length <= mostTagBytes, `a tag of at most ${mostTagBytes} bytes`),
  ),
  readOnly: v.optional(v.boolean('true or false'), false),
  path: v.optional(v.pipe(v.string('a path'), v.nonEmpty('a path'))),
  files: v.optional(v.record(filePath, content)),
})

/** Shares of a guest. */
export const shareList = v.pipe(
  v.array(shareSchema),
  v.check((shares) => new Set(shares.map(({ tag }) => tag)).size === shares.length, 'shares with tags of their own'),
)

/** Throws ERR_INVALID_OPTION unless it has exactly one source. */
export function planShare(share: v.InferOutput<typeof shareSchema>, index: number): Omit<SharePlan, 'slot'> {
  const { tag, readOnly, path, files } = share
  if ((path === undefined) === (files === undefined)) {
    throw invalidOption(`guest option shares.${index}`, {
      field: `shares.${index}`,
      value: path === undefined ? 'without a source' : 'path, files',
      expected: 'one of path and files',
    })
  }
  const source: SharePlan['source'] =
    path === undefined
      ? {
          kind: 'files',
          files: Object.entries(files ?? {}).map(([name, it]) => ({
            path: name,
            content: typeof it === 'string' ? new TextEncoder().encode(it) : it,
          })),
        }
      : { kind: 'folder', path }
  return { kind: 'p9', tag, isReadOnly: readOnly, source }
}
