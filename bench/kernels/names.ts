/** The kernels by their names, in the order in which they are told of. */

export const KERNELS = [
  'coremark-like',
  'dhrystone-like',
  'sort',
  'random-access',
  'memcpy',
  'sha256',
  'bytecode',
  'fib',
  'sieve',
  'matmul-double',
  'nbody',
  'pointer-chase',
  'string-search',
  'state-machine',
] as const

/** Measured against QEMU alone, and in no mean: page walks without end, and an operation that i386 does not have. */
export const EXTRAS = ['paging', 'matmul-fma'] as const

export type KernelName = (typeof KERNELS)[number] | (typeof EXTRAS)[number]

/** What measures call a kernel. */
export const measureName = (kernel: KernelName): string => kernel.replaceAll('-', '_')
