/** DEFLATE (RFC 1951) by the platform: Node's zlib, or streams, and a library where nobody may wait. */
import { inflateSync } from 'fflate'
import { nodeBuiltin } from './node'

/** The fastest level: snapshots are written while guests run. */
const level = 1

export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const zlib = nodeBuiltin('node:zlib')
  if (zlib === undefined) return through(bytes, new CompressionStream('deflate-raw'))
  return new Promise((resolve, reject) =>
    zlib.deflateRaw(bytes, { level }, (error, result) => (error === null ? resolve(result) : reject(error))),
  )
}

/** Decompresses to at most `size` bytes. */
export function inflateNow(bytes: Uint8Array, size: number): Uint8Array {
  const zlib = nodeBuiltin('node:zlib')
  if (zlib === undefined) return inflateSync(bytes, { out: new Uint8Array(size) })
  // Room for all of it at once, and for the end to be seen.
  return zlib.inflateRawSync(bytes, { maxOutputLength: size, chunkSize: size + 64 })
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
