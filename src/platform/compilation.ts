/** Whether translated code may be compiled on this thread, and how well: a page's Content-Security-Policy can forbid it. */
import { nodeBuiltin } from './node'

/** The smallest module that ends in a tail call, `(func return_call 0)`: translated code goes from region to region by them. */
const tailCall = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x12, 0x00, 0x0b],
)

/** V8 takes branch hints by itself from this version on. */
const hintingV8 = 14

/** Why nothing can be compiled here, in the engine's words; undefined when it can. */
export function compilationRefusal(): string | undefined {
  try {
    new WebAssembly.Module(tailCall)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Lets the engine use the branch hints of translated code, which make it a fifth faster: Node up to 24 has them behind a flag of V8. The flag
 * changes nothing for modules without the section "metadata.code.branch_hint".
 */
export function allowBranchHints(): void {
  const v8 = nodeBuiltin('node:v8')
  const version = Number.parseInt(globalThis.process?.versions?.v8 ?? '', 10)
  if (v8 !== undefined && version < hintingV8) v8.setFlagsFromString('--experimental-wasm-branch-hinting')
}
