// Generated from src/spec/nic by src/spec/generate.ts. Do not edit.

/** Registers of a physical function that keep what is written: offset, words, value after a reset. */
export const KEPT_RANGES = memory.data<u32>([0, 1, 1311297, 24, 1, 0, 40, 5, 0, 256, 1, 0, 368, 1, 0, 1024, 5, 0, 3204, 1, 255, 3212, 1, 255, 3216, 1, 255, 3584, 1, 0, 5392, 2, 0, 5888, 8, 0, 5952, 1, 0, 8544, 3, 0, 9220, 1, 64, 9224, 1, 0, 13316, 1, 40, 13568, 1, 0, 13828, 1, 0, 14080, 8, 0, 20480, 1, 0, 20484, 1, 9728, 20488, 1, 0, 21504, 32, 0, 21728, 16, 0, 22528, 3, 0, 22552, 1, 0, 22556, 1, 0, 22560, 1, 0, 23248, 8, 0, 23296, 1, 0, 23376, 1, 0, 23388, 1, 0, 23552, 32, 0, 23680, 10, 0, 23808, 32, 0])
// @ts-ignore: decorator
@inline export const KEPT_ROWS: u32 = 36
/** Words of the NVM, without address and checksum. */
export const NVM = memory.data<u16>([0, 0, 0, 0, 0, 256, 0, 0, 0, 1, 0, 0, 32902, 4297, 32902, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65535, 0, 0, 0, 0, 0, 0, 0, 0])
/** Registers of the PHY after a reset. */
export const PHY = memory.data<u16>([4416, 31081, 680, 913, 3553, 16865, 15, 0, 0, 768, 15360, 0, 0, 0, 0, 12288, 0, 50176, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
