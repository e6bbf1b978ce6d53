/** SBI extensions that the hypervisor answers in a direct start (RISC-V SBI 2.0). */
export const sbiExtensions = {
  base: { id: 0x10, bit: 0 },
  time: { id: 0x54494d45, bit: 1 },
  ipi: { id: 0x735049, bit: 2 },
  rfence: { id: 0x52464e43, bit: 3 },
  hsm: { id: 0x48534d, bit: 4 },
  srst: { id: 0x53525354, bit: 5 },
  dbcn: { id: 0x4442434e, bit: 6 },
  sta: { id: 0x535441, bit: 7 },
} as const

export type SbiExtensionName = keyof typeof sbiExtensions

export const sbiErrors = {
  success: 0,
  failed: -1,
  notSupported: -2,
  invalidParam: -3,
  denied: -4,
  invalidAddress: -5,
  alreadyAvailable: -6,
} as const

/** Version 2.0: major in bits 30:24. */
export const sbiVersion = 0x0200_0000

/** 'vm', an identifier of no registered implementation. */
export const sbiImplementationId = 0x766d
