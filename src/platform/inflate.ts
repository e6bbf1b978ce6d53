/** Raw DEFLATE (RFC 1951) through the engine's own decompressor. */

/** The first `bytes` that `packed` unpacks to; what follows the end of the stream is ignored. */
export async function inflateRaw(packed: Uint8Array, bytes: number): Promise<Uint8Array> {
  const stream = new DecompressionStream('deflate-raw')
  const writer = stream.writable.getWriter()
  const written = writer.write(packed as Uint8Array<ArrayBuffer>).catch(() => {})
  const closed = writer.close().catch(() => {})
  const out = new Uint8Array(bytes)
  const reader = stream.readable.getReader()
  let done = 0
  try {
    while (done < bytes) {
      const { value, done: isOver } = await reader.read()
      if (isOver) break
      out.set(value.subarray(0, bytes - done), done)
      done += value.length
    }
  } catch (error) {
    if (done < bytes) throw error
  }
  await reader.cancel().catch(() => {})
  await Promise.all([written, closed])
  return out.subarray(0, Math.min(done, bytes))
}
