// Decompresses xz, which Debian's kernel modules are packed with. Node only.
import xz from 'xz-decompress'

/** The content of an xz file. */
export async function unxz(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new xz.XzReadableStream(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream())
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
