/** HTTP over a stream of bytes: one request, and the answer to the end of the connection. */

/** Asks for a path; the status, the type and the bytes of the answer. Throws when what comes is no HTTP. */
export async function httpGet({ readable, writable }, path) {
  const writer = writable.getWriter()
  await writer.write(new TextEncoder().encode(`GET ${encodeURI(path)} HTTP/1.0\r\nHost: guest\r\n\r\n`))
  const bytes = new Uint8Array(await new Response(readable).arrayBuffer())
  const head = new TextDecoder('latin1').decode(bytes)
  const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(head) ?? []
  // Programs behind a server end their lines as they like.
  const end = /\r?\n\r?\n/.exec(head)
  if (status === undefined || end === null) throw new Error(`no answer of a web server to ${path}`)
  const [, type = 'text/plain'] = /\ncontent-type: *([^\r\n]*)/i.exec(head.slice(0, end.index)) ?? []
  return { status: Number(status), type, body: bytes.subarray(end.index + end[0].length) }
}
