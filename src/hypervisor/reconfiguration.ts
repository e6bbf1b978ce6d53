/** What can be changed of a guest after its creation. */
import * as v from 'valibot'
import type { GuestChange } from '../host/protocol'
import { checkOptions, strictObject } from '../options/check'
import { type CpuClaimOptions, cpuChangeSchema, cpuClaims } from './cpu-options'
import { type MemoryChange, memoryChangeSchema } from './memory-options'

/** What is left out stays as it is. */
export interface GuestReconfiguration {
  cpu?: CpuClaimOptions
  memory?: MemoryChange
}

const schema = strictObject({ cpu: v.optional(cpuChangeSchema), memory: v.optional(memoryChangeSchema) })

/** Sizes in bytes; throws ERR_INVALID_OPTION. */
export function checkReconfiguration(change: GuestReconfiguration): GuestChange {
  const { cpu, memory } = checkOptions(schema, change, 'reconfigure')
  return { ...(cpu === undefined ? {} : { cpu: cpuClaims(cpu) }), ...(memory === undefined ? {} : { memory }) }
}
