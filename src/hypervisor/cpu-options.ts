/** How much of the host's physical CPUs a guest has a claim to, in vSphere's words. */
import * as v from 'valibot'
import type { CpuClaims } from '../host/protocol'
import { integerBetween, oneOf, strictObject } from '../options/check'

/** Percent of one physical CPU, as 25 or `'25%'`, or `'250MHz'` or `'0.25GHz'`, where a physical CPU has 1000 MHz. */
export type CpuAmount = number | string

export interface CpuClaimOptions {
  /**
   * Weight against other guests where they want the same physical CPU: `low` 500, `normal` 1000, `high` 2000 for each virtual CPU, or a number
   * from 1 to 1,000,000 for the guest as a whole. Default `normal`.
   */
  shares?: 'low' | 'normal' | 'high' | number
  /** What the guest's virtual CPUs get in all in every 10 ms if they want it, whatever others want. Default 0. */
  reservation?: CpuAmount
  /** What they get in all in any 10 ms at most, though nobody else wants the CPU. Default `'unlimited'`. */
  limit?: CpuAmount | 'unlimited'
  /**
   * Physical CPUs, by number, that they may run on (`hard`), and that they do run on as long as those are not busier than others (`soft`). A
   * list is `hard`. Default `'any'`.
   */
  affinity?: readonly number[] | { hard?: readonly number[]; soft?: readonly number[] } | 'any'
}

export interface CpuOptions extends CpuClaimOptions {
  /** Virtual CPUs, from 1 to 64. Default 1. */
  vcpus?: number
}

const mostShares = 1_000_000
const mostPcpu = 255
const percentOfUnit: Readonly<Record<string, number>> = { '%': 1, mhz: 0.1, ghz: 100 }
const mostPercent = 64 * 100
const amount = "percent of one physical CPU from 1 on, as 25 or '25%', or a text such as '250MHz'"

function percentOf(value: number | string): number {
  if (typeof value === 'number') return value
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*(%|MHz|GHz)\s*$/i.exec(value) ?? []
  if (digits === undefined) return Number.NaN
  return Number(digits) * (percentOfUnit[(unit ?? '').toLowerCase()] ?? Number.NaN)
}

const amountFrom = (least: number, expected: string) =>
  v.pipe(
    v.custom<number | string>((value) => typeof value === 'number' || typeof value === 'string', expected),
    v.transform(percentOf),
    v.check((percent) => (percent === 0 && least === 0) || (percent >= 1 && percent <= mostPercent), expected),
  )

const pcpus = v.pipe(v.array(integerBetween(0, mostPcpu)), v.minLength(1, 'at least one physical CPU'))

const claimEntries = {
  shares: v.optional(
    v.union(
      [oneOf(['low', 'normal', 'high']), integerBetween(1, mostShares)],
      `'low', 'normal', 'high' or a number from 1 to ${mostShares}`,
    ),
  ),
  reservation: v.optional(amountFrom(0, `0 or ${amount}`)),
  limit: v.optional(v.union([v.literal('unlimited'), amountFrom(1, amount)], `${amount}, or 'unlimited'`)),
  affinity: v.optional(
    v.union(
      [
        v.literal('any'),
        v.pipe(
          pcpus,
          v.transform((hard) => ({ hard })),
        ),
        strictObject({ hard: v.optional(pcpus), soft: v.optional(pcpus) }),
      ],
      "numbers of physical CPUs, as [0, 1] or { hard: [0, 1], soft: [0] }, or 'any'",
    ),
  ),
}

export const cpuSchema = strictObject({ vcpus: v.optional(integerBetween(1, 64)), ...claimEntries })
export const cpuChangeSchema = strictObject(claimEntries)

/** The claims among checked options; what is left out is left as it is. */
export function cpuClaims({ shares, reservation, limit, affinity }: v.InferOutput<typeof cpuChangeSchema>): CpuClaims {
  return {
    ...(shares === undefined ? {} : { shares }),
    ...(reservation === undefined ? {} : { reservation }),
    ...(limit === undefined ? {} : { limit }),
    ...(affinity === undefined ? {} : { affinity }),
  }
}
