/** Content of disks from Blobs and over HTTP. */
import { VmHostError } from '../error'
import { RangeDevice } from './range-device'

export function blobDevice(blob: Blob): RangeDevice {
  const read = async (offset: number, bytes: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(offset, offset + bytes).arrayBuffer())
  return new RangeDevice(blob.size, read)
}

/** The server must tell the size and answer ranges; throws ERR_DOWNLOAD. */
export async function urlDevice(url: string): Promise<RangeDevice> {
  const probe = await get(url, 0, 1)
  const [, total] = /\/(\d+)$/.exec(probe.headers.get('content-range') ?? '') ?? []
  await probe.body?.cancel()
  if (total === undefined) throw failure(url, 'it does not tell the size of the whole (Content-Range)')
  return new RangeDevice(Number(total), async (offset, bytes) => {
    const content = new Uint8Array(await (await get(url, offset, bytes)).arrayBuffer())
    if (content.length !== bytes) throw failure(url, `${content.length} bytes at ${offset}, expected ${bytes}`)
    return content
  })
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

function failure(url: string, what: string): VmHostError {
  return new VmHostError('ERR_DOWNLOAD', `disk ${url}: ${what}`, { details: { url } })
}
