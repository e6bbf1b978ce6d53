/** How a guest comes out of a snapshot. */
import * as v from 'valibot'
import type { Identity } from '../guest/identity'
import type { ImageSource } from '../image/source'
import { optionalName } from '../options/check'

export interface RestoreOptions {
  /** Default: the name that the guest had. */
  name?: string
  /** Whom the guest thinks that it is. Default `new`, and `same` with the virtual clock, where a run goes on as if it had never been held. */
  identity?: Identity
  /** The snapshot that an incremental one needs; when that needs one, too, a list, each behind the one that needs it. */
  base?: ImageSource | readonly ImageSource[]
}

const identity = v.custom<Identity>((value) => value !== null, "'new', 'same' or { uuid, generationId, seed }")
const base = v.pipe(
  v.custom<ImageSource | readonly ImageSource[]>((value) => value !== null, 'a snapshot, or a list of them'),
  v.transform((value): readonly ImageSource[] => (Array.isArray(value) ? value : [value as ImageSource])),
)

export const restoreSchema = v.strictObject({
  name: optionalName,
  identity: v.optional(identity),
  base: v.optional(base, []),
})
