/** What can be changed of a guest after its creation. */
import * as v from 'valibot'
import type { GuestChange } from '../host/protocol'
import { checkOptions } from '../options/check'
import { type CpuClaimOptions, cpuChangeSchema, cpuClaims } from './cpu-options'

export interface GuestReconfiguration {
  /** What is left out stays as it is. */
  cpu?: CpuClaimOptions
}

const schema = v.strictObject({ cpu: v.optional(cpuChangeSchema) })

/** Throws ERR_INVALID_OPTION. */
export function checkReconfiguration(change: GuestReconfiguration): GuestChange {
  const { cpu } = checkOptions(schema, change, 'reconfigure')
  return cpu === undefined ? {} : { cpu: cpuClaims(cpu) }
}
