/** Two ends of one connection inside this program: what one end writes the other reads. */
import { VmHostError } from '../../error'
import type { ByteStream } from './outside'

export function streamPair(): { near: ByteStream; far: ByteStream } {
  const [there, back] = [direction(), direction()]
  const abort = (): void => {
    for (const { fail } of [there, back]) fail(new VmHostError('ERR_ABORTED', 'the connection was reset'))
  }
  return {
    near: { readable: back.readable, writable: there.writable, abort },
    far: { readable: there.readable, writable: back.writable, abort },
  }
}

interface Direction {
  readable: ReadableStream<Uint8Array>
  writable: WritableStream<Uint8Array>
  /** Ends both sides, whoever holds them. */
  fail(reason: unknown): void
}

function direction(): Direction {
  let fail = (_reason: unknown): void => {}
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => {
      fail = (reason) => controller.error(reason)
    },
  })
  return { readable, writable, fail: (reason) => fail(reason) }
}
