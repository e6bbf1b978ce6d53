/** An error of PCI Express that a function of a guest reports, for tests of what its system does then. */
import * as v from 'valibot'
import { integerBetween, oneOf, strictObject } from '../options/check'
import { correctableErrors, uncorrectableErrors } from '../spec/pci/errors'

export type PciErrorName = keyof typeof uncorrectableErrors | keyof typeof correctableErrors

/** Named as PCIe 5.0 §6.2 and §7.8.4 do. */
export interface PciErrorOptions {
  error: PciErrorName
  /** The first four words of the header of the TLP in question, which an uncorrectable error leaves in the header log. Default zeros. */
  header?: readonly [number, number, number, number]
}

/** The same for the core: its bit in the registers of advanced error reporting. */
export interface PciErrorPlan {
  isCorrectable: boolean
  bit: number
  header: readonly [number, number, number, number]
}

const names = [...Object.keys(uncorrectableErrors), ...Object.keys(correctableErrors)] as [PciErrorName, ...PciErrorName[]]
const word = integerBetween(0, 0xffff_ffff)

export const pciErrorSchema = strictObject({
  error: oneOf(names),
  header: v.optional(v.tuple([word, word, word, word], 'four words'), [0, 0, 0, 0]),
})

export function planPciError({ error, header }: v.InferOutput<typeof pciErrorSchema>): PciErrorPlan {
  const isCorrectable = Object.hasOwn(correctableErrors, error)
  const bits: Partial<Record<PciErrorName, number>> = isCorrectable ? correctableErrors : uncorrectableErrors
  return { isCorrectable, bit: bits[error] ?? 0, header }
}
