// Where an image comes from, and what reads it: the one thing here that differs between Node and a browser is injected.
import { invalidOption } from '../options/check'

/** A file by path (Node), a URL, bytes in memory or a Blob. A string is a URL when it has a scheme, and a path otherwise. */
export type ImageSource =
  | string
  | URL
  | Blob
  | Uint8Array
  | ArrayBuffer
  | { path: string }
  | { url: string | URL }
  | { buffer: Uint8Array | ArrayBuffer }

/** How far a load is; `total` is undefined where nobody says. */
export interface ImageProgress {
  phase: 'read' | 'decompress'
  /** Bytes so far: of the source while it is read, of the image while it is decompressed. */
  loaded: number
  total: number | undefined
}

export interface LoadOptions {
  onProgress?: ((progress: ImageProgress) => void) | undefined
  signal?: AbortSignal | undefined
  /** Names the image in errors: `kernel`. Default `image`. */
  name?: string
}

/** What the platform does for images. */
export interface ImagePlatform {
  /** The bytes of a file, in pieces. Rejects with the system's error (its `code` is looked at). Undefined in a browser. */
  readFile?: (path: string, signal?: AbortSignal) => Promise<ImageStream>
  fetch?: typeof fetch
}

/** Bytes as they arrive, and how many there will be. */
export interface ImageStream {
  chunks: AsyncIterable<Uint8Array>
  total: number | undefined
}

export type NormalSource = { path: string } | { url: string } | { bytes: Uint8Array } | { blob: Blob }

/** One shape for every kind of source; throws ERR_INVALID_OPTION for anything else. */
export function normalSource(source: ImageSource, name: string): NormalSource {
  if (typeof source === 'string') return /^[a-z][a-z0-9+.-]+:/i.test(source) ? { url: source } : { path: source }
  if (source instanceof URL) return { url: source.href }
  if (source instanceof Uint8Array) return { bytes: source }
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source) }
  if (source instanceof Blob) return { blob: source }
  if (typeof source === 'object' && source !== null) {
    if ('path' in source && typeof source.path === 'string') return { path: source.path }
    if ('url' in source && (typeof source.url === 'string' || source.url instanceof URL)) return { url: String(source.url) }
    if ('buffer' in source) return normalSource(source.buffer, name)
  }
  throw invalidOption(name, { field: name, value: source, expected: 'a path, a URL, { path }, { url }, { buffer } or a Blob' })
}
