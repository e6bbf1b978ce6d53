/** Codes that rows pass to the core's memory helpers. */

/** Read-modify-write operations of Zaamo. */
export const amoOperations = { swap: 0, add: 1, xor: 2, and: 3, or: 4, min: 5, max: 6, minu: 7, maxu: 8 } as const

/** Zicbom. */
export const cacheBlockOperations = { inval: 0, clean: 1, flush: 2 } as const
