/** Tells bytes that no compression makes smaller, such as random or encrypted ones, from a sample of them. */

/** Bytes looked at, spread over all of them in short runs. */
const runBytes = 64
const runs = 64
/** Bits of a byte of the sample. Random bytes have 7.95 in so small a sample, and what DEFLATE gains a tenth from has less than this. */
const leastBits = 7.8

export function isIncompressible(bytes: Uint8Array): boolean {
  const counts = new Uint16Array(256)
  const step = Math.floor(bytes.length / runs)
  if (step < runBytes) return false
  for (let run = 0; run < runs; run++)
    for (let at = run * step; at < run * step + runBytes; at++)
      counts[bytes[at] as number] = (counts[bytes[at] as number] ?? 0) + 1
  return entropy(counts, runs * runBytes) >= leastBits
}

/** Of Shannon, in bits a byte. */
function entropy(counts: Uint16Array, total: number): number {
  let sum = 0
  for (const count of counts) if (count > 0) sum += count * Math.log2(count)
  return Math.log2(total) - sum / total
}
