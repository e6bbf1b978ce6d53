/** Sizes of the tables that have a word for every frame Wasm32 can address. */
import { HOST_FRAMES } from '../abi/layout.gen'

// @ts-ignore: decorator
@inline export const FRAME_TABLE_BYTES: u32 = HOST_FRAMES * 4
// @ts-ignore: decorator
@inline export const CODE_TABLE_BYTES: u32 = HOST_FRAMES * 4
