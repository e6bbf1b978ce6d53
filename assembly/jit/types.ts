/**
 * Function types and imported functions of every module. The last parameter of what is imported is a vector that nobody reads: JavaScript has none,
 * and where it could have all types V8 before version 12 (Node 20) compiles with its optimizing compiler, for each module anew, how to call a function of
 * JavaScript's, which takes longer than all else that comes before a module runs.
 */
import { byte, call, callIndirect, i32Const, Op, unsigned, zeroVector } from './code'
import { work } from './work'

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
// @ts-ignore: decorator
@inline export const STATUS_TYPE: u32 = 7
// @ts-ignore: decorator
@inline export const FIND_TYPE: u32 = 8
/** The types of the helpers that rows call follow. */
// @ts-ignore: decorator
@inline export const HELPER_TYPES: u32 = 9

// @ts-ignore: decorator
@inline export const LOAD_FUNCTION: u32 = 0
// @ts-ignore: decorator
@inline export const STORE_FUNCTION: u32 = 1
// @ts-ignore: decorator
@inline export const STEP_FUNCTION: u32 = 2
// @ts-ignore: decorator
@inline export const STATUS_FUNCTION: u32 = 3
// @ts-ignore: decorator
@inline export const FIND_FUNCTION: u32 = 4
/** Those of the links (links.ts): goes on at an address, in translated code or out. */
// @ts-ignore: decorator
@inline export const CHAIN_FUNCTION: u32 = 5
/** Calls the region of a record. */
// @ts-ignore: decorator
@inline export const ENTER_FUNCTION: u32 = 6
/** Goes back to the dispatcher, which goes on at an address. */
// @ts-ignore: decorator
@inline export const LEAVE_FUNCTION: u32 = 7
/** The first function of a module's own. */
// @ts-ignore: decorator
@inline export const FIRST_REGION: u32 = 8

/** Of the tables: the module's own comes first. */
const CORE_TABLE: u32 = 1

/** Calls the function of the core in slot `index` of the core's table. */
export function callHelper(type: u32, index: u32): void {
  work().usesHelpers = 1
  i32Const(<i32>index)
  callIndirect(type, CORE_TABLE)
}

/** Calls an imported function. */
export function callImport(target: u32): void {
  zeroVector()
  call(target)
}

/** Goes on at the address on Wasm's stack, never to come back. */
export function chain(): void {
  zeroVector()
  byte(Op.returnCall)
  unsigned(CHAIN_FUNCTION)
}

/** Goes back to the dispatcher, with the hart, the budget and the address on Wasm's stack. */
export function leave(): void {
  zeroVector()
  byte(Op.returnCall)
  unsigned(LEAVE_FUNCTION)
}
