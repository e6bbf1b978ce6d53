/** Whether WebAssembly may be compiled on this thread: a page's Content-Security-Policy can forbid it. */

/** The smallest module there is: magic and version. */
const emptyModule = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00)

/** Why nothing can be compiled here, in the engine's words; undefined when it can. */
export function compilationRefusal(): string | undefined {
  try {
    new WebAssembly.Module(emptyModule)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
