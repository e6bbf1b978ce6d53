/** Whether translated code may be compiled on this thread, and how well: a page's Content-Security-Policy can forbid it. */
import { nodeBuiltin } from './node'

/** The smallest module there is: magic and version. */
const emptyModule = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00)

/** The smallest module that ends in a tail call, `(func return_call 0)`: translated code goes from region to region by them. */
const tailCall = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x06, 0x01, 0x04, 0x00, 0x12, 0x00, 0x0b],
)

/** `(func (param f64 f64 f64) (result f64) ...)`: f64x2.relaxed_madd of its arguments, exported as `f`. */
const fusedMultiplyAdd = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7c, 0x7c, 0x7c, 0x01, 0x7c],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  ...[0x0a, 0x16, 0x01, 0x14, 0x00],
  ...[0x20, 0x00, 0xfd, 0x14, 0x20, 0x01, 0xfd, 0x14, 0x20, 0x02, 0xfd, 0x14],
  ...[0xfd, 0x87, 0x02, 0xfd, 0x21, 0x00, 0x0b],
)

/** V8 does by itself from these versions on what it has behind flags before: 12 is Node 22, 14 is Node 25. */
const flags: readonly (readonly [flag: string, version: number])[] = [
  ['--experimental-wasm-branch-hinting', 14],
  ['--experimental-wasm-relaxed-simd', 12],
]

/** Why nothing can be compiled here, in the engine's words; undefined when it can. */
export function compilationRefusal(): string | undefined {
  return refusalOf(emptyModule)
}

/** Why no translated code can be compiled here: nothing can, or the engine has no tail calls. */
export function translationRefusal(): string | undefined {
  return refusalOf(tailCall)
}

function refusalOf(module: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    new WebAssembly.Module(module)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Lets the engine use the branch hints of translated code, which make it up to a quarter faster, and fused multiplication: older Nodes have them
 * behind flags of V8. The flags change nothing for modules that have neither the section "metadata.code.branch_hint" nor relaxed vector operators.
 */
export function allowFastCode(): void {
  const v8 = nodeBuiltin('node:v8')
  const own = Number.parseInt(globalThis.process?.versions?.v8 ?? '', 10)
  for (const [flag, version] of flags) if (own < version) v8?.setFlagsFromString(flag)
}

/** Bytes of a function that run before V8 optimizes it, of all that is compiled from now on in this process. Nothing elsewhere than in Node. */
export function optimizeAfter(bytes: number): void {
  nodeBuiltin('node:v8')?.setFlagsFromString(`--wasm-tiering-budget=${bytes}`)
}

/** Whether the engine multiplies and adds with a single rounding: it may, and does where the processor does. */
export function hasFusedMultiplyAdd(): boolean {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fusedMultiplyAdd))
    const fused = exports.f as (a: number, b: number, c: number) => number
    const a = 1 + 2 ** -30
    // The product's last digit, 2 to the -60, is lost when it is rounded first.
    return fused(a, a, -(1 + 2 ** -29)) === 2 ** -60
  } catch {
    return false
  }
}
