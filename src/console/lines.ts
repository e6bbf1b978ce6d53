/** Splits a stream of bytes into lines. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let rest = ''
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const parts = (rest + decoder.decode(next.value, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) yield line.replace(/\r+$/, '')
    }
    if (rest !== '') yield rest
  } finally {
    await reader.cancel()
  }
}
