/** What a snapshot is told, and where it is written. */
import * as v from 'valibot'
import type { ImageSource } from '../image/source'
import { strictObject } from '../options/check'
import { MemorySink, openSink } from '../snapshot/sink'

export interface SnapshotOptions {
  /** A path (Node) or a stream. Default: the snapshot comes back as a Blob. */
  to?: string | WritableStream<Uint8Array>
  /** The last snapshot of the guest, or the one that it came out of: only what was written since is in this one, which needs that one. */
  base?: ImageSource
  /** Default true. */
  compress?: boolean
}

export const snapshotSchema = strictObject({
  to: v.optional(
    v.custom<string | WritableStream<Uint8Array>>(
      (value) => (typeof value === 'string' && value !== '') || value instanceof WritableStream,
      'a path or a WritableStream',
    ),
  ),
  base: v.optional(v.custom<ImageSource>((value) => value !== null, 'a snapshot')),
  compress: v.optional(v.boolean('true or false'), true),
})

/** The Blob when it goes nowhere else. */
export async function writeSnapshot(
  to: SnapshotOptions['to'],
  produce: (write: (bytes: Uint8Array) => void | Promise<void>) => Promise<void>,
): Promise<Blob | undefined> {
  const sink = to === undefined ? new MemorySink() : await openSink(to)
  try {
    await produce((bytes) => sink.write(bytes))
    await sink.finish()
  } catch (error) {
    await sink.abort(error)
    throw error
  }
  return sink instanceof MemorySink ? sink.blob : undefined
}
