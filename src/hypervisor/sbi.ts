/** The SBI extensions that the hypervisor answers. */
import { SbiBit } from '../core/layout.gen'

/** BASE is always there. */
export const sbiExtensions = ['time', 'ipi', 'rfence', 'hsm', 'srst', 'dbcn'] as const

export type SbiExtension = (typeof sbiExtensions)[number]

/** The core's bitmap: all of them but those that `choice` turns off. */
export function sbiBits(choice: Partial<Record<SbiExtension, boolean | undefined>>): number {
  return sbiExtensions.reduce((bits, name) => (choice[name] === false ? bits : bits | (1 << SbiBit[name])), 1 << SbiBit.base)
}
