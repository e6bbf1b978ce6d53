/** Where a snapshot goes: into a file, a stream, or memory. */
import { createFile } from '../platform/files'

export interface SnapshotSink {
  write(bytes: Uint8Array): void | Promise<void>
  /** All is there. */
  finish(): Promise<void>
  /** Nothing of it is to be kept. */
  abort(reason: unknown): Promise<void>
}

/** Bytes of a snapshot in memory. */
export class MemorySink implements SnapshotSink {
  readonly #pieces: Uint8Array<ArrayBuffer>[] = []

  write(bytes: Uint8Array): void {
    this.#pieces.push(new Uint8Array(bytes))
  }

  async finish(): Promise<void> {}

  async abort(): Promise<void> {}

  get blob(): Blob {
    return new Blob(this.#pieces, { type: 'application/x-vmhost-snapshot' })
  }
}

export async function openSink(to: string | WritableStream<Uint8Array>): Promise<SnapshotSink> {
  if (typeof to === 'string') return createFile(to)
  const writer = to.getWriter()
  return { write: (bytes) => writer.write(bytes), finish: () => writer.close(), abort: (reason) => writer.abort(reason) }
}
