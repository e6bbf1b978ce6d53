/** Function types and imported functions of every module. */
import { byte, callIndirect, i32Const, Op, unsigned } from './code'

// @ts-ignore: decorator
@inline export const REGION_TYPE: u32 = 0
// @ts-ignore: decorator
@inline export const LOAD_TYPE: u32 = 1
// @ts-ignore: decorator
@inline export const STORE_TYPE: u32 = 2
// @ts-ignore: decorator
@inline export const STEP_TYPE: u32 = 3
// @ts-ignore: decorator
@inline export const CHAIN_TYPE: u32 = 4
// @ts-ignore: decorator
@inline export const ENTER_TYPE: u32 = 5
// @ts-ignore: decorator
@inline export const LEAVE_TYPE: u32 = 6
/** The types of the helpers that rows call follow. */
// @ts-ignore: decorator
@inline export const HELPER_TYPES: u32 = 7

// @ts-ignore: decorator
@inline export const LOAD_FUNCTION: u32 = 0
// @ts-ignore: decorator
@inline export const STORE_FUNCTION: u32 = 1
// @ts-ignore: decorator
@inline export const STEP_FUNCTION: u32 = 2
/** Those of the links (links.ts): goes on at an address, in translated code or out. */
// @ts-ignore: decorator
@inline export const CHAIN_FUNCTION: u32 = 3
/** Calls the region of a record. */
// @ts-ignore: decorator
@inline export const ENTER_FUNCTION: u32 = 4
/** Goes back to the dispatcher, which goes on at an address. */
// @ts-ignore: decorator
@inline export const LEAVE_FUNCTION: u32 = 5
/** The first function of a module's own. */
// @ts-ignore: decorator
@inline export const FIRST_REGION: u32 = 6

/** Calls the function of the core in slot `index` of the table. */
export function callHelper(type: u32, index: u32): void {
  i32Const(<i32>index)
  callIndirect(type)
}

/** Goes on at the address on Wasm's stack, never to come back. */
export function chain(): void {
  byte(Op.returnCall)
  unsigned(CHAIN_FUNCTION)
}

/** Goes back to the dispatcher, with the hart, the budget and the address on Wasm's stack. */
export function leave(): void {
  byte(Op.returnCall)
  unsigned(LEAVE_FUNCTION)
}
