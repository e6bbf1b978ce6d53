// Regions of guest memory that images occupy: that they lie in RAM, apart from each other, and where there is room for one more.
import { VmHostError } from '../error'
import { platform } from '../spec/platform'
import type { MachinePlan } from './machine-plan'

export interface Region {
  name: string
  gpa: number
  bytes: number
}

/** First address beyond RAM. */
export function ramEnd(plan: MachinePlan): number {
  return platform.dram.base + plan.memoryBytes
}

/** Throws when a region is larger than RAM, reaches outside, or overlaps another. */
export function checkRegions(plan: MachinePlan, regions: readonly Region[]): void {
  for (const region of regions) checkInRam(plan, region)
  const sorted = [...regions].sort((a, b) => a.gpa - b.gpa)
  for (const [index, region] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next !== undefined && region.gpa + region.bytes > next.gpa) throw overlap(region, next)
  }
}

function checkInRam(plan: MachinePlan, region: Region): void {
  const details = { ...region, memoryBytes: plan.memoryBytes }
  if (region.bytes > plan.memoryBytes) {
    throw new VmHostError(
      'ERR_IMAGE_TOO_LARGE',
      `${region.name} of ${region.bytes} bytes: larger than the guest's memory of ${plan.memoryBytes} bytes`,
      { details },
    )
  }
  if (region.gpa >= platform.dram.base && region.gpa + region.bytes <= ramEnd(plan)) return
  // Something that starts in RAM and runs out of it is too large; something elsewhere is misplaced.
  const code = region.gpa >= platform.dram.base && region.gpa < ramEnd(plan) ? 'ERR_IMAGE_TOO_LARGE' : 'ERR_INVALID_ADDRESS'
  throw new VmHostError(code, `${span(region)}: outside the guest's memory ${hex(platform.dram.base)}..${hex(ramEnd(plan))}`, {
    details,
  })
}

export interface Placement {
  name: string
  bytes: number
  /** The region ends here or before. */
  limit: number
  alignment: number
}

/** The highest aligned address at which `bytes` fit below `limit`. */
export function placeBelow({ name, bytes, limit, alignment }: Placement): number {
  const gpa = Math.floor((limit - bytes) / alignment) * alignment
  if (gpa >= platform.dram.base) return gpa
  const room = Math.max(0, limit - platform.dram.base)
  throw new VmHostError(
    'ERR_IMAGE_TOO_LARGE',
    `${name} of ${bytes} bytes: larger than the ${room} bytes of memory that are left for it`,
    {
      details: { name, bytes, room },
    },
  )
}

function overlap(a: Region, b: Region): VmHostError {
  return new VmHostError(
    'ERR_IMAGE_OVERLAP',
    `${span(a)} overlaps ${span(b)}: the guest needs more memory, or the images other addresses`,
    {
      details: { first: a, second: b },
    },
  )
}

const hex = (value: number): string => `0x${value.toString(16)}`
const span = ({ name, gpa, bytes }: Region): string => `${name} at ${hex(gpa)}..${hex(gpa + bytes)}`
