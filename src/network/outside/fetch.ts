/** The web without sockets: what a guest asks of port 80 becomes a `fetch` of the page, in which HTTPS is as good as HTTP. */
import { ConnectError } from '../../platform/connect-error'
import type { ByteStream, Destination, Outside } from '../gateway/outside'
import { type HttpRequest, HttpRequests } from './http-request'
import { SyntheticNames } from './synthetic-names'

export interface FetchOptions {
  /** What fetches. Default: the engine's own. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** The address to fetch in place of the one that the guest asked for; a page may only fetch what allows it (CORS). */
  rewrite?: (url: URL) => URL | string
}

const httpPort = 80

/** Headers that belong to one connection, or that fetch sets itself. */
const hopByHop =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|accept-encoding|expect)$/i
/** The engine has decoded the body already, and its length is another. */
const ofTheEncoding = /^(content-encoding|content-length|transfer-encoding|connection|keep-alive)$/i

/**
 * HTTP for guests in a page. Names are not resolved: each gets an address that stands for it.
 *
 *     const gateway = await Gateway.create(network.attach('gateway'), { outside: fetchOutside() })
 */
export function fetchOutside({ fetch: given, rewrite = (url) => url }: FetchOptions = {}): Outside {
  const names = new SyntheticNames()
  const ask = given ?? ((url: string, init: RequestInit) => fetch(url, init))
  // The host is the one that the guest connected to, which it was allowed, whatever its request says.
  const answer = async (request: HttpRequest, host: string): Promise<Response> => {
    const url = new URL(`http://${host}${pathOf(request.target)}`)
    const headers = request.headers.filter(([name]) => !hopByHop.test(name))
    const hasBody = request.body !== undefined && request.method !== 'GET' && request.method !== 'HEAD'
    const body = hasBody ? (request.body ?? null) : null
    const asked = String(rewrite(url))
    const response = await ask(asked, { method: request.method, headers, body })
    return response.redirected ? stayOnHost(asked, response) : response
  }
  return {
    resolve: async (name) => [names.addressOf(name) ?? []].flat(),
    nameOf: (address) => names.nameOf(address),
    connectTcp: async ({ address, port }: Destination) => {
      if (port !== httpPort) throw new ConnectError('refused')
      return serve((request) => answer(request, names.hostOf(address)))
    },
  }
}

/** What fetch was sent on to another host for is not the guest's: it hears where that is, and asks there if it may. */
async function stayOnHost(asked: string, response: Response): Promise<Response> {
  const { hostname, host, pathname, search } = new URL(response.url)
  if (hostname === new URL(asked, response.url).hostname) return response
  await response.body?.cancel()
  return new Response(null, { status: 302, headers: { location: `http://${host}${pathname}${search}` } })
}

/** Of a target that is a path, or an absolute address as a proxy is asked for. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  const { pathname, search } = new URL(target)
  return pathname + search
}

/** A connection whose other end answers requests one after the other. */
function serve(answer: (request: HttpRequest) => Promise<Response>): ByteStream {
  const requests = new TransformStream<Uint8Array, Uint8Array>()
  const responses = new TransformStream<Uint8Array, Uint8Array>()
  const writer = responses.writable.getWriter()
  const run = async (): Promise<void> => {
    const incoming = new HttpRequests(requests.readable)
    for (let request = await incoming.next(); request !== undefined; request = await incoming.next()) {
      const response = await answer(request).catch((error: unknown) => new Response(`${String(error)}\n`, { status: 502 }))
      await respond(writer, request, response)
    }
  }
  run()
    .catch(() => writer.write(encode('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')))
    .finally(() => writer.close())
    .catch(() => {})
  return {
    readable: responses.readable,
    writable: requests.writable,
    abort: () => {
      requests.writable.abort().catch(() => {})
      writer.abort().catch(() => {})
    },
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

async function respond(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  { method }: HttpRequest,
  response: Response,
): Promise<void> {
  const { status } = response
  const headers = [...response.headers]
    .filter(([name]) => !ofTheEncoding.test(name))
    .map(([name, value]) => `${name}: ${value}\r\n`)
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const framing = hasBody ? 'Transfer-Encoding: chunked\r\n' : ''
  await writer.write(encode(`HTTP/1.1 ${status} ${response.statusText || 'OK'}\r\n${headers.join('')}${framing}\r\n`))
  if (!hasBody) return
  for await (const chunk of response.body ?? []) await writeChunk(writer, chunk)
  await writer.write(encode('0\r\n\r\n'))
}

async function writeChunk(writer: WritableStreamDefaultWriter<Uint8Array>, chunk: Uint8Array): Promise<void> {
  if (chunk.length === 0) return
  await writer.write(encode(`${chunk.length.toString(16)}\r\n`))
  await writer.write(chunk)
  await writer.write(encode('\r\n'))
}
