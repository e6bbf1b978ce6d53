/** Errors that a function of PCI Express can report, by their bits in the registers of advanced error reporting (PCIe 5.0 §7.8.4.2 and 5). */

export const uncorrectableErrors = {
  dataLinkProtocol: 4,
  surpriseDown: 5,
  poisonedTlp: 12,
  flowControlProtocol: 13,
  completionTimeout: 14,
  completerAbort: 15,
  unexpectedCompletion: 16,
  receiverOverflow: 17,
  malformedTlp: 18,
  unsupportedRequest: 20,
  uncorrectableInternal: 22,
} as const

export const correctableErrors = {
  receiver: 0,
  badTlp: 6,
  badDllp: 7,
  replayNumRollover: 8,
  replayTimerTimeout: 12,
  advisoryNonFatal: 13,
} as const

/** Those that are fatal until software says otherwise, and those that nobody hears of until then (§7.8.4.3, 4 and 6). */
export const fatalErrors = [
  'dataLinkProtocol',
  'surpriseDown',
  'flowControlProtocol',
  'receiverOverflow',
  'malformedTlp',
  'uncorrectableInternal',
] as const satisfies readonly (keyof typeof uncorrectableErrors)[]
export const maskedErrors = { uncorrectable: ['uncorrectableInternal'], correctable: ['advisoryNonFatal'] } as const

/** The bits of errors by their names; of all when none are named. */
export function errorBits<Name extends string>(
  errors: Readonly<Record<Name, number>>,
  names: readonly NoInfer<Name>[] = Object.keys(errors) as Name[],
): number {
  return names.reduce((bits, name) => bits | (1 << errors[name]), 0) >>> 0
}
