export declare const LONG_SCALE: number
export declare function kernelNames(): string[]
export declare function kernelPath(name: string, suffix?: string): string
export declare function buildKernels(names?: readonly string[]): Promise<void>
