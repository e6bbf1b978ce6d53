/** DNS over TCP (RFC 7766): messages behind their lengths, answered one after the other. */
import type { ByteStream } from './outside'
import { streamPair } from './stream-pair'

const lengthBytes = 2

/** The end of a connection that is to be given to a client; `answer` says nothing to what is no query, which ends it. */
export function nameStream(answer: (query: Uint8Array) => Promise<Uint8Array | undefined>): ByteStream {
  const { near, far } = streamPair()
  serve(near, answer).catch(() => near.abort())
  return far
}

async function serve(
  { readable, writable }: ByteStream,
  answer: (query: Uint8Array) => Promise<Uint8Array | undefined>,
): Promise<void> {
  const writer = writable.getWriter()
  let waiting = new Uint8Array()
  for await (const chunk of readable) {
    waiting = Uint8Array.from([...waiting, ...chunk])
    for (let query = firstOf(waiting); query !== undefined; query = firstOf(waiting)) {
      waiting = waiting.slice(lengthBytes + query.length)
      const bytes = await answer(query)
      if (bytes === undefined) return writer.close()
      await writer.write(Uint8Array.from([bytes.length >> 8, bytes.length & 0xff, ...bytes]))
    }
  }
  await writer.close()
}

function firstOf(waiting: Uint8Array): Uint8Array | undefined {
  if (waiting.length < lengthBytes) return undefined
  const end = lengthBytes + (((waiting[0] as number) << 8) | (waiting[1] as number))
  return waiting.length < end ? undefined : waiting.subarray(lengthBytes, end)
}
