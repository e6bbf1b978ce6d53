/** The SBI extensions that the hypervisor answers, each with its bit in the core's bitmap. */
export const sbiExtensions = ['base', 'time', 'ipi', 'rfence', 'hsm', 'srst', 'dbcn'] as const

export type SbiExtension = (typeof sbiExtensions)[number]

/** All of them but those that `choice` turns off. */
export function sbiBits(choice: Partial<Record<SbiExtension, boolean | undefined>>): number {
  return sbiExtensions.reduce((bits, name, bit) => (choice[name] === false ? bits : bits | (1 << bit)), 0)
}
