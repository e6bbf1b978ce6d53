export type KernelTarget = 'elf' | 'linux' | 'multiboot' | 'native'
export type KernelLength = 'short' | 'long'
export declare const SCALES: Readonly<Record<KernelLength, number>>
export declare function kernelNames(): string[]
export declare function buildKernel(name: string, target?: KernelTarget, length?: KernelLength): Promise<string>
