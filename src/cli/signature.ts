/** The signature of a conformance test as Spike writes it: a 32-bit word a line, in lower-case hexadecimal. */
export function formatSignature(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  const view = new DataView(padded.buffer)
  const words = Array.from({ length: padded.length / 4 }, (_, index) => view.getUint32(index * 4, true))
  return words.map((word) => `${word.toString(16).padStart(8, '0')}\n`).join('')
}
