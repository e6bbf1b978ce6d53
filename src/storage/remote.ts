/** Content of disks from Blobs and over HTTP. */
import { VmHostError } from '../error'
import { RangeDevice } from './range-device'

export function blobDevice(blob: Blob): RangeDevice {
  const read = async (offset: number, bytes: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(offset, offset + bytes).arrayBuffer())
  return new RangeDevice(blob.size, read)
}

/** The server must tell the size and answer ranges, and have the same content all the time; throws ERR_DOWNLOAD. */
export async function urlDevice(url: string): Promise<RangeDevice> {
  const probe = await get(url, 0, 1)
  await probe.body?.cancel()
  const { total } = rangeOf(probe)
  if (total === undefined) throw failure(url, 'it does not tell the size of the whole (Content-Range)')
  const version = versionOf(probe)
  return new RangeDevice(total, async (offset, bytes) => {
    const response = await get(url, offset, bytes)
    const range = rangeOf(response)
    // Parts of two files would make a third that nobody has written.
    if (range.total !== total || versionOf(response) !== version) {
      await response.body?.cancel()
      throw failure(url, 'its content has changed since it was opened')
    }
    const content = await whole(url, response)
    if (range.first !== offset || content.length !== bytes)
      throw failure(url, `${content.length} bytes at ${range.first}, expected ${bytes} at ${offset}`)
    return content
  })
}

/** What changes with the content; a server without tags has the time of the last change at best. */
const versionOf = ({ headers }: Response): string | null => headers.get('etag') ?? headers.get('last-modified')

function rangeOf(response: Response): { first: number | undefined; total: number | undefined } {
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? []
  return { first: first === undefined ? undefined : Number(first), total: total === undefined ? undefined : Number(total) }
}

async function get(url: string, offset: number, bytes: number): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { headers: { range: `bytes=${offset}-${offset + bytes - 1}` } })
  } catch (error) {
    throw VmHostError.wrap('ERR_DOWNLOAD', `disk ${url}`, error)
  }
  if (response.status === 206) return response
  await response.body?.cancel()
  throw failure(url, `HTTP status ${response.status}, expected 206: the server must answer ranges`)
}

/** The body; its server may be gone in the middle of it. */
async function whole(url: string, response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    throw VmHostError.wrap('ERR_DOWNLOAD', `disk ${url}: the answer broke off`, error)
  }
}

function failure(url: string, what: string): VmHostError {
  return new VmHostError('ERR_DOWNLOAD', `disk ${url}: ${what}`, { details: { url } })
}
