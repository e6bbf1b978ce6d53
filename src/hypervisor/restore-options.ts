/** How a guest comes out of a snapshot. */
import * as v from 'valibot'
import { type Identity, identityOption } from '../guest/identity'
import type { ImageSource } from '../image/source'
import type { Network } from '../network/network'
import type { Port } from '../network/port'
import type { VirtualFunction } from '../nic/virtual-function'
import { optionalName, strictObject } from '../options/check'
import { type DiskOptions, diskList } from '../storage/options'
import { type ShareOptions, shareList } from '../storage/share-options'
import type { Volume } from '../storage/volume'
import { type CpuClaimOptions, cpuChangeSchema } from './cpu-options'
import { type MemoryChange, memoryChangeSchema } from './memory-options'
import { plugOptions } from './plug-plan'

export interface RestoreOptions {
  /** Default: the name that the guest had. */
  name?: string
  /** Whom the guest thinks that it is. Default `new`, and `same` with the virtual clock, where a run goes on as if it had never been held. */
  identity?: Identity
  /**
   * What its network devices are plugged into, in their order: virtual functions where the other guest had such, ports where it had ports. One that
   * gets none has its link down. Default: none.
   */
  nics?: readonly (VirtualFunction | Port)[]
  networks?: readonly Network[]
  /**
   * Those of its disks that the snapshot does not hold, in their order: files, URLs, Blobs and volumes of pools that are not in memory. Each has to
   * be the one that the guest had, as it was then: of the same size, and not written since; an overlay of it that nobody wrote to is as good. Of a
   * fork with an overlay in memory, the one below that: it is only read, and the restored guest has such an overlay again.
   */
  disks?: readonly (DiskOptions | Volume)[]
  /** Its shares, each by its tag. */
  shares?: readonly ShareOptions[]
  /** What it has a claim to, as of `createGuest`. Default: what the guest had. A host with fewer physical CPUs than its affinity names needs another one. */
  cpu?: CpuClaimOptions
  memory?: MemoryChange
  /** As of `createGuest`: no file puts a guest into a domain. Default: one of its own. */
  sharingDomain?: string
  /** The snapshot that an incremental one needs; when that needs one, too, a list, each behind the one that needs it. */
  base?: ImageSource | readonly ImageSource[]
}

const base = v.pipe(
  v.custom<ImageSource | readonly ImageSource[]>((value) => value !== null, 'a snapshot, or a list of them'),
  v.transform((value): readonly ImageSource[] => (Array.isArray(value) ? value : [value as ImageSource])),
)

export const restoreSchema = strictObject({
  name: optionalName,
  identity: identityOption,
  ...plugOptions,
  disks: v.optional(diskList, []),
  shares: v.optional(shareList, []),
  cpu: v.optional(cpuChangeSchema),
  memory: v.optional(memoryChangeSchema),
  sharingDomain: optionalName,
  base: v.optional(base, []),
})
