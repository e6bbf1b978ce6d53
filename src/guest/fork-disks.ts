/** Where the disks of a fork keep what differs from its parent's, when that is not to be in memory and gone with it. */
import * as v from 'valibot'
import type { ForkDiskPlan } from '../host/protocol'
import { strictObject } from '../options/check'
import { type ReservedVolume, StoragePool } from '../storage/pool'
import type { VolumeFacts } from '../storage/volume-calls'

/** A volume of this name is made in the pool. It stays there when the fork is gone. */
export interface ForkDisk {
  pool: StoragePool
  name: string
}

const forkDisk = strictObject({
  pool: v.custom<StoragePool>((it) => it instanceof StoragePool, 'a StoragePool'),
  name: v.string('a name'),
})
export const forkDisks = v.optional(v.array(v.optional(forkDisk)), [])

export interface ReservedDisks {
  plans: ForkDiskPlan[]
  /** In the order of the plans. */
  adopt(volumes: readonly VolumeFacts[]): void
  release(): void
}

/** ERR_INVALID_OPTION when a name is taken. */
export function reserveDisks(disks: readonly (ForkDisk | undefined)[]): ReservedDisks {
  const reserved: ReservedVolume[] = []
  const plans: ForkDiskPlan[] = []
  const release = (): void => {
    for (const volume of reserved) volume.release()
  }
  try {
    for (const [disk, wanted] of disks.entries()) {
      if (wanted === undefined) continue
      const volume = wanted.pool.reserve({ name: wanted.name })
      reserved.push(volume)
      plans.push({ disk, ...volume.plan })
    }
  } catch (error) {
    release()
    throw error
  }
  const adopt = (volumes: readonly VolumeFacts[]): void => {
    for (const [index, facts] of volumes.entries()) reserved[index]?.adopt(facts)
  }
  return { plans, adopt, release }
}
